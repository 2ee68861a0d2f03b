"""How probable it is that two annotators give the same answer to an item when neither copies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from earmark.quality.consensus.result import Consensus
from earmark.quality.long_table import Bools, Codes, Floats, LongTable

__all__ = ["Calibration", "Crowd", "Rows", "coincidence_cell", "crowd_of", "label_counts", "within_items"]

Rows: TypeAlias = NDArray[np.int64]

BLOCK_CELLS = 4_000_000
MOST_CELLS = 50_000_000
POOL_WEIGHT = 4.0
VOTE_STEPS = 8
ODDS_STEPS = 40
REFITS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """`log_confusion[annotator, truth, label]`, and `weight[item, truth]`, the unnormalised log-probability of
    each truth given all answers."""

    log_confusion: Floats
    weight: Floats
    pool: Floats  # P(label | truth) of the usual annotator

    @classmethod
    def of(cls, table: LongTable, counts: Floats, prior: Floats) -> Model:
        """Return the model that the expected counts [annotator, truth, label] stand for."""
        log_confusion = _log_confusion(counts)
        weight = np.tile(np.log(np.maximum(prior, 1e-6)), (table.items, 1))
        for truth in range(table.labels):
            given = log_confusion[table.annotator, truth, table.label]
            weight[:, truth] += np.bincount(table.item, weights=given, minlength=table.items)
        return cls(log_confusion, weight, np.exp(log_confusion).mean(axis=0))

    def given(self, table: LongTable, rows: Rows) -> Floats:
        """Return log P(answer | truth) of each row; shape (rows, labels)."""
        given: Floats = self.log_confusion[table.annotator[rows], :, table.label[rows]]
        return given


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """What is needed to predict an answer: a model of confusions where it fits, else votes, skill and habit."""

    table: LongTable
    same_label: Rows  # for each row, how many gave its label to its item, itself included
    skill: Floats
    model: Model | None
    by_annotator: Rows  # rows in order of annotator
    first: Rows  # where each annotator's rows begin in it

    def predicted(self, one: Rows, other: Rows) -> Floats:
        """Return P(the annotator of row `other` gives the label of row `one` | all answers but theirs)."""
        if self.model is None:
            return _by_votes(self, one, other)
        out = np.empty(len(one))
        size = max(1, BLOCK_CELLS // max(1, self.table.labels))
        for start in range(0, len(one), size):
            part = slice(start, start + size)
            out[part] = _by_model(self.table, self.model, one[part], other[part])
        return out

    def without_pair(self, one: Rows, other: Rows) -> Floats:
        """Return the same for the shared items of one pair, with their confusions as the *others* show them.

        Two who copy are taken for right where they agree; so the truth is sought without either, and their
        confusions are fitted anew to it.
        """
        if self.model is None:
            return _by_votes(self, one, other)
        x = self.table.label[one]
        first, second = self._seen_by_others(one, other), self._seen_by_others(other, one)
        rest = self.model.weight[self.table.item[one]]
        rest = rest - self.model.given(self.table, one) - self.model.given(self.table, other)
        truth = _scaled(rest + np.log(first[:, x].T))
        says: Floats = second[:, x].T
        chance: Floats = (truth * says).sum(axis=1)
        return chance

    def _seen_by_others(self, shared: Rows, partner: Rows) -> Floats:
        """Return P(label | truth) of the annotator of the rows `shared`: fitted to all their answers, with
        the truth as it is without them, and on shared items without the partner."""
        if self.model is None:
            raise TypeError("only a model has confusions")
        table, a = self.table, int(self.table.annotator[shared[0]])
        rows = self.by_annotator[self.first[a] : self.first[a + 1]]
        rest = self.model.weight[table.item[rows]] - self.model.given(table, rows)
        rest[np.searchsorted(rows, shared)] -= self.model.given(table, partner)
        label = table.label[rows]
        pool = self.model.pool
        confusion: Floats = pool
        for _ in range(REFITS):
            truth = _scaled(rest + np.log(confusion[:, label].T))
            confusion = _recount(truth, label, pool)
        return confusion


def crowd_of(table: LongTable, consensus: Consensus) -> Crowd:
    """Return what the answers and the consensus say of each annotator."""
    values = [skill.accuracy.value for skill in consensus.skill]
    known = [value for value in values if value is not None]
    usual = float(np.mean(known)) if known else 0.5
    counts = [skill.confusion for skill in consensus.skill if skill.confusion is not None]
    fits = len(counts) == table.annotators > 0 and table.items * table.labels <= MOST_CELLS
    order = np.argsort(table.annotator, kind="stable")
    return Crowd(
        table=table,
        same_label=label_counts(table),
        skill=np.clip([usual if value is None else value for value in values], 0.02, 0.98),
        model=Model.of(table, np.stack(counts), consensus.prior) if fits else None,
        by_annotator=order,
        first=np.searchsorted(table.annotator[order], np.arange(table.annotators + 1)),
    )


def label_counts(table: LongTable) -> Rows:
    """Return for each row how many annotators gave this label to the item, themselves included.

    >>> label_counts(LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 1, 0]))).tolist()
    [2, 2, 1]
    """
    key = table.item.astype(np.int64) * max(1, table.labels) + table.label
    _, place, counts = np.unique(key, return_inverse=True, return_counts=True)
    mine: Rows = counts[place].astype(np.int64)
    return mine


def within_items(item: Codes) -> Iterator[tuple[Rows, Rows]]:
    """Yield the positions of all pairs within an item, the earlier first; `item` ascends.

    >>> [(left.tolist(), right.tolist()) for left, right in within_items(np.array([0, 0, 1, 1, 1]))]
    [([0, 2, 3], [1, 3, 4]), ([2], [4])]
    """
    left = np.arange(len(item), dtype=np.int64)
    step = 1
    while True:
        left = left[left + step < len(item)]
        left = left[item[left] == item[left + step]]
        if not len(left):
            return
        yield left, left + step
        step += 1


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """How often pairs give the same answer, by cell: what the model says, and how many others say so too."""

    seen: Floats
    same: Floats

    @classmethod
    def of(cls, cell: Rows, same: Bools) -> Calibration:
        """Count over all rows (item, a, b) of all pairs."""
        size = VOTE_STEPS * (ODDS_STEPS + 1)
        seen = np.bincount(cell, minlength=size).astype(np.float64)
        return cls(seen, np.bincount(cell, weights=same, minlength=size).astype(np.float64))

    def without(self, part: Calibration) -> Calibration:
        """Return the counts less those of a part of the rows."""
        return Calibration(self.seen - part.seen, self.same - part.same)

    def rate(self, cell: Rows, model: Floats) -> Floats:
        """Return the calibrated probability of each row; the model's counts as two more rows."""
        rate: Floats = np.clip((self.same[cell] + 2 * model) / (self.seen[cell] + 2), 1e-4, 1 - 1e-4)
        return rate


