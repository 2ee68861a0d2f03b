"""Tables that are in memory already: pandas, Polars, PyArrow, and whatever else speaks Arrow."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyarrow as pa

from earmark.errors import CallError, FormatError
from earmark.formats.registry import ReadOptions
from earmark.formats.table import Tables
from earmark.formats.tabular.columnar import raw_of
from earmark.formats.tabular.naming import plan_of
from earmark.formats.tabular.natives import native_column
from earmark.formats.tabular.raw import Place, Raw, RawColumn
from earmark.formats.tabular.tabulate import tabulate

__all__ = ["is_frame", "is_records", "read_frame", "read_records"]

_SHOWN = "the table"


def is_frame(source: object) -> bool:
    """Return whether this is a table in memory that can be read."""
    speaks = any(
        hasattr(source, name) for name in ("__arrow_c_stream__", "__arrow_c_array__", "__dataframe__")
    )
    return isinstance(source, pa.Table | pa.RecordBatch) or speaks


def is_records(source: object) -> bool:
    """Return whether this is a list of rows, each a mapping of column names to values."""
    return isinstance(source, list | tuple) and all(isinstance(row, Mapping) for row in source)


def read_frame(source: Any, options: ReadOptions) -> Tables:
    """Read a table in memory.

    Whole numbers, floats and truth values become texts where the design has texts: `7`, `7.0` and `"7"` are
    one id. A named index of pandas counts as a column; NaN is missing.

    >>> frame = pa.table({"item_id": [7, 7], "annotator_id": ["a", "b"], "label": [True, False]})
    >>> read_frame(frame, ReadOptions()).annotations.data["label"].to_pylist()
    ['true', 'false']

    Raises:
        FormatError: it is no table of named columns, or a column cannot be converted.
        TableError: a column is missing or ambiguous, or rows cannot be read.
    """
    with _convertible():
        names, columns, rows = _columns(source)
        plan = plan_of(names, options.kind, options.columns, _SHOWN)
        raw = raw_of(dict(zip(plan.names, columns, strict=True)), rows, _SHOWN)
    return tabulate(raw, plan, options, shown=_SHOWN, format_name="frame")


def read_records(source: Sequence[Mapping[str, Any]], options: ReadOptions) -> Tables:
    """Read rows given as mappings, values as in JSON; a key that a row lacks is missing there.

    >>> row = {"item_id": 7, "annotator_id": "a", "label": ["b", "a"]}
    >>> read_records([row], ReadOptions()).annotations.schemes[""].kind.value
    'categories'

    Raises:
        FormatError: a value cannot be converted.
        TableError: a column is missing or ambiguous, or rows cannot be read.
    """
    found = dict.fromkeys(name for row in source for name in row)
    plan = plan_of([str(name) for name in found], options.kind, options.columns, _SHOWN)
    with _convertible():
        columns = {
            name: RawColumn(*native_column([_python(row.get(key)) for row in source]))
            for name, key in zip(plan.names, found, strict=True)
        }

    def locate(rows: Collection[int]) -> dict[int, Place]:
        return {
            row: (None, json.dumps(dict(source[row - 1]), ensure_ascii=False, default=str)) for row in rows
        }

    raw = Raw(columns, np.arange(1, len(source) + 1, dtype=np.int64), locate)
    return tabulate(raw, plan, options, shown=_SHOWN, format_name="records")


@contextmanager
def _convertible() -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        lines = str(error).splitlines() or [type(error).__name__]
        raise FormatError(f"{_SHOWN} cannot be read as columns ({lines[0][:200].rstrip('.')})") from None


def _columns(source: Any) -> tuple[list[str], Sequence[pa.ChunkedArray | pa.Array], int]:
    if type(source).__module__.partition(".")[0] == "pandas":
        return _from_pandas(source)
    if isinstance(source, pa.Table | pa.RecordBatch):
        table = source
    elif hasattr(source, "__arrow_c_stream__") or hasattr(source, "__arrow_c_array__"):
        table = pa.table(source)
    else:
        from pyarrow import interchange

        table = interchange.from_dataframe(source)
    return list(table.schema.names), table.columns, table.num_rows


def _from_pandas(frame: Any) -> tuple[list[str], Sequence[pa.Array], int]:
    if getattr(frame, "ndim", 0) != 2:
        raise CallError(
            f"a table is needed, found pandas {type(frame).__name__}; turn it into one with .reset_index()"
        )
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    names = [str(name) for name in frame.columns]
    columns = [_pandas_column(frame.iloc[:, place]) for place in range(len(names))]
    return names, columns, len(frame)


def _pandas_column(series: Any) -> pa.Array:
    """Return a column; one that holds values of several types is converted value by value."""
    try:
        found = pa.array(series, from_pandas=True)
    except pa.ArrowException:
        found = _value_by_value(series)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _value_by_value(series: Any) -> pa.Array:
    missing = series.isna()
    values = [
        None if gone is True else _python(value) for value, gone in zip(series, missing.tolist(), strict=True)
    ]
    texts, forms = native_column(values)
    if forms is not None and forms.any():
        raise FormatError(
            f"the column {series.name!r} mixes lists with other values; "
            "give lists in every row, or write the table as JSON Lines"
        )
    return texts


def _python(value: Any) -> Any:
    """Return a NumPy scalar as the Python value it stands for."""
    return value.item() if hasattr(value, "item") and not isinstance(value, Mapping) else value
