"""One pass over a delimited file: is it UTF-8 throughout, is every quote where it may stand, how long are records."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earmark.errors import FileError
from earmark.formats.registry import Progress, Source

__all__ = ["BLOCK", "Scan", "blocks", "scan"]

BLOCK = 1 << 23
"""How many bytes are read at a time."""

_BOM = b"\xef\xbb\xbf"
_QUOTE, _NEWLINE, _RETURN = 34, 10, 13


@dataclass(frozen=True, slots=True)
class Scan:
    """What the pass found.

    `strict`: every quote opens or closes a field as RFC 4180 has it, so that there is one way to read the
    file. `longest`: the bytes of the longest record.
    """

    strict: bool
    longest: int


def blocks(source: Source, progress: Progress | None) -> Iterator[bytes]:
    """Return the source in blocks, without a byte order mark at its start."""
    done = 0
    with source.open() as stream:
        while block := stream.read(BLOCK):
            yield block if done else block.removeprefix(_BOM)
            done += len(block)
            if progress is not None:
                progress(f"reading {source.shown}", done, source.size)


def scan(source: Source, delimiter: str, progress: Progress | None = None) -> Scan:
    """Look at every byte of a delimited file once.

    Raises:
        FileError: it holds a NUL byte, or is not UTF-8; the sentence says where.
    """
    text = _Utf8(source.shown)
    quotes = _Quotes(ord(delimiter))
    for block in blocks(source, progress):
        text.take(block)
        quotes.take(np.frombuffer(block, np.uint8))
    text.end()
    return Scan(quotes.strict and quotes.inside == 0, max(quotes.longest, quotes.open_record))


class _Utf8:
    """Checks that the bytes are UTF-8 without NUL, and knows the line where they are not."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._lines = 1
        self._since_line = 0
        self._pending = b""

    def take(self, block: bytes) -> None:
        """Check one block."""
        if b"\0" in block:
            self._count(block[: block.index(0)])
            raise FileError(
                f"{self._shown} is binary: line {self._lines} holds a NUL byte; save it as CSV (UTF-8)"
            )
        whole = self._pending + block
        try:
            if self._pending or not block.isascii():
                self._decoder.decode(block)
        except UnicodeDecodeError as error:
            self._refuse(whole, error.start)
        self._pending = self._decoder.getstate()[0]
        self._count(whole[: len(whole) - len(self._pending)])

    def end(self) -> None:
        """Check that the last character is complete."""
        if self._pending:
            self._refuse(self._pending, 0)

    def _count(self, read: bytes) -> None:
        lines = read.count(b"\n")
        self._lines += lines
        self._since_line = len(read) - read.rindex(b"\n") - 1 if lines else self._since_line + len(read)

    def _refuse(self, whole: bytes, at: int) -> None:
        self._count(whole[:at])
        raise FileError(
            f"{self._shown} is not UTF-8: line {self._lines} holds the byte 0x{whole[at]:02X} as its byte "
            f"{self._since_line + 1}; save it as UTF-8, or run iconv -f LATIN1 -t UTF-8 on it if it is Latin-1"
        )


class _Quotes:
    """Follows the quotes: the first opens, the next closes, two together inside a field stand for one."""

    def __init__(self, delimiter: int) -> None:
        self._may_stand_beside = np.zeros(256, bool)
        self._may_stand_beside[[delimiter, _NEWLINE, _RETURN, _QUOTE]] = True
        self.strict = True
        self.inside = 0
        self.longest = 0
        self.open_record = 0
        self._last = _NEWLINE
        self._closed_last = False

    def take(self, block: NDArray[np.uint8]) -> None:
        """Follow one block."""
        if not len(block):
            return
        quotes = np.flatnonzero(block == _QUOTE)
        if len(quotes):
            self._follow(block, quotes)
        elif self._closed_last:
            self.strict &= bool(self._may_stand_beside[block[0]])
            self._closed_last = False
        self._records(block, quotes)
        self.inside = (self.inside + len(quotes)) & 1
        self._last = int(block[-1])

    def _follow(self, block: NDArray[np.uint8], quotes: NDArray[np.int64]) -> None:
        if self._closed_last:
            self.strict &= bool(self._may_stand_beside[block[0]])
        closing = ((np.arange(len(quotes)) + self.inside) & 1).astype(bool)
        opens, closes = quotes[~closing], quotes[closing]
        before = block[opens - 1]
        if len(opens) and opens[0] == 0:
            before[0] = self._last
        ends = len(closes) > 0 and int(closes[-1]) == len(block) - 1
        after = block[closes[:-1] + 1] if ends else block[closes + 1]
        self._closed_last = bool(ends)
        self.strict &= bool(self._may_stand_beside[before].all() and self._may_stand_beside[after].all())

    def _records(self, block: NDArray[np.uint8], quotes: NDArray[np.int64]) -> None:
        ends = np.flatnonzero((block == _NEWLINE) | (block == _RETURN))
        if len(quotes) or self.inside:
            ends = ends[(np.searchsorted(quotes, ends) + self.inside) & 1 == 0]
        if not len(ends):
            self.open_record += len(block)
            return
        first = self.open_record + int(ends[0]) + 1
        rest = int(np.diff(ends).max()) if len(ends) > 1 else 0
        self.longest = max(self.longest, first, rest)
        self.open_record = len(block) - int(ends[-1]) - 1
