"""Cells: each item with each label that may be its truth, for models that need no confusion by label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earmark.quality.consensus.evidence import DENSE_CELLS, RIVALS
from earmark.quality.consensus.segments import Positions, weighed
from earmark.quality.long_table import Codes, Floats, LongTable

__all__ = ["Cells", "cells_of", "compact", "vote_shares"]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The answered items and the labels each may have.

    `place` is the position of each row's item among `items`, `own` the cell in which the row's own label is
    the truth. `labels` counts the labels of the table, also where an item has fewer cells.
    """

    items: NDArray[np.int64]
    starts: Positions
    label: Codes
    place: Positions
    own: Positions
    labels: int

    @property
    def sizes(self) -> Positions:
        """How many cells each item has."""
        return np.diff(self.starts)

    @property
    def whole(self) -> bool:
        """Whether every label may be the truth of every item."""
        return len(self.label) == len(self.items) * self.labels


def cells_of(table: LongTable) -> Cells:
    """Return the cells of a table: all labels for every item where they fit in memory, else those somebody
    gave to the item and the two most frequent ones.

    >>> cells_of(LongTable.of(np.array([4, 4]), np.array([0, 1]), np.array([1, 0]))).own.tolist()
    [1, 0]
    """
    k = table.labels
    items, place = np.unique(table.item, return_inverse=True)
    place = place.astype(np.int64)
    own_key = place * k + table.label
    if len(items) * k <= DENSE_CELLS:
        label = np.tile(np.arange(k, dtype=np.int32), len(items))
        starts = np.arange(len(items) + 1, dtype=np.int64) * k
        return Cells(items.astype(np.int64), starts, label, place, own_key, k)
    frequent = np.argsort(-np.bincount(table.label, minlength=k), kind="stable")[:RIVALS]
    rivals = (np.arange(len(items), dtype=np.int64)[:, None] * k + frequent).ravel()
    cells = np.unique(np.concatenate((own_key, rivals)))
    starts = np.searchsorted(cells, np.arange(len(items) + 1, dtype=np.int64) * k).astype(np.int64)
    own = np.searchsorted(cells, own_key).astype(np.int64)
    return Cells(items.astype(np.int64), starts, (cells % k).astype(np.int32), place, own, k)


def vote_shares(cells: Cells, weight: Floats | None = None) -> Floats:
    """Return each cell's share of its item's votes, a vote counting `weight` (by row) where given.

    An item whose votes all weigh nothing has its votes counted plainly.
    """
    plain = np.ones(len(cells.own))
    votes = weighed(cells.own, plain if weight is None else weight, len(cells.label))
    whole = np.repeat(np.add.reduceat(votes, cells.starts[:-1]), cells.sizes) if len(votes) else votes
    if weight is None or (whole > 0).all():
        return votes / whole
    return np.where(whole > 0, votes / np.where(whole > 0, whole, 1.0), vote_shares(cells))


def compact(table: LongTable) -> LongTable:
    """Return the table with only the items and annotators that have answers, renumbered in their order."""
    items, item = np.unique(table.item, return_inverse=True)
    annotators, annotator = np.unique(table.annotator, return_inverse=True)
    return LongTable(
        item.astype(np.int32),
        annotator.astype(np.int32),
        table.label,
        items=len(items),
        annotators=len(annotators),
        labels=table.labels,
    )
