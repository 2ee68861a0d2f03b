"""`earmark consensus` prints one answer and writes the files that were asked for."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.analysis.tables import crowd, truths, write_csv
from tests.cli.conftest import Shell

COLUMNS = {
    "--out": ["item_id", "task", "label", "probability"],
    "--soft-out": ["item_id", "task", "label", "probability"],
    "--annotators-out": ["annotator_id", "task", "answers", "accuracy", "low", "high"],
    "--confusion-out": ["annotator_id", "task", "truth", "label", "expected"],
}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_answer_has_the_documented_fields(shell: Shell, labels: Path, gold: Path) -> None:
    done = shell("consensus", "labels.csv", "--gold", "gold.csv", "--json")

    answer = json.loads(done.out)
    assert set(answer) == {"method", "why", "items", "accuracy_on_gold", "tasks", "left_out", "warnings"}
    assert (answer["method"], answer["items"]) == (answer["tasks"][0]["method"], 60)
    assert answer["accuracy_on_gold"]["n"] == 60


@pytest.mark.parametrize(("option", "columns"), COLUMNS.items())
def test_a_file_has_the_documented_columns(
    option: str, columns: list[str], shell: Shell, labels: Path, tmp_path: Path
) -> None:
    assert shell("consensus", "labels.csv", option, "out.csv").code == 0
    assert list(read(tmp_path / "out.csv")[0]) == columns


def test_all_files_may_be_asked_for_at_once(shell: Shell, labels: Path, tmp_path: Path) -> None:
    wanted = [part for at, option in enumerate(COLUMNS) for part in (option, f"{at}.csv")]

    shell("consensus", "labels.csv", *wanted)

    assert {path.name for path in tmp_path.iterdir()} == {"labels.csv", "0.csv", "1.csv", "2.csv", "3.csv"}
    assert len(read(tmp_path / "0.csv")) == 60
    assert len(read(tmp_path / "2.csv")) == 4


def test_a_file_ends_in_what_it_is(shell: Shell, labels: Path, tmp_path: Path) -> None:
    shell("consensus", "labels.csv", "--out", "out.jsonl", "--soft-out", "soft.csv.gz")

    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert list(json.loads(lines[0])) == COLUMNS["--out"]
    assert (tmp_path / "soft.csv.gz").read_bytes()[:2] == b"\x1f\x8b"


def test_the_consensus_can_serve_as_gold(shell: Shell, labels: Path) -> None:
    shell("consensus", "labels.csv", "--out", "truth.csv")

    answer = json.loads(shell("consensus", "labels.csv", "--gold", "truth.csv", "--json").out)

    assert answer["accuracy_on_gold"]["value"] == 1.0


def test_the_method_is_chosen_by_the_call(shell: Shell, labels: Path) -> None:
    answer = json.loads(shell("consensus", "labels.csv", "--method", "majority", "--json").out)

    assert answer["method"] == "majority"


def test_for_a_person_it_prints_a_table_and_why(shell: Shell, labels: Path) -> None:
    done = shell("consensus", "labels.csv")

    assert done.code == 0
    assert "was chosen: of 6 methods" in " ".join(done.out.split())


def test_groups_known_labels_and_a_model_are_read_and_rows_of_all_kinds_share_their_columns(
    shell: Shell, gold: Path, tmp_path: Path
) -> None:
    rows = [row | {"language": "de" if int(str(row["item_id"])[1:]) % 2 else "en"} for row in crowd()]
    write_csv(tmp_path / "spoken.csv", rows)
    write_csv(tmp_path / "model.csv", [row | {"model": "m"} for row in truths()])

    done = shell(
        "consensus", "spoken.csv", "--by", "language", "--known", "gold.csv", "--predictions", "model.csv",
        "--annotators-out", "people.csv", "--json",
    )  # fmt: skip

    people = read(tmp_path / "people.csv")
    assert done.code == 0
    assert "The model is one more rater" in json.loads(done.out)["why"]
    assert list(people[0]) == ["annotator_id", "task", "answers", "accuracy", "low", "high", "language"]
    assert [row["language"] for row in people] == [""] * 5 + ["de"] * 5 + ["en"] * 5


def test_a_subjective_table_has_no_accuracy(shell: Shell, labels: Path, tmp_path: Path) -> None:
    done = shell("consensus", "labels.csv", "--subjective", "--annotators-out", "people.csv")

    assert done.code == 0
    assert "subjective" in done.out
    assert {row["accuracy"] for row in read(tmp_path / "people.csv")} == {""}
