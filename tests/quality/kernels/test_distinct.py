"""The distinct items of a table stand for all of it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality.agreement import fleiss_kappa, gwet_ac1, krippendorff_alpha, percent_agreement
from earmark.quality.distinct import DistinctItems
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval


def crowd(seed: int, items: int = 600, labels: int = 3, most: int = 4) -> LongTable:
    rng = np.random.default_rng(seed)
    many = rng.integers(0, most + 1, size=items)
    item = np.repeat(np.arange(items), many)
    annotator = np.concatenate([rng.permutation(most + 2)[:m] for m in many]).astype(np.int64)
    truth = rng.integers(labels, size=items)
    label = np.where(rng.random(len(item)) < 0.7, truth[item], rng.integers(labels, size=len(item)))
    return LongTable.of(item, annotator, label, items=items, annotators=most + 2, labels=labels)


def collections(table: LongTable) -> Counter[tuple[int, ...]]:
    starts = table.starts
    return Counter(tuple(sorted(table.label[a:b].tolist())) for a, b in pairwise(starts) if b > a)


def held(distinct: DistinctItems) -> Counter[tuple[int, ...]]:
    starts, found = distinct.table.starts, Counter[tuple[int, ...]]()
    for number, times in enumerate(distinct.times.tolist()):
        found[tuple(distinct.table.label[starts[number] : starts[number + 1]].tolist())] += times
    return found


@pytest.mark.parametrize(("labels", "most"), [(2, 3), (3, 50), (40, 5)])
def test_each_collection_of_labels_is_held_once_with_its_number(labels: int, most: int) -> None:
    table = crowd(1, labels=labels, most=most)
    distinct = DistinctItems.of(table, least=0)

    assert held(distinct) == collections(table)
    assert len(held(distinct)) == distinct.table.items


def test_many_collections_make_the_table_grow_and_lose_none() -> None:
    table = crowd(2, items=9000, labels=4000, most=2)

    assert held(DistinctItems.of(table, least=0)) == collections(table)


def measures(table: LongTable | DistinctItems) -> list[object]:
    values = np.arange(3.0)
    return [
        krippendorff_alpha(table),
        krippendorff_alpha(table, scale="ordinal"),
        krippendorff_alpha(table, scale="interval", values=values),
        fleiss_kappa(table),
        gwet_ac1(table),
        percent_agreement(table),
    ]


def test_measures_and_their_intervals_are_the_same_to_the_byte() -> None:
    table = crowd(3)

    assert measures(table) == measures(DistinctItems.of(table, least=0))


def test_parts_merged_are_the_whole() -> None:
    table = crowd(4)
    early = table.item < 200
    parts = [DistinctItems.of(table.rows(rows), least=0) for rows in (early, ~early)]
    merged = DistinctItems.merged(parts, parts[0].annotators, least=0)

    assert held(merged) == collections(table)
    assert measures(merged) == measures(table)


def test_where_all_but_one_label_is_never_agreed_on_the_doubt_is_the_same() -> None:
    label = np.zeros((40, 2), np.int64)
    label[3, 0], label[9, 1] = 1, 2
    table = LongTable.of(np.repeat(np.arange(40), 2), np.tile([0, 1], 40), label.ravel(), labels=3)

    assert measures(table) == measures(DistinctItems.of(table, least=0))


def test_a_small_table_is_left_as_it_is() -> None:
    table = crowd(5)
    distinct = DistinctItems.of(table)

    assert distinct.table.items == table.items
    assert set(distinct.times.tolist()) == {1}


def test_they_are_refused_where_something_else_tells_items_apart() -> None:
    distinct = DistinctItems.of(crowd(6), least=0)

    with pytest.raises(CallError, match="neither conversations nor weights"):
        percent_agreement(distinct, interval=Interval(over="annotators"))
