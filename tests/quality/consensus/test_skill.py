"""How skilled annotators are, and whether the intervals hold what they promise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from earmark.quality.consensus import dawid_skene, expected_accuracy
from earmark.quality.consensus.dependence import shared_mistakes
from earmark.quality.long_table import Codes, LongTable

Draw = Callable[..., Any]

CROWDS = [
    {"items": 200, "annotators": 20, "answers": 3, "labels": 3},
    {"items": 500, "annotators": 20, "answers": 5, "labels": 4},
    {"items": 300, "annotators": 10, "answers": 2, "labels": 3},
    {"items": 1000, "annotators": 50, "answers": 3, "labels": 2},
    {"items": 300, "annotators": 60, "answers": 5, "labels": 5},
]


def coverage(draw: Draw, seeds: range, **size: Any) -> float:
    """Return how often an annotator's interval holds their true accuracy."""
    held = []
    for seed in seeds:
        table, _, accuracy = draw(seed, **size)
        for skill in dawid_skene(table).skill:
            low, high = skill.accuracy.low, skill.accuracy.high
            if low is not None and high is not None:
                held.append(low <= accuracy[skill.annotator] <= high)
    return float(np.mean(held))


def test_intervals_of_skill_hold_the_truth_nine_times_in_ten(crowd: Draw) -> None:
    held = [coverage(crowd, range(4), **size) for size in CROWDS]

    assert min(held) >= 0.85
    assert np.mean(held) >= 0.9


@pytest.mark.full
@pytest.mark.parametrize("size", CROWDS, ids=str)
def test_intervals_of_skill_hold_the_truth_in_many_crowds(crowd: Draw, size: dict[str, int]) -> None:
    assert coverage(crowd, range(100, 130), **size) >= 0.9


def test_few_answers_give_a_wide_interval_and_none_give_a_reason() -> None:
    table = LongTable.of(
        np.array([0, 0, 0, 1, 1, 1]), np.array([0, 1, 2, 0, 1, 2]), np.array([0, 0, 1, 1, 1, 1]), annotators=4
    )

    skill = dawid_skene(table).skill

    assert skill[0].accuracy.low is not None
    assert skill[0].accuracy.high is not None
    assert skill[0].accuracy.high - skill[0].accuracy.low > 0.5
    assert skill[3].accuracy.undefined == "no answers"
    assert skill[0].accuracy.over == "annotations"
    assert skill[0].accuracy.measure == "skill/1"


def test_doubt_about_the_truth_widens_the_interval(crowd: Draw) -> None:
    sure, _, _ = crowd(1, items=300, annotators=30, answers=10, labels=2)
    twos = sure.rows(np.arange(len(sure)) - sure.starts[sure.item] < 2)

    wide = [s.accuracy for s in dawid_skene(twos).skill if s.answers >= 10]

    for estimate in wide:
        alone = 2 * 1.96 * np.sqrt(0.25 / estimate.n)
        assert (estimate.high or 0) - (estimate.low or 0) > 0.5 * alone


def guessed(table: LongTable, truth: Codes, seed: int) -> LongTable:
    """Return the table with answers to three items in ten mostly guessed, by everybody."""
    rng = np.random.default_rng(seed)
    hard = (rng.random(table.items) < 0.3)[table.item]
    guess = np.where(
        rng.random(len(table)) < 0.3, truth[table.item], rng.integers(table.labels, size=len(table))
    )
    return LongTable.of(table.item, table.annotator, np.where(hard, guess, table.label))


def test_items_of_unlike_difficulty_are_seen_and_alike_ones_are_not(crowd: Draw) -> None:
    draws = [crowd(seed, items=500, annotators=40, answers=12, labels=4) for seed in range(6)]

    alike = [dawid_skene(table) for table, _, _ in draws]
    unlike = [dawid_skene(guessed(table, truth, 1)) for table, truth, _ in draws]

    assert not any(shared_mistakes(consensus.dependence) for consensus in alike)
    assert all(shared_mistakes(consensus.dependence) for consensus in unlike)
    assert not any(expected_accuracy(consensus).defined for consensus in unlike)


def test_the_model_knows_its_accuracy_when_mistakes_are_independent(crowd: Draw) -> None:
    for seed in range(5):
        table, truth, _ = crowd(seed, items=400, annotators=20, answers=5, labels=3)
        consensus = dawid_skene(table)
        promised = expected_accuracy(consensus)

        assert promised.value is not None
        assert abs(promised.value - (consensus.label == truth).mean()) < 0.04
