"""What all agreement rests on: how often each label was given to each item that has two answers or more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.distinct import DistinctItems
from earmark.quality.kernels.compiling import repays
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval
from earmark.quality.sums import Integers, UnitSums, compact, summed

__all__ = ["ItemCounts", "counted", "units_of"]

_DENSE_CELLS = 1 << 24


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """Label counts of the items with at least two answers, as triplets sorted by item, then label.

    `item` numbers these items from 0; `answers` has one number per such item, `unit` what it is resampled
    with (itself, or its conversation), `code` its code in the table, and `weight` for how many items it stands
    (1 each, unless items were chosen with unequal probabilities); `every` holds the weights of all items,
    `of_items` their units.
    `times` says how many items each item of the table stands for, where the table holds only distinct ones.

    >>> table = LongTable.of(np.array([0, 0, 1, 3, 3]), np.array([0, 1, 0, 0, 1]), np.array([2, 2, 1, 0, 1]))
    >>> counts = ItemCounts.of(table)
    >>> list(zip(counts.item.tolist(), counts.label.tolist(), counts.count.tolist()))
    [(0, 2, 2.0), (1, 0, 1.0), (1, 1, 1.0)]
    >>> counts.agreeing.tolist()
    [2.0, 0.0]
    """

    item: Integers
    label: Integers
    count: Floats
    answers: Floats
    code: Integers
    unit: Integers
    units: int
    over: str
    annotators: int
    of_items: Integers
    every: Floats
    weight: Floats
    times: Integers | None = None

    @classmethod
    def of(cls, table: LongTable, clusters: Codes | None = None, weights: Floats | None = None) -> ItemCounts:
        """Return the counts of a table; `clusters` gives each item's conversation, `weights` its weight.

        An item with a negative cluster is a unit of its own. Weights are scaled to a mean of 1.

        Raises:
            CallError: `clusters` or `weights` does not hold one entry per item, or a weight is not above 0.
        """
        per_item = table.per_item
        code = np.flatnonzero(per_item >= 2)
        place = np.full(table.items, -1, dtype=np.int64)
        place[code] = np.arange(len(code))
        keep = per_item[table.item] >= 2
        key, count = _counted(
            place[table.item[keep]] * max(table.labels, 1) + table.label[keep], len(code) * table.labels
        )
        of_items = units_of(table.items, clusters)
        unit = of_items[code]
        every = _weights(table, code, weights)
        return cls(
            item=key // max(table.labels, 1),
            label=key % max(table.labels, 1),
            count=count.astype(np.float64),
            answers=per_item[code].astype(np.float64),
            code=code,
            unit=unit,
            units=len(compact(unit)[0]),
            over="items" if clusters is None else "conversations",
            annotators=_distinct(table.annotator, table.annotators),
            of_items=of_items,
            every=every,
            weight=every[code],
        )

    @classmethod
    def of_distinct(cls, distinct: DistinctItems) -> ItemCounts:
        """Return the counts of a table of which the distinct items are given; each is a unit of its own."""
        counts = cls.of(distinct.table)
        units = int(distinct.times[counts.code].sum())
        return replace(counts, units=units, annotators=distinct.annotators, times=distinct.times)

    @property
    def repeats(self) -> Integers:
        """How many items each of these items stands for."""
        return np.ones(len(self.code), np.int64) if self.times is None else self.times[self.code]

    def repeated(self, sums: UnitSums) -> UnitSums:
        """Return the sums of the whole table, where these counts are those of its distinct items."""
        return sums if self.times is None else sums.repeated(self.times)

    @property
    def others(self) -> Floats:
        """For each triplet, the number of other answers on its item, m − 1."""
        return self.answers[self.item] - 1

    @property
    def agreeing(self) -> Floats:
        """For each item Σ n(n − 1)/(m − 1) over its labels: agreeing pairs, each answer weighing one."""
        return summed(self.item, self.count * (self.count - 1) / self.others, len(self.answers))

    @property
    def typical(self) -> float:
        """How many answers an unseen unit counts: those of an item, times the root of the items in a unit.

        Items of one conversation are alike: they tell less than as many items, and more than one.
        """
        repeats = self.repeats
        return (
            float(self.answers @ repeats) / int(repeats.sum()) * self.typical_items if len(repeats) else 0.0
        )

    @property
    def typical_items(self) -> float:
        """How many items an unseen unit counts: the root of those in a unit, with the weight of one drawn by weight.

        Where items stand for several, those that stand for most are the ones that may be missing.
        """
        if not self.units:
            return 0.0
        weight = float(self.weight @ self.weight / self.weight.sum())
        return weight * float(np.sqrt(int(self.repeats.sum()) / self.units))

    @property
    def margins(self) -> Floats:
        """How often each label is used on these items; shape (highest label used + 1,)."""
        return summed(self.label, self.count * (self.weight * self.repeats)[self.item])

    @property
    def differing(self) -> float:
        """The chance that two of these answers, drawn without regard to the item, are different labels."""
        margins = self.margins
        total = float(margins.sum())
        return float((total**2 - margins @ margins) / (total * (total - 1))) if total > 1 else 0.0

    @property
    def doubtful(self) -> int:
        """How many units hold another label than the one used most, if no two answers agree on any such.

        0 where some do: then agreement on more than one label was seen.
        """
        rare = self.label != int(np.argmax(self.margins))
        if (self.count[rare] > 1).any():
            return 0
        item = self.item[rare]
        if self.times is not None:  # each item is a unit
            return int(self.repeats[compact(item)[0]].sum())
        return len(compact(self.unit[item])[0])

    def why_not(self) -> str | None:
        """Return why no agreement can be estimated, or None where it can."""
        if self.annotators == 1:
            return "one annotator only"
        if len(self.code) == 0:
            return "no item has two answers"
        if self.units < 2:
            what = "items have" if self.over == "items" else "conversations have items with"
            return f"fewer than two {what} two answers"
        return None

    def missing(self, why: str, measure: str, interval: Interval) -> Estimate:
        """Return the estimate that cannot be given."""
        return Estimate.missing(why, n=self.units, over=self.over, measure=measure, level=interval.level)


def counted(
    table: LongTable | DistinctItems,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    interval: Interval = USUAL,
) -> tuple[LongTable, ItemCounts]:
    """Return the counts of a table and the table they are of: only its distinct items where it is large and
    nothing else tells items apart."""
    alike = clusters is None and weights is None and interval.over == "items"
    if isinstance(table, LongTable) and alike and repays(len(table)):
        table = DistinctItems.of(table)
    if isinstance(table, DistinctItems):
        if not alike:
            raise CallError("distinct items have neither conversations nor weights, nor names of annotators")
        return table.table, ItemCounts.of_distinct(table)
    return table, ItemCounts.of(table, clusters, weights)


def units_of(items: int, clusters: Codes | None) -> Integers:
    """Return what each item is resampled with: its cluster, or itself.

    >>> units_of(3, np.array([4, -1, 4], dtype=np.int32)).tolist()
    [4, 6, 4]

    Raises:
        CallError: `clusters` does not hold one code per item.
    """
    if clusters is None:
        return np.arange(items, dtype=np.int64)
    if len(clusters) != items:
        raise CallError(
            f"clusters holds one code per item: {items} are needed, found {len(clusters)}; "
            "give an item without a cluster the code -1"
        )
    codes = np.asarray(clusters, dtype=np.int64)
    alone = int(codes.max(initial=-1)) + 1 + np.arange(items, dtype=np.int64)
    return np.where(codes < 0, alone, codes)


def _weights(table: LongTable, code: Integers, weights: Floats | None) -> Floats:
    if weights is None:
        return np.ones(table.items)
    if len(weights) != table.items:
        raise CallError(f"weights holds one weight per item: {table.items} are needed, found {len(weights)}")
    given = np.asarray(weights, dtype=np.float64)
    if not (np.isfinite(given) & (given > 0)).all():
        raise CallError(
            "an item's weight is a number above 0: the inverse of the probability it was chosen with"
        )
    scaled: Floats = given / given[code].mean() if len(code) else given
    return scaled


def _counted(key: Integers, cells: int) -> tuple[Integers, NDArray[Any]]:
    """Return the distinct keys in order and how often each occurs."""
    if cells <= max(_DENSE_CELLS, 4 * len(key)):
        counted = np.bincount(key, minlength=1)
        occupied = np.flatnonzero(counted)
        return occupied, counted[occupied]
    return np.unique(key, return_counts=True)


def _distinct(codes: Codes, size: int) -> int:
    return int(np.count_nonzero(np.bincount(codes, minlength=max(size, 1))))
