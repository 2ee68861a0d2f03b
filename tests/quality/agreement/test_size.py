"""Memory stays bounded whatever the table: many labels, many values, many annotators, many answers."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from earmark.quality.agreement import (
    by_label,
    confusions,
    krippendorff_alpha,
    pair_kappas,
    percent_agreement,
    with_others,
)
from earmark.quality.agreement.confusions import MOST_LABELS
from earmark.quality.agreement.kappa import MOST_ANNOTATORS
from earmark.quality.long_table import LongTable

MEBIBYTE = 2**20


def peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def crowd(items: int, answers: int, labels: int, annotators: int, seed: int = 0) -> LongTable:
    rng = np.random.default_rng(seed)
    first = rng.integers(0, annotators, items)
    annotator = (first[:, None] + np.arange(answers) * 7) % annotators
    truth = np.repeat(rng.integers(0, labels, items), answers)
    label = np.where(rng.random(items * answers) < 0.7, truth, rng.integers(0, labels, items * answers))
    return LongTable.of(
        np.repeat(np.arange(items), answers),
        annotator.ravel(),
        label,
        items=items,
        annotators=annotators,
        labels=labels,
    )


def test_many_labels_cost_little_and_only_the_most_used_are_listed() -> None:
    table = crowd(5000, 5, 10_000, 300)
    found = by_label(table, most=50)
    uses = np.bincount(table.label)

    assert len(found) == 50
    assert [one.answers for one in found] == np.sort(uses)[::-1][:50].tolist()
    assert peak(lambda: by_label(table, most=50)) < 100 * MEBIBYTE


def test_a_scale_of_many_numbers_needs_no_matrix_of_them() -> None:
    table = crowd(20_000, 2, 100_000, 50)
    values = np.sort(np.random.default_rng(0).normal(size=100_000)) + 1e6
    found = krippendorff_alpha(table, scale="interval", values=values)
    shifted = krippendorff_alpha(table, scale="interval", values=values * 1e200)

    assert found.defined
    assert found.value == pytest.approx(shifted.value)
    assert peak(lambda: krippendorff_alpha(table, scale="interval", values=values)) < 200 * MEBIBYTE


def test_pairs_are_sought_among_the_annotators_with_most_answers() -> None:
    rng = np.random.default_rng(1)
    annotators, items = MOST_ANNOTATORS + 20, 60
    item, annotator = np.repeat(np.arange(items), annotators), np.tile(np.arange(annotators), items)
    keep = (annotator < MOST_ANNOTATORS) | (item < 50)
    table = LongTable.of(item[keep], annotator[keep], rng.integers(0, 2, keep.sum()))
    found = pair_kappas(table, most=10_000)

    assert len(found) == MOST_ANNOTATORS * (MOST_ANNOTATORS - 1) // 2
    assert {pair.items for pair in found} == {60}
    assert max(pair.b for pair in found) == MOST_ANNOTATORS - 1
    assert pair_kappas(table, most=3) == found[:3]
    assert pair_kappas(table, min_shared=61) == ()


def test_pairs_come_by_shared_items_and_then_by_code() -> None:
    table = crowd(400, 3, 3, 12)
    order = [(-pair.items, pair.a, pair.b) for pair in pair_kappas(table, min_shared=2)]

    assert order == sorted(order)


def test_shares_are_of_all_disagreement_also_of_labels_not_looked_at() -> None:
    labels = MOST_LABELS + 50
    pairs = np.array([[0, 1]] * 30 + [[k, k + 1] for k in range(2, labels - 1)])
    table = LongTable.of(np.repeat(np.arange(len(pairs)), 2), np.tile([0, 1], len(pairs)), pairs.ravel())
    found = confusions(table)

    assert (found[0].a, found[0].b, found[0].pairs) == (0, 1, 60.0)
    assert found[0].share.value == pytest.approx(30 / len(pairs))
    assert len(found) == 20


def test_a_million_answers_take_a_small_multiple_of_their_own_size() -> None:
    table = crowd(200_000, 5, 10, 1000)

    for measure in (krippendorff_alpha, percent_agreement, by_label, with_others):
        assert peak(lambda measure=measure: measure(table)) < 400 * MEBIBYTE  # type: ignore[misc]


def test_many_answers_on_one_item_do_not_explode() -> None:
    table = crowd(3, 20_000, 50, 140_001)
    found = with_others(table)

    assert found[0].shared_items <= 3
    assert peak(lambda: with_others(table)) < 300 * MEBIBYTE
    assert peak(lambda: confusions(table)) < 300 * MEBIBYTE
