"""Delimited text: CSV as in RFC 4180, and the same with semicolons, tabs or bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa

from earmark.errors import BadCell, FormatError
from earmark.formats.registry import ReadOptions, Source
from earmark.formats.table import Tables
from earmark.formats.tabular.bad_rows import FIRST
from earmark.formats.tabular.columns import COLUMNS, ColumnType
from earmark.formats.tabular.naming import Plan, makes_sense, plan_of
from earmark.formats.tabular.outgoing import as_delimited, main_table, unheld
from earmark.formats.tabular.raw import Fault, Locate, Raw, RawColumn
from earmark.formats.tabular.records import Record, header_of, places, records
from earmark.formats.tabular.scan import scan
from earmark.formats.tabular.tabulate import tabulate
from earmark.formats.tabular.typed import WORDS, Positions
from earmark.model import Notice

__all__ = ["DELIMITED", "TAB_DELIMITED", "Delimited"]

_DELIMITERS = (",", ";", "\t", "|")
_CHUNK = 50_000
_SMALLEST_BLOCK = 1 << 20
_LARGEST_BLOCK = 1 << 30
_BYTES_A_ROW = 40


@dataclass(frozen=True, slots=True)
class Delimited:
    """CSV, read as it stands: nothing is guessed about values, only an empty field is missing.

    Where the quotes of the whole file are as RFC 4180 has them there is one way to read it, and Arrow does
    so; else, or where a row is too short or too long, the standard library's reader goes through it row by
    row and says which row it is. Cells that begin with = + - @ are text like any other: they are read and
    written unchanged (a spreadsheet that opens the file may take them for formulas).
    """

    name: str
    suffixes: tuple[str, ...]
    delimiter: str

    def recognises(self, source: Source) -> bool:
        """Return whether the name says so, or, for commas, whether it is text: there is no mark of its own."""
        named = source.shown.removesuffix(".gz").endswith(self.suffixes)
        return named or (self.delimiter == "," and b"\0" not in source.head)

    def read(self, source: Source, options: ReadOptions) -> Tables:
        """Read a table.

        Raises:
            FileError: the file is not UTF-8.
            FormatError: the header cannot be read.
            TableError: a column is missing or ambiguous, or rows cannot be read.
        """
        delimiter, header = _sniff(source, options, self.delimiter)
        scanned = scan(source, delimiter, options.progress)
        plan = plan_of(header, options.kind, options.columns, source.shown)
        raw = None
        if scanned.strict and scanned.longest < _LARGEST_BLOCK // 2 and not source.head[:1].isspace():
            raw = _fast(source, delimiter, plan, scanned.longest)
        if raw is None:
            raw = _careful(source, delimiter, plan, options)
        return tabulate(raw, plan, options, shown=source.shown, format_name=self.name)

    def stream(self, source: Source, options: ReadOptions, rows: int) -> Iterator[Tables]:
        """Yield the same table in pieces of about `rows` rows, so that it never is in memory at once.

        Where the file cannot be read in one way only, it is one piece.
        """
        delimiter, header = _sniff(source, options, self.delimiter)
        scanned = scan(source, delimiter, options.progress)
        plan = plan_of(header, options.kind, options.columns, source.shown)
        if not scanned.strict or scanned.longest >= _LARGEST_BLOCK // 2 or source.head[:1].isspace():
            yield self.read(source, options)
            return
        size = max(_SMALLEST_BLOCK, 2 * scanned.longest, rows * _BYTES_A_ROW)
        done = 0
        for batch in _batches(source, delimiter, plan, size):
            columns = {name: RawColumn(batch[name]) for name in plan.names}
            row = np.arange(done + 1, done + 1 + batch.num_rows, dtype=np.int64)
            raw = Raw(columns, row, lambda wanted: places(source, delimiter, len(plan.names), wanted))
            done += batch.num_rows
            yield tabulate(raw, plan, options, shown=source.shown, format_name=self.name)

    def write(self, tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
        """Write one table (the annotations, or the first there is) as RFC 4180 with `\\n` line ends."""
        table = main_table(tables)
        for part in as_delimited(table, self.delimiter):
            target.write(part)
        return unheld(tables, table, holds_schemes=False)


DELIMITED = Delimited("delimited", (".csv",), ",")
"""CSV, whatever its delimiter turns out to be; written with commas."""

TAB_DELIMITED = Delimited("tab_delimited", (".tsv",), "\t")
"""The same with tabs."""


def _sniff(source: Source, options: ReadOptions, usual: str) -> tuple[str, list[str]]:
    """Return the first delimiter with which the header makes sense, else the usual one, or what parts it most."""
    order = sorted(_DELIMITERS, key=lambda one: one != usual)
    headers: dict[str, list[str]] = {}
    for delimiter in order:
        # `"a";"b"` is broken when read with commas, and fine with semicolons.
        with suppress(FormatError):
            headers[delimiter] = header_of(source, delimiter)
            if makes_sense(headers[delimiter], options.kind, options.columns):
                return delimiter, headers[delimiter]
    if not headers:
        header_of(source, usual)
    if len(headers.get(usual, ())) > 1:
        return usual, headers[usual]
    parted = max(headers, key=lambda one: len(headers[one]))
    return parted, headers[parted]


def _fast(source: Source, delimiter: str, plan: Plan, longest: int) -> Raw | None:
    """Read with Arrow; None where a row has too few or too many fields."""
    from pyarrow import csv

    try:
        with source.open() as stream:
            table = csv.read_csv(
                stream, *_arrow_options(delimiter, plan, max(_SMALLEST_BLOCK, 2 * longest), _types(plan))
            )
    except pa.ArrowInvalid:
        return None
    columns = {name: RawColumn(table[name]) for name in plan.names}
    row = np.arange(1, table.num_rows + 1, dtype=np.int64)
    return Raw(columns, row, lambda rows: places(source, delimiter, len(plan.names), rows))


def _batches(source: Source, delimiter: str, plan: Plan, size: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows in blocks of so many bytes, all columns as texts.

    Raises:
        FormatError: a row has too few or too many fields.
    """
    from pyarrow import csv

    texts = dict.fromkeys(plan.names, pa.string())
    try:
        with (
            source.open() as stream,
            csv.open_csv(stream, *_arrow_options(delimiter, plan, size, texts)) as rows,
        ):
            yield from rows
    except pa.ArrowInvalid as error:
        raise FormatError(
            f"{source.shown} cannot be read in pieces: {str(error).splitlines()[0]}; "
            "read it as a whole, which says which rows are meant, or leave them out with --skip-bad"
        ) from None


