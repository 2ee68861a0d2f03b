"""Delimited text record by record: exact, with line numbers, and able to go on after a broken row."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from earmark.errors import FormatError
from earmark.formats.registry import Source
from earmark.formats.tabular.raw import Place

__all__ = ["Record", "header_of", "places", "records"]

_LONGEST_HEADER = 1 << 20
_MOST_READ_AGAIN = 1 << 20
_ENCODING = "utf-8-sig"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line where it starts, its fields, and, where it is broken, what was found and allowed."""

    line: int
    fields: list[str]
    text: str = ""
    found: str | None = None
    allowed: str = ""


class _Lines:
    """Lines of a text, each kept until its record is complete; those of a broken record can be given back."""

    def __init__(self, stream: Iterator[str]) -> None:
        self._stream = stream
        self._again: list[str] = []
        self.taken: list[str] = []
        self.given_back = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._stream)
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """Give back all lines taken but the first, as long as that does not lead to endless reading."""
        self.given_back += len(self.taken)
        if self.given_back <= _MOST_READ_AGAIN:
            self._again.extend(reversed(self.taken[1:]))
            del self.taken[1:]


@contextmanager
def _any_length() -> Iterator[None]:
    """Let fields of any length through, which the csv module otherwise stops at 131,072 characters."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def header_of(source: Source, delimiter: str) -> list[str]:
    """Return the fields of the first record that is not empty.

    Raises:
        FormatError: its quotes do not match, or it is longer than a header can be.
    """
    with source.open() as stream:
        start = stream.read(_LONGEST_HEADER)
    text = io.StringIO(start.decode(_ENCODING, "replace"), newline="")
    with _any_length():
        try:
            return next(fields for fields in csv.reader(text, delimiter=delimiter, strict=True) if fields)
        except (csv.Error, StopIteration):
            raise FormatError(
                f"{source.shown}: the header line cannot be read: a quote in it is never closed, or is closed "
                "before the end of its field; quote a name wholly, or not at all"
            ) from None


def records(source: Source, delimiter: str, width: int) -> Iterator[Record]:
    """Return the records after the header, empty lines left out; the source must be UTF-8.

    A record with other than `width` fields, or with a quote that is out of place, says so in `found`. After
    such a quote reading goes on with the next line.
    """
    with source.open() as stream, _any_length():
        lines = _Lines(io.TextIOWrapper(stream, _ENCODING, newline=""))
        yield from _after_header(lines, csv.reader(lines, delimiter=delimiter, strict=True), width)


def _after_header(lines: _Lines, reader: Iterator[list[str]], width: int) -> Iterator[Record]:
    line, header_seen, unsure = 1, False, False
    while True:
        lines.taken.clear()
        record = _next(lines, reader, line)
        if record is None:
            return
        line += len(lines.taken)
        if record.found is None and not record.fields:
            continue
        if not header_seen:
            header_seen = True
            continue
        if record.found is None:
            record = _checked(record, lines, width, unsure)
        unsure = record.found is not None and (unsure or bool(record.text.count('"') % 2))
        yield record


def _next(lines: _Lines, reader: Iterator[list[str]], line: int) -> Record | None:
    try:
        return Record(line, next(reader))
    except StopIteration:
        return None
    except csv.Error as error:
        lines.give_back()
        if "end of data" in str(error):
            found, allowed = "a quote that is never closed", "a closing quote at the end of the field"
        else:
            found, allowed = "text after a closing quote", 'a quote inside a quoted field, written twice ("")'
        return Record(line, [], "".join(lines.taken), found, allowed)


def _checked(record: Record, lines: _Lines, width: int, unsure: bool) -> Record:
    fields = record.fields
    if len(fields) != width:
        found, allowed = f"{len(fields)} fields", f"{width} fields, as in the header"
        return Record(record.line, [], "".join(lines.taken), found, allowed)
    # After a broken quote a line may be the middle of a text; a bare quote in it gives that away.
    if unsure and any('"' in field for field in fields):
        return Record(
            record.line, [], "".join(lines.taken), "a stray quote after a broken row", "a row of values"
        )
    return record


def places(source: Source, delimiter: str, width: int, rows: Collection[int]) -> dict[int, Place]:
    """Return the line and the text of these rows (numbered from 1)."""
    wanted, last = set(rows), max(rows, default=0)
    found: dict[int, Place] = {}
    with source.open() as stream, _any_length():
        lines = _Lines(io.TextIOWrapper(stream, _ENCODING, newline=""))
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        for row, record in enumerate(_after_header(lines, reader, width), 1):
            if row in wanted:
                found[row] = record.line, "".join(lines.taken).rstrip("\r\n")
            if row >= last:
                break
    return found
