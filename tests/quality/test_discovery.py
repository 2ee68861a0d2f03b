"""Every measure and every aggregator there is keeps the laws; none has to be listed."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from earmark.model import Estimate
from earmark.quality import agreement, consensus, laws
from earmark.quality.agreement import SpanTable, annotators, unitized_alpha
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.discovery import aggregators_in, as_spans, measures_in
from earmark.quality.laws_of_consensus import AGGREGATOR_LAWS, AggregatorLaw
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval

QUICK = Interval(resamples=200)
MEASURES = measures_in(agreement, QUICK)
AGGREGATORS = aggregators_in(consensus, consensus.Consensus)
OF_TWO = {"cohen_kappa", "weighted_kappa", "scott_pi"}
SHARES = {
    "percent_agreement",
    "specific_agreement",
    "self_agreement",
    "preference_agreement",
    "span_exact",
    "span_overlap",
}
CORRECTED = {"krippendorff_alpha", "distance_alpha", "weighted_alpha", "preference_alpha", "label_alpha"}
# Twice the table doubles the items that the degrees of freedom count, or the spans that chance leaves out.
COUNT_ITEMS = {"intraclass_correlation", "unitized_alpha"}
EQUAL_OR_NOT = {
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "percent_agreement",
    "scott_pi",
}
ORDERED = {
    "distance_alpha",
    "gwet_ac2",
    "intraclass_correlation",
    "weighted_alpha",
    "weighted_beta",
    "weighted_kappa",
}


def crowd(name: str, seed: int, items: int = 40, *, right: float = 0.6) -> LongTable:
    """Return a table with missing answers; of two annotators where the measure compares two."""
    rng = np.random.default_rng(seed)
    people, missing = (2, 0.1) if name in OF_TWO else (5, 0.4)
    truth = rng.integers(0, 4, items)
    label = np.where(rng.random((items, people)) < right, truth[:, None], rng.integers(0, 4, (items, people)))
    item, annotator = np.nonzero(rng.random((items, people)) >= missing)
    return LongTable.of(item, annotator, label[item, annotator], items=items, annotators=people, labels=4)


def test_no_measure_and_no_aggregator_escapes_discovery() -> None:
    assert set(MEASURES) >= OF_TWO | SHARES | CORRECTED | COUNT_ITEMS | EQUAL_OR_NOT | ORDERED
    assert {"majority", "dawid_skene"} <= set(AGGREGATORS)
    for name in agreement.__all__:
        function = getattr(agreement, name)
        if inspect.isfunction(function) and name != "difference":
            gives_one = inspect.signature(function).return_annotation == "Estimate"
            assert gives_one == (name in MEASURES)


def test_a_measure_that_asks_for_something_unknown_is_told_to_the_developer() -> None:
    module = ModuleType("strange")

    def strange(table: LongTable, weather: str, *, interval: Interval) -> Estimate:
        raise AssertionError(table, weather, interval)

    strange.__annotations__["return"] = "Estimate"
    module.__all__ = ["strange"]  # type: ignore[attr-defined]  # a module made here
    module.strange = strange  # type: ignore[attr-defined]  # the same

    with pytest.raises(LookupError, match="strange asks for weather"):
        measures_in(module, QUICK)


@pytest.mark.parametrize("law", laws.LAWS.values(), ids=laws.LAWS)
@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_keeps_every_law(name: str, law: laws.Law) -> None:
    for seed in range(2):
        assert law(MEASURES[name], crowd(name, seed)) is None


@pytest.mark.parametrize("name", sorted(set(MEASURES) - COUNT_ITEMS))
def test_the_same_answers_once_more_say_the_same(name: str) -> None:
    assert (
        laws.answering_again_on_new_items(MEASURES[name], crowd(name, 5), corrected=name in CORRECTED) is None
    )


@pytest.mark.parametrize("name", sorted(COUNT_ITEMS))
def test_the_same_answers_once_more_say_nearly_the_same(name: str) -> None:
    table = crowd(name, 5, 200)
    again = LongTable.of(
        np.concatenate((table.item, table.item + 200)), np.tile(table.annotator, 2), np.tile(table.label, 2)
    )

    assert MEASURES[name](again).value == pytest.approx(MEASURES[name](table).value, abs=0.01)


@pytest.mark.parametrize("name", sorted(EQUAL_OR_NOT))
def test_names_of_labels_do_not_matter_where_labels_are_equal_or_not(name: str) -> None:
    assert laws.renaming_labels(MEASURES[name], crowd(name, 3)) is None


@pytest.mark.parametrize("name", sorted(ORDERED))
def test_a_scale_may_be_read_from_either_end(name: str) -> None:
    assert laws.reversing_labels(MEASURES[name], crowd(name, 4)) is None


@pytest.mark.parametrize("name", sorted(set(MEASURES) - SHARES - {"self_kappa", "unitized_alpha"}))
def test_answers_at_random_agree_no_more_than_chance(name: str) -> None:
    found = MEASURES[name](crowd(name, 6, 2000, right=0.0))

    assert found.value == pytest.approx(0.0, abs=0.06)
    assert (found.low or 0) - 0.02 < 0 < (found.high or 0) + 0.02


def test_spans_at_random_agree_no_more_than_chance() -> None:
    rng = np.random.default_rng(3)
    texts, people = 300, 3
    item, annotator = np.repeat(np.arange(texts), people), np.tile(np.arange(people), texts)
    start = rng.integers(0, 90, len(item)).astype(float)
    end = start + rng.integers(3, 10, len(item)).astype(float)
    label = rng.integers(0, 2, len(item))
    found = unitized_alpha(
        SpanTable.of(item, annotator, np.arange(len(item)), start, end, label, length=np.full(texts, 100.0))
    )

    assert found.value == pytest.approx(0.0, abs=0.03)


def summed() -> Iterator[str]:
    """Return the measures that are functions of sums over items, with what they sum."""
    for name in MEASURES:
        module = inspect.getmodule(getattr(agreement, name))
        of_pairs = name in ("self_agreement", "self_kappa")
        if getattr(module, "measured", None) is annotators.measured and not of_pairs:
            yield name


@pytest.mark.parametrize("name", sorted(summed()))
def test_shards_merged_are_the_whole(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Any] = []
    whole = crowd(name, 8)
    function = getattr(agreement, name)

    def keeping(table: Any, counts: Any, sums: Any, *rest: Any) -> Estimate:
        kept.append(sums)
        return annotators.measured(table, counts, sums, *rest)

    for module in (inspect.getmodule(function), inspect.getmodule(agreement.distance_alpha)):
        monkeypatch.setattr(module, "measured", keeping)
    MEASURES[name](whole)

    def sums_of(table: LongTable) -> Any:
        return kept[0](table, ItemCounts.of(table))

    assert laws.shards_merge(sums_of, whole) is None


@pytest.mark.parametrize("name", sorted(summed()))
def test_weights_that_are_all_equal_change_nothing(name: str) -> None:
    table = crowd(name, 9)
    weighted = measures_in(agreement, QUICK)[name].__wrapped__  # type: ignore[attr-defined]  # set by functools.wraps
    parameters = inspect.signature(weighted).parameters
    asked = {
        key: value
        for key, value in (
            ("distance", agreement.step_distances(np.arange(4.0))),
            ("values", np.arange(1.0, 5.0)),
            ("ties", np.arange(4) == 2),
        )
        if key in parameters and parameters[key].default is inspect.Parameter.empty
    }

    assert weighted(table, **asked, weights=np.full(table.items, 3.0), interval=QUICK) == MEASURES[name](
        table
    )


@pytest.mark.parametrize("name", sorted(summed()))
def test_over_annotators_the_value_stays_and_the_interval_speaks_of_them(name: str) -> None:
    table = crowd(name, 10, 120)
    over = measures_in(agreement, Interval(resamples=200, over="annotators"))[name](table)

    assert over.value == pytest.approx(MEASURES[name](table).value)
    assert (over.over, over.n) == ("annotators", 5)


@pytest.mark.parametrize("law", AGGREGATOR_LAWS.values(), ids=AGGREGATOR_LAWS)
@pytest.mark.parametrize("name", AGGREGATORS)
def test_every_aggregator_keeps_every_law(name: str, law: AggregatorLaw) -> None:
    for seed in range(2):
        assert law(AGGREGATORS[name], crowd("", seed, 30)) is None


def test_an_answer_becomes_a_span_where_its_label_says() -> None:
    spans = as_spans(crowd("", 1))

    assert ((spans.end - spans.start) == 4).all()
    assert len(spans.item) == len(spans.start)
