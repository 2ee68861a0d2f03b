"""What an engine counts part by part is what is counted in memory."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from earmark.analysis.agreement import agreement
from earmark.analysis.consensus import consensus
from earmark.analysis.parts.agreement import METRICS, agreement_in_parts
from earmark.analysis.parts.consensus import consensus_in_parts
from earmark.engines import Local, OnRay, shards_of, splitting
from earmark.errors import CallError, TableError
from earmark.quality.resampling import Interval


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two tasks; some rows superseded, answered twice, by a machine or skipped; several small parts."""
    monkeypatch.setattr(splitting, "PART_ROWS", 150)
    rng = np.random.default_rng(5)
    lines = ["item_id,annotator_id,label,task,batch,source,outcome,submitted_at"]
    for row in range(1500):
        item, task = rng.integers(220), "mood" if rng.random() < 0.4 else "topic"
        label = (item + int(rng.random() < 0.3)) % 3
        source = "machine" if rng.random() < 0.05 else "human"
        outcome = "skipped" if rng.random() < 0.05 else "answered"
        lines.append(
            f"t{item},a{rng.integers(7)},{'xyz'[label]},{task},{'pq'[row % 2]},{source},{outcome},"
            f"2026-01-01T00:{row % 60:02}:00Z"
        )
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return path


@pytest.mark.parametrize("metric", [None, *METRICS])
def test_agreement_is_the_same_to_the_byte(table: Path, metric: str | None) -> None:
    whole = agreement(table, metric=metric, by=["batch"])
    with Local(1) as engine:
        found = agreement_in_parts(engine, shards_of(table), metric=metric, by=["batch"])

    assert json.dumps(found.to_json()["results"]) == json.dumps(whole.to_json()["results"])
    assert found.left_out == whole.left_out


def test_ordered_labels_are_measured_on_their_scale(table: Path) -> None:
    numbers = table.with_name("numbers.csv")
    numbers.write_text(
        table.read_text(encoding="ascii").replace(",x,", ",10,").replace(",y,", ",2,").replace(",z,", ",3,"),
        encoding="ascii",
    )
    for scale in ("ordinal", "interval"):
        whole = agreement(numbers, scale=scale)
        with Local(1) as engine:
            found = agreement_in_parts(engine, shards_of(numbers), scale=scale)

        assert found.to_json()["results"] == whole.to_json()["results"]


def test_a_table_that_is_taken_apart_gives_the_same_bytes(table: Path, tmp_path: Path) -> None:
    head, *lines = table.read_text(encoding="ascii").splitlines()
    folder = tmp_path / "shards"
    folder.mkdir()
    for number in range(5):
        part = lines[number * 300 : (number + 1) * 300]
        (folder / f"{number}.csv").write_text("\n".join([head, *part]) + "\n", encoding="ascii")
    found = []
    for source in (table, folder):
        with Local(1) as engine:
            one = consensus_in_parts(engine, shards_of(source), prior=2.0)
        found.append([(task.found.probability.tobytes(), task.rows()) for task in one.tasks])

    assert found[0] == found[1]


def test_consensus_is_that_of_the_whole_table(table: Path) -> None:
    whole = consensus(table, method="dawid_skene", prior=2.0)
    with Local(1) as engine:
        found = consensus_in_parts(engine, shards_of(table), prior=2.0)

    assert found.left_out == whole.left_out
    for mine, theirs in zip(found.tasks, whole.tasks, strict=True):
        assert [row["label"] for row in mine.rows()] == [row["label"] for row in theirs.rows()]
        assert mine.found.probability == pytest.approx(theirs.found.probability, abs=1e-9)
        assert mine.found.log_odds == pytest.approx(theirs.found.log_odds, abs=1e-7)
        assert [row["answers"] for row in mine.annotators()] == [
            row["answers"] for row in theirs.annotators()
        ]


def test_the_strength_is_chosen_where_none_is_given(table: Path) -> None:
    with Local(1) as engine:
        found = consensus_in_parts(engine, shards_of(table))

    assert all("hidden answers of items drawn by their hash" in task.found.why for task in found.tasks)


def test_gold_measures_what_was_found(table: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.csv"
    gold.write_text(
        "item_id,label\n" + "".join(f"t{item},{'xyz'[item % 3]}\n" for item in range(220)), encoding="ascii"
    )
    from earmark.analysis.load import table_from

    with Local(1) as engine:
        found = consensus_in_parts(engine, shards_of(table), prior=2.0, gold=table_from(gold, "gold"))
    accuracy = found.tasks[0].accuracy_on_gold

    assert accuracy is not None
    assert accuracy.value is not None
    assert accuracy.value > 0.7


def test_what_needs_the_whole_table_is_refused(table: Path) -> None:
    with Local(1) as engine:
        with pytest.raises(CallError, match="cohen_kappa"):
            agreement_in_parts(engine, shards_of(table), metric="cohen_kappa")
        with pytest.raises(CallError, match="over items"):
            agreement_in_parts(engine, shards_of(table), interval=Interval(over="annotators"))
        with pytest.raises(CallError, match="dawid_skene"):
            consensus_in_parts(engine, shards_of(table), method="glad")


def test_a_column_that_is_not_there_is_named(table: Path) -> None:
    with Local(1) as engine, pytest.raises(TableError, match="shift"):
        agreement_in_parts(engine, shards_of(table), by=["shift"])


@pytest.mark.full
@pytest.mark.enable_socket
def test_ray_finds_the_same_bytes(table: Path) -> None:
    said = []
    for engine in (Local(2), OnRay(2)):
        with engine:
            found = consensus_in_parts(engine, shards_of(table), tolerance=1e-4)
            agreed = agreement_in_parts(engine, shards_of(table)).to_json()
        tasks = [(one.found.probability.tobytes(), one.annotators(), one.found.why) for one in found.tasks]
        said.append((tasks, json.dumps(agreed)))

    assert said[0] == said[1]
