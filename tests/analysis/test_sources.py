"""A table is the same table, whatever it comes in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas  # type: ignore[import-untyped]  # its stubs are a package of their own
import polars
import pyarrow as pa
import pytest
from pyarrow import parquet

import earmark as em
from tests.analysis.tables import crowd, write_csv

ROWS = crowd(items=40, annotators=3)


def as_csv(folder: Path) -> Any:
    return write_csv(folder / "labels.csv", ROWS)


def as_text(folder: Path) -> Any:
    return str(as_csv(folder))


def as_parquet(folder: Path) -> Any:
    parquet.write_table(pa.Table.from_pylist(ROWS), folder / "labels.parquet")
    return folder / "labels.parquet"


def as_tables(folder: Path) -> Any:
    return em.read(as_csv(folder))


def as_table(folder: Path) -> Any:
    return em.read(as_csv(folder)).annotations


SOURCES: dict[str, Callable[[Path], Any]] = {
    "csv": as_csv,
    "path as text": as_text,
    "parquet": as_parquet,
    "tables": as_tables,
    "table": as_table,
    "list of rows": lambda _: ROWS,
    "pyarrow": lambda _: pa.Table.from_pylist(ROWS),
    "pandas": lambda _: pandas.DataFrame(ROWS),
    "polars": lambda _: polars.DataFrame(ROWS),
}


@pytest.mark.parametrize("make", SOURCES.values(), ids=SOURCES.keys())
def test_the_source_of_a_table_changes_no_answer(make: Callable[[Path], Any], tmp_path: Path) -> None:
    source = make(tmp_path)

    assert em.agreement(source).results == em.agreement(ROWS).results
    assert em.audit(source).tasks == em.audit(ROWS).tasks
    assert [one.rows() for one in em.consensus(source).tasks] == [
        one.rows() for one in em.consensus(ROWS).tasks
    ]


@pytest.mark.parametrize("frame", [pandas.DataFrame, polars.DataFrame, pa.Table.from_pylist, list])
def test_gold_items_and_predictions_come_as_frames_too(frame: Callable[[Any], Any]) -> None:
    items = [{"item_id": f"i{at:03}", "text": f"turn {at}", "domain": "xy"[at % 2]} for at in range(40)]
    gold = [{"item_id": f"i{at:03}", "label": "cancel"} for at in range(40)]

    result = em.audit(ROWS, items=frame(items), gold=frame(gold), predictions=frame(gold))

    titles = {one.title for one in result.axes[0].measured}
    assert titles >= {"majority right, on gold", "predictions equal to the majority"}
    assert len(result.tasks[0].slices) == 2
    assert all(one.text for one in result.tasks[0].disputed)
