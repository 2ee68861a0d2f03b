"""Tables in memory are read as files are."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]  # its stubs are a package of their own
import polars as pl
import pyarrow as pa
import pytest

from earmark.errors import CallError, FormatError, TableError
from earmark.formats import read
from earmark.formats.table import Table

COLUMNS: dict[str, list[Any]] = {"item_id": [7, 8], "annotator_id": ["a", "b"], "label": [1.0, 2.5]}


def table_of(source: Any) -> Table:
    table = read(source).annotations
    assert table is not None
    return table


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_every_frame_gives_the_same_table(make: Any) -> None:
    table = table_of(make(COLUMNS))

    assert table.data.select(["item_id", "annotator_id", "label"]).to_pydict() == {
        "item_id": ["7", "8"],
        "annotator_id": ["a", "b"],
        "label": ["1", "2.5"],
    }


def test_a_frame_that_only_speaks_the_interchange_protocol_is_read() -> None:
    class Speaker:
        def __dataframe__(self, **options: Any) -> Any:
            return pa.table(COLUMNS).__dataframe__(**options)

    assert len(table_of(Speaker())) == 2


def test_mixed_and_categorical_columns_of_pandas_are_texts() -> None:
    frame = pd.DataFrame(
        {
            "item_id": pd.Series([1, "b", 2.0, None], dtype=object),
            "annotator_id": pd.Categorical([3, 4, 3, 4]),
            "label": ["x", None, np.nan, "y"],
            "outcome": [None, "skipped", "skipped", None],
        }
    )
    table = read(frame, skip_bad=True).annotations
    assert table is not None

    assert table.data["item_id"].to_pylist() == ["1", "b", "2"]
    assert table.data["annotator_id"].to_pylist() == ["3", "4", "3"]
    assert table.reading.rejected_rows == 1


def test_a_named_index_is_a_column() -> None:
    frame = (
        pd.DataFrame(COLUMNS).rename(columns={"item_id": "task", "annotator_id": "worker"}).set_index("task")
    )

    assert table_of(frame).reading.mapping == {"task": "item_id", "worker": "annotator_id"}


def test_native_times_keep_their_zone_and_naive_ones_are_noted() -> None:
    moment = datetime.datetime(2024, 1, 30, 2, 40, 43)
    zoned = table_of(
        pa.table({**COLUMNS, "submitted_at": pa.array([moment] * 2, pa.timestamp("ns", "+01:00"))})
    )
    naive = table_of(pa.table({**COLUMNS, "submitted_at": [moment, None]}))
    days = table_of(pa.table({**COLUMNS, "submitted_at": [moment.date(), None]}))

    assert zoned.reading.notices == ()
    assert [notice.count for notice in (*naive.reading.notices, *days.reading.notices)] == [1, 1]
    assert str(naive.data["submitted_at"][0]) == "2024-01-30 02:40:43+00:00"


def test_lists_and_structures_of_arrow_are_answers() -> None:
    mark = {"start": 0.0, "end": 3.0, "unit": "char", "label": None}
    table = table_of(pa.table({**COLUMNS, "label": [[mark], []]}))

    assert table.data["label"].to_pylist() == ['[{"start": 0, "end": 3, "unit": "char"}]', "[]"]
    assert table.schemes[""].kind.value == "spans"


@pytest.mark.parametrize(
    "kind", [pa.large_string(), pa.string_view(), pa.binary(), pa.dictionary(pa.int8(), pa.large_string())]
)
def test_texts_of_every_arrow_type_are_texts(kind: pa.DataType) -> None:
    values = pa.array(["x", "y"]).cast(kind) if not pa.types.is_dictionary(kind) else None
    coded = (
        pa.array(["x", "y"], pa.large_string()).dictionary_encode().cast(kind) if values is None else values
    )

    assert table_of(pa.table({**COLUMNS, "label": coded})).data["label"].to_pylist() == ["x", "y"]


def test_rows_given_as_mappings_are_read() -> None:
    rows = [{"item_id": np.int64(7), "annotator_id": "a", "label": ["x"]}, {"item_id": 8, "label": "y"}]
    with pytest.raises(TableError) as caught:
        read(rows, kind="annotations")

    assert [(cell.row, cell.column) for cell in caught.value.cells] == [(2, "annotator_id")]


def test_what_was_read_is_given_back() -> None:
    tables = read(pa.table(COLUMNS))
    assert tables.annotations is not None

    assert read(tables) is tables
    assert read(tables.annotations).annotations is tables.annotations
    with pytest.raises(CallError, match="a table of gold is needed"):
        read(tables.annotations, kind="gold")


@pytest.mark.parametrize(
    "source",
    [
        pd.Series([1, 2], name="label"),
        pa.table({**COLUMNS, "label": pa.array([b"\xff", b"y"])}),
        pa.array([1, 2]),
        [{"item_id": "\ud800", "annotator_id": "a", "label": "x"}],
    ],
)
def test_what_is_no_table_is_one_sentence(source: Any) -> None:
    with pytest.raises((CallError, FormatError)) as caught:
        read(source, kind="annotations")

    assert "\n" not in str(caught.value)


def test_an_empty_frame_has_no_rows() -> None:
    with pytest.raises(TableError, match="no rows"):
        read(pd.DataFrame(COLUMNS).head(0))
    with pytest.raises(TableError, match="no rows"):
        read([])