def _arrow_options(
    delimiter: str, plan: Plan, block: int, types: dict[str, pa.DataType]
) -> tuple[Any, Any, Any]:
    from pyarrow import csv

    return (
        csv.ReadOptions(column_names=list(plan.names), skip_rows_after_names=1, block_size=block),
        csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        csv.ConvertOptions(
            column_types=types,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _types(plan: Plan) -> dict[str, pa.DataType]:
    """Words become codes while they are read; all else stays text until it is looked at."""
    known = {
        column.name for column in COLUMNS[plan.kind] if column.type in (ColumnType.WORD, ColumnType.TEXT)
    }
    return {name: WORDS if taken in known else pa.string() for name, taken in plan.taken.items()}


def _careful(source: Source, delimiter: str, plan: Plan, options: ReadOptions) -> Raw:
    gathered = _Gathered(plan, keep_all=options.rejected is not None)
    stream = records(source, delimiter, len(plan.names))
    while chunk := list(islice(stream, _CHUNK)):
        gathered.take(chunk)
        if options.progress is not None:
            options.progress(f"reading {source.shown}", gathered.seen, None)
    return gathered.raw(lambda rows: places(source, delimiter, len(plan.names), rows))


class _Gathered:
    """Records, chunk by chunk, as Arrow arrays; and the broken ones."""

    def __init__(self, plan: Plan, *, keep_all: bool) -> None:
        self._plan = plan
        self._types = _types(plan)
        self._keep_all = keep_all
        self._parts: dict[str, list[pa.Array]] = {name: [] for name in plan.names}
        self._rows: list[Positions] = []
        self._faults: list[Fault] = []
        self._fault_rows = 0
        self.seen = 0

    def take(self, chunk: Sequence[Record]) -> None:
        """Add records."""
        whole = [record.fields for record in chunk if record.found is None]
        numbered = [row for row, record in enumerate(chunk, self.seen + 1) if record.found is None]
        self._rows.append(np.array(numbered, np.int64))
        columns = zip(*whole, strict=True) if whole else ((),) * len(self._plan.names)
        for name, values in zip(self._plan.names, columns, strict=True):
            array = pa.array([value or None for value in values], pa.string())
            self._parts[name].append(array.dictionary_encode() if self._types[name] == WORDS else array)
        for row, record in enumerate(chunk, self.seen + 1):
            if record.found is not None:
                self._add_fault(row, record)
        self.seen += len(chunk)

    def _add_fault(self, row: int, record: Record) -> None:
        self._fault_rows += 1
        if self._keep_all or len(self._faults) < FIRST:
            cell = BadCell(row, None, record.found or "", record.allowed, record.line)
            self._faults.append(Fault(cell, record.text.rstrip("\r\n")))

    def raw(self, locate: Locate) -> Raw:
        """Return all that was added."""
        columns = {
            name: RawColumn(pa.chunked_array(parts, self._types[name])) for name, parts in self._parts.items()
        }
        row = np.concatenate(self._rows) if self._rows else np.zeros(0, np.int64)
        return Raw(columns, row, locate, tuple(self._faults), self._fault_rows)
