"""All files of an import, one after the other: what each turned out to be, and the parts they hold together."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from earmark.errors import EarmarkError, FileError, FormatError
from earmark.formats.registry import Source
from earmark.formats.rttm import is_rttm
from earmark.formats.source import source_of
from earmark.formats.turns import TurnTable, read_turns
from earmark.server.conversations.importing.parts import parts_of
from earmark.server.conversations.importing.plan import FileReport, Options, Part, SoundRef
from earmark.server.conversations.importing.rows import Row, rows_of_rttm, rows_of_table, shows_something
from earmark.server.conversations.importing.sounds import SoundIndex
from earmark.server.media import service as media

__all__ = ["Gathering", "Given"]

LARGEST_TABLE = 512 * 2**20
"""Bytes of a table, unzipped: what a table takes in memory is in proportion to it."""

LARGEST_EXPORT = 128 * 2**20
"""The same for JSON, which takes ten times its size in memory."""

MOST_SPEAKERS = 50
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Given:
    """A file of an import: the name it came with, and its place: that of an upload, or the address of a reference."""

    sound: SoundRef
    place: Path | str

    @property
    def is_sound(self) -> bool:
        """Whether its name is that of a sound file."""
        return self.sound.name.lower().endswith(media.SUFFIXES)


class Gathering:
    """Reads files once, in order: tables, RTTM, then the audio that none of them asked for."""

    def __init__(self, files: Sequence[Given], options: Options) -> None:
        self._files, self._options = files, options
        self.reports: dict[str, FileReport] = {}
        self.speakers: Counter[str] = Counter()
        self.conversations = self.items = self.rows = 0

    def parts(self) -> Iterator[Part]:
        """Yield the parts of all files; afterwards the reports and counts are complete."""
        sounds = SoundIndex(one.sound for one in self._files if one.is_sound)
        seen: set[str] = set()
        for given in self._tables():
            yield from self._counted(self._of_file(given, sounds, seen), seen)
        yield from self._counted(self._of_sounds(sounds), seen)

    def _tables(self) -> Iterator[Given]:
        """RTTM comes last: where a table has the same conversation, it says more."""
        written = [one for one in self._files if not one.is_sound]
        speech = [one for one in written if one.sound.name.lower().removesuffix(".gz").endswith(".rttm")]
        yield from (one for one in written if one not in speech)
        yield from speech

    def _counted(self, parts: Iterator[Part], seen: set[str]) -> Iterator[Part]:
        for part in parts:
            self.conversations += part.conversation not in seen
            seen.add(part.conversation)
            self.items += len(part.items)
            self.rows += part.rows
            for turn in part.turns:
                if turn.speaker is not None and (
                    turn.speaker in self.speakers or len(self.speakers) < MOST_SPEAKERS
                ):
                    self.speakers[turn.speaker] += 1
            yield part

    def _of_file(self, given: Given, sounds: SoundIndex, seen: set[str]) -> Iterator[Part]:
        report = self.reports[given.sound.name] = FileReport(given.sound.name)
        try:
            source = _source(given)
            if is_rttm(source):
                report.format, report.kind = "rttm", "speech"
                rows, known = rows_of_rttm(source, report), set(seen)
            else:
                rows, known = self._of_table(read_turns(source, self._options.named), report), set()
            yield from self._taken(parts_of(rows, self._options, sounds, report, known), report)
        except EarmarkError as problem:
            report.kind, report.refusal = "none", str(problem)
        report.settle()

    def _of_table(self, read: TurnTable, report: FileReport) -> Iterator[Row]:
        ignored = self._options.ignored
        report.format, report.columns = read.format, list(read.names)
        report.mapping = {name: column for name, column in read.mapping.items() if name not in ignored}
        report.rejected, report.rejected_rows = list(read.rejected), read.rejected_rows
        report.notices = list(read.table.reading.notices)
        if not shows_something(read, self._options):
            raise FormatError(
                f"{report.name} has no column with a text or an audio: nothing in it can be labelled"
            )
        has_conversations = read.table.has("conversation_id") and "conversation_id" not in ignored
        report.kind = "turns" if has_conversations else "texts"
        return rows_of_table(read, self._options, report)

    def _taken(self, parts: Iterator[Part], report: FileReport) -> Iterator[Part]:
        report.rows = 0
        for part in parts:
            report.rows += len(part.turns)
            yield part
        if report.rows == 0 and report.rejected:
            raise FormatError(
                f"{report.name}: none of its rows can be taken; the first is {report.rejected[0]}"
            )

    def _of_sounds(self, sounds: SoundIndex) -> Iterator[Part]:
        for external_id, sound in sounds.left():
            if len(external_id) <= 300:
                yield Part(external_id, sound=sound, whole=external_id)


def _source(given: Given) -> Source:
    """Open a table under the name it came with.

    Raises:
        FileError: it is not there, empty, or larger than what is read at once.
    """
    try:
        opened = source_of(Path(given.place))
    except FileError as problem:  # it speaks of where the file lies here, which is nobody's business
        raise FileError(str(problem).replace(str(given.place), given.sound.name)) from None
    source = Source(given.sound.name, opened.head, opened.open, None, opened.size)
    is_json = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{")
    limit = LARGEST_EXPORT if is_json else LARGEST_TABLE
    try:
        size = source.size if source.size is not None else _unzipped(source, limit)
    except (OSError, EOFError, zlib.error, gzip.BadGzipFile):
        raise FileError(f"{source.shown} holds damaged gzip data; copy or download it again") from None
    if size > limit:
        raise FileError(f"{source.shown} holds more than {limit // 2**20} MiB; split it into several files")
    return source


def _unzipped(source: Source, limit: int) -> int:
    size = 0
    with source.open() as stream:
        while size <= limit and (block := stream.read(_BLOCK)):
            size += len(block)
    return size
