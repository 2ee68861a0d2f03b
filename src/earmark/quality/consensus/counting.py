"""Dawid and Skene's rounds over tables too large for their cells to be held: counts merged from parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earmark.quality.consensus.em import LEAST_SHARE, even_share
from earmark.quality.kernels.compiling import compiled
from earmark.quality.kernels.rounds import expect, first_votes, smooth
from earmark.quality.long_table import Codes, Floats, LongTable

__all__ = [
    "Counted",
    "Model",
    "Pairs",
    "Part",
    "Rounds",
    "added",
    "counted",
    "model_of",
    "observed",
    "run_rounds",
]

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The annotators with the labels they gave: `by` and `label` name each pair, in order of annotators."""

    by: Codes
    label: Codes
    annotators: int
    labels: int

    @classmethod
    def of(cls, seen: NDArray[np.bool_], labels: int) -> Pairs:
        """Return the pairs of a table of flags, shape (annotators · labels,); see `observed`."""
        key = np.flatnonzero(seen)
        by, label = (key // labels).astype(np.int32), (key % labels).astype(np.int32)
        return cls(by, label, len(seen) // max(labels, 1), labels)

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return len(self.by)

    def numbers(self) -> Codes:
        """Return the pair of each annotator · labels + label, −1 where there is none."""
        place = np.full(self.annotators * self.labels, -1, dtype=np.int32)
        place[self.by.astype(np.int64) * self.labels + self.label] = np.arange(len(self), dtype=np.int32)
        return place


def observed(table: LongTable) -> NDArray[np.bool_]:
    """Return which annotator gave which label at all; shape (annotators · labels,).

    >>> observed(LongTable.of(np.array([0, 1]), np.array([0, 1]), np.array([1, 0]))).tolist()
    [False, True, True, False]
    """
    seen = np.zeros(table.annotators * table.labels, dtype=np.bool_)
    for rows in _blocks(len(table)):
        seen[table.annotator[rows].astype(np.int64) * table.labels + table.label[rows]] = True
    return seen


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Whole items with their answers, sorted by item: where each item's begin, and each answer's pair."""

    starts: NDArray[np.int64]
    annotator: Codes
    label: Codes
    pair: Codes

    @classmethod
    def of(cls, table: LongTable, pairs: Pairs) -> Part:
        """Return a table as a part; its codes are those of the pairs."""
        numbers = pairs.numbers()
        pair = np.empty(len(table), dtype=np.int32)
        for rows in _blocks(len(table)):
            pair[rows] = numbers[table.annotator[rows].astype(np.int64) * pairs.labels + table.label[rows]]
        return cls(table.starts, table.annotator, table.label, pair)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Confusions, flat (pairs · labels), and the shares of the labels."""

    confusion: Floats
    share: Floats


@dataclass(slots=True, eq=False)
class Counted:
    """What items add up to: expected counts, flat (pairs · labels), mass of each label, log-likelihood."""

    counts: Floats
    mass: Floats
    log_likelihood: float

    def plus(self, other: Counted) -> Counted:
        """Add another's to these and return them."""
        self.counts = added(self.counts, other.counts)
        self.mass = added(self.mass, other.mass)
        self.log_likelihood += other.log_likelihood
        return self


def added(one: Floats, other: Floats) -> Floats:
    """Return the sum, in the place of the first where that may be written to: arrays that come from another
    process may not."""
    if not one.flags.writeable:
        return one + other
    one += other
    return one


def counted(part: Part, model: Model | None, pairs: int, labels: int, low: int, high: int) -> Counted:
    """Return what the items low ≤ i < high add up to under a model, or, without one, by their votes."""
    found = Counted(np.zeros(pairs * labels), np.zeros(labels), 0.0)
    if model is None:
        compiled(first_votes)(part.starts, part.label, part.pair, labels, low, high, found.counts, found.mass)
        return found
    found.log_likelihood = compiled(expect)(
        part.starts, part.pair, model.confusion, model.share, low, high, found.counts, found.mass
    )
    return found


def model_of(found: Counted, pairs: Pairs, prior: float) -> Model:
    """Return the confusions and shares that counts stand for, smoothed as in `em.smoothed`."""
    confusion, pool = np.empty(len(found.counts)), np.empty(pairs.labels**2)
    compiled(smooth)(pairs.by, pairs.label, found.counts, prior, even_share(prior), pool, confusion)
    share = np.maximum(found.mass / max(found.mass.sum(), LEAST_SHARE), LEAST_SHARE)
    return Model(confusion, share)


@dataclass(frozen=True, slots=True, eq=False)
class Rounds:
    """Where the rounds ended."""

    model: Model
    log_likelihood: float
    rounds: int


def run_rounds(
    count: Callable[[Model | None], Counted],
    pairs: Pairs,
    answers: int,
    prior: float,
    *,
    iterations: int,
    tolerance: float,
) -> Rounds:
    """Return the fit that `em.fit` gives: the same rounds, by whatever `count` adds the parts up.

    It ends after `iterations` rounds, or once a round changes the log-likelihood an answer by at most `tolerance`.
    """
    found, before, done = count(None), -np.inf, 0
    while True:
        model = model_of(found, pairs, prior)
        found = count(model)
        done += 1
        settled = tolerance > 0 and abs(found.log_likelihood - before) <= tolerance * answers
        before = found.log_likelihood
        if settled or done >= iterations:
            return Rounds(model, before, done)


def _blocks(rows: int) -> list[slice]:
    return [slice(first, first + _BLOCK) for first in range(0, rows, _BLOCK)]
