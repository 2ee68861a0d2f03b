"""JSON Lines: one flat object a line; a JSON list of such objects is read as well."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa

from earmark.errors import BadCell, FileError, FormatError
from earmark.formats.json.records import first_keys
from earmark.formats.registry import ReadOptions, Source
from earmark.formats.table import Tables
from earmark.formats.tabular.bad_rows import FIRST, quoted
from earmark.formats.tabular.naming import plan_of
from earmark.formats.tabular.natives import Forms, native_column
from earmark.formats.tabular.outgoing import as_json_lines, main_table, unheld
from earmark.formats.tabular.raw import Fault, Locate, Place, Raw, RawColumn
from earmark.formats.tabular.tabulate import tabulate
from earmark.formats.tabular.typed import WORDS
from earmark.model import Notice

__all__ = ["JSON_LINES", "JsonLines"]

_BOM = "\ufeff"
_CHUNK = 20_000
_MOST_COLUMNS = 10_000
_OBJECT = "one JSON object a line"


class JsonLines:
    """JSON Lines, values as they are: `7` and `"7"` are one id, `null` and `""` are missing.

    Labels may be texts, numbers, lists of texts or lists of marks; the last two state the task's scheme.
    """

    name = "json_lines"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson", ".json")

    def recognises(self, source: Source) -> bool:
        """Return whether the file begins with an object, or with a list of objects."""
        named = source.shown.removesuffix(".gz").endswith(self.suffixes)
        return named or bool(first_keys(source.head))

    def read(self, source: Source, options: ReadOptions) -> Tables:
        """Read a table.

        Raises:
            FileError: the file is not UTF-8.
            FormatError: it is not JSON of this form at all, or holds no object.
            TableError: a column is missing or ambiguous, or rows cannot be read.
        """
        listed = source.head.decode("utf-8", "replace").removeprefix(_BOM).lstrip().startswith("[")
        gathered = _Gathered(source.shown, keep_all=options.rejected is not None)
        lines = _list_entries(source) if listed else _lines(source)
        while chunk := list(islice(lines, _CHUNK)):
            gathered.take(chunk)
            if options.progress is not None:
                options.progress(f"reading {source.shown}", gathered.seen, None)
        raw = gathered.raw(lambda rows: _places(source, listed, rows))
        if not raw.columns:
            raise FormatError(_no_objects(source.shown, raw))
        plan = plan_of(list(raw.columns), options.kind, options.columns, source.shown)
        tidied = {name: raw.columns[found] for name, found in zip(plan.names, raw.columns, strict=True)}
        raw = Raw(tidied, raw.row, raw.locate, raw.faults, raw.fault_rows)
        return tabulate(raw, plan, options, shown=source.shown, format_name=self.name)

    def write(self, tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
        """Write one table (the annotations, or the first there is), one object a line, every column in each."""
        table = main_table(tables)
        for part in as_json_lines(table):
            target.write(part)
        return unheld(tables, table, holds_schemes=False)


JSON_LINES = JsonLines()
"""The one instance."""

_Line = tuple[int | None, str]


def _no_objects(shown: str, raw: Raw) -> str:
    if raw.faults:
        return f"{shown} holds no JSON object that can be read; the first line is {raw.faults[0].cell}"
    return f"{shown} has no rows with values; a table needs at least one"


def _lines(source: Source) -> Iterator[_Line]:
    """Return the lines that are not blank, with their numbers."""
    with source.open() as stream:
        for number, line in enumerate(stream, 1):
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError as error:
                raise FileError(
                    f"{source.shown} is not UTF-8: line {number} holds the byte 0x{line[error.start]:02X} as its "
                    f"byte {error.start + 1}; save it as UTF-8"
                ) from None
            text = text.removeprefix(_BOM) if number == 1 else text
            if text.strip():
                yield number, text.strip()


def _list_entries(source: Source) -> Iterator[_Line]:
    """Return the entries of one JSON list, each as its JSON text."""
    with source.open() as stream:
        try:
            entries = json.loads(stream.read().decode("utf-8-sig"))
        except json.JSONDecodeError as error:
            raise FormatError(
                f"{source.shown}: line {error.lineno}, column {error.colno}: the JSON is broken ({error.msg.lower()}); "
                "allowed is one list of objects, or one object a line"
            ) from None
        except UnicodeDecodeError as error:
            raise FileError(
                f"{source.shown} is not UTF-8: byte {error.start} cannot be read; save it as UTF-8"
            ) from None
        except (ValueError, RecursionError):
            raise FormatError(
                f"{source.shown}: its JSON is nested too deeply, or holds a number with too many digits, to be "
                "records of labels"
            ) from None
    for entry in entries:
        yield None, json.dumps(entry, ensure_ascii=False)


def _places(source: Source, listed: bool, rows: Collection[int]) -> dict[int, Place]:
    lines = _list_entries(source) if listed else _lines(source)
    wanted, last = set(rows), max(rows, default=0)
    return {row: place for row, place in enumerate(islice(lines, last), 1) if row in wanted}


class _BrokenError(Exception):
    """A line that is no record."""

    def __init__(self, found: str, allowed: str = _OBJECT) -> None:
        super().__init__(found)
        self.found = found
        self.allowed = allowed


def _record(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise _BrokenError(
            f"{quoted(text)}, broken at character {error.pos + 1} ({error.msg.lower()})"
        ) from None
    except (ValueError, RecursionError):
        raise _BrokenError(f"{quoted(text)}, with a number or a nesting too long to be read") from None
    if not isinstance(value, dict):
        raise _BrokenError(quoted(text))
    if "\\u" in text:
        _refuse_surrogates(value)
    return value


def _refuse_surrogates(value: dict[str, Any]) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise _BrokenError(
            "half of a surrogate pair (\\ud800 to \\udfff alone)", "Unicode characters"
        ) from None


class _Gathered:
    """Records, chunk by chunk, as Arrow arrays; and the broken lines."""

    def __init__(self, shown: str, *, keep_all: bool) -> None:
        self._shown = shown
        self._keep_all = keep_all
        self._chunks: list[tuple[int, dict[str, tuple[pa.Array, Forms | None]]]] = []
        self._names: dict[str, None] = {}
        self._rows: list[int] = []
        self._faults: list[Fault] = []
        self._fault_rows = 0
        self.seen = 0

    def take(self, lines: list[_Line]) -> None:
        """Add lines."""
        held: list[dict[str, Any]] = []
        for row, (line, text) in enumerate(lines, self.seen + 1):
            try:
                held.append(_record(text))
                self._rows.append(row)
            except _BrokenError as broken:
                self._add_fault(BadCell(row, None, broken.found, broken.allowed, line), text)
        self.seen += len(lines)
        names = dict.fromkeys(name for record in held for name in record)
        self._names |= names
        if len(self._names) > _MOST_COLUMNS:
            raise FormatError(
                f"{self._shown}: its objects have more than {_MOST_COLUMNS} different fields; "
                "a table has the same fields in every object"
            )
        columns = {name: native_column([record.get(name) for record in held]) for name in names}
        self._chunks.append((len(held), columns))

    def _add_fault(self, cell: BadCell, text: str) -> None:
        self._fault_rows += 1
        if self._keep_all or len(self._faults) < FIRST:
            self._faults.append(Fault(cell, text))

    def raw(self, locate: Locate) -> Raw:
        """Return all that was added; a field that an object lacks is missing there."""
        columns = {name: self._column(name) for name in self._names}
        return Raw(columns, np.array(self._rows, np.int64), locate, tuple(self._faults), self._fault_rows)

    def _column(self, name: str) -> RawColumn:
        arrays: list[pa.Array] = []
        forms: list[Forms] = []
        for count, columns in self._chunks:
            array, form = columns.get(name, (None, None))
            arrays.append(pa.nulls(count, WORDS) if array is None else array)
            forms.append(np.zeros(count, np.int8) if form is None else form)
        joined = np.concatenate(forms)
        return RawColumn(pa.chunked_array(arrays, WORDS), joined if joined.any() else None)
