"""The figures of an audit equal those counted by hand, pair by pair, on the real data sets."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest

import earmark as em
from earmark.quality.resampling import Interval
from earmark.report import audit_json

pytestmark = pytest.mark.real

QUICK = Interval(resamples=100)
Answer = tuple[str, str, str]  # item, annotator, label


def rows_of(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sampled(rows: list[dict[str, str]], size: int) -> list[dict[str, str]]:
    """Return the rows of items drawn at random until there are so many rows."""
    items = sorted({row["item_id"] for row in rows})
    by_item = defaultdict(list)
    for row in rows:
        by_item[row["item_id"]].append(row)
    kept: list[dict[str, str]] = []
    for at in np.random.default_rng(1).permutation(len(items)):
        if len(kept) >= size:
            break
        kept += by_item[items[at]]
    return kept


def one_each(rows: Iterable[dict[str, str]]) -> list[Answer]:
    """Return one answer an item and annotator: the last by time, then by row."""
    last: dict[tuple[str, str], tuple[str, int, str]] = {}
    for at, row in enumerate(rows):
        key = (row["item_id"], row["annotator_id"])
        last[key] = max(last.get(key, ("", -1, "")), (row.get("submitted_at", ""), at, row["label"]))
    return [(item, who, label) for (item, who), (_, _, label) in last.items()]


def by_item(answers: Iterable[Answer]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for item, _, label in answers:
        found[item].append(label)
    return found


def alpha(answers: Iterable[Answer]) -> float:
    """Return Krippendorff's alpha by its definition: observed over expected disagreement of pairs."""
    items = [labels for labels in by_item(answers).values() if len(labels) > 1]
    pooled = Counter(label for labels in items for label in labels)
    n = sum(pooled.values())
    observed = sum(
        2 * sum(a != b for a, b in combinations(labels, 2)) / (len(labels) - 1) for labels in items
    )
    expected = (n * n - sum(count * count for count in pooled.values())) / (n - 1)
    return 1 - observed / expected


def percent(answers: Iterable[Answer]) -> float:
    """Return the mean over items of the share of pairs of answers that are the same."""
    shares = [
        sum(a == b for a, b in combinations(labels, 2)) / (len(labels) * (len(labels) - 1) / 2)
        for labels in by_item(answers).values()
        if len(labels) > 1
    ]
    return sum(shares) / len(shares)


SETS = ["crowd_gold/dog", "crowd_gold/face", "pandalm"]
SAMPLES = ["multidogo_airline", "crowd_stream", "speechocean762", "dbdc3", "multiwoz_val"]


@pytest.mark.parametrize("folder", SETS + SAMPLES)
def test_the_figures_of_audit_json_are_those_counted_by_hand(folder: str, real_data: Path) -> None:
    (path,) = (real_data / folder).glob("annotations.csv*")
    rows = rows_of(path) if folder in SETS else sampled(rows_of(path), 5000)

    audit = audit_json(em.audit(rows, interval=QUICK))

    tasks = {task["task"]: task for task in audit["tasks"]}
    assert set(tasks) == {row["task"] for row in rows}
    per_item: Counter[int] = Counter()
    for name, task in tasks.items():
        answers = one_each(row for row in rows if row["task"] == name)
        per_item.update(len(labels) for labels in by_item(answers).values())
        _check_task(task, answers)
    assert audit["about"]["answers_per_item"] == {str(size): many for size, many in sorted(per_item.items())}
    _check_seconds(audit, rows)


def _check_task(task: dict[str, Any], answers: list[Answer]) -> None:
    used = Counter(label for _, _, label in answers)
    assert task["items"] == len(by_item(answers))
    assert task["annotators"] == len({who for _, who, _ in answers})
    assert task["answers"] == len(answers)
    assert task["overlapped"] == sum(len(labels) > 1 for labels in by_item(answers).values())
    assert {one["label"]: one["answers"] for one in task["labels"]}.items() <= used.items()
    assert len(task["labels"]) == min(len(used), 60)
    if task["percent"]["undefined"] is None:
        assert task["percent"]["value"] == pytest.approx(percent(answers), abs=1e-9)
    if task["alpha"]["undefined"] is None:
        assert task["alpha"]["value"] == pytest.approx(alpha(answers), abs=1e-9)
    else:
        assert task["alpha"]["undefined"].startswith("withheld") or len(used) == 1


def _check_seconds(audit: dict[str, Any], rows: list[dict[str, str]]) -> None:
    seconds = [float(row["seconds"]) for row in rows if row.get("seconds")]
    assert audit["about"]["median_seconds"] == (pytest.approx(median(seconds)) if seconds else None)


@pytest.mark.parametrize(("folder", "label"), [("crowd_gold/dog", "0"), ("pandalm", "1")])
def test_specific_agreement_is_how_often_another_gives_the_same(
    folder: str, label: str, real_data: Path
) -> None:
    answers = one_each(rows_of(real_data / folder / "annotations.csv"))

    (task,) = em.audit(real_data / folder / "annotations.csv", interval=QUICK).tasks

    both = given = 0.0
    for labels in by_item(answers).values():
        if len(labels) > 1:
            chosen = labels.count(label)
            both += chosen * (chosen - 1) / (len(labels) - 1)
            given += chosen
    (found,) = [one.specific.value for one in task.labels if one.label == label]
    assert found == pytest.approx(both / given, abs=1e-9)


@pytest.mark.parametrize("folder", ["crowd_gold/dog", "crowd_gold/face"])
def test_accuracy_on_gold_is_counted_by_hand(folder: str, real_data: Path) -> None:
    gold = {row["item_id"]: row["label"] for row in rows_of(real_data / folder / "gold.csv")}
    answers = one_each(rows_of(real_data / folder / "annotations.csv"))

    result = em.audit(
        real_data / folder / "annotations.csv", gold=real_data / folder / "gold.csv", interval=QUICK
    )

    (single,) = [one.estimate for one in result.axes[0].measured if one.title.startswith("single answers")]
    right = [label == gold[item] for item, _, label in answers if item in gold]
    assert single.value == pytest.approx(sum(right) / len(right), abs=1e-9)
    assert single.n == len(right)
