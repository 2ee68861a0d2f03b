"""The consensus of real crowds is as right on gold as published."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import earmark as em

pytestmark = pytest.mark.real


# Published for Dawid and Skene's model: dog .843, face .640; the best seen anywhere: .843 and .658.
@pytest.mark.parametrize("method", ["auto", "dawid_skene"])
@pytest.mark.parametrize(("name", "wanted"), [("dog", 0.840), ("face", 0.650)])
def test_it_is_as_right_as_wanted_without_looking_at_gold(
    real_data: Path, name: str, wanted: float, method: str
) -> None:
    folder = real_data / "crowd_gold" / name

    (task,) = em.consensus(folder / "annotations.csv", gold=folder / "gold.csv", method=method).tasks

    assert task.accuracy_on_gold is not None
    assert round(task.accuracy_on_gold.value or 0, 3) >= wanted


@pytest.mark.parametrize(("name", "published"), [("dog", 0.819), ("face", 0.640)])
def test_a_majority_is_as_right_as_published_but_for_ties(
    real_data: Path, name: str, published: float
) -> None:
    folder = real_data / "crowd_gold" / name

    (task,) = em.consensus(folder / "annotations.csv", gold=folder / "gold.csv", method="majority").tasks

    right, tied = by_hand(folder)
    assert task.accuracy_on_gold is not None
    found, items = task.accuracy_on_gold.value or 0, task.accuracy_on_gold.n
    assert right / items <= found <= (right + tied) / items
    assert right / items <= published <= (right + tied) / items


def by_hand(folder: Path) -> tuple[int, int]:
    """Return on how many items the one winner is gold, and on how many gold is one of several winners."""
    votes: dict[str, Counter[str]] = {}
    for row in rows(folder / "annotations.csv"):
        votes.setdefault(row["item_id"], Counter())[row["label"]] += 1
    right = tied = 0
    for row in rows(folder / "gold.csv"):
        ballot = votes[row["item_id"]]
        winners = [label for label, count in ballot.items() if count == max(ballot.values())]
        right += winners == [row["label"]]
        tied += len(winners) > 1 and row["label"] in winners
    return right, tied


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["dog", "face"])
def test_gold_never_decides(real_data: Path, name: str) -> None:
    folder = real_data / "crowd_gold" / name

    (blind,) = em.consensus(folder / "annotations.csv").tasks
    (seeing,) = em.consensus(folder / "annotations.csv", gold=folder / "gold.csv").tasks

    assert seeing.rows() == blind.rows()
    assert seeing.annotators() == blind.annotators()
