"""Fleiss' kappa and Gwet's AC1 keep the laws, and differ where one label is very frequent."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.quality.agreement import fleiss_kappa, gwet_ac1, percent_agreement
from earmark.quality.laws import LAWS, Law, Measure
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval

MEASURES = {"fleiss_kappa": fleiss_kappa, "gwet_ac1": gwet_ac1}


def crowd(items: int = 60, annotators: int = 4, labels: int = 3, seed: int = 0) -> LongTable:
    rng = np.random.default_rng(seed)
    item, annotator = np.repeat(np.arange(items), annotators), np.tile(np.arange(annotators), items)
    truth = rng.integers(0, labels, items)[item]
    label = np.where(rng.random(len(item)) < 0.7, truth, rng.integers(0, labels, len(item)))
    keep = rng.random(len(item)) < 0.8
    return LongTable.of(
        item[keep], annotator[keep], label[keep], items=items, annotators=annotators, labels=labels
    )


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_the_laws_hold(law: Law, measure: Measure) -> None:
    assert law(measure, crowd()) is None


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_the_influence_is_the_derivative(measure: Measure) -> None:
    table, other = crowd(400, seed=1), crowd(400, seed=2)

    one, two = measure(table), measure(other)

    assert one.low is not None
    assert two.low is not None
    assert (one.value or 0) - one.low == pytest.approx((two.value or 0) - two.low, rel=0.4)


def test_a_label_nearly_everybody_gives_does_not_push_chance_agreement_of_ac1_up() -> None:
    rng = np.random.default_rng(4)
    label = (rng.random(400) < 0.04).astype(np.int64)
    table = LongTable.of(np.repeat(np.arange(200), 2), np.tile([0, 1], 200), label)
    agreed = percent_agreement(table).value or 0

    assert (fleiss_kappa(table).value or 0) < 0.1
    assert (gwet_ac1(table).value or 0) > agreed - 0.1


def test_more_resamples_change_the_interval_little() -> None:
    few, many = (gwet_ac1(crowd(200), interval=Interval(resamples=count)) for count in (500, 4000))

    assert few.low == pytest.approx(many.low, abs=0.02)
    assert few.high == pytest.approx(many.high, abs=0.02)
