"""A table as far as agreement sees it: which labels items got, and how many items got the same.

Measures that do not ask who answered depend on an item only through how often each label was given to it. Two
million items with five answers each show a few thousand such collections, so everything after this one pass,
intervals included, hardly depends on the number of items. Collections of parts merge into those of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from earmark.quality.kernels.compiling import compiled, repays
from earmark.quality.kernels.items import gather
from earmark.quality.long_table import Codes, LongTable, occurrences
from earmark.quality.sums import Integers

__all__ = ["DistinctItems"]


@dataclass(frozen=True, slots=True, eq=False)
class DistinctItems:
    """Items of which (nearly) none is like another: `table` holds their labels, `times` (items,) how many items
    each stands for. In `table`, annotators are numbered anew in every item; `annotators` says how many there are.

    >>> table = LongTable.of(np.array([0, 0, 1, 1, 2, 2]), np.tile([0, 1], 3), np.array([0, 1, 1, 0, 1, 1]))
    >>> distinct = DistinctItems.of(table, least=0)
    >>> distinct.table.label.tolist(), distinct.times.tolist()
    ([0, 1, 1, 1], [2, 1])
    """

    table: LongTable
    times: Integers
    annotators: int

    @classmethod
    def of(cls, table: LongTable, *, least: int | None = None) -> DistinctItems:
        """Return the distinct items of a table; one of fewer than `least` rows is left as it is.

        Without `least` that is where compiling a pass over the rows begins to repay.
        """
        annotators = int(np.count_nonzero(occurrences(table.annotator, table.annotators)))
        ones = np.ones(table.items, dtype=np.int64)
        return _gathered(table.starts, table.label, ones, table.labels, annotators, least)

    @classmethod
    def merged(
        cls, parts: Sequence[DistinctItems], annotators: int, *, least: int | None = None
    ) -> DistinctItems:
        """Return the distinct items of tables that have no item in common, their labels' codes the same.

        `annotators` says how many answered in any of them.
        """
        sizes = np.concatenate([part.table.per_item for part in parts])
        starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        label = np.concatenate([part.table.label for part in parts])
        times = np.concatenate([part.times for part in parts])
        labels = max(part.table.labels for part in parts)
        return _gathered(starts, label, times, labels, annotators, least)

    def relabelled(self, places: Codes, labels: int) -> DistinctItems:
        """Return the same items with label code c as code places[c], out of `labels` many."""
        table = replace(self.table, label=places[self.table.label], labels=labels)
        return replace(self, table=table)


def _gathered(
    starts: Integers, label: Codes, times: Integers, labels: int, annotators: int, least: int | None
) -> DistinctItems:
    worth_it = repays(len(label)) if least is None else len(label) >= least
    if worth_it:
        items = len(starts) - 1
        kept_starts, kept_times = np.empty(items + 1, np.int64), np.empty(items, np.int64)
        kept_label = np.empty(len(label), np.int32)
        kept = int(compiled(gather)(starts, label, times, kept_starts, kept_label, kept_times))
        starts, times = kept_starts[: kept + 1].copy(), kept_times[:kept].copy()
        label = kept_label[: starts[-1]].copy()
    return DistinctItems(_numbered(starts, label, labels), times, annotators)


def _numbered(starts: Integers, label: Codes, labels: int) -> LongTable:
    """Return the table of these items, their annotators numbered from 0 in each."""
    size = np.diff(starts)
    item = np.repeat(np.arange(len(size), dtype=np.int32), size)
    annotator = (np.arange(len(label)) - np.repeat(starts[:-1], size)).astype(np.int32)
    return LongTable(
        item, annotator, label, items=len(size), annotators=int(size.max(initial=0)), labels=labels
    )
