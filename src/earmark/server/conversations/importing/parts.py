"""Rows to parts: each row looked at, what cannot be stored or shown left out, long conversations cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from earmark.errors import BadCell
from earmark.formats.tabular.bad_rows import quoted
from earmark.server.conversations.importing.plan import (
    AT_ONCE,
    FileReport,
    Options,
    Part,
    PlannedTurn,
    SoundRef,
)
from earmark.server.conversations.importing.rows import Row
from earmark.server.conversations.importing.sounds import SoundIndex

__all__ = ["parts_of"]

LONGEST = {"conversation": 300, "item": 300, "speaker": 100, "domain": 100, "language": 35, "text": 100_000}
COLUMN = {"conversation": "conversation_id", "item": "item_id"}
LARGEST_TURN = 2**31 - 1
LATEST = 24 * 3600.0


def parts_of(
    rows: Iterable[Row],
    options: Options,
    sounds: SoundIndex,
    report: FileReport,
    known: set[str] | None = None,
) -> Iterator[Part]:
    """Yield the conversations in parts of at most 500 turns.

    `known` holds conversations that are not to be taken from this file, as another one gave them.
    """
    building: _Conversation | None = None
    for row in rows:
        fault = _fault(row)
        if fault is not None:
            report.reject(fault)
            continue
        if building is None or building.external_id != row.conversation:
            yield from building.end() if building is not None else ()
            building = _Conversation(row, options, sounds, report, known=known or set())
        yield from building.take(row)
    yield from building.end() if building is not None else ()


def _fault(row: Row) -> BadCell | None:
    """Return what keeps a row from being stored, whatever conversation it is in."""
    if not row.conversation:
        return BadCell(row.row, "conversation_id", "nothing", "the id of a conversation")
    for name, longest in LONGEST.items():
        said = getattr(row, name)
        if said is not None and (fault := _text_fault(said, longest, one_line=name != "text")):
            return BadCell(row.row, COLUMN.get(name, name), fault[0], fault[1])
    if row.turn is not None and not 0 <= row.turn <= LARGEST_TURN:
        return BadCell(row.row, "turn", str(row.turn), f"a whole number from 0 to {LARGEST_TURN:,}")
    return _time_fault(row)


def _text_fault(said: str, longest: int, *, one_line: bool) -> tuple[str, str] | None:
    if len(said) > longest:
        return f"{len(said):,} characters", f"at most {longest:,} characters"
    if "\0" in said:
        return "a null character", "a text without null characters"
    if (
        one_line
        and not said.isprintable()
        and any(unicodedata.category(one) in ("Cc", "Zl", "Zp") for one in said)
    ):
        return quoted(said), "one line without control characters"
    return None


def _time_fault(row: Row) -> BadCell | None:
    for name, seconds in (("start", row.start), ("end", row.end)):
        if seconds is not None and not 0 <= seconds <= LATEST:
            return BadCell(row.row, name, f"{seconds:g}", f"seconds from 0 to {LATEST:,.0f}")
    if row.start is not None and row.end is not None and row.end < row.start:
        return BadCell(row.row, "end", f"{row.end:g}", f"not before the start, {row.start:g}")
    return None


class _Conversation:
    """A conversation in the making."""

    def __init__(
        self, first: Row, options: Options, sounds: SoundIndex, report: FileReport, *, known: set[str]
    ) -> None:
        self.external_id = first.conversation or ""
        self._options, self._report = options, report
        self._domain, self._language, self._audio = first.domain, first.language, first.audio
        self._skipped = self.external_id in known
        self._sound = self._find(sounds, first)
        self._turns: list[PlannedTurn] = []
        self._before: PlannedTurn | None = None
        self._begun = False
        if self._skipped:
            report.count("conversations-given-twice")

    def _find(self, sounds: SoundIndex, first: Row) -> SoundRef | None:
        found = sounds.of_conversation(self.external_id) if first.audio is None else sounds.named(first.audio)
        if found is None and first.audio is not None:
            self._report.count("audio-missing")
        return found

    def take(self, row: Row) -> Iterator[Part]:
        """Add a row; yield a part when there is a full one."""
        if self._skipped:
            return
        turn = self._turn(row)
        fault = self._refusal(row, turn)
        if fault is not None:
            self._report.reject(fault)
        elif self._says_the_same(turn):
            self._report.count("rows-repeated")
        else:
            self._before = turn
            self._turns.append(turn)
            if len(self._turns) == AT_ONCE:
                yield self._part()

    def end(self) -> Iterator[Part]:
        """Yield what is left."""
        if self._turns:
            yield self._part()

    def _turn(self, row: Row) -> PlannedTurn:
        after = 0 if self._before is None or row.single else self._before.position + 1
        position = row.turn if row.turn is not None and not row.single else after
        wanted = self._options.label == "turns" and (
            not self._options.speakers or row.speaker in self._options.speakers
        )
        channel = int(row.channel) if row.channel is not None and _is_channel(row.channel) else None
        item = (row.item or f"{self.external_id}:{position}") if wanted else None
        return PlannedTurn(position, row.speaker, channel, row.text, row.start, row.end, item)

    def _refusal(self, row: Row, turn: PlannedTurn) -> BadCell | None:
        if row.audio != self._audio and row.audio is not None:
            return BadCell(
                row.row, "audio", quoted(row.audio), "the same file in all turns of a conversation"
            )
        if row.text is None and (self._sound is None or not (row.single or row.start is not None)):
            allowed = "a text, or times in an audio that is among the files"
            return BadCell(row.row, "text", "nothing to see and nothing to hear", allowed)
        if turn.item is not None and len(turn.item) > LONGEST["item"]:
            return BadCell(row.row, "conversation_id", f"{len(self.external_id)} characters", "a shorter id")
        if (
            self._before is not None
            and self._before.position == turn.position
            and not self._says_the_same(turn)
        ):
            return BadCell(row.row, "turn", f"{turn.position} once more", "each turn of a conversation once")
        return None

    def _says_the_same(self, turn: PlannedTurn) -> bool:
        return self._before is not None and _said(self._before) == _said(turn)

    def _part(self) -> Part:
        first, self._begun = not self._begun, True
        turns, self._turns = tuple(self._turns), []
        return Part(
            self.external_id,
            self._domain,
            self._language,
            self._sound,
            self.external_id if first and self._options.label == "conversations" else None,
            turns,
        )


def _said(turn: PlannedTurn) -> tuple[object, ...]:
    return turn.position, turn.speaker, turn.text, turn.start, turn.end


def _is_channel(said: str) -> bool:
    return said.isdecimal() and len(said) < 4
