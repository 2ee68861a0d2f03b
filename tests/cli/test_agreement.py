"""`earmark agreement` answers in the shape that scripts rely on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROWS = [
    ("1", "a", "x", "bank"), ("1", "b", "x", "bank"), ("2", "a", "y", "bank"), ("2", "b", "y", "bank"),
    ("3", "a", "x", "clinic"), ("3", "b", "y", "clinic"), ("4", "a", "y", "clinic"), ("4", "b", "y", "clinic"),
]  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    lines = ["item_id,annotator_id,label,domain", *(",".join(row) for row in ROWS)]
    path.write_text("\n".join(lines) + "\n")
    return path


def agreement(*arguments: str, stdin: str | None = None) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "earmark.cli", "agreement", *arguments, "--json"],
        capture_output=True,
        text=True,
        check=True,
        input=stdin,
    )
    assert done.stdout.count("\n") == 1
    return json.loads(done.stdout)


def test_the_answer_has_the_documented_fields(table: Path) -> None:
    rows = agreement(str(table))["results"]

    assert [row["metric"] for row in rows] == ["krippendorff_alpha", "percent_agreement"]
    assert set(rows[0]) == {
        "task", "metric", "scale", "by", "between", "label", "estimate", "items", "annotators", "answers", "against",
    }  # fmt: skip
    assert set(rows[0]["estimate"]) == {"value", "low", "high", "level", "n", "over", "measure", "undefined"}
    assert (rows[0]["items"], rows[0]["annotators"], rows[0]["answers"]) == (4, 2, 8)
    assert rows[1]["estimate"]["value"] == 0.75


def test_columns_make_groups(table: Path) -> None:
    rows = agreement(str(table), "--by", "domain", "--metric", "percent_agreement")["results"]

    assert [(row["by"], row["estimate"]["value"]) for row in rows] == [
        ({"domain": "bank"}, 1.0),
        ({"domain": "clinic"}, 0.5),
    ]


def test_a_pair_has_its_kappa_or_the_reason_why_not(table: Path) -> None:
    (row,) = agreement(str(table), "--by", "pair")["results"] or [None]

    assert row is None or row["between"] == ["a", "b"]


def test_standard_input_is_read_like_a_file(table: Path) -> None:
    from_file = agreement(str(table))
    from_pipe = agreement("-", stdin=table.read_text())

    assert from_pipe["results"] == from_file["results"]


def test_the_same_input_gives_the_same_bytes(table: Path) -> None:
    assert agreement(str(table), "--by", "label") == agreement(str(table), "--by", "label")


def test_a_distance_of_labels_is_read_from_a_square_csv(table: Path, tmp_path: Path) -> None:
    square = tmp_path / "distance.csv"
    square.write_text(",x,y\nx,0,1\ny,1,0\n")

    (row,) = agreement(str(table), "--distance", str(square))["results"]

    assert row["scale"] == "distance"
    assert row["estimate"]["value"] == pytest.approx(agreement(str(table))["results"][0]["estimate"]["value"])
