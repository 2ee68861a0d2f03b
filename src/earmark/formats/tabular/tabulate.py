"""From rows as a reader found them to a table with the design's columns and types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from earmark.errors import TableError
from earmark.formats.registry import ReadOptions
from earmark.formats.table import Reading, Table, Tables
from earmark.formats.tabular.bad_rows import BadRows, quoted
from earmark.formats.tabular.checks import Rows, check_rows
from earmark.formats.tabular.columns import COLUMNS, Column, ColumnType
from earmark.formats.tabular.naming import Plan
from earmark.formats.tabular.natives import Form, schemes_by_task
from earmark.formats.tabular.raw import Raw, RawColumn
from earmark.formats.tabular.times import ALLOWED_TIME, moments
from earmark.formats.tabular.typed import (
    Positions,
    numbers,
    plain,
    shares,
    texts_or_missing,
    whole,
    whole_numbers,
    words,
)
from earmark.model import Notice, Scheme

__all__ = ["tabulate"]

_NUMERIC = {
    ColumnType.NUMBER: (numbers, "a finite number"),
    ColumnType.SHARE: (shares, "a probability between 0 and 1"),
    ColumnType.WHOLE: (whole_numbers, "a whole number"),
}


@dataclass(slots=True)
class _Draft:
    """A table in the making: columns under their names in the table."""

    raw: Raw
    plan: Plan
    bad: BadRows
    columns: dict[str, pa.Array] = field(default_factory=dict)
    mapping: dict[str, str] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


def tabulate(
    raw: Raw,
    plan: Plan,
    options: ReadOptions,
    *,
    shown: str,
    format_name: str,
    schemes: Mapping[str, Scheme] | None = None,
) -> Tables:
    """Return the rows as a table of the plan's kind.

    `schemes` are those a file states itself; others follow from the lists in its cells.

    Raises:
        TableError: there are no rows, or some cannot be read and are not to be skipped.
    """
    raw, empty = _without_empty_rows(raw)
    if not len(raw) and not raw.fault_rows:
        raise TableError(f"{shown} has a header but no rows; a table needs at least one")
    draft = _Draft(raw, plan, BadRows(raw), mapping=dict(plan.mapping))
    if empty:
        draft.notices.append(
            Notice("empty-rows", f"{empty} rows are empty in every column and left out.", count=empty)
        )
    known = {column.name: column for column in COLUMNS[plan.kind]}
    forms = None
    for name, taken in plan.taken.items():
        held = raw.columns.pop(name)
        forms = held.forms if taken == "label" else forms
        _read_column(draft, name, held.values, known.get(taken, _column_of(taken)))
    check_rows(Rows(draft.columns, plan, len(raw)), forms, draft.bad)
    first = draft.bad.settle(options, shown)
    kept = draft.bad.kept
    if schemes is None:
        stated = None if forms is None else np.where(kept, forms, Form.PLAIN)
        schemes = schemes_by_task(draft.columns.get("task"), stated)
    reading = Reading(
        path=shown,
        format=format_name,
        rows=int(kept.sum()),
        mapping=draft.mapping,
        rejected_rows=draft.bad.count,
        rejected=first,
        notices=tuple(draft.notices),
    )
    table = Table(plan.kind, _assembled(draft), reading, schemes)
    return Tables(**{plan.kind.value: table})


def _column_of(taken: str) -> Column:
    return Column(taken, type=ColumnType.SHARE) if taken.startswith("p:") else Column("")


def _without_empty_rows(raw: Raw) -> tuple[Raw, int]:
    """Leave out rows in which every column is empty, as spreadsheets write them."""
    empty = np.ones(len(raw), bool)
    for column in raw.columns.values():
        if not empty.any():
            return raw, 0
        empty &= _missing(column.values)
    count = int(empty.sum())
    if not count:
        return raw, 0
    keep = pa.array(~empty)
    columns = {
        name: RawColumn(
            whole(column.values).filter(keep), None if column.forms is None else column.forms[~empty]
        )
        for name, column in raw.columns.items()
    }
    return Raw(columns, raw.row[~empty], raw.locate, raw.faults, raw.fault_rows), count


def _missing(values: pa.ChunkedArray | pa.Array) -> NDArray[np.bool_]:
    if values.null_count == 0 and not pa.types.is_dictionary(values.type):
        return np.zeros(len(values), bool)
    return np.asarray(pc.is_null(values))


def _read_column(draft: _Draft, name: str, values: pa.ChunkedArray | pa.Array, column: Column) -> None:
    target = draft.plan.taken[name]
    if not column.name:
        draft.columns[target] = _strings(values)
        return
    if column.type in (ColumnType.WORD, ColumnType.TEXT):
        found, wrong, allowed, naive = *_word(values, column), 0
    elif column.type is ColumnType.MOMENT:
        found, wrong, naive = moments(values)
        allowed = ALLOWED_TIME
    else:
        read, allowed = _NUMERIC[column.type]
        (found, wrong), naive = read(values), 0
    if len(wrong) and _not_this_column(draft, target, column, values, wrong):
        _set_aside(draft, name, target, values, allowed)
        return
    draft.bad.add(wrong, name, _shower(values), allowed)
    draft.columns[target] = found
    if naive:
        text = f"{naive} times in the column {name} have no zone and are read as UTC."
        draft.notices.append(Notice("naive-time", text, count=naive))


def _word(values: pa.ChunkedArray | pa.Array, column: Column) -> tuple[pa.Array, Positions, str]:
    found = words(values, normalise=column.type is ColumnType.WORD)
    if not column.allowed:
        return found, np.zeros(0, np.int64), ""
    lower = words(pa.DictionaryArray.from_arrays(found.indices, pc.utf8_lower(found.dictionary)))
    fits = pc.is_in(lower.dictionary, pa.array(column.allowed))
    wrong = np.flatnonzero(~np.asarray(fits.take(lower.indices).fill_null(True)))
    return lower, wrong, " or ".join(column.allowed)


def _shower(values: pa.ChunkedArray | pa.Array) -> Callable[[int], str]:
    return lambda position: quoted(plain(values[position]))


def _not_this_column(
    draft: _Draft, target: str, column: Column, values: pa.ChunkedArray | pa.Array, wrong: Positions
) -> bool:
    """Whether nothing in the column can be read, and nobody said that it is this column.

    `source` and `purpose` are common words: a column of that name that holds none of the allowed words is
    another column.
    """
    unsaid = target in draft.plan.guessed or column.name in ("source", "purpose")
    given = len(values) - int(_missing(words(values, normalise=False)).sum())
    return unsaid and len(wrong) == given


def _strings(values: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return the cells of a column that is no concern of ours."""
    array = whole(values)
    return texts_or_missing(array if pa.types.is_string(array.type) else words(array, normalise=False))


def _set_aside(
    draft: _Draft, name: str, target: str, values: pa.ChunkedArray | pa.Array, allowed: str
) -> None:
    kept_as = name if name != target else f"{name}_as_found"
    while kept_as in draft.columns or (kept_as != name and kept_as in draft.plan.taken.values()):
        kept_as += "_as_found"
    draft.columns[kept_as] = _strings(values)
    draft.mapping.pop(name, None)
    if kept_as != name:
        draft.mapping[name] = kept_as
    text = f"The column {name} is not read as {target}: no cell holds {allowed}; it is kept as {kept_as}."
    draft.notices.append(Notice("column-not-understood", text, count=len(draft.raw)))


def _assembled(draft: _Draft) -> pa.Table:
    kept = draft.bad.kept
    columns = {**draft.columns, "row": pa.array(draft.raw.row, pa.int64())}
    if kept.all():
        return pa.table(columns)
    mask = pa.array(kept)
    filtered = {name: values.filter(mask) for name, values in columns.items()}
    return pa.table(
        {
            name: words(values, normalise=False) if pa.types.is_dictionary(values.type) else values
            for name, values in filtered.items()
        }
    )
