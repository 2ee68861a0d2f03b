"""Numbers and times are read exactly, or not at all."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from earmark.errors import TableError
from earmark.formats import read
from earmark.formats.tabular.times import moments
from earmark.formats.tabular.typed import numbers, shares, whole_numbers, words

MOMENT = "2024-01-30 02:40:43+00:00"


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-30T02:40:43Z",
        "2024-01-30 02:40:43",
        "2024-01-30T03:40:43+01:00",
        "2024-01-30 02:40:43 UTC",
        "20240130T024043Z",
        "1706582443",
        "1706582443.0",
        "1706582443000",
        "1706582443000000",
        "1706582443000000000",
    ],
)
def test_every_way_to_write_a_time_is_the_same_time(text: str) -> None:
    found, wrong, _ = moments(pa.array([text]))

    assert (str(found[0]), wrong.tolist()) == (MOMENT, [])


@pytest.mark.parametrize(
    "text",
    [
        "30/01/24",
        "2024-13-01",
        "noon",
        "12",
        "0001-01-01",
        "2500-01-01T00:00:00Z",
        "0001-01-01T00:00+23:59",
        "1e9",
    ],
)
def test_what_is_no_time_is_bad(text: str) -> None:
    found, wrong, _ = moments(pa.array([text, MOMENT]))

    assert (found[0].as_py(), wrong.tolist()) == (None, [0])


def test_a_column_of_one_form_and_a_mixed_one_give_the_same_times() -> None:
    texts = ["2024-01-30 02:40:43", "2024-02-01", "2023-12-31T23:59:59.123456"]

    alone = moments(pa.array(texts))[0]
    mixed = moments(pa.array([*texts, "1706582443"]))[0]
    assert alone.equals(mixed.slice(0, 3))


@pytest.mark.parametrize("text", ["inf", "nan", "1_000", "0x10", "1,5", "٣", "", " ", "--1", "1e999"])
def test_what_is_no_finite_number_is_missing_or_bad(text: str) -> None:
    found, wrong = numbers(pa.array([text, "1"]))

    assert found.to_pylist() == [None, 1.0]
    assert wrong.tolist() == ([] if text == "" else [0])


def test_numbers_are_the_same_alone_and_beside_bad_ones() -> None:
    texts = ["3", "-4.5", "1e-7", "+5", ".5", "5.", " 7 "]

    assert numbers(pa.array([*texts, "bad"]))[0].to_pylist()[:-1] == [3.0, -4.5, 1e-7, 5.0, 0.5, 5.0, 7.0]
    assert numbers(pa.array(texts[:-1]))[0].to_pylist() == [3.0, -4.5, 1e-7, 5.0, 0.5, 5.0]


def test_a_probability_lies_between_0_and_1() -> None:
    assert shares(pa.array(["0", "1", "1.2", "-0.5", "x"]))[1].tolist() == [2, 3, 4]


def test_a_whole_number_has_no_fraction() -> None:
    found, wrong = whole_numbers(pa.array(["3", "3.0", "3.5", "1e300", ""]))

    assert (found.to_pylist(), wrong.tolist()) == ([3, 3, None, None, None], [2, 3])


def test_words_merge_what_nfc_makes_equal_and_drop_what_is_not_used() -> None:
    coded = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2]), pa.array(["é", "e\u0301", "", "unused"]))

    found = words(coded)
    assert found.to_pylist() == ["é", "é", None]
    assert found.dictionary.to_pylist() == ["é"]


def test_a_native_time_beyond_the_calendar_of_python_is_a_bad_cell(tmp_path: Path) -> None:
    far = pa.array([2**62, 0], pa.int64()).cast(pa.timestamp("us"))
    table = pa.table(
        {"item_id": ["1", "2"], "annotator_id": ["a", "a"], "label": ["x", "y"], "submitted_at": far}
    )
    parquet.write_table(table, tmp_path / "far.parquet")

    with pytest.raises(TableError, match="row 1, column submitted_at"):
        read(tmp_path / "far.parquet")

    assert read(tmp_path / "far.parquet", skip_bad=True).annotations is not None


def test_a_native_time_in_any_other_column_is_kept_as_a_text() -> None:
    far = pa.array([2**62, None], pa.int64()).cast(pa.timestamp("us"))

    assert words(far).to_pylist()[1] is None
