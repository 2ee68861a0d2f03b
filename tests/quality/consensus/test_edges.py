"""Tables at the edge: each gives labels and skills with intervals, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from earmark.quality.consensus import (
    Consensus,
    auto,
    dawid_skene,
    glad,
    item_difficulty,
    mace,
    majority,
    one_coin,
    subjective,
    wawa,
)
from earmark.quality.long_table import LongTable

Method = Callable[[LongTable], Consensus]
METHODS: list[Method] = [auto, dawid_skene, glad, mace, majority, one_coin, wawa]


def sound(found: Consensus, table: LongTable) -> None:
    """Every answered item has a label and a probability; every skill an interval or a reason."""
    answered = table.per_item > 0
    assert ((found.label >= 0) == answered).all()
    assert ((found.probability > 0) == answered).all()
    assert (found.probability <= 1 + 1e-9).all()
    assert len(found.skill) == table.annotators
    assert all((one.accuracy.value is None) == (one.accuracy.undefined is not None) for one in found.skill)
    assert found.why.endswith(".")


@pytest.mark.parametrize("method", METHODS)
def test_one_person_answered_everything(method: Method) -> None:
    label = np.random.default_rng(0).integers(0, 3, 60)
    table = LongTable.of(np.arange(60), np.zeros(60, dtype=int), label, labels=3)

    found = method(table)

    sound(found, table)
    assert np.array_equal(found.label, label)


@pytest.mark.parametrize("method", METHODS)
def test_one_label_only(method: Method) -> None:
    table = LongTable.of(np.repeat(np.arange(40), 3), np.tile(np.arange(3), 40), np.zeros(120, dtype=int))

    found = method(table)

    sound(found, table)
    assert (found.label == 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_two_annotators_who_never_meet(method: Method) -> None:
    label = np.random.default_rng(0).integers(0, 3, 80)
    table = LongTable.of(np.arange(80), np.arange(80) // 40, label, labels=3)

    found = method(table)

    sound(found, table)
    assert np.array_equal(found.label, label)


@pytest.mark.parametrize("method", METHODS)
def test_two_annotators_who_never_agree(method: Method) -> None:
    table = LongTable.of(np.repeat(np.arange(50), 2), np.tile([0, 1], 50), np.tile([0, 1], 50))

    sound(method(table), table)


@pytest.mark.full
@pytest.mark.parametrize("method", METHODS)
def test_a_hundred_thousand_annotators_with_one_answer_each(method: Method) -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 5, 20_000)
    item = np.repeat(np.arange(20_000), 5)
    label = np.where(rng.random(100_000) < 0.7, truth[item], rng.integers(0, 5, 100_000))
    table = LongTable.of(item, rng.permutation(100_000), label)

    found = method(table)

    sound(found, table)
    assert (found.label == truth).mean() > 0.85


@pytest.mark.full
@pytest.mark.parametrize("method", METHODS)
def test_ten_thousand_labels(method: Method) -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 10_000, 5000)
    item = np.repeat(np.arange(5000), 3)
    label = np.where(rng.random(15_000) < 0.8, truth[item], rng.integers(0, 10_000, 15_000))
    table = LongTable.of(
        item, rng.integers(0, 40, 15_000) * 0 + np.tile(np.arange(3), 5000), label, labels=10_000
    )

    found = method(table)

    sound(found, table)
    assert (found.label == truth).mean() > 0.85


@pytest.mark.parametrize("method", METHODS)
def test_labels_items_and_annotators_that_nobody_used(method: Method) -> None:
    table = LongTable.of(
        np.array([3, 3, 3, 5, 5]),
        np.array([1, 4, 6, 1, 4]),
        np.array([2, 2, 7, 7, 2]),
        items=9,
        annotators=8,
        labels=9,
    )

    found = method(table)

    sound(found, table)
    assert found.label[3] == 2
    assert np.isnan(item_difficulty(table, found).wrong[0])


def test_spreads_of_tables_at_the_edge_are_distributions() -> None:
    for table in (
        LongTable.of(np.arange(5), np.zeros(5, dtype=int), np.arange(5)),
        LongTable.of(np.zeros(40, dtype=int), np.arange(40), np.zeros(40, dtype=int)),
    ):
        assert subjective(table).soft.sum(axis=1) == pytest.approx(np.ones(table.items))
