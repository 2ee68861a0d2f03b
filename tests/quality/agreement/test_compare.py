"""The difference of two groups has an interval that holds the true difference as often as it says."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.agreement import krippendorff_alpha, percent_agreement
from earmark.quality.agreement.compare import difference, prevalence_apart
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval


def crowd(
    items: int, right: float, rng: np.random.Generator, shares: tuple[float, ...] = (0.5, 0.3, 0.2)
) -> LongTable:
    """Return answers of three annotators, wrong together on some items: not the model of any measure."""
    truth = rng.choice(len(shares), items, p=shares)
    trap = rng.integers(0, len(shares), items)
    sure = np.where(rng.random(items) < 0.1, 0.4, right)
    item, annotator = np.repeat(np.arange(items), 3), np.tile(np.arange(3), items)
    label = np.where(rng.random(3 * items) < sure[item], truth[item], trap[item])
    return LongTable.of(item, annotator, label, items=items, annotators=3, labels=len(shares))


def test_swapping_the_groups_turns_the_interval_round() -> None:
    rng = np.random.default_rng(0)
    one, other = percent_agreement(crowd(80, 0.9, rng)), percent_agreement(crowd(60, 0.7, rng))

    there, back = difference(one, other), difference(other, one)

    assert there.value == pytest.approx(-(back.value or 0))
    assert there.low == pytest.approx(-(back.high or 0))


def test_the_same_group_differs_from_itself_by_nothing() -> None:
    estimate = percent_agreement(crowd(80, 0.9, np.random.default_rng(0)))

    assert difference(estimate, estimate).value == 0


def test_what_is_undefined_stays_undefined_with_its_reason() -> None:
    known = Estimate(0.5, 0.4, 0.6, n=10, measure="m/1")
    missing = Estimate.missing("one annotator only", n=0, over="items", measure="m/1")

    assert difference(known, missing).undefined == "one annotator only"
    assert difference(missing, known).undefined == "one annotator only"


def test_different_measures_have_no_difference() -> None:
    one = Estimate(0.5, 0.4, 0.6, n=10, measure="m/1")

    with pytest.raises(CallError, match="one measure, level and unit"):
        difference(one, Estimate(0.5, 0.4, 0.6, n=10, measure="other/1"))


def test_prevalence_is_apart_by_the_share_that_would_have_to_move() -> None:
    rng = np.random.default_rng(1)
    one, other = crowd(4000, 1.0, rng, (0.5, 0.3, 0.2)), crowd(4000, 1.0, rng, (0.2, 0.3, 0.5))

    assert prevalence_apart(one, other) == pytest.approx(0.3 * 0.95, abs=0.04)
    assert prevalence_apart(one, one) == 0


@pytest.mark.full
@pytest.mark.parametrize("measure", [krippendorff_alpha, percent_agreement])
@pytest.mark.parametrize(("first", "second"), [(40, 60), (150, 80)])
def test_the_interval_holds_the_true_difference(measure: object, first: int, second: int) -> None:
    assert callable(measure)
    rng = np.random.default_rng(first)
    quick = Interval(resamples=400)
    truth = difference(
        measure(crowd(60_000, 0.9, rng), interval=quick), measure(crowd(60_000, 0.7, rng), interval=quick)
    ).value
    assert truth is not None

    held, runs = 0, 300
    for _ in range(runs):
        found = difference(
            measure(crowd(first, 0.9, rng), interval=quick), measure(crowd(second, 0.7, rng), interval=quick)
        )
        held += (found.low or 0) <= truth <= (found.high or 0)

    assert 0.915 <= held / runs <= 0.985
