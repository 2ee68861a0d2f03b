"""Intervals hold the truth as often as they say, on crowds that are not the model they were made from.

The truth is the measure on a very large sample of the same crowd: the same annotators, ever more items.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pytest

from earmark.model import Estimate
from earmark.quality.agreement import (
    cohen_kappa,
    krippendorff_alpha,
    percent_agreement,
    specific_agreement,
    with_others,
)
from earmark.quality.long_table import Codes, LongTable
from earmark.quality.resampling import Interval

REPETITIONS = 400
QUICK = Interval(resamples=600)


@dataclass(frozen=True)
class Crowd:
    """Dawid-Skene annotators, each with a confusion of their own, on items that differ in difficulty.

    A conversation has a mood: its items share one truth and one difficulty more often than not.
    """

    annotators: int = 6
    answers: int = 3
    shares: tuple[float, ...] = (0.55, 0.3, 0.15)
    skill: tuple[float, float] = (6.0, 2.0)
    hardness: tuple[float, float] = (1.0, 3.0)
    conversation: int = 1
    confusion: np.ndarray = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rng, labels = np.random.default_rng(99), len(self.shares)
        skill = rng.beta(*self.skill, size=(self.annotators, labels, 1))
        wrong = rng.dirichlet(np.ones(labels), size=(self.annotators, labels))
        object.__setattr__(self, "confusion", skill * np.eye(labels) + (1 - skill) * wrong)

    def table(self, items: int, rng: np.random.Generator) -> tuple[LongTable, Codes]:
        labels = len(self.shares)
        talk = np.arange(items) // self.conversation
        moody = rng.random(items) < (0.7 if self.conversation > 1 else 0.0)
        truth = np.where(
            moody, rng.choice(labels, items, p=self.shares)[talk], rng.choice(labels, items, p=self.shares)
        )
        hard = np.where(moody, rng.beta(*self.hardness, items)[talk], rng.beta(*self.hardness, items))
        who = rng.random((items, self.annotators)).argsort(axis=1)[:, : self.answers]
        right = self.confusion[who, truth[:, None]]
        chances = (1 - hard[:, None, None]) * right + hard[:, None, None] * np.array(self.shares)
        label = (rng.random((items, self.answers, 1)) > chances.cumsum(axis=2)).sum(axis=2)
        label = np.minimum(label, labels - 1)
        table = LongTable.of(
            np.repeat(np.arange(items), self.answers),
            who.ravel(),
            label.ravel(),
            items=items,
            annotators=self.annotators,
            labels=labels,
        )
        return table, talk.astype(np.int32)


def ordinal(table: LongTable, clusters: Codes | None, interval: Interval) -> Estimate:
    return krippendorff_alpha(table, scale="ordinal", clusters=clusters, interval=interval)


def numeric(table: LongTable, clusters: Codes | None, interval: Interval) -> Estimate:
    values = np.array([1.0, 2.0, 5.0])
    return krippendorff_alpha(table, scale="interval", values=values, clusters=clusters, interval=interval)


def nominal(table: LongTable, clusters: Codes | None, interval: Interval) -> Estimate:
    return krippendorff_alpha(table, clusters=clusters, interval=interval)


def percent(table: LongTable, clusters: Codes | None, interval: Interval) -> Estimate:
    return percent_agreement(table, clusters=clusters, interval=interval)


def specific(table: LongTable, clusters: Codes | None, interval: Interval) -> Estimate:
    return specific_agreement(table, 2, clusters=clusters, interval=interval)


def kappa(table: LongTable, clusters: Codes | None, interval: Interval) -> Estimate:
    return cohen_kappa(table, 0, 1, clusters=clusters, interval=interval)


def others(table: LongTable, clusters: Codes | None, interval: Interval) -> Estimate:
    return with_others(table, clusters=clusters, level=interval.level)[0].kappa


def agreeing(table: LongTable, clusters: Codes | None, interval: Interval) -> Estimate:
    return with_others(table, clusters=clusters, level=interval.level)[0].agreement


Asked = Callable[[LongTable, Codes | None, Interval], Estimate]


@cache
def large_sample(crowd: Crowd, measure: Asked) -> float:
    table, _ = crowd.table(300_000, np.random.default_rng(8))
    found = measure(table, None, Interval(resamples=100)).value
    assert found is not None
    return found


def coverage(crowd: Crowd, measure: Asked, items: int) -> float:
    """Return the share of intervals that hold the truth; where nothing is claimed, nothing is wrong."""
    rng, truth = np.random.default_rng(7), large_sample(crowd, measure)
    held = 0
    for _ in range(REPETITIONS):
        table, talk = crowd.table(items, rng)
        found = measure(table, talk if crowd.conversation > 1 else None, QUICK)
        held += found.low is None or found.high is None or found.low <= truth <= found.high
    return held / REPETITIONS


THREE = Crowd()
PAIR = Crowd(annotators=2, answers=2)
TALK = Crowd(conversation=5)
RARE = Crowd(shares=(0.9, 0.08, 0.02))
NEAR_PERFECT = Crowd(annotators=2, answers=2, skill=(60.0, 1.0), hardness=(1.0, 40.0))


@pytest.mark.full
@pytest.mark.parametrize("items", [30, 100, 500])
@pytest.mark.parametrize("crowd", [THREE, PAIR, TALK], ids=["three", "pair", "talk"])
def test_nineteen_of_twenty_intervals_of_alpha_hold_the_truth(crowd: Crowd, items: int) -> None:
    held = coverage(crowd, nominal, items)

    assert 0.92 <= held <= 0.98


@pytest.mark.full
@pytest.mark.parametrize("items", [30, 100, 500])
@pytest.mark.parametrize("crowd", [RARE, NEAR_PERFECT], ids=["rare", "near-perfect"])
def test_a_rare_label_or_a_rare_mistake_does_not_make_alpha_sure_of_itself(crowd: Crowd, items: int) -> None:
    held = coverage(crowd, nominal, items)

    assert held >= 0.90


@pytest.mark.full
@pytest.mark.parametrize("items", [30, 100])
@pytest.mark.parametrize("crowd", [THREE, PAIR, TALK], ids=["three", "pair", "talk"])
@pytest.mark.parametrize("measure", [ordinal, percent, specific])
def test_intervals_of_other_resampled_measures_hold_the_truth(
    crowd: Crowd, measure: Asked, items: int
) -> None:
    held = coverage(crowd, measure, items)

    assert held >= 0.88


@pytest.mark.full
@pytest.mark.parametrize(("items", "least"), [(30, 0.84), (100, 0.90), (500, 0.92)])
@pytest.mark.parametrize("crowd", [THREE, PAIR, TALK], ids=["three", "pair", "talk"])
def test_on_a_skewed_interval_scale_few_items_fall_short_and_many_do_not(
    crowd: Crowd, items: int, least: float
) -> None:
    held = coverage(crowd, numeric, items)

    assert held >= least


@pytest.mark.full
@pytest.mark.parametrize("items", [30, 100, 500])
@pytest.mark.parametrize("crowd", [THREE, PAIR, TALK, RARE], ids=["three", "pair", "talk", "rare"])
@pytest.mark.parametrize("measure", [kappa, others, agreeing])
def test_analytic_intervals_hold_the_truth(crowd: Crowd, measure: Asked, items: int) -> None:
    held = coverage(crowd, measure, items)

    assert held >= 0.88
