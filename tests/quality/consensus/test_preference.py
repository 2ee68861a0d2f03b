"""Comparisons of two: strengths, ties, the order shown, and annotators' reliability."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality.consensus import Comparisons, preference
from earmark.quality.consensus.davidson import Davidson
from earmark.quality.consensus.preference import FIRST, TIE


def compared(
    seed: int, *, size: int = 6, annotators: int = 5, n: int = 400, order: float = 0.0, tie: float = 0.5
) -> tuple[Comparisons, Any, Any]:
    """Return comparisons, and the true strengths and reliabilities."""
    rng = np.random.default_rng(seed)
    strength, reliable = rng.normal(0, 1, size), np.exp(rng.normal(0, 0.5, annotators))
    strength -= strength.mean()
    first = rng.integers(0, size, n)
    second = (first + rng.integers(1, size, n)) % size
    who = rng.integers(0, annotators, n)
    d = reliable[who] * (strength[first] - strength[second]) + order
    weight = np.stack([np.exp(d / 2), np.exp(-d / 2), np.full(n, tie)], axis=1)
    chance = weight / weight.sum(axis=1, keepdims=True)
    outcome = (chance.cumsum(axis=1) < rng.random(n)[:, None]).sum(axis=1).clip(0, 2)
    return Comparisons(first, second, outcome, who, size, annotators), strength, reliable


def strengths(found: Any) -> Any:
    return np.array([one.value for one in found.strength])


def by_zermelo(comparisons: Comparisons, rounds: int = 20_000) -> Any:
    """Return the maximum of the likelihood without ties by Hunter's minorisation (doi:10.1214/aos/1079120141)."""
    size = comparisons.compared
    wins = np.zeros((size, size))
    won = comparisons.outcome == FIRST
    np.add.at(wins, (comparisons.first[won], comparisons.second[won]), 1.0)
    np.add.at(wins, (comparisons.second[~won], comparisons.first[~won]), 1.0)
    worth = np.ones(size)
    for _ in range(rounds):
        worth = wins.sum(axis=1) / ((wins + wins.T) / (worth[:, None] + worth[None, :])).sum(axis=1)
        worth /= np.exp(np.log(worth).mean())
    return np.log(worth)


@pytest.mark.parametrize("seed", range(3))
def test_without_ties_and_priors_it_is_the_maximum_of_bradley_and_terry(seed: int) -> None:
    comparisons, _, _ = compared(seed, tie=0.0)

    found = preference(comparisons, prior=0.0, reliability=False, order=False)

    assert strengths(found) == pytest.approx(by_zermelo(comparisons), abs=1e-6)


def test_of_two_the_log_odds_are_those_of_their_wins() -> None:
    outcome = np.array([0] * 30 + [1] * 10 + [2] * 8)
    zero = np.zeros(48, dtype=np.int64)

    found = preference(Comparisons(zero, zero + 1, outcome, zero, 2, 1), prior=0.0, order=False)

    # Davidson's maximum for one pair fits all three shares: 30 : 10 : 8.
    assert strengths(found) == pytest.approx([np.log(3) / 2, -np.log(3) / 2], abs=1e-6)
    assert found.tie.value == pytest.approx((8 / np.sqrt(300)) / (2 + 8 / np.sqrt(300)), abs=1e-6)


@pytest.mark.full
def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    held, reliable_held = [], []
    for seed in range(50):
        comparisons, strength, reliable = compared(seed, size=8, annotators=6, n=600, order=0.3)
        found = preference(comparisons)
        held += [one.low <= x <= one.high for one, x in zip(found.strength, strength, strict=True)]
        reliable_held += [
            one.low <= x <= one.high for one, x in zip(found.reliability, reliable, strict=True)
        ]

    assert 0.92 <= np.mean(held) <= 0.99
    assert np.mean(reliable_held) >= 0.93


