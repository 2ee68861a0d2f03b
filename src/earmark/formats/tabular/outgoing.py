"""Tables on their way out: which one a one-table format writes, as CSV text, and as native values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from earmark.errors import FormatError, SchemeError
from earmark.formats.rows import answer_of
from earmark.formats.table import Table, Tables
from earmark.model import Answer, Choice, Kind, Marks, Notice, Number, Scheme, cell

__all__ = [
    "as_delimited",
    "as_json_lines",
    "cell_texts",
    "main_table",
    "native_labels",
    "unheld",
    "written_columns",
]

_ROWS_AT_A_TIME = 100_000
_PLAIN_KINDS = (Kind.CATEGORY, Kind.PREFERENCE, Kind.TRANSCRIPT, Kind.REWRITE)


def main_table(tables: Tables) -> Table:
    """Return the table a one-table format writes: the annotations, or the first there is.

    Raises:
        FormatError: there is none.
    """
    held = tables.all()
    if not held:
        raise FormatError("there is no table to write; read one first")
    return tables.annotations or held[0]


def unheld(tables: Tables, main: Table, *, holds_schemes: bool) -> tuple[Notice, ...]:
    """Return what a one-table format leaves out: the other tables, and schemes where it has no place for them."""
    others = tuple(
        Notice(
            "table-not-held",
            f"The {table.kind.value} are not in the file: it holds one table.",
            count=len(table),
        )
        for table in tables.all()
        if table is not main
    )
    if holds_schemes:
        return others
    return others + tuple(
        Notice(
            "scheme-not-held",
            f"That the task {task!r} is answered with {scheme.kind.value} is not in the file; "
            f"say so when it is read, with --kind {scheme.kind.value} or --scheme.",
            task=task,
        )
        for task, scheme in main.schemes.items()
        if scheme.kind not in _PLAIN_KINDS or scheme.labels
    )


def written_columns(table: Table) -> dict[str, pa.Array]:
    """Return the columns that are written: all but the row numbers, which any file has anyway."""
    return {
        name: table.data[name].combine_chunks()
        if table.data[name].num_chunks != 1
        else table.data[name].chunk(0)
        for name in table.data.column_names
        if name != "row"
    }


def as_delimited(table: Table, delimiter: str) -> Iterator[bytes]:
    """Return the table as delimited text, in parts; a field is quoted where it has to be.

    Cells are written as they are, also those a spreadsheet would take for a formula: reading them back gives
    the same table.
    """
    header = _quoted(pa.array(written_columns(table), pa.string()), delimiter)
    yield (delimiter.join(header.to_pylist()) + "\n").encode()
    for columns in _slices(table):
        parts = [_fields(values, delimiter) for values in columns.values()]
        # In a file of one column an empty line would be no row at all.
        lines = pc.binary_join_element_wise(*parts, delimiter) if len(parts) > 1 else _never_blank(parts[0])
        yield ("\n".join(lines.to_pylist()) + "\n").encode()


def _slices(table: Table) -> Iterator[dict[str, pa.Array]]:
    columns = written_columns(table)
    for start in range(0, len(table), _ROWS_AT_A_TIME):
        yield {name: values.slice(start, _ROWS_AT_A_TIME) for name, values in columns.items()}


def _fields(values: pa.Array, delimiter: str) -> pa.Array:
    """Return a column's cells as they stand in the file, each distinct value quoted once."""
    coded = cell_texts(values).dictionary_encode()
    return _quoted(coded.dictionary, delimiter).take(coded.indices).fill_null("")


def _never_blank(lines: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(lines, ""), '""', lines)


def _quoted(texts: pa.Array, delimiter: str) -> pa.Array:
    special = pc.match_substring_regex(texts, f'["\\r\\n\\{delimiter}]')
    doubled = pc.replace_substring(texts, '"', '""')
    return pc.if_else(special, pc.binary_join_element_wise('"', doubled, '"', ""), texts)


def cell_texts(values: pa.Array) -> pa.Array:
    """Return typed cells as texts that read back as the same values: `3`, `0.5`, `2024-01-30T02:40:43Z`."""
    if pa.types.is_timestamp(values.type):
        return _iso(values.cast(pa.int64()))
    if pa.types.is_floating(values.type):
        coded = values.dictionary_encode()
        texts = [cell(Number(one)) for one in coded.dictionary.to_pylist()]
        return pa.array(texts, pa.string()).take(coded.indices)
    return values.cast(pa.string())


def _iso(microseconds: pa.Array) -> pa.Array:
    """Return times in UTC, with a fraction where one of them has one."""
    whole = pc.all(pc.equal(pc.multiply(pc.divide(microseconds, 1_000_000), 1_000_000), microseconds)).as_py()
    naive = microseconds.cast(pa.timestamp("us"))
    texts = (naive.cast(pa.timestamp("s")) if whole in (True, None) else naive).cast(pa.string())
    return pc.binary_join_element_wise(pc.replace_substring(texts, " ", "T"), "Z", "")


def as_json_lines(table: Table) -> Iterator[bytes]:
    """Return the table as JSON Lines, in parts: every column in each object, numbers and lists natively."""
    for columns in _slices(table):
        texts = {name: _json_texts(values) for name, values in columns.items()}
        if "label" in columns and table.schemes:
            texts["label"] = _json_labels(columns, table.schemes)
        pieces: list[pa.Array | str] = []
        for name, column in texts.items():
            pieces += [(", " if pieces else "{") + json.dumps(name, ensure_ascii=False) + ": ", column]
        lines = pc.binary_join_element_wise(*pieces, "}\n", "")
        yield "".join(lines.to_pylist()).encode()


def _json_texts(values: pa.Array) -> pa.Array:
    """Return a column's cells as JSON, each distinct value written once."""
    if pa.types.is_floating(values.type) or pa.types.is_integer(values.type):
        return cell_texts(values).fill_null("null")
    coded = cell_texts(values).dictionary_encode()
    texts = [json.dumps(one, ensure_ascii=False) for one in coded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(coded.indices).fill_null("null")


def _json_labels(columns: Mapping[str, pa.Array], schemes: Mapping[str, Scheme]) -> pa.Array:
    labels = columns["label"].to_pylist()
    tasks = columns["task"].to_pylist() if "task" in columns else [None] * len(labels)
    natives = native_labels(labels, tasks, schemes)
    return pa.array([json.dumps(one, ensure_ascii=False) for one in natives], pa.string())


def native_labels(
    labels: list[str | None], tasks: list[str | None], schemes: Mapping[str, Scheme]
) -> list[Any]:
    """Return labels as native values where their task's scheme says that they are numbers, lists or marks.

    A label that would not read back as the same text stays a text.
    """
    known: dict[tuple[str | None, str], Any] = {(None, task or ""): None for task in tasks}
    for label, task in zip(labels, tasks, strict=True):
        if (label, task or "") not in known and label is not None:
            known[label, task or ""] = _native_label(label, schemes.get(task or ""))
    return [known[label, task or ""] for label, task in zip(labels, tasks, strict=True)]


def _native_label(label: str, scheme: Scheme | None) -> Any:
    if scheme is None or scheme.kind in _PLAIN_KINDS or (scheme.kind is Kind.SCALE and scheme.labels):
        return label
    try:
        answer = answer_of(label, scheme)
    except SchemeError:
        return label
    return _native(answer) if cell(answer) == label else label


def _native(answer: Answer) -> Any:
    match answer:
        case Number(value):
            return int(value) if value.is_integer() and abs(value) < 2**53 else value
        case Choice(labels):
            return list(labels)
        case Marks(marks):
            return [mark.to_json() for mark in marks]
    return cell(answer)
