"""Real tables are read as they lie there, cell by cell."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from earmark.formats import Table, read, write

pytestmark = pytest.mark.real

COUNTS = {
    "dbdc3/annotations.csv.gz": (189_000, 4_150, 1_493),
    "speechocean762/annotations.csv": (36_060, 2_500, 9),
    "multidogo_airline/annotations.csv": (38_878, 20_170, 2),
    "multiwoz_val/annotations.csv.gz": (456_630, 7_365, 2),
    "crowdspeech_dev_clean/annotations.csv": (18_921, 2_703, 748),
    "pandalm/annotations.csv": (2_997, 999, 3),
    "crowd_gold/dog/annotations.csv": (8_070, 807, 109),
    "crowd_gold/face/annotations.csv": (5_242, 584, 27),
    "crowd_stream/annotations.csv": (37_500, 2_500, 510),
}
ITEMS = {
    "dbdc3/turns.csv": 8_509,
    "speechocean762/turns.csv": 2_500,
    "pandalm/items.csv": 999,
    "crowd_stream/items.csv": 2_500,
    "ami_excerpts/turns.csv": 38,
    "primock57/turns.csv": 578,
}
EXACT = [
    "crowdspeech_dev_clean/annotations.csv",
    "pandalm/items.csv",
    "pandalm/annotations.csv",
    "crowd_stream/items.csv",
    "primock57/turns.csv",
]


def distinct(table: Table, column: str) -> int:
    return len(table.data[column].unique())


@pytest.mark.parametrize("name", COUNTS)
def test_rows_items_and_annotators_are_as_their_readme_counts_them(name: str, real_data: Path) -> None:
    table = read(real_data / name).annotations
    assert table is not None

    assert (len(table), distinct(table, "item_id"), distinct(table, "annotator_id")) == COUNTS[name]
    assert (dict(table.reading.mapping), table.reading.rejected_rows) == ({}, 0)


@pytest.mark.parametrize("name", ITEMS)
def test_items_are_all_there(name: str, real_data: Path) -> None:
    items = read(real_data / name).items
    assert items is not None

    assert len(items) == ITEMS[name]


@pytest.mark.parametrize("name", ["crowdspeech_dev_clean/gold.csv", "crowd_gold/dog/gold.csv"])
def test_gold_is_known_by_its_columns(name: str, real_data: Path) -> None:
    assert read(real_data / name).gold is not None


def by_the_csv_module(path: Path) -> Iterator[dict[str, str | None]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: value or None for name, value in row.items()}


@pytest.mark.parametrize("name", EXACT)
def test_every_cell_is_what_the_csv_module_reads(name: str, real_data: Path) -> None:
    table = read(real_data / name).all()[0]
    expected = list(by_the_csv_module(real_data / name))

    names = {taken: found for found, taken in table.reading.mapping.items()}
    texts = [
        column
        for column in table.data.column_names
        if column not in ("row", "seconds", "turn", "start", "end")
    ]
    for column in texts:
        assert table.data[column].to_pylist() == [row[names.get(column, column)] for row in expected]


def test_line_breaks_and_carriage_returns_inside_cells_are_there(real_data: Path) -> None:
    speech = read(real_data / "crowdspeech_dev_clean" / "annotations.csv").all()[0].data["label"].to_pylist()
    pairs = read(real_data / "pandalm" / "items.csv").all()[0].data["text_a"].to_pylist()

    assert any("\n" in text or "\r" in text for text in speech)
    assert any("\n" in text for text in pairs if text)


def test_none_is_a_label_of_multiwoz(real_data: Path) -> None:
    table = read(real_data / "multiwoz_val" / "annotations.csv.gz").annotations
    assert table is not None
    with gzip.open(
        real_data / "multiwoz_val" / "annotations.csv.gz", "rt", encoding="utf-8", newline=""
    ) as file:
        expected = sum(row["label"] == "none" for row in csv.DictReader(file))

    found = table.data["label"].to_pylist()
    assert found.count("none") == expected > 100_000
    assert any(":" in label for label in found)
    assert None not in found


@pytest.mark.parametrize("name", ["crowdspeech_dev_clean/annotations.csv", "crowd_stream/annotations.csv"])
def test_a_real_table_comes_back_from_every_format(name: str, real_data: Path, tmp_path: Path) -> None:
    first = read(real_data / name).all()[0]

    last = first
    for ending in ("parquet", "jsonl.gz", "csv"):
        path = tmp_path / f"labels.{ending}"
        write(read(last), path)
        last = read(path).all()[0]
    assert last.data.to_pydict() == first.data.to_pydict()
