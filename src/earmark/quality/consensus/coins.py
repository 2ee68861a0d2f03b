"""Models in which an answer is the truth with one probability and any other label with another.

Of each answer two logarithms are needed: of its probability where its label is the truth (`hit`), and where
another label is (`miss`). Both are the same for every label, so that an item costs as much as it has answers,
however many labels there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from earmark.quality.consensus.cells import Cells, vote_shares
from earmark.quality.consensus.segments import normalise, weighed
from earmark.quality.long_table import Floats, LongTable

__all__ = ["CoinFit", "GivenTruth", "Maximise", "fit_coins", "weigh_coins"]

LEAST = 1e-10

# From each row's probability of being right to the logarithms (hit, miss) of its answer.
Maximise: TypeAlias = Callable[[Floats], tuple[Floats, Floats]]
# The probability of each row's label, shape (rows, labels), where the truth is each label.
GivenTruth: TypeAlias = Callable[[LongTable], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class CoinFit:
    """Where the rounds ended: what each cell weighs, and how probable it is."""

    log_prior: Floats
    log_weight: Floats
    probability: Floats
    log_likelihood: float
    rounds: int

    def right(self, cells: Cells) -> Floats:
        """Return the probability that each row's answer is the truth."""
        chosen: Floats = self.probability[cells.own]
        return chosen


def weigh_coins(cells: Cells, hit: Floats, miss: Floats) -> Floats:
    """Return the log-likelihood of each cell: Σ miss over the item's answers, and hit − miss for those that
    give the cell's label.

    >>> from earmark.quality.consensus.cells import cells_of
    >>> cells = cells_of(LongTable.of(np.array([0, 0]), np.array([0, 1]), np.array([0, 1])))
    >>> weigh_coins(cells, np.array([-0.1, -0.2]), np.array([-2.0, -1.0])).round(1).tolist()
    [-1.1, -2.2]
    """
    missed = weighed(cells.place, miss, len(cells.items))
    found: Floats = np.repeat(missed, cells.sizes) + weighed(cells.own, hit - miss, len(cells.label))
    return found


def fit_coins(
    cells: Cells,
    maximise: Maximise,
    *,
    learned: bool,
    iterations: int,
    tolerance: float,
    start: Floats | None = None,
) -> CoinFit:
    """Return the fit after `iterations` rounds of expectation and maximisation, or once a round changes the
    log-likelihood an answer by less than `tolerance`.

    The shares of the labels are estimated where `learned`, else even. `start` are the probabilities by cell
    to begin with, else the vote shares.
    """
    probability = vote_shares(cells) if start is None else start
    before, rounds, settled = -np.inf, 0, False
    while rounds < iterations and not settled:
        rounds += 1
        log_prior = _log_prior(cells, probability, learned)
        hit, miss = maximise(probability[cells.own])
        log_weight = log_prior + weigh_coins(cells, hit, miss)
        probability, log_sum = normalise(log_weight, cells.starts)
        after = float(log_sum.sum())
        settled = tolerance > 0 and abs(after - before) <= tolerance * len(cells.own)
        before = after
    return CoinFit(log_prior, log_weight, probability, after, rounds)


def _log_prior(cells: Cells, probability: Floats, learned: bool) -> Floats:
    if not learned:
        return np.full(len(cells.label), -np.log(cells.labels))
    mass = weighed(cells.label, probability, cells.labels) / len(cells.items)
    shares: Floats = np.log(np.maximum(mass, LEAST))[cells.label]
    return shares
