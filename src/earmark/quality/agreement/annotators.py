"""Intervals over annotators: what agreement would be among others like these."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from earmark.model import Estimate
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.intervals import critical, unvaried
from earmark.quality.long_table import Floats, LongTable
from earmark.quality.resampling import Interval, Statistic, estimate, standard_error
from earmark.quality.sums import Integers, UnitSums

__all__ = ["Sums", "measured", "places_of", "without_each"]

Sums: TypeAlias = Callable[[LongTable, ItemCounts], UnitSums]

_MOST_PAIRS = 50_000_000
_MOST_CELLS = 200_000_000
_CHUNK_CELLS = 4_000_000
_FEWEST = 3


def measured(
    table: LongTable,
    counts: ItemCounts,
    sums: Sums,
    statistic: Callable[[UnitSums], Statistic],
    interval: Interval,
) -> Estimate:
    """Return the estimate of a statistic of a table's sums, over what the interval asks for.

    Over items and conversations see `resampling.estimates`. Over annotators each is left out in turn: the
    jackknife (Efron and Stein 1981, doi:10.1214/aos/1176345462), with Student's t and never a smaller error than
    over items. It speaks for annotators like these, on items like these.
    """
    whole = counts.repeated(sums(table, counts))
    of = statistic(whole)
    if interval.over == "items":
        return estimate(whole, of, interval, over=counts.over)
    if counts.annotators < _FEWEST:
        why = f"fewer than {_FEWEST} annotators: nothing tells how others would answer"
        return _missing(why, of, counts, interval)
    if int((table.per_item.astype(np.float64) ** 2).sum()) > _MOST_PAIRS:
        why = "items have too many answers to leave out each annotator in turn"
        return _missing(why, of, counts, interval)
    if counts.annotators * len(whole.keys) > _MOST_CELLS:
        why = "too many annotators and labels to leave out each annotator in turn"
        return _missing(why, of, counts, interval)
    totals = whole.totals[of.columns]
    values = _left_out(table, counts, sums, of, whole)
    if np.isnan(values).any():
        why = "without one of the annotators nothing is left to compare"
        return _missing(why, of, counts, interval)
    value = float(of.of(totals[None, :])[0])
    return _over_annotators(value, values, standard_error(whole, of), of, interval)


def without_each(table: LongTable, *, with_it: bool = False) -> LongTable:
    """Return a table with an item for each row of the one given: the row's item without (or with) the row.

    >>> rest = without_each(LongTable.of(np.array([0, 0, 0]), np.arange(3), np.array([2, 1, 0])))
    >>> rest.item.tolist(), rest.label.tolist()
    ([0, 0, 1, 1, 2, 2], [1, 0, 2, 0, 2, 1])
    """
    per_row = table.per_item[table.item]
    row = np.repeat(np.arange(len(table)), per_row)
    first = np.repeat(table.starts[table.item] - np.cumsum(per_row) + per_row, per_row)
    other = first + np.arange(len(row))
    if not with_it:
        row, other = row[other != row], other[other != row]
    return LongTable(
        row.astype(np.int32),
        table.annotator[other],
        table.label[other],
        items=len(table),
        annotators=table.annotators,
        labels=table.labels,
    )


def places_of(table: LongTable) -> Integers:
    """Return a place for every annotator with an answer in a pairable table, −1 for the others: by the labels they
    give, so that neither names nor items bear on it (ties: the smaller code).

    >>> places_of(LongTable.of(np.array([0, 0, 1, 1]), np.array([0, 3, 0, 3]), np.array([1, 0, 1, 0]))).tolist()
    [0, -1, -1, 1]
    """
    drawn = np.random.default_rng(0).integers(0, 1 << 62, max(table.labels, 1)).astype(np.uint64)
    signature = np.zeros(max(table.annotators, 1), dtype=np.uint64)
    np.add.at(signature, table.annotator, drawn[table.label])
    people = np.unique(table.annotator)
    order = np.lexsort((people, signature[people]))
    places = np.full(max(table.annotators, 1), -1, dtype=np.int64)
    places[people[order]] = np.arange(len(people))
    return places


def _left_out(
    table: LongTable, counts: ItemCounts, sums: Sums, statistic: Statistic, whole: UnitSums
) -> Floats:
    """Return the statistic without each annotator who answered, in order of their codes."""
    every = counts.every[table.item]

    def by_annotator(items: LongTable) -> UnitSums:
        mine = ItemCounts.of(items, table.annotator)
        return sums(items, replace(mine, every=every, weight=every[mine.code]))

    people = np.unique(table.annotator).astype(np.int64)
    rest, full = by_annotator(without_each(table)), by_annotator(without_each(table, with_it=True))
    values = np.empty(len(people))
    size = max(1, _CHUNK_CELLS // len(whole.keys))
    for start in range(0, len(people), size):
        some = people[start : start + size]
        changed = whole.totals + _dense(rest, some, whole.keys) - _dense(full, some, whole.keys)
        values[start : start + size] = statistic.of(np.maximum(changed, 0.0)[:, statistic.columns])
    return values


def _dense(sums: UnitSums, units: Integers, keys: Integers) -> Floats:
    """Return the rows of some units over all the keys; zeros for a unit that is not there."""
    found = np.zeros((len(units), len(keys)))
    there = np.isin(units, sums.names)
    rows = sums.rows[np.searchsorted(sums.names, units[there])].toarray()
    found[np.ix_(there, np.searchsorted(keys, sums.keys))] = rows
    return found


def _over_annotators(
    value: float, values: Floats, of_items: float, statistic: Statistic, interval: Interval
) -> Estimate:
    people = len(values)
    error = math.sqrt((people - 1) / people * float(((values - values.mean()) ** 2).sum()))
    width = critical(people, interval.level) * max(error, of_items)
    low, high = value - width, value + width
    if width <= 1e-12:  # everybody agrees: the bound for what so many annotators did not show
        low, high = unvaried(value, statistic.reach, people, interval.level)
    least, most = statistic.bounds
    return Estimate(
        value,
        min(value, max(low, least)),
        max(value, min(high, most)),
        level=interval.level,
        n=people,
        over="annotators",
        measure=statistic.measure,
    )


def _missing(why: str, statistic: Statistic, counts: ItemCounts, interval: Interval) -> Estimate:
    return Estimate.missing(
        why, n=counts.annotators, over="annotators", measure=statistic.measure, level=interval.level
    )
