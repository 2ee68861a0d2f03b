"""What is written is read back as the same table."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.formats import Source, Table, Tables, read, write
from earmark.formats.known import format_named
from earmark.formats.registry import ReadOptions

WORDS = st.text(min_size=1, max_size=5).filter(lambda text: "\0" not in text)
MARKS = st.lists(
    st.builds(
        lambda start, length, label: {"start": start, "end": start + length, "unit": "char", "label": label},
        st.integers(0, 99),
        st.integers(0, 99),
        WORDS,
    ),
    max_size=3,
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "item_id": WORDS,
            "annotator_id": WORDS,
            "label": WORDS,
            "seconds": st.none() | st.floats(0, 1e6),
            "context_turns": st.none() | st.integers(0, 99),
            "submitted_at": st.none() | st.datetimes().map(lambda moment: f"{moment.replace(year=2024)}Z"),
            "note": st.none() | WORDS,
        }
    ),
    min_size=1,
    max_size=6,
)


def through(table: Table, name: str) -> Table:
    """The table written in a format and read back, in memory."""
    form = format_named(name)
    target = io.BytesIO()
    form.write(Tables(**{table.kind.value: table}), target)
    content = target.getvalue()
    source = Source(f"x{form.suffixes[0]}", content[:65536], lambda: io.BytesIO(content))
    return form.read(source, ReadOptions(table.kind)).all()[0]


def held(table: Table) -> dict[str, Any]:
    return {name: values for name, values in table.data.to_pydict().items() if name != "row"}


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_csv_to_parquet_to_json_lines_to_csv_changes_nothing(rows: list[dict[str, Any]]) -> None:
    first = read(rows, kind="annotations").all()[0]

    last = first
    for name in ("csv", "parquet", "jsonl", "tsv", "csv"):
        last = through(last, name)
        assert held(last) == held(first)
        assert last.data.schema == first.data.schema


@settings(max_examples=60, deadline=None)
@given(
    labels=st.lists(MARKS, min_size=1, max_size=5)
    | st.lists(st.lists(WORDS, max_size=3), min_size=1, max_size=5)
)
def test_lists_and_their_schemes_come_back_from_parquet_and_json_lines(labels: list[Any]) -> None:
    rows = [{"item_id": str(at), "annotator_id": "a", "label": label} for at, label in enumerate(labels)]
    first = read(rows).all()[0]

    for name in ("parquet", "jsonl"):
        again = through(first, name)
        assert held(again) == held(first)
        assert again.schemes == first.schemes


def test_parquet_holds_lists_and_numbers_natively(tmp_path: Path) -> None:
    rows = [{"item_id": "1", "annotator_id": "a", "label": ["x", "y"]}]
    write(read(rows), tmp_path / "x.parquet")
    from pyarrow import parquet

    assert parquet.read_table(tmp_path / "x.parquet")["label"].to_pylist() == [["x", "y"]]
    assert parquet.read_table(tmp_path / "x.parquet").schema.field("item_id").type == pa.string()


def test_csv_says_that_it_does_not_hold_the_kind_of_answer(tmp_path: Path) -> None:
    told = write(read([{"item_id": "1", "annotator_id": "a", "label": ["x", "y"]}]), tmp_path / "x.csv")

    assert [notice.code for notice in told] == ["scheme-not-held"]
    assert (tmp_path / "x.csv").read_text() == 'item_id,annotator_id,label\n1,a,"[""x"", ""y""]"\n'


@pytest.mark.parametrize("kind", ["gold", "items", "predictions", "production"])
def test_every_kind_of_table_comes_back(kind: str, tmp_path: Path) -> None:
    rows = {
        "gold": [{"item_id": "1", "label": "=1+1"}],
        "items": [{"item_id": "1", "text": "one\r\ntwo", "start": 0.1, "end": 2.0, "turn": 3}],
        "predictions": [{"item_id": "1", "p:yes": 0.25, "p:no": 0.75}],
        "production": [{"text": "hello", "predicted": "x", "at": "2024-01-30T02:40:43.5+01:00"}],
    }[kind]
    first = read(rows, kind=kind).all()[0]

    for name in ("csv", "parquet", "jsonl"):
        assert held(through(first, name)) == held(first)


def test_a_file_of_one_column_keeps_its_rows(tmp_path: Path) -> None:
    write(read([{"item_id": "1"}, {"item_id": "2"}]), tmp_path / "x.csv")

    assert read(tmp_path / "x.csv").items.data["item_id"].to_pylist() == ["1", "2"]  # type: ignore[union-attr]
