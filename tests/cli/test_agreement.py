"""`earmark agreement` answers in the shape that scripts rely on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Shell

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


@pytest.fixture
def agreement(shell: Shell) -> Any:
    def run(*arguments: str, stdin: str | None = None) -> Any:
        done = shell("agreement", *arguments, "--json", stdin=stdin)
        assert done.code == 0
        assert done.out.count("\n") == 1
        return json.loads(done.out)

    return run


def test_the_answer_has_the_documented_fields(agreement: Any, table: Path) -> None:
    answer = agreement(str(table))

    rows = answer["results"]
    assert set(answer) == {"results", "left_out", "warnings"}
    assert [row["metric"] for row in rows] == ["krippendorff_alpha", "percent_agreement"]
    assert set(rows[0]) == {
        "task", "metric", "scale", "by", "between", "label", "estimate", "items", "annotators", "answers", "against",
        "unaided",
    }  # fmt: skip
    assert set(rows[0]["estimate"]) == {"value", "low", "high", "level", "n", "over", "measure", "undefined"}
    assert (rows[0]["items"], rows[0]["annotators"], rows[0]["answers"]) == (4, 2, 8)
    assert rows[1]["estimate"]["value"] == 0.75


def test_columns_make_groups(agreement: Any, table: Path) -> None:
    rows = agreement(str(table), "--by", "domain", "--metric", "percent_agreement")["results"]

    assert [(row["by"], row["estimate"]["value"]) for row in rows] == [
        ({"domain": "bank"}, 1.0),
        ({"domain": "clinic"}, 0.5),
    ]


def test_columns_may_be_named_in_one_option_or_in_several(agreement: Any, labels: Path, table: Path) -> None:
    assert agreement(str(table), "--by", "domain,label") == agreement(
        str(table), "--by", "domain", "--by", "label"
    )


def test_a_pair_has_its_kappa(agreement: Any, labels: Path) -> None:
    rows = agreement("labels.csv", "--by", "pair")["results"]

    assert len(rows) == 6
    assert rows[0]["metric"] == "cohen_kappa"
    assert all(len(row["between"]) == 2 for row in rows)


def test_standard_input_is_read_like_a_file(agreement: Any, table: Path) -> None:
    from_file = agreement(str(table))
    from_pipe = agreement("-", stdin=table.read_text())

    assert from_pipe["results"] == from_file["results"]


def test_the_same_input_gives_the_same_bytes(shell: Shell, table: Path) -> None:
    first, second = (shell("agreement", str(table), "--by", "label", "--json").out for _ in range(2))

    assert first == second


def test_a_distance_of_labels_is_read_from_a_square_csv(agreement: Any, table: Path, tmp_path: Path) -> None:
    square = tmp_path / "distance.csv"
    square.write_text(",x,y\nx,0,1\ny,1,0\n")

    (row,) = agreement(str(table), "--distance", str(square))["results"]

    assert row["scale"] == "distance"
    assert row["estimate"]["value"] == pytest.approx(agreement(str(table))["results"][0]["estimate"]["value"])


def test_the_scheme_of_a_file_makes_alpha_ordinal(agreement: Any, labels: Path, tmp_path: Path) -> None:
    (tmp_path / "scheme.toml").write_text('kind = "scale"\nlabels = ["cancel", "request", "complaint"]\n')

    rows = agreement("labels.csv", "--scheme", "scheme.toml")["results"]

    assert rows[0]["scale"] == "ordinal"


def test_columns_are_named_by_the_call(agreement: Any, tmp_path: Path, table: Path) -> None:
    (tmp_path / "other.csv").write_text(table.read_text().replace("item_id,annotator_id", "utt,who"))

    found = agreement("other.csv", "--columns", "item_id=utt,annotator_id=who")

    assert found["results"] == agreement(str(table))["results"]


def test_what_is_recognised_is_told_on_standard_error_alone(
    shell: Shell, tmp_path: Path, table: Path
) -> None:
    (tmp_path / "other.csv").write_text(table.read_text().replace("item_id,annotator_id", "task,worker"))

    done = shell("agreement", "other.csv", "--json")

    assert "worker → annotator_id" in done.err
    json.loads(done.out)


def test_bad_rows_are_left_out_where_asked_for_and_written_down(
    shell: Shell, agreement: Any, tmp_path: Path, table: Path
) -> None:
    (tmp_path / "bad.csv").write_text(table.read_text() + "5,a\n")

    refused = shell("agreement", "bad.csv")
    found = agreement("bad.csv", "--skip-bad", "--rejected", "rejected.csv")

    assert (refused.code, "row 9" in refused.err) == (2, True)
    assert found["results"] == agreement(str(table))["results"]
    assert (tmp_path / "rejected.csv").read_text().splitlines()[1].startswith("9,")


def test_letters_that_the_terminal_lacks_are_escaped_in_json(
    shell: Shell, tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys

    (tmp_path / "far.csv").write_text(table.read_text().replace(",x,", ",中,"), encoding="utf-8")
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", write_through=True)
    monkeypatch.setattr(sys, "stdout", narrow)

    done = shell("agreement", "far.csv", "--by", "label", "--json")

    printed = narrow.buffer.getvalue().decode("cp1252")
    assert done.code == 0
    assert {row["label"] for row in json.loads(printed)["results"]} == {"中", "y"}


def test_for_a_person_it_prints_a_table(shell: Shell, table: Path) -> None:
    done = shell("agreement", str(table))

    assert done.code == 0
    assert "percent agreement" in done.out
