"""Overlap chosen by difficulty is seen; overlap by chance is not."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from earmark.errors import CallError
from earmark.quality.long_table import LongTable
from earmark.quality.selection import overlap_selection


def crowd(seed: int, *, items: int, ask: str, labels: int = 3) -> tuple[LongTable, NDArray[np.int64]]:
    """Draw answers in order of asking: 2 to 5 at random, or more only where the first two differ."""
    rng = np.random.default_rng(seed)
    accuracy = rng.beta(8, 2, 20)
    truth, hard = rng.integers(labels, size=items), rng.random(items) < 0.2
    rows: list[tuple[int, int, int]] = []
    for i in range(items):
        who = rng.choice(20, 6, replace=False)
        right = rng.random(6) < np.where(hard[i], 0.5, accuracy[who])
        answers = np.where(right, truth[i], rng.integers(labels, size=6))
        differ = answers[0] != answers[1]
        n = int(rng.integers(2, 6)) if ask == "random" else {"third": 3, "fifth": 5}[ask] if differ else 2
        rows += [(i, int(who[j]), int(answers[j])) for j in range(n)]
    columns = np.array(rows)
    table = LongTable.of(*columns.T, items=items, annotators=20, labels=labels)
    return table, np.lexsort((columns[:, 2], columns[:, 1], columns[:, 0]))


@pytest.mark.parametrize("items", [100, 300, 1000])
def test_random_overlap_is_not_flagged(items: int) -> None:
    draws = [crowd(seed, items=items, ask="random") for seed in range(30)]

    flagged = [overlap_selection(t).chosen or overlap_selection(t, order).chosen for t, order in draws]

    assert not any(flagged)


@pytest.mark.parametrize("ask", ["third", "fifth"])
@pytest.mark.parametrize("labels", [2, 3])
def test_more_answers_where_the_first_two_differ_are_flagged(ask: str, labels: int) -> None:
    draws = [crowd(seed, items=300, ask=ask, labels=labels) for seed in range(15)]

    assert all(overlap_selection(table, order).chosen for table, order in draws)
    assert all(overlap_selection(table).chosen for table, _ in draws)


@pytest.mark.full
def test_false_alarms_are_rarer_than_one_in_a_thousand_under_unlike_numbers_of_answers() -> None:
    rng, low = np.random.default_rng(0), 0
    for _ in range(2000):
        few, many = int(rng.integers(10, 60)), int(rng.integers(60, 300))
        n = np.concatenate((np.full(few, 2), np.full(many, int(rng.integers(3, 12)))))
        share = rng.beta(4, 2, few + many)
        item = np.repeat(np.arange(few + many), n)
        label = (rng.random(len(item)) < share[item]).astype(np.int64)
        annotator = np.arange(len(item)) - np.repeat(np.cumsum(n) - n, n)
        low += overlap_selection(LongTable.of(item, annotator, label)).p_value < 1e-3

    assert low <= 6


def test_a_difference_too_small_to_matter_is_told_but_not_flagged() -> None:
    rng = np.random.default_rng(1)
    n = np.repeat([2, 3], 20_000)
    item = np.repeat(np.arange(40_000), n)
    wrong = rng.random(len(item)) < np.where(n[item] == 2, 0.10, 0.12)
    table = LongTable.of(item, np.arange(len(item)) - np.repeat(np.cumsum(n) - n, n), wrong.astype(np.int64))

    found = overlap_selection(table)

    assert found.p_value < 1e-3
    assert not found.chosen


def test_with_one_number_of_answers_there_is_nothing_to_tell() -> None:
    table = LongTable.of(np.repeat(np.arange(50), 2), np.tile([0, 1], 50), np.arange(100) % 2)

    found = overlap_selection(table)

    assert (found.chosen, found.p_value) == (False, 1.0)
    assert "too few items" in found.why


def test_the_order_must_fit_the_table() -> None:
    one = np.zeros(1, dtype=np.int64)

    with pytest.raises(CallError, match="one rank a row"):
        overlap_selection(LongTable.of(one, one, one), np.zeros(2, dtype=np.int64))


@pytest.mark.real
@pytest.mark.parametrize("name", ["speechocean762", "multidogo_airline"])
def test_batches_of_four_and_five_and_missing_rounds_are_not_flagged(real_data: Path, name: str) -> None:
    with (real_data / name / "annotations.csv").open(newline="", encoding="utf-8") as file:
        rows = [(r["task"], r["item_id"], r["annotator_id"], r["label"]) for r in csv.DictReader(file)]
    for task in sorted({row[0] for row in rows}):
        mine = [row[1:] for row in rows if row[0] == task]
        columns = [np.unique(np.array(column), return_inverse=True)[1] for column in zip(*mine, strict=True)]

        assert not overlap_selection(LongTable.of(*columns)).chosen
