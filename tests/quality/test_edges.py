"""Tables at the edge: each measure gives a number with an interval, or the reason why there is none."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from earmark.model import Estimate
from earmark.quality import agreement
from earmark.quality.agreement import by_label, confusions, pair_kappas, with_others
from earmark.quality.discovery import measures_in
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval

QUICK = Interval(resamples=100)
MEASURES = measures_in(agreement, QUICK)
OVER = measures_in(agreement, Interval(resamples=100, over="annotators"))
BY_DISTANCE = {
    name
    for name in MEASURES
    if "distance" in inspect.signature(getattr(agreement, name)).parameters
    or "ties" in inspect.signature(getattr(agreement, name)).parameters
}


def of(item: object, annotator: object, label: object) -> LongTable:
    return LongTable.of(np.asarray(item), np.asarray(annotator), np.asarray(label), annotators=None)


def with_two(table: LongTable) -> LongTable:
    """Return the table with room for two annotators, so that pairs can be named."""
    return LongTable.of(
        table.item,
        table.annotator,
        table.label,
        items=table.items,
        annotators=max(2, table.annotators),
        labels=max(2, table.labels),
    )


SMALL = {
    "nothing": LongTable.of(*(np.zeros(0, np.int64),) * 3),
    "one answer": of([0], [0], [0]),
    "one item": of([0, 0], [0, 1], [0, 1]),
    "one person answered everything": of(np.arange(50), np.zeros(50, int), np.arange(50) % 3),
    "one label only": of(np.repeat(np.arange(30), 2), np.tile([0, 1], 30), np.zeros(60, int)),
    "two who never overlap": of(np.arange(40), np.arange(40) % 2, np.arange(40) % 3),
    "two who agree on everything": of(
        np.repeat(np.arange(30), 2), np.tile([0, 1], 30), np.repeat(np.arange(30) % 3, 2)
    ),
    "two who never agree": of(np.repeat(np.arange(30), 2), np.tile([0, 1], 30), np.tile([0, 1], 30)),
    "a label once": of(np.repeat(np.arange(30), 2), np.tile([0, 1], 30), np.r_[1, np.zeros(59, int)]),
    "everybody once": of(np.repeat(np.arange(30), 2), np.arange(60), np.arange(60) % 3),
}


def says_something(found: Estimate) -> bool:
    """Return whether there is a number in its interval, or a reason; and what measure it is."""
    if not found.measure:
        return False
    if found.value is None:
        return bool(found.undefined)
    return found.low is not None and found.high is not None and found.low <= found.value <= found.high


@pytest.mark.parametrize("what", SMALL)
@pytest.mark.parametrize("name", MEASURES)
def test_a_small_table_gives_a_number_or_a_reason(name: str, what: str) -> None:
    for measures in (MEASURES, OVER):
        found = measures[name](with_two(SMALL[what]))

        assert says_something(found)
        if found.value is not None and abs(found.value) == 1:
            assert (found.high or 0) - (found.low or 0) > 0.01  # nothing is certain from so few


@pytest.mark.parametrize("what", SMALL)
def test_the_views_of_a_small_table_give_numbers_or_reasons(what: str) -> None:
    table = with_two(SMALL[what])
    found = [one for label in by_label(table, interval=QUICK) for one in (label.specific, label.alpha)]
    found += [one for person in with_others(table) for one in (person.agreement, person.kappa)]
    found += [pair.share for pair in confusions(table, interval=QUICK)]
    found += [pair.kappa for pair in pair_kappas(table, min_shared=1)]

    assert all(says_something(one) for one in found)


def crowd_of_strangers() -> LongTable:
    """Return 100,000 annotators with one answer each, two an item."""
    rng = np.random.default_rng(0)
    people = 100_000
    truth = np.repeat(rng.integers(0, 4, people // 2), 2)
    label = np.where(rng.random(people) < 0.8, truth, rng.integers(0, 4, people))
    return LongTable.of(np.repeat(np.arange(people // 2), 2), np.arange(people), label)


def many_labels() -> LongTable:
    """Return 10,000 labels on 10,000 items, three answers each."""
    rng = np.random.default_rng(0)
    labels = 10_000
    truth = np.repeat(rng.permutation(labels), 3)
    label = np.where(rng.random(3 * labels) < 0.8, truth, rng.integers(0, labels, 3 * labels))
    return LongTable.of(np.repeat(np.arange(labels), 3), np.tile(np.arange(3), labels), label, labels=labels)


@pytest.mark.full
@pytest.mark.parametrize("name", MEASURES)
def test_a_hundred_thousand_annotators_with_one_answer_each(name: str) -> None:
    for measures in (MEASURES, OVER):
        assert says_something(measures[name](crowd_of_strangers()))


@pytest.mark.full
@pytest.mark.parametrize("name", sorted(set(MEASURES) - BY_DISTANCE))
def test_ten_thousand_labels(name: str) -> None:
    for measures in (MEASURES, OVER):
        assert says_something(measures[name](many_labels()))


def test_alpha_of_ten_thousand_labels_and_of_strangers_is_a_number() -> None:
    for table in (many_labels(), crowd_of_strangers()):
        found = agreement.krippendorff_alpha(table, interval=QUICK)

        assert found.value == pytest.approx(0.65, abs=0.03)
        assert says_something(found)


@pytest.mark.parametrize("scale", ["ratio", "circular"])
def test_too_many_values_for_a_distance_of_each_two_are_a_reason(scale: str) -> None:
    table = many_labels()
    found = agreement.krippendorff_alpha(
        table,
        scale=scale,  # type: ignore[arg-type]  # one of the names
        values=np.arange(1.0, 10_001),
        period=24.0,
        interval=QUICK,
    )

    assert found.undefined == f"more than 3,000 different values on a {scale} scale"
