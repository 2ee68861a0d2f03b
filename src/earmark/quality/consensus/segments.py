"""Sums, maxima and choices within consecutive stretches of a flat array: one stretch per item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from earmark.quality.long_table import Bools, Codes, Floats

__all__ = ["Choice", "Integers", "Positions", "choose", "largest", "normalise", "total", "weighed"]

Positions: TypeAlias = NDArray[np.int64]
Integers: TypeAlias = NDArray[np.integer[Any]]

# Two log-probabilities nearer than this differ by rounding only.
NEAR = 1e-9


def largest(values: Floats, starts: Positions) -> Floats:
    """Return the largest value of each stretch; no stretch may be empty.

    >>> largest(np.array([1.0, 3.0, 2.0]), np.array([0, 2, 3])).tolist()
    [3.0, 2.0]
    """
    return np.maximum.reduceat(values, starts[:-1]) if len(starts) > 1 else np.zeros(0)


def total(values: Floats, starts: Positions) -> Floats:
    """Return the sum of each stretch; no stretch may be empty.

    >>> total(np.array([1.0, 3.0, 2.0]), np.array([0, 2, 3])).tolist()
    [4.0, 2.0]
    """
    return np.add.reduceat(values, starts[:-1]) if len(starts) > 1 else np.zeros(0)


def weighed(code: NDArray[np.integer[Any]], weight: Floats, size: int) -> Floats:
    """Return the sum of the weights of each code; shape (size,).

    >>> weighed(np.array([1, 1]), np.array([0.5, 2.0]), 3).tolist()
    [0.0, 2.5, 0.0]
    """
    return np.bincount(code, weights=weight, minlength=size).astype(np.float64, copy=False)


def normalise(log_weight: Floats, starts: Positions) -> tuple[Floats, Floats]:
    """Return probabilities that add up to 1 in each stretch, and the log of each stretch's sum of weights.

    >>> probability, log_sum = normalise(np.log(np.array([1.0, 3.0])), np.array([0, 2]))
    >>> probability.round(2).tolist(), round(float(log_sum[0]), 6)
    ([0.25, 0.75], 1.386294)
    """
    size = np.diff(starts)
    top = largest(log_weight, starts)
    weight = np.exp(log_weight - np.repeat(top, size))
    sums = total(weight, starts)
    weight /= np.repeat(sums, size)
    return weight, top + np.log(sums)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The best cell of each stretch: its position, its label, its lead over the next best, and ties."""

    cell: Positions
    label: Codes
    lead: Floats
    tied: Bools


def choose(score: Floats, starts: Positions, label: Codes, answers: NDArray[np.int64]) -> Choice:
    """Return the best cell of each stretch; ties go to the label with more `answers`, then the smaller code.

    `lead` is infinite where a stretch has one cell only.
    """
    size = np.diff(starts)
    order = np.lexsort((np.arange(len(answers)), -answers))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    near = score >= np.repeat(largest(score, starts), size) - NEAR
    stand = np.where(near, rank[label], len(order)).astype(np.float64)
    chosen_rank = -largest(-stand, starts)
    cell = np.flatnonzero(stand == np.repeat(chosen_rank, size))
    rest = score.copy()
    rest[cell] = -np.inf
    tied = total(near.astype(np.float64), starts) > 1
    lead = np.where(tied, 0.0, score[cell] - largest(rest, starts)) if len(cell) else np.zeros(0)
    return Choice(cell, label[cell], lead, tied)
