"""Lots: a bad one is accepted no more often than agreed, however one looks; a good one soon."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality.sequential import Lot, accept_evidence, confidence_sequence, reject_evidence

GOOD = np.array([0.02, 0.02, 0.002, 0.035])
LOT = Lot.tolerating(2000, 0.05)
LOG_20 = float(np.log(20))


def drawn(wrong: int, rng: np.random.Generator, size: int = 2000, clustered: bool = False) -> np.ndarray:
    lot = np.zeros(size, dtype=bool)
    lot[:wrong] = True
    return lot if clustered else rng.permutation(lot)


def first(evidence: np.ndarray) -> int | None:
    hits = np.flatnonzero(evidence >= LOG_20)
    return int(hits[0]) + 1 if len(hits) else None


@pytest.mark.parametrize("over", [0, 20, 200])
def test_a_bad_lot_is_accepted_in_one_of_twenty_cases_at_most(over: int) -> None:
    rng = np.random.default_rng(over)
    runs = 1500

    accepted = sum(
        first(accept_evidence(drawn(LOT.limit + over, rng), LOT, GOOD)) is not None for _ in range(runs)
    )

    assert accepted / runs <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / runs)


def test_a_good_lot_is_rejected_in_one_of_twenty_cases_at_most() -> None:
    rng = np.random.default_rng(1)
    runs = 1500

    rejected = sum(
        first(reject_evidence(drawn(LOT.limit - 1, rng), LOT, np.array([0.08, 0.12]))) is not None
        for _ in range(runs)
    )

    assert rejected / runs <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / runs)


def test_a_very_good_lot_is_accepted_after_a_fifth_of_a_fixed_plan() -> None:
    rng = np.random.default_rng(2)
    needed = [first(accept_evidence(drawn(10, rng), LOT, GOOD)) for _ in range(300)]

    assert None not in needed
    assert np.mean([one or 0 for one in needed]) < 150  # a fixed plan with the same risks looks at some 350


def test_under_exactly_the_limit_the_mean_is_one_at_any_time() -> None:
    rng = np.random.default_rng(3)
    lot = Lot(60, 6)
    ends = [np.exp(accept_evidence(drawn(6, rng, 60)[:20], lot, np.array([0.05]))[-1]) for _ in range(8000)]

    assert np.mean(ends) == pytest.approx(1, abs=0.03)


def test_once_the_limit_is_seen_wrong_there_is_no_evidence_left() -> None:
    evidence = accept_evidence(
        drawn(8, np.random.default_rng(0), 100, clustered=True), Lot(100, 5), np.array([0.01])
    )

    assert np.isneginf(evidence[-1])


def test_more_items_than_the_lot_holds_are_refused() -> None:
    with pytest.raises(CallError, match="of a lot of 10"):
        accept_evidence(np.zeros(11, dtype=bool), Lot(10, 1), np.array([0.0]))
    with pytest.raises(CallError, match="judged against"):
        Lot(10, 0)


@pytest.mark.parametrize("kind", ["rare", "uniform", "lumpy"])
def test_all_intervals_of_a_sequence_hold_the_mean_together(kind: str) -> None:
    rng = np.random.default_rng(7)
    missed, runs = 0, 300
    for _ in range(runs):
        if kind == "rare":
            values, mean = (rng.random(300) < 0.03).astype(float), 0.03
        elif kind == "uniform":
            values, mean = rng.random(300), 0.5
        else:
            values, mean = rng.beta(0.2, 0.6, 300), 0.25
        low, high = confidence_sequence(values)
        missed += bool(((low > mean) | (high < mean)).any())

    assert missed / runs <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / runs)


def test_a_sequence_only_ever_narrows() -> None:
    low, high = confidence_sequence(np.random.default_rng(8).random(500))

    assert (np.diff(low) >= 0).all()
    assert (np.diff(high) <= 0).all()
    assert high[-1] - low[-1] < 0.15


def test_values_outside_zero_and_one_are_refused() -> None:
    with pytest.raises(CallError, match="between 0 and 1"):
        confidence_sequence(np.array([0.5, 1.5]))
