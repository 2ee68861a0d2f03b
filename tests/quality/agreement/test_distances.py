"""Alpha with a given distance follows the definition, and the special cases that have names."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.errors import CallError
from earmark.quality.agreement import krippendorff_alpha
from earmark.quality.agreement.distances import distance_alpha
from earmark.quality.agreement.label_distances import jaccard, masi, set_distances
from earmark.quality.laws import LAWS, Law
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval

QUICK = Interval(resamples=200)
SETS = st.frozensets(st.sampled_from("abcd"))


def crowd(seed: int, labels: int = 4, items: int = 50) -> LongTable:
    rng = np.random.default_rng(seed)
    item, annotator = np.nonzero(rng.random((items, 5)) < 0.7)
    truth = rng.integers(0, labels, items)
    label = np.where(rng.random(len(item)) < 0.6, truth[item], rng.integers(0, labels, len(item)))
    return LongTable.of(item, annotator, label, items=items, annotators=5, labels=labels)


def far(seed: int, labels: int = 4) -> np.ndarray:
    half = np.triu(np.random.default_rng(seed).random((labels, labels)), 1)
    return half + half.T


def by_definition(table: LongTable, distance: np.ndarray) -> float:
    table = table.pairable()
    observed, total = 0.0, len(table)
    for item in np.unique(table.item):
        given_labels = table.label[table.item == item]
        observed += distance[np.ix_(given_labels, given_labels)].sum() / (len(given_labels) - 1)
    expected = distance[np.ix_(table.label, table.label)].sum() / (total - 1)
    return float(1 - observed / expected)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_definition_over_all_pairs(seed: int) -> None:
    table, distance = crowd(seed), far(seed)

    assert distance_alpha(table, distance, interval=QUICK).value == pytest.approx(
        by_definition(table, distance), abs=1e-12
    )


def test_equal_or_not_is_nominal_alpha() -> None:
    nominal = krippendorff_alpha(crowd(1))
    found = distance_alpha(crowd(1), 1 - np.eye(4))

    assert found.value == pytest.approx(nominal.value, abs=1e-12)
    assert found.low == pytest.approx(nominal.low, abs=0.02)


def test_squared_differences_are_interval_alpha() -> None:
    values = np.array([1.0, 2.0, 4.0, 7.0])
    squared = (values[:, None] - values[None, :]) ** 2

    assert distance_alpha(crowd(2), squared).value == pytest.approx(
        krippendorff_alpha(crowd(2), scale="interval", values=values).value, abs=1e-12
    )


def test_the_unit_of_the_distance_does_not_matter() -> None:
    assert distance_alpha(crowd(3), far(3)).value == pytest.approx(
        distance_alpha(crowd(3), 1000 * far(3)).value
    )


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_the_laws_hold(law: Law) -> None:
    assert law(partial(distance_alpha, distance=far(9), interval=QUICK), crowd(4)) is None


@settings(max_examples=200)
@given(one=SETS, other=SETS)
def test_distances_of_sets_are_symmetric_bounded_and_0_only_for_equal_sets(
    one: frozenset[str], other: frozenset[str]
) -> None:
    for distance in (jaccard, masi):
        assert distance(one, other) == distance(other, one)
        assert 0 <= distance(one, other) <= 1
        assert (distance(one, other) == 0) == (one == other)
    assert masi(one, other) >= jaccard(one, other)


def test_sets_that_overlap_agree_in_part() -> None:
    sets = [frozenset("a"), frozenset("ab"), frozenset("c")]
    label = np.array([0, 1, 0, 0, 2, 2, 1, 1])
    table = LongTable.of(np.repeat(np.arange(4), 2), np.tile([0, 1], 4), label)
    plain = krippendorff_alpha(table).value or 0

    assert (distance_alpha(table, set_distances(sets, weighed=False)).value or 0) > plain
    assert (distance_alpha(table, set_distances(sets, weighed=True)).value or 0) > plain


@pytest.mark.parametrize(
    ("matrix", "told"),
    [
        (np.zeros((2, 3)), "a row and a column for each of 4 labels"),
        (far(1) - 2 * far(1), "never below 0"),
        (np.triu(far(1)), "the same both ways"),
        (far(1) + np.eye(4), "0 from a label to itself"),
    ],
)
def test_what_is_no_distance_is_refused(matrix: np.ndarray, told: str) -> None:
    with pytest.raises(CallError, match=told):
        distance_alpha(crowd(1), matrix)