def test_the_slope_is_that_of_the_loss() -> None:
    comparisons, _, _ = compared(1, size=4, annotators=3, n=30)
    model = Davidson(
        comparisons.first,
        comparisons.second,
        comparisons.outcome,
        comparisons.annotator,
        4,
        3,
        prior=0.1,
        reliability=True,
        order=True,
        ties=True,
    )
    at = np.random.default_rng(0).normal(0, 0.5, model.size)

    _, slope = model.loss(at)

    step = 1e-6 * np.eye(model.size)
    assert slope == pytest.approx(
        [(model.loss(at + one)[0] - model.loss(at - one)[0]) / 2e-6 for one in step], abs=1e-6
    )


def test_showing_the_pairs_the_other_way_round_changes_the_sign_of_the_order_only() -> None:
    comparisons, _, _ = compared(4, order=0.8)
    turned = Comparisons(
        comparisons.second,
        comparisons.first,
        np.array([1, 0, 2])[comparisons.outcome],
        comparisons.annotator,
        6,
        5,
    )

    one, two = preference(comparisons), preference(turned)

    assert strengths(two) == pytest.approx(strengths(one), abs=1e-5)
    assert two.order.value == pytest.approx(-(one.order.value or 0.0), abs=1e-5)
    assert one.order.low is not None
    assert one.order.low > 0


def test_renaming_and_the_order_of_rows_change_nothing() -> None:
    comparisons, _, _ = compared(5)
    rng = np.random.default_rng(0)
    name, who, rows = rng.permutation(6), rng.permutation(5), rng.permutation(400)
    renamed = Comparisons(
        name[comparisons.first[rows]],
        name[comparisons.second[rows]],
        comparisons.outcome[rows],
        who[comparisons.annotator[rows]],
        6,
        5,
    )

    assert strengths(preference(renamed))[name] == pytest.approx(strengths(preference(comparisons)), abs=1e-5)


def test_an_annotator_who_tosses_a_coin_counts_for_less() -> None:
    comparisons, strength, _ = compared(6, annotators=4, n=800, tie=0.0)
    toss = np.random.default_rng(0).integers(0, 2, 800)
    outcome = np.where(comparisons.annotator == 0, toss, comparisons.outcome)
    tossed = Comparisons(comparisons.first, comparisons.second, outcome, comparisons.annotator, 6, 4)

    found = preference(tossed)

    assert min(range(4), key=lambda a: found.reliability[a].value or 0.0) == 0
    assert np.argmax(strengths(found)) == np.argmax(strength)


def test_always_winning_is_finite_and_being_alone_is_undefined() -> None:
    zero = np.zeros(20, dtype=np.int64)

    found = preference(Comparisons(zero, zero + 1, zero, zero, 3, 2))

    assert found.strength[0].value is not None
    assert 0 < found.strength[0].value < 10
    assert found.strength[2].undefined == "never compared"
    assert found.reliability[0].undefined == "one annotator only"
    assert found.tie.undefined == "no tie was given"
    assert found.preferred(0, 2).undefined == "they were never compared, not even by way of others"
    assert (found.preferred(0, 1).value or 0) > 0.8


def test_groups_never_compared_are_told() -> None:
    first, second = np.array([0, 0, 2, 2]), np.array([1, 1, 3, 3])
    zero = np.zeros(4, dtype=np.int64)

    found = preference(Comparisons(first, second, np.array([0, 1, 0, 0]), zero, 4, 1))

    assert found.groups.tolist() == [0, 0, 1, 1]
    assert "Not all were compared with each other" in found.why
    assert not found.preferred(0, 2).defined


def test_no_comparisons_give_nothing() -> None:
    none = np.zeros(0, dtype=np.int64)

    found = preference(Comparisons(none, none, none, none, 2, 1))

    assert [one.undefined for one in found.strength] == ["no comparisons"] * 2


@pytest.mark.parametrize(
    ("first", "outcome", "says"), [(0, 0, "itself"), (1, 5, "an outcome must be")], ids=["same", "outcome"]
)
def test_a_wrong_comparison_is_refused(first: int, outcome: int, says: str) -> None:
    with pytest.raises(CallError, match=says):
        preference(Comparisons(np.array([first]), np.array([0]), np.array([outcome]), np.array([0]), 2, 1))
    assert TIE == 2
