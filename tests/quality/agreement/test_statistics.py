"""Every measure that is a function of sums: its derivatives, its unseen units, and what leaving an annotator out does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from earmark.model import Estimate
from earmark.quality import agreement, resampling
from earmark.quality.agreement.annotators import without_each
from earmark.quality.discovery import as_spans, measures_in
from earmark.quality.laws import Measure
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval, Statistic
from earmark.quality.sums import UnitSums

QUICK = Interval(resamples=100)
LIKE_THESE = Interval(resamples=100, over="annotators")


def of_model(model: Any) -> Measure:
    """Return the intraclass correlation of a model, as a measure."""
    return lambda table: agreement.intraclass_correlation(table, np.arange(1.0, 5.0), model, interval=QUICK)


MEASURES: dict[str, Measure] = {
    **measures_in(agreement, QUICK),
    **{f"intraclass_correlation {model}": of_model(model) for model in ("1,1", "3,1", "1,k", "2,k", "3,k")},
    "unitized_alpha without labels": lambda table: agreement.unitized_alpha(
        as_spans(table), labelled=False, interval=QUICK
    ),
}
ANALYTIC = {"cohen_kappa", "self_kappa"}


def crowd(seed: int = 0, items: int = 60, people: int = 4) -> LongTable:
    rng = np.random.default_rng(seed)
    truth = np.repeat(rng.integers(0, 4, items), people)
    label = np.where(rng.random(items * people) < 0.6, truth, rng.integers(0, 4, items * people))
    keep = rng.random(items * people) < 0.8
    item, annotator = np.repeat(np.arange(items), people), np.tile(np.arange(people), items)
    return LongTable.of(item[keep], annotator[keep], label[keep], items=items, annotators=people, labels=4)


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[UnitSums, Statistic]]:
    """Return what a measure sums and the statistic it takes of the sums."""
    kept: list[Any] = []
    original = resampling._Pull.of

    def keeping(patterns: UnitSums, multiplicity: Any, statistic: Statistic, totals: Any) -> Any:
        kept.append((totals, statistic))
        return original(patterns, multiplicity, statistic, totals)

    monkeypatch.setattr(resampling._Pull, "of", keeping)

    def prepare(name: str) -> Any:
        kept.clear()
        MEASURES[name](crowd())
        return kept[0]

    return prepare


@pytest.mark.parametrize("name", sorted(set(MEASURES) - ANALYTIC))
def test_gradients_are_derivatives(name: str, prepared: Any) -> None:
    totals, statistic = prepared(name)
    mine = totals[statistic.columns]
    steps = 1e-5 * np.maximum(mine, 1.0)
    shifts = np.diag(steps)
    numeric = (statistic.of(mine + shifts) - statistic.of(mine - shifts)) / (2 * steps)

    assert statistic.gradient(mine) == pytest.approx(numeric, abs=1e-5)


@pytest.mark.parametrize("name", sorted(set(MEASURES) - ANALYTIC))
def test_the_unseen_unit_lifts_or_lowers_the_value(name: str, prepared: Any) -> None:
    totals, statistic = prepared(name)
    mine = totals[statistic.columns]
    best, worst = statistic.unseen(statistic.gradient(mine))
    value, high, low = statistic.of(np.stack((mine, mine + 0.1 * best, mine + 0.1 * worst)))

    assert low < value < high


@pytest.mark.parametrize(
    "name",
    ["krippendorff_alpha", "percent_agreement", "fleiss_kappa", "weighted_beta", "intraclass_correlation"],
)
def test_the_error_over_annotators_is_that_of_leaving_each_out(name: str) -> None:
    table = crowd(1, 400, 6)
    measure = measures_in(agreement, Interval(resamples=4000))[name]
    values = np.array([measure(table.rows(table.annotator != one)).value for one in range(6)], dtype=float)
    error = float(np.sqrt(5 / 6 * ((values - values.mean()) ** 2).sum()))
    found = measures_in(agreement, LIKE_THESE)[name](table)
    items = measure(table)

    width = ((found.high or 0) - (found.low or 0)) / 2 / 2.5706  # Student's t with 5 degrees of freedom
    assert width == pytest.approx(max(error, ((items.high or 0) - (items.low or 0)) / 3.92), rel=0.1)


def test_an_item_without_one_answer_holds_the_others() -> None:
    table = crowd(2, 5)
    rest, full = without_each(table), without_each(table, with_it=True)

    assert (full.per_item - rest.per_item == 1).all()
    assert len(full.per_item) == len(table)


def test_one_annotator_whom_all_overlap_with_cannot_be_left_out() -> None:
    item, annotator = np.repeat(np.arange(30), 2), np.tile([0, 1], 30)
    annotator[1::2] = 1 + np.arange(30) % 3
    found: Estimate = agreement.krippendorff_alpha(
        LongTable.of(item, annotator, np.arange(60) % 3), interval=LIKE_THESE
    )

    assert found.undefined == "without one of the annotators nothing is left to compare"
