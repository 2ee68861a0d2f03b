"""The sample tables: their columns, what belongs together, and that the scripts still give them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "src/earmark/samples"
TABLES = ("items.csv", "labels.csv", "gold.csv", "spotcheck.csv", "spotcheck_gold.csv")

Rows = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="module")
def labels(sample_rows: Rows) -> list[dict[str, str]]:
    return sample_rows("labels.csv")


@pytest.fixture(scope="module")
def items(sample_rows: Rows) -> dict[str, dict[str, str]]:
    return {row["item_id"]: row for row in sample_rows("items.csv")}


def test_the_scripts_give_the_tables_to_the_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "demo.build_labels", "--out", tmp_path], check=True, cwd=ROOT)

    for name in TABLES:
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes(), name


def test_conversations_have_8_to_14_turns_with_different_words(items: dict[str, dict[str, str]]) -> None:
    turns = Counter(row["conversation_id"] for row in items.values())
    openings = {row["text"] for row in items.values() if row["turn"] == "1"}

    assert len(turns) == 61
    assert all(8 <= number <= 14 for number in turns.values())
    assert len(openings) == 61


def test_only_customer_turns_are_labelled_and_all_of_them(
    labels: list[dict[str, str]], items: dict[str, dict[str, str]]
) -> None:
    customers = {item for item, row in items.items() if row["speaker"] == "customer"}

    assert {row["item_id"] for row in labels} == customers


def test_every_turn_has_three_answers_to_each_task(labels: list[dict[str, str]]) -> None:
    answered = [row for row in labels if row["outcome"] == "answered" and row["purpose"] == "label"]
    counts = Counter((row["item_id"], row["task"]) for row in answered)

    assert set(counts.values()) == {3}
    assert len({(row["item_id"], row["task"], row["annotator_id"]) for row in answered}) == len(answered)


def test_labels_are_of_the_scheme_and_skips_have_none(labels: list[dict[str, str]]) -> None:
    scheme = tomllib.loads((SAMPLES / "scheme.toml").read_text(encoding="utf-8"))["task"]
    allowed = {task: {label["id"] for label in fields["labels"]} for task, fields in scheme.items()}

    for row in labels:
        assert (row["label"] == "") == (row["outcome"] in ("skipped", "defective"))
        assert row["label"] == "" or row["label"] in allowed[row["task"]]


def test_times_have_a_zone_and_run_forward(labels: list[dict[str, str]]) -> None:
    times = [datetime.fromisoformat(row["submitted_at"]) for row in labels]

    assert all(time.tzinfo is not None for time in times)
    assert times == sorted(times)


def test_a_retest_repeats_an_earlier_answer(labels: list[dict[str, str]]) -> None:
    first = {
        (row["item_id"], row["task"], row["annotator_id"]): row["submitted_at"]
        for row in labels
        if row["purpose"] == "label" and row["outcome"] == "answered"
    }
    retests = [row for row in labels if row["purpose"] == "retest"]

    assert len(retests) >= 100
    for row in retests:
        assert first[row["item_id"], row["task"], row["annotator_id"]] < row["submitted_at"]


def test_gold_is_of_labelled_turns_and_of_every_intent(
    sample_rows: Rows, labels: list[dict[str, str]]
) -> None:
    gold = sample_rows("gold.csv")

    assert 55 <= len(gold) <= 65
    assert {row["item_id"] for row in gold} <= {row["item_id"] for row in labels}
    assert set(Counter(row["label"] for row in gold).values()) == {7}


def test_items_of_calls_have_their_times_and_their_sound(items: dict[str, dict[str, str]]) -> None:
    for row in items.values():
        assert (row["audio"] != "") == (row["channel"] == "call") == (row["start"] != "")
        if row["audio"]:
            assert float(row["start"]) < float(row["end"])
            assert (SAMPLES / row["audio"]).is_file()


def test_guideline_versions_differ_in_what_is_a_complaint() -> None:
    guideline = tomllib.loads((SAMPLES / "guideline.toml").read_text(encoding="utf-8"))
    first = [clause["id"] for clause in guideline["clause"] if "since" not in clause]
    changed = [clause["id"] for clause in guideline["clause"] if clause.get("since") == "v2"]

    assert [version["id"] for version in guideline["version"]] == ["v1", "v2"]
    assert changed == ["4.1", "4.2"]
    assert len(set(first)) == len(first)
    assert set(changed) < set(first)
    assert {clause.partition(".")[0] for clause in first} == set("1234567")
