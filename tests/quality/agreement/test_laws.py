"""All measures of agreement keep the laws."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest

from earmark.quality import laws
from earmark.quality.agreement import (
    by_label,
    cohen_kappa,
    confusions,
    krippendorff_alpha,
    label_alpha,
    percent_agreement,
    specific_agreement,
    with_others,
)
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.agreement.labels import label_sums
from earmark.quality.agreement.nominal import nominal_sums
from earmark.quality.agreement.numeric import numeric_sums, standardised
from earmark.quality.agreement.ordinal import ordinal_sums
from earmark.quality.agreement.shares import percent_sums
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval

QUICK = Interval(resamples=200)
VALUES = np.array([0.0, 1.0, 2.0, 3.0])
NOMINAL = partial(krippendorff_alpha, interval=QUICK)
ORDINAL = partial(krippendorff_alpha, scale="ordinal", interval=QUICK)
NUMERIC = partial(krippendorff_alpha, scale="interval", values=VALUES, interval=QUICK)
MEASURES: dict[str, Any] = {
    "nominal alpha": NOMINAL,
    "ordinal alpha": ORDINAL,
    "interval alpha": NUMERIC,
    "percent agreement": partial(percent_agreement, interval=QUICK),
    "specific agreement": partial(specific_agreement, label=1, interval=QUICK),
    "label alpha": partial(label_alpha, label=1, interval=QUICK),
    "median agreement with others": lambda table: _middle(table, "agreement"),
    "median kappa with others": lambda table: _middle(table, "kappa"),
}


def _middle(table: LongTable, what: str) -> Any:
    found = sorted((getattr(one, what) for one in with_others(table)), key=lambda one: one.value or -2.0)
    return found[len(found) // 2] if found else percent_agreement(table)


def crowd(seed: int, items: int = 40, annotators: int = 5, missing: float = 0.4) -> LongTable:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, items)
    grid = np.where(
        rng.random((items, annotators)) < 0.6, truth[:, None], rng.integers(0, 4, (items, annotators))
    )
    item, annotator = np.nonzero(rng.random((items, annotators)) >= missing)
    return LongTable.of(item, annotator, grid[item, annotator], items=items, annotators=annotators, labels=4)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("law", laws.LAWS.values(), ids=laws.LAWS.keys())
@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_keeps_every_law(name: str, law: laws.Law, seed: int) -> None:
    assert law(MEASURES[name], crowd(seed)) is None


@pytest.mark.parametrize("name", ["nominal alpha", "percent agreement", "median kappa with others"])
def test_labels_names_do_not_matter_where_labels_are_equal_or_not(name: str) -> None:
    assert laws.renaming_labels(MEASURES[name], crowd(3)) is None


@pytest.mark.parametrize("name", ["nominal alpha", "ordinal alpha", "interval alpha"])
def test_a_scale_may_be_read_from_either_end(name: str) -> None:
    assert laws.reversing_labels(MEASURES[name], crowd(4)) is None


@pytest.mark.parametrize("name", MEASURES)
def test_the_same_answers_once_more_say_the_same(name: str) -> None:
    corrected = name.endswith("alpha")

    assert laws.answering_again_on_new_items(MEASURES[name], crowd(5), corrected=corrected) is None


@pytest.mark.parametrize(
    "sums",
    [
        lambda table: nominal_sums(ItemCounts.of(table)),
        lambda table: ordinal_sums(ItemCounts.of(table), table.labels),
        lambda table: numeric_sums(ItemCounts.of(table), standardised(VALUES)),
        lambda table: percent_sums(ItemCounts.of(table)),
        lambda table: label_sums(ItemCounts.of(table), np.arange(table.labels)),
    ],
    ids=["nominal", "ordinal", "interval", "percent", "labels"],
)
def test_shards_merged_are_the_whole(sums: Any) -> None:
    assert laws.shards_merge(sums, crowd(6)) is None


def test_kappa_of_a_pair_is_symmetric() -> None:
    table = crowd(7)

    assert cohen_kappa(table, 0, 1).value == pytest.approx(cohen_kappa(table, 1, 0).value)


def test_kappa_with_the_only_other_annotator_is_cohens_kappa() -> None:
    table = crowd(8, annotators=2, missing=0.1)

    assert with_others(table)[0].kappa.value == pytest.approx(cohen_kappa(table, 0, 1).value)
    assert with_others(table)[0].kappa.low == pytest.approx(cohen_kappa(table, 0, 1).low)


def test_shares_of_disagreement_add_up_to_one() -> None:
    found = confusions(crowd(9), most=100, interval=QUICK)

    assert sum(pair.share.value or 0.0 for pair in found) == pytest.approx(1.0)


def test_nominal_alpha_is_the_mean_of_label_alphas_weighted_by_chance() -> None:
    table = crowd(10, missing=0.0)
    uses = np.bincount(table.label)
    weights = uses * (len(table) - uses)
    each = [one.alpha.value for one in sorted(by_label(table, interval=QUICK), key=lambda one: one.label)]

    assert NOMINAL(table).value == pytest.approx(np.average(np.array(each, dtype=float), weights=weights))


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_that_breaks_a_law_is_told_so(name: str) -> None:
    table = crowd(11)

    def peeking(given: LongTable) -> Any:  # its value depends on who the annotators are
        kept = given.rows(given.annotator != 0)
        return MEASURES[name](kept)

    broken = [law for law in (laws.renaming_annotators,) if law(peeking, table) is not None]
    assert broken
