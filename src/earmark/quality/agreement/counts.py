"""What all agreement rests on: how often each label was given to each item that has two answers or more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import Interval
from earmark.quality.sums import Integers, compact, summed

__all__ = ["ItemCounts", "units_of"]

_DENSE_CELLS = 1 << 24


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """Label counts of the items with at least two answers, as triplets sorted by item, then label.

    `item` numbers these items from 0; `answers` has one number per such item, `unit` what it is resampled
    with (itself, or its conversation), `code` its code in the table.

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

    @classmethod
    def of(cls, table: LongTable, clusters: Codes | None = None) -> ItemCounts:
        """Return the counts of a table; `clusters` gives each item's conversation.

        An item with a negative cluster is a unit of its own.

        Raises:
            CallError: `clusters` does not hold one code per item.
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
        units, unit = compact(of_items[code])
        return cls(
            item=key // max(table.labels, 1),
            label=key % max(table.labels, 1),
            count=count.astype(np.float64),
            answers=per_item[code].astype(np.float64),
            code=code,
            unit=unit,
            units=len(units),
            over="items" if clusters is None else "conversations",
            annotators=_distinct(table.annotator, table.annotators),
        )

    @property
    def others(self) -> Floats:
        """For each triplet, the number of other answers on its item, m − 1."""
        return self.answers[self.item] - 1

    @property
    def agreeing(self) -> Floats:
        """For each item Σ n(n − 1)/(m − 1) over its labels: agreeing pairs, each answer weighing one."""
        return summed(self.item, self.count * (self.count - 1) / self.others, len(self.answers))

    @property
    def margins(self) -> Floats:
        """How often each label is used on these items; shape (highest label used + 1,)."""
        return summed(self.label, self.count)

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
        return 0 if (self.count[rare] > 1).any() else len(compact(self.unit[self.item[rare]])[0])

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


def _counted(key: Integers, cells: int) -> tuple[Integers, NDArray[Any]]:
    """Return the distinct keys in order and how often each occurs."""
    if cells <= max(_DENSE_CELLS, 4 * len(key)):
        counted = np.bincount(key, minlength=1)
        occupied = np.flatnonzero(counted)
        return occupied, counted[occupied]
    return np.unique(key, return_counts=True)


def _distinct(codes: Codes, size: int) -> int:
    return int(np.count_nonzero(np.bincount(codes, minlength=max(size, 1))))