def coincidence_cell(crowd: Crowd, one: Rows, same: Bools, chance: Floats) -> Rows:
    """Return the cell of each row: the predicted log-odds in steps of one half, by the votes of the others."""
    others = crowd.table.per_item[crowd.table.item[one]] - 2
    votes = crowd.same_label[one] - 1 - same
    clipped = np.clip(chance, 1e-4, 1 - 1e-4)
    odds = np.floor(2 * np.log(clipped / (1 - clipped))).astype(np.int64) + ODDS_STEPS // 2
    cell: Rows = odds * VOTE_STEPS + _vote_step(votes, others)
    return cell


def _vote_step(votes: Rows, others: Rows) -> Rows:
    """Return 0 where there are no others; 1 to 3 where none of one, few or many gave it; then by share."""
    none = np.where(others >= 4, 3, np.where(others >= 2, 2, 1))
    some = 3 + np.ceil(4 * votes / np.maximum(others, 1)).astype(np.int64)
    steps: Rows = np.where(others == 0, 0, np.where(votes == 0, none, some))
    return steps


def _log_confusion(counts: Floats) -> Floats:
    """Return log P(label | truth) of each annotator, drawn a little towards all together."""
    even = 1 / counts.shape[1]
    pool = counts.sum(axis=0) + even
    pool /= pool.sum(axis=1, keepdims=True)
    whole = counts.sum(axis=2, keepdims=True) + POOL_WEIGHT + 1
    logs: Floats = np.log((counts + POOL_WEIGHT * pool + even) / whole)
    return logs


def _recount(truth: Floats, label: Codes, pool: Floats) -> Floats:
    """Return P(label | truth) of one annotator from the probabilities of the truth; shape (truth, label)."""
    counts = np.stack([np.bincount(label, weights=share, minlength=len(pool)) for share in truth.T])
    whole = counts.sum(axis=1, keepdims=True) + POOL_WEIGHT
    confusion: Floats = (counts + POOL_WEIGHT * pool) / whole
    return confusion


def _scaled(log_weight: Floats) -> Floats:
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    scaled: Floats = weight / weight.sum(axis=1, keepdims=True)
    return scaled


def _by_model(table: LongTable, model: Model, one: Rows, other: Rows) -> Floats:
    truth = _scaled(model.weight[table.item[other]] - model.given(table, other))
    says = np.exp(model.log_confusion[table.annotator[other], :, table.label[one]])
    chance: Floats = (truth * says).sum(axis=1)
    return chance


def _by_votes(crowd: Crowd, one: Rows, other: Rows) -> Floats:
    """Return q θ + (1−q)(1−θ) f, with the share q of the votes for the one's label, the other's accuracy θ,
    and the share f of the other's further answers that are this label."""
    table = crowd.table
    label, by = table.label[one], table.annotator[other]
    equal = label == table.label[other]
    every = np.bincount(table.label, minlength=table.labels) / len(table)
    q = (crowd.same_label[one] - equal + 0.5 * every[label]) / (table.per_item[table.item[one]] - 0.5)
    keys, counts = np.unique(
        table.annotator.astype(np.int64) * table.labels + table.label, return_counts=True
    )
    wanted = by.astype(np.int64) * table.labels + label
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    habit = np.where(keys[place] == wanted, counts[place], 0) - equal
    f = (habit + every[label]) / np.bincount(table.annotator, minlength=table.annotators)[by]
    skill = crowd.skill[by]
    chance: Floats = q * skill + (1 - q) * (1 - skill) * f
    return chance
