"""The one door through which tables come in."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from earmark.errors import BadCell, CallError, TableError
from earmark.formats.frames import is_frame, is_records, read_frame, read_records
from earmark.formats.known import REGISTRY, format_named
from earmark.formats.output import written
from earmark.formats.registry import Progress, ReadOptions, Source
from earmark.formats.source import one_sentence, source_of
from earmark.formats.table import Table, TableKind, Tables

__all__ = ["read", "read_source"]


def read(
    source: Any,
    *,
    kind: TableKind | str | None = None,
    format: str | None = None,  # noqa: A002  # the command's word
    columns: Mapping[str, str] | None = None,
    skip_bad: bool = False,
    rejected: str | Path | None = None,
    progress: Progress | None = None,
) -> Tables:
    """Read tables from a path (`-` is standard input), a data frame, a list of rows, or tables read before.

    `kind` says what the rows are (`annotations`, `gold`, `items`, `predictions`, `production`); without it the
    columns decide. `format` names the format where the content does not tell. `columns` says which columns are
    meant: `{"item_id": "utt"}`. A table with unreadable rows is refused; with `skip_bad` it is read without
    them, they are counted in `Reading`, and written to the CSV `rejected` (row, column, found, allowed, text).

    >>> rows = [{"task": 7, "worker": "ann", "label": "yes"}, {"task": 7, "worker": "bob", "label": "no"}]
    >>> read(rows).annotations.data["item_id"].to_pylist()
    ['7', '7']

    Raises:
        CallError: the source is nothing that can be read, or options do not go together.
        FileError: a file is missing, unreadable, empty, binary or not UTF-8.
        FormatError: a file is in no known format, or damaged.
        TableError: a column is missing or ambiguous, or rows cannot be read.
        OutputError: `rejected` cannot be written.
    """
    if rejected is not None and not skip_bad:
        raise CallError(
            "rejected= (--rejected) goes with skip_bad (--skip-bad): without it no row is left out"
        )
    gathered: list[tuple[BadCell, str]] = []
    sink = None if rejected is None else lambda cell, text: gathered.append((cell, text))
    options = ReadOptions(_kind(kind), dict(columns or {}), skip_bad, progress, sink)
    tables = _read(source, options, format)
    if rejected is not None:
        _write_rejected(
            gathered or [(cell, "") for table in tables.all() for cell in table.reading.rejected], rejected
        )
    return tables


def _kind(kind: TableKind | str | None) -> TableKind | None:
    try:
        return None if kind is None else TableKind(kind)
    except ValueError:
        known = ", ".join(one.value for one in TableKind)
        raise CallError(f"a table's kind is one of {known}; found {kind!r}") from None


def _read(source: Any, options: ReadOptions, format_name: str | None) -> Tables:
    if isinstance(source, Tables):
        return source
    if isinstance(source, Table):
        return _as_tables(source, options.kind)
    if isinstance(source, str | Path):
        return read_source(source_of(source), options, format_name)
    if is_records(source):
        if not source:
            raise TableError("the list has no rows; a table needs at least one")
        return read_records(source, options)
    if is_frame(source):
        return read_frame(source, options)
    raise CallError(
        f"a table is read from a path, a data frame, a list of rows or an earmark table; found {type(source).__name__}"
    )


def _as_tables(table: Table, kind: TableKind | None) -> Tables:
    if kind not in (None, table.kind):
        raise CallError(f"a table of {kind} is needed; this one holds {table.kind}")
    return Tables(**{table.kind.value: table})


def read_source(source: Source, options: ReadOptions, format_name: str | None = None) -> Tables:
    """Read an opened source in the format named, or else in the first that knows it as its own.

    Raises:
        InputError: as `read` does for a path.
    """
    chosen = None if format_name is None else format_named(format_name)
    with one_sentence(source.shown):
        return (chosen or REGISTRY.recognise(source)).read(source, options)


def _write_rejected(cells: list[tuple[BadCell, str]], path: str | Path) -> None:
    text = io.StringIO()
    # CRLF makes the csv module quote both; a raw row can hold either.
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["row", "line", "column", "found", "allowed", "text"])
    for cell, raw in cells:
        rows.writerow([cell.row, cell.line, cell.column, cell.found, cell.allowed, raw])
    with written(path) as file:
        file.write(text.getvalue().encode("utf-8", "replace"))
