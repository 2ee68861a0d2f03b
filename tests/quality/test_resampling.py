"""The bootstrap is exact, reproducible, and for many units the same as the influence function."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality import resampling
from earmark.quality.agreement import krippendorff_alpha, percent_agreement
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.agreement.labels import _LabelAlpha, _Specific, label_sums
from earmark.quality.agreement.nominal import NominalAlpha, nominal_sums
from earmark.quality.agreement.numeric import NumericAlpha, numeric_sums
from earmark.quality.agreement.ordinal import OrdinalAlpha, ordinal_sums
from earmark.quality.agreement.shares import Share, percent_sums, share_sums
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import UNSEEN, Interval, Statistic, drawn_sums, estimate
from earmark.quality.sums import UnitSums


def crowd(items: int, seed: int = 0, labels: int = 3) -> LongTable:
    rng = np.random.default_rng(seed)
    truth = np.repeat(rng.integers(0, labels, items), 3)
    label = np.where(rng.random(3 * items) < 0.7, truth, rng.integers(0, labels, 3 * items))
    return LongTable.of(np.repeat(np.arange(items), 3), np.tile([0, 1, 2], items), label)


def prepared(table: LongTable) -> list[tuple[UnitSums, Statistic]]:
    counts = ItemCounts.of(table)
    ordinal, by_label = ordinal_sums(counts, 3), label_sums(counts, np.arange(3))
    return [
        (nominal_sums(counts), NominalAlpha(1.5, 0, 3.0)),
        (ordinal, OrdinalAlpha.over(ordinal, 3, 1.5, 0, 3.0)),
        (numeric_sums(counts, np.array([-1.0, 0.2, 1.0])), NumericAlpha(1.5, 0, 3.0, (-1.0, 1.0))),
        (percent_sums(counts), Share("percent_agreement/1")),
        (by_label, _Specific(3, 20, 3.0)),
        (by_label, _LabelAlpha(3, 20, 1.5, 0, 3.0)),
    ]


@pytest.mark.parametrize("which", range(6))
def test_gradients_are_derivatives(which: int) -> None:
    sums, statistic = prepared(crowd(50))[which]
    totals = sums.totals[statistic.columns]
    steps = 1e-5 * np.maximum(totals, 1.0)
    shifts = np.diag(steps)
    numeric = (statistic.of(totals + shifts) - statistic.of(totals - shifts)) / (2 * steps)

    assert statistic.gradient(totals) == pytest.approx(numeric, abs=1e-6)


def test_the_interval_is_that_of_resampling_items_one_by_one() -> None:
    table = crowd(200)
    found = krippendorff_alpha(table, interval=Interval(resamples=4000))
    rng = np.random.default_rng(1)
    values = []
    for _ in range(1500):
        drawn = rng.integers(0, 200, 200)
        rows = (drawn[:, None] * 3 + np.arange(3)).ravel()
        again = LongTable.of(np.repeat(np.arange(200), 3), np.tile([0, 1, 2], 200), table.label[rows])
        sums = nominal_sums(ItemCounts.of(again))
        values.append(NominalAlpha(1.5, 0, 3.0).of(sums.totals[None, :])[0])

    assert found.low == pytest.approx(np.quantile(values, 0.025), abs=0.015)
    assert found.high == pytest.approx(np.quantile(values, 0.975), abs=0.015)


@pytest.mark.parametrize("which", range(6))
def test_bootstrap_and_influence_agree_on_many_items(which: int, monkeypatch: pytest.MonkeyPatch) -> None:
    sums, statistic = prepared(crowd(4000))[which]
    drawn = estimate(sums, statistic)
    monkeypatch.setattr(resampling, "_MOST_DRAWS", 0)
    analytic = estimate(sums, statistic)

    assert drawn.value == analytic.value
    assert drawn.low is not None
    assert drawn.high is not None
    width = drawn.high - drawn.low
    if statistic.units is None:  # a made-up number of units widens the analytic interval only
        assert analytic.low == pytest.approx(drawn.low, abs=0.1 * width)
        assert analytic.high == pytest.approx(drawn.high, abs=0.1 * width)


def test_units_that_are_alike_weigh_as_much_as_units_one_by_one() -> None:
    shared = UnitSums.of(np.arange(3), np.zeros(3, int), np.ones(3), keys=np.arange(1))
    times = np.array([300, 60, 40])
    draws = list(drawn_sums(shared, times, Interval(resamples=6000)))
    mass = np.concatenate([draw.mass for draw in draws])
    unseen = np.concatenate([draw.unseen for draw in draws])

    assert mass.mean() == pytest.approx(400, rel=0.01)
    assert mass.var() == pytest.approx(400, rel=0.1)  # of so many independent exponentials
    assert unseen.mean() == pytest.approx(UNSEEN, rel=0.1)


@pytest.mark.parametrize("which", range(6))
def test_the_unseen_unit_moves_the_value_the_way_its_name_says(which: int) -> None:
    sums, statistic = prepared(crowd(50))[which]
    totals = sums.totals[statistic.columns]
    slope = statistic.gradient(totals)
    best, worst = statistic.unseen(slope)
    value, high, low = statistic.of(np.stack((totals, totals + best, totals + worst)))

    assert low < value < high


def test_the_interval_of_a_share_lies_within_that_of_clopper_and_pearson() -> None:
    from scipy.stats import beta

    for equal in (1, 5, 17, 29):
        share = np.repeat([1.0, 0.0], [equal, 30 - equal])
        found = estimate(share_sums(np.arange(30), share), Share("share/1"), Interval(resamples=20_000))
        exact = beta.ppf(0.025, equal, 31 - equal), beta.ppf(0.975, equal + 1, 30 - equal)
        plain = beta.ppf(0.025, equal, 30 - equal), beta.ppf(0.975, equal, 30 - equal)

        assert exact[0] - 0.01 < (found.low or 0) < plain[0] + 0.01
        assert plain[1] - 0.01 < (found.high or 0) < exact[1] + 0.01


def test_chunks_do_not_change_the_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    table = crowd(300)
    whole = krippendorff_alpha(table)
    monkeypatch.setattr(resampling, "_CHUNK_CELLS", 1000)

    assert krippendorff_alpha(table) == whole


def test_the_seed_is_all_that_is_random() -> None:
    table = crowd(300)

    assert percent_agreement(table) == percent_agreement(table)
    assert percent_agreement(table) != percent_agreement(table, interval=Interval(seed=1))


def test_more_certainty_takes_a_wider_interval() -> None:
    table = crowd(300)
    found = [percent_agreement(table, interval=Interval(level=level)) for level in (0.8, 0.95, 0.99)]
    widths = [(one.high or 0.0) - (one.low or 0.0) for one in found]

    assert widths == sorted(widths)
    assert [one.level for one in found] == [0.8, 0.95, 0.99]


@pytest.mark.parametrize("wrong", [{"level": 1.0}, {"level": 0.0}, {"resamples": 10}, {"seed": -1}])
def test_an_interval_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(CallError, match="found"):
        Interval(**wrong)  # type: ignore[arg-type]  # wrong on purpose
