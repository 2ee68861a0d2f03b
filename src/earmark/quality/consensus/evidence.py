"""What each answer says about each possible truth of its item, laid out for counting.

A *cell* is an item with a label that may be its truth; a *slot* is one number of one annotator's confusion:
(annotator, truth, label given). Where it fits, every label may be the truth of every item and sparse matrix
products do the counting; where it does not, an item's truth is sought among the labels somebody gave to it
and the labels most frequent elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from earmark.quality.consensus.segments import Positions, weighed
from earmark.quality.long_table import Codes, Floats, LongTable

__all__ = [
    "DENSE_CELLS",
    "RIVALS",
    "DenseEvidence",
    "Evidence",
    "RestrictedEvidence",
    "Slots",
    "dense_evidence",
    "evidence_of",
    "fits",
]

DENSE_CELLS = 20_000_000
# Beyond so many labels their pairs alone would fill the memory.
DENSE_LABELS = 2000
RIVALS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """The groups of slots that are added up: by (annotator, truth), and over all annotators by (truth, label)."""

    row: NDArray[np.integer[Any]]  # each slot's (annotator, truth)
    rows: int
    pool: NDArray[np.integer[Any]]  # each slot's (truth, label)
    pool_truth: NDArray[np.integer[Any]]  # the truth of each (truth, label)


class Evidence(Protocol):
    """The answers as cells and slots."""

    @property
    def items(self) -> NDArray[np.int64]:
        """The items that have answers."""

    @property
    def starts(self) -> Positions:
        """Where the cells of each of these items begin."""

    @property
    def label(self) -> Codes:
        """The label of each cell."""

    @property
    def own(self) -> Positions:
        """The cell in which each row's own label is the truth."""

    @property
    def slots(self) -> Slots:
        """How slots are added up."""

    def counts(self, probability: Floats) -> Floats:
        """Return the expected number of answers in each slot, given each cell's probability."""

    def weigh(self, log_confusion: Floats) -> Floats:
        """Return the log-likelihood of each cell, given each slot's log-probability."""


@dataclass(frozen=True, slots=True, eq=False)
class DenseEvidence:
    """Every label may be the truth of every item. Slot = pair · labels + truth, pair = (annotator, label)."""

    items: NDArray[np.int64]
    starts: Positions
    label: Codes
    own: Positions
    slots: Slots
    pair_key: Positions  # annotator · labels + label of each pair, ascending
    answers: Any  # (items × pairs) of ones, compressed by row
    transposed: Any
    labels: int

    def counts(self, probability: Floats) -> Floats:
        """Return the expected number of answers in each slot, given each cell's probability."""
        product: Floats = self.transposed @ probability.reshape(-1, self.labels)
        return product.ravel()

    def weigh(self, log_confusion: Floats) -> Floats:
        """Return the log-likelihood of each cell, given each slot's log-probability."""
        product: Floats = self.answers @ log_confusion.reshape(-1, self.labels)
        return product.ravel()


@dataclass(frozen=True, slots=True, eq=False)
class RestrictedEvidence:
    """The truth of an item is one of its cells. `cell` and `slot` run over (answer, cell of its item)."""

    items: NDArray[np.int64]
    starts: Positions
    label: Codes
    own: Positions
    slots: Slots
    cell: Positions
    slot: Positions

    def counts(self, probability: Floats) -> Floats:
        """Return the expected number of answers in each slot, given each cell's probability."""
        return weighed(self.slot, probability[self.cell], len(self.slots.row))

    def weigh(self, log_confusion: Floats) -> Floats:
        """Return the log-likelihood of each cell, given each slot's log-probability."""
        return weighed(self.cell, log_confusion[self.slot], len(self.label))


def fits(table: LongTable) -> bool:
    """Whether every label can be held as a possible truth of every item."""
    pairs = min(len(table), table.annotators * table.labels)
    answered = min(len(table), table.items)
    return table.labels <= DENSE_LABELS and max(answered, pairs) * table.labels <= DENSE_CELLS


def evidence_of(table: LongTable, also: Codes | None = None) -> DenseEvidence | RestrictedEvidence:
    """Return the evidence of a table, dense where it fits; else the label `also` (by item, −1 for none) may be
    an item's truth too, whether somebody gave it or not."""
    return dense_evidence(table) if fits(table) else _restricted(table, also)


def dense_evidence(table: LongTable) -> DenseEvidence:
    """Return the evidence of a table in which every label may be the truth of every item."""
    from scipy.sparse import csr_matrix

    k = table.labels
    items, row_item = np.unique(table.item, return_inverse=True)
    key = table.annotator.astype(np.int64) * k + table.label
    pair_key, pair = np.unique(key, return_inverse=True)
    first = np.searchsorted(row_item, np.arange(len(items) + 1))
    shape = (len(items), len(pair_key))
    answers = csr_matrix((np.ones(len(table)), pair, first), shape=shape)
    truth = np.arange(k, dtype=np.int32)
    slots = Slots(
        row=((pair_key // k)[:, None] * k + truth).astype(np.int32).ravel(),
        rows=table.annotators * k,
        pool=((pair_key % k)[:, None] + truth * k).astype(np.int32).ravel(),
        pool_truth=np.repeat(truth, k),
    )
    return DenseEvidence(
        items=items.astype(np.int64),
        starts=np.arange(len(items) + 1, dtype=np.int64) * k,
        label=np.tile(truth, len(items)),
        own=row_item.astype(np.int64) * k + table.label,
        slots=slots,
        pair_key=pair_key,
        answers=answers,
        transposed=answers.T.tocsr(),
        labels=k,
    )


def _restricted(table: LongTable, also: Codes | None) -> RestrictedEvidence:
    k = table.labels
    items, row_item = np.unique(table.item, return_inverse=True)
    own_key = row_item.astype(np.int64) * k + table.label
    frequent = np.argsort(-np.bincount(table.label, minlength=k), kind="stable")[:RIVALS]
    rival_key = (np.arange(len(items), dtype=np.int64)[:, None] * k + frequent).ravel()
    more = np.zeros(0, dtype=np.int64)
    if also is not None:
        more = (np.arange(len(items), dtype=np.int64) * k + also[items])[also[items] >= 0]
    cells = np.unique(np.concatenate((own_key, rival_key, more)))
    label = (cells % k).astype(np.int32)
    starts = np.searchsorted(cells, np.arange(len(items) + 1, dtype=np.int64) * k).astype(np.int64)
    row, cell = _expand(row_item.astype(np.int64), starts)
    slots, slot = _restricted_slots(table, row, label[cell])
    own = np.searchsorted(cells, own_key).astype(np.int64)
    return RestrictedEvidence(items.astype(np.int64), starts, label, own, slots, cell, slot)


def _expand(row_item: Positions, starts: Positions) -> tuple[Positions, Positions]:
    """Return every (row, cell of the row's item)."""
    size = np.diff(starts)[row_item]
    row = np.repeat(np.arange(len(row_item)), size)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size)
    return row, starts[row_item][row] + offset


def _restricted_slots(table: LongTable, row: Positions, truth: Codes) -> tuple[Slots, Positions]:
    k = table.labels
    by_truth = table.annotator[row].astype(np.int64) * k + truth
    groups, group = np.unique(by_truth, return_inverse=True)
    slot_key, slot = np.unique(group.astype(np.int64) * k + table.label[row], return_inverse=True)
    pool_key = (groups[slot_key // k] % k) * k + slot_key % k
    pools, pool = np.unique(pool_key, return_inverse=True)
    return Slots(slot_key // k, len(groups), pool, pools // k), slot.astype(np.int64)
