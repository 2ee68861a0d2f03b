"""Tables that bring conversations: as any table of items, and those whose rows have no ids of their own."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa

from earmark.errors import BadCell, FormatError, TableError
from earmark.formats.frames import read_frame, read_records
from earmark.formats.json.records import first_keys, read_json_records
from earmark.formats.known import REGISTRY, TABLE_FORMATS
from earmark.formats.registry import Format, ReadOptions, Source
from earmark.formats.source import one_sentence
from earmark.formats.table import Table, TableKind
from earmark.formats.tabular.columns import COLUMNS
from earmark.formats.tabular.delimited import Delimited
from earmark.formats.tabular.json_lines import JsonLines
from earmark.formats.tabular.naming import makes_sense
from earmark.formats.tabular.records import header_of, records
from earmark.formats.tabular.scan import scan

__all__ = ["TurnTable", "read_turns"]

FIELDS = tuple(column.name for column in COLUMNS[TableKind.ITEMS])
_FIRST = 10
_AT_ONCE = 20_000
_ID = "item_id"


@dataclass(frozen=True, slots=True)
class TurnTable:
    """A table of items as it was read.

    `mapping` gives, for each of Earmark's fields, the column it is taken from; `names` are the file's columns
    (both empty for the exports of tools). `numbered` says that the item ids are the numbers of the rows.
    """

    table: Table
    format: str
    mapping: Mapping[str, str]
    names: tuple[str, ...]
    numbered: bool
    rejected: tuple[BadCell, ...]
    rejected_rows: int


def read_turns(source: Source, columns: Mapping[str, str]) -> TurnTable:
    """Read a table of turns, texts or items; rows that cannot be read are left out and told.

    `columns` says from which column a field is taken; names that the file does not have say nothing about it.

    Raises:
        FileError: the file is not UTF-8, or damaged.
        FormatError: it is in no format Earmark knows, or holds no items.
        TableError: no row can be read, or it is not clear which column is meant.
    """
    with one_sentence(source.shown):
        chosen = REGISTRY.recognise(source)
        if chosen not in TABLE_FORMATS:
            return _export(source, chosen)
        return _table(source, chosen, columns)


def _export(source: Source, chosen: Format) -> TurnTable:
    table = chosen.read(source, ReadOptions(skip_bad=True)).items
    if table is None:
        raise FormatError(f"{source.shown} holds no items that could be labelled, only answers")
    reading = table.reading
    return TurnTable(table, chosen.name, {}, (), False, reading.rejected, reading.rejected_rows)


def _table(source: Source, chosen: Format, columns: Mapping[str, str]) -> TurnTable:
    names = _names(source, chosen, columns)
    said = {field: name for field, name in columns.items() if field in FIELDS and name in names}
    options = ReadOptions(kind=TableKind.ITEMS, columns=said, skip_bad=True)
    if makes_sense(names, TableKind.ITEMS, said) or not makes_sense([*names, _ID], TableKind.ITEMS, said):
        table = chosen.read(source, options).items
        faults: list[BadCell] = []
    else:
        table, faults = _numbered(source, chosen, options)
    if table is None:
        raise TableError(f"{source.shown} holds no table of turns or texts")
    numbered = _ID not in names and table.reading.mapping.get(_ID) is None and _ID not in _taken(table)
    return _described(table, chosen.name, names, faults, numbered=numbered)


def _taken(table: Table) -> set[str]:
    return set(table.reading.mapping.values())


def _described(
    table: Table, format_name: str, names: tuple[str, ...], faults: list[BadCell], *, numbered: bool
) -> TurnTable:
    renamed = {taken: name for name, taken in table.reading.mapping.items()}
    held = [field for field in FIELDS if field in table.data.column_names and not (numbered and field == _ID)]
    mapping = {field: renamed.get(field, field) for field in held}
    reading = table.reading
    rejected = tuple(sorted((*faults, *reading.rejected), key=lambda cell: cell.row))[:_FIRST]
    count = reading.rejected_rows + len({cell.row for cell in faults})
    return TurnTable(table, format_name, mapping, names, numbered, rejected, count)


def _names(source: Source, chosen: Format, columns: Mapping[str, str]) -> tuple[str, ...]:
    if isinstance(chosen, Delimited):
        return tuple(name.strip() for name in _sniffed(source, chosen.delimiter, columns)[1])
    if isinstance(chosen, JsonLines):
        return tuple(first_keys(source.head))
    return tuple(_parquet(source).column_names)


def _sniffed(source: Source, usual: str, columns: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the delimiter and the header with which the columns make sense, with ids or without."""
    headers: dict[str, list[str]] = {}
    for delimiter in sorted(",;\t|", key=lambda one: one != usual):
        with suppress(FormatError):
            headers[delimiter] = header_of(source, delimiter)
    for more in ((), (_ID,)):
        for delimiter, header in headers.items():
            said = {field: name for field, name in columns.items() if field in FIELDS and name in header}
            if (len(header) > 1 or not more) and makes_sense([*header, *more], TableKind.ITEMS, said):
                return delimiter, header
    if not headers:
        header_of(source, usual)
    widest = max(headers, key=lambda one: len(headers[one]))
    return widest, headers[widest]


def _parquet(source: Source) -> pa.Table:
    from pyarrow import parquet

    with source.open() as stream:
        return parquet.read_table(stream)


def _numbered(source: Source, chosen: Format, options: ReadOptions) -> tuple[Table | None, list[BadCell]]:
    """Read a table whose rows have no ids: the number of the row is taken."""
    try:
        if isinstance(chosen, Delimited):
            return _numbered_delimited(source, chosen.delimiter, options)
        if isinstance(chosen, JsonLines):
            found: list[dict[str, Any]] = [
                {**record.value, _ID: str(record.row)} for record in read_json_records(source).records
            ]
            return read_records(found, options).items, []
        held = _parquet(source)
        numbers = pa.array([str(row) for row in range(1, held.num_rows + 1)], pa.string())
        return read_frame(held.append_column(_ID, numbers), options).items, []
    except TableError as problem:  # it speaks of "the table": here there is a name
        raise TableError(str(problem).replace("the table", source.shown, 1)) from None


def _numbered_delimited(
    source: Source, usual: str, options: ReadOptions
) -> tuple[Table | None, list[BadCell]]:
    delimiter, header = _sniffed(source, usual, options.columns)
    scan(source, delimiter)
    columns: list[list[pa.Array]] = [[] for _ in range(len(header) + 1)]
    faults: list[BadCell] = []
    numbered = enumerate(records(source, delimiter, len(header)), 1)
    while some := list(islice(numbered, _AT_ONCE)):
        rows = [(*record.fields, str(row)) for row, record in some if record.found is None]
        for place, values in enumerate(zip(*rows, strict=True)):
            columns[place].append(pa.array([value or None for value in values], pa.string()))
        faults += [
            BadCell(row, None, record.found, record.allowed, record.line)
            for row, record in some
            if record.found is not None
        ]
    if not columns[0]:
        raise TableError(
            f"{source.shown} has a header but no rows that can be read; a table needs at least one"
        )
    names = [name.strip() or f"column {place}" for place, name in enumerate(header, 1)]
    chunked = [pa.chunked_array(parts, pa.string()) for parts in columns]
    return read_frame(pa.table(chunked, names=[*names, _ID]), options).items, faults
