"""A distance makes alpha count near labels as less of a disagreement."""

from __future__ import annotations

from pathlib import Path

import pytest

import earmark as em
from earmark.errors import CallError, FileError, SchemeError
from earmark.formats import read_distances

ROWS = [
    {"item_id": str(item), "annotator_id": who, "label": label}
    for item, pair in enumerate(
        [("low", "mid"), ("low", "low"), ("high", "high"), ("mid", "high"), ("mid", "mid")]
    )
    for who, label in zip("ab", pair, strict=True)
]
CSV = ",low,mid,high\nlow,0,1,2\nmid,1,0,1\nhigh,2,1,0\n"


def alpha(**options: object) -> float:
    (row,) = em.agreement(ROWS, metric="krippendorff_alpha", **options).results  # type: ignore[arg-type]
    return row.estimate.value or 0.0


@pytest.fixture
def square(tmp_path: Path) -> Path:
    path = tmp_path / "distance.csv"
    path.write_text(CSV)
    return path


def test_near_labels_count_as_less_of_a_disagreement(square: Path) -> None:
    assert alpha(distance=read_distances(square)) > alpha()


def test_the_order_of_rows_and_columns_of_the_file_does_not_matter(square: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("x,high,low,mid\nmid,1,1,0\nlow,2,0,1\nhigh,0,2,1\n")

    assert alpha(distance=read_distances(other)) == alpha(distance=read_distances(square))


def test_sets_of_labels_that_overlap_agree_in_part() -> None:
    rows = [
        {"item_id": str(item), "annotator_id": who, "label": labels}
        for item, pair in enumerate(
            [(["x"], ["x", "y"]), (["y"], ["y"]), (["z"], ["z"]), (["x", "z"], ["z"])]
        )
        for who, labels in zip("ab", pair, strict=True)
    ]

    plain, jaccard, masi = (
        em.agreement(rows, metric="krippendorff_alpha", distance=distance).results[0].estimate.value or 0
        for distance in (None, "jaccard", "masi")
    )

    assert plain < masi < jaccard


def test_a_label_without_a_distance_is_named(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text(",low,mid\nlow,0,1\nmid,1,0\n")

    with pytest.raises(SchemeError, match="no label 'high', which the table holds; it has low, mid"):
        alpha(distance=read_distances(path))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "a square CSV has the labels as header and first column"),
        (",a,b\na,0,1\nc,1,0\n", "name other labels"),
        (",a,b\na,0,far\nb,1,0\n", "line 2: found 'far'; allowed: a distance"),
        (",a,b\na,0\nb,1,0\n", "line 2: found 1 distances; allowed: 2"),
    ],
)
def test_what_is_no_distance_gets_one_sentence(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content)

    with pytest.raises(SchemeError, match=told):
        read_distances(path)


def test_a_distance_goes_with_alpha_alone(square: Path) -> None:
    with pytest.raises(CallError, match="goes with krippendorff_alpha"):
        em.agreement(ROWS, by=["pair"], distance=read_distances(square))
    with pytest.raises(FileError, match="cannot be read"):
        read_distances("nowhere.csv")
