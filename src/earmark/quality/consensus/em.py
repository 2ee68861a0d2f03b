"""Expectation and maximisation: from answers to the probability of each label, and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from earmark.quality.consensus.evidence import Evidence, Slots
from earmark.quality.consensus.segments import normalise, total, weighed
from earmark.quality.long_table import Floats

__all__ = ["Fit", "before_answers", "even_share", "fit", "pooled", "smoothed", "vote_shares"]

# No answer is impossible: the least expected count, as small as the published implementations take it.
LEAST_COUNT = 1e-10
LEAST_SHARE = 1e-12
# What is known of a truth nobody has been seen with.
POOL_FLOOR = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Where the rounds ended: probabilities by cell, log-confusions by slot, shares of the labels."""

    log_weight: Floats
    probability: Floats
    counts: Floats
    confusion: Floats
    pool: Floats
    share: Floats
    log_likelihood: float
    rounds: int


def even_share(prior: float) -> float:
    """Return how many of the `prior` answers added to a row are spread evenly over the labels: at most one."""
    return min(1.0, prior)


def pooled(counts: Floats, slots: Slots, labels: int) -> Floats:
    """Return the probability of each (truth, label) over all annotators together."""
    pool = weighed(slots.pool, counts, len(slots.pool_truth))
    seen = weighed(slots.pool_truth, pool, labels)
    share: Floats = (pool + POOL_FLOOR / labels) / (seen[slots.pool_truth] + POOL_FLOOR)
    return share


def smoothed(counts: Floats, slots: Slots, prior: float, labels: int) -> tuple[Floats, Floats]:
    """Return each slot's probability, and the pool it was drawn towards.

    (c + s·pool + e/K) / (Σc + s + e): to the counts c of an annotator's answers where the truth is k are
    added `prior` answers s as the pool gives them and e = min(1, s) spread evenly. With s = 0 these are the
    maximum-likelihood confusions.
    """
    pool = pooled(counts, slots, labels)
    seen = np.maximum(counts, LEAST_COUNT)
    row = weighed(slots.row, seen, slots.rows)
    even = even_share(prior)
    return (seen + prior * pool[slots.pool] + even / labels) / (row + prior + even)[slots.row], pool


def vote_shares(evidence: Evidence) -> Floats:
    """Return each cell's share of the votes: where the rounds start."""
    votes = np.bincount(evidence.own, minlength=len(evidence.label)).astype(np.float64)
    return votes / np.repeat(total(votes, evidence.starts), np.diff(evidence.starts))


def fit(
    evidence: Evidence,
    labels: int,
    prior: float,
    *,
    iterations: int,
    tolerance: float,
    start: Floats | None = None,
    known: Floats | None = None,
) -> Fit:
    """Return the fit after `iterations` rounds, or once a round changes the log-likelihood an answer by
    less than `tolerance`.

    Everything is kept as logarithms, scaled by the best cell of the item: any number of answers an item.
    The rounds begin at the probabilities `start` (by cell), else at the vote shares. `known` is what is known
    of an item before its answers, as log-probabilities by cell; where it is NaN the shares of the labels
    stand for it.
    """
    probability = vote_shares(evidence) if start is None else start
    before, rounds, settled = -np.inf, 0, False
    while rounds < iterations and not settled:
        rounds += 1
        counts = evidence.counts(probability)
        confusion, pool = smoothed(counts, evidence.slots, prior, labels)
        share = _label_shares(evidence, probability, labels)
        log_weight = evidence.weigh(np.log(confusion)) + before_answers(evidence, share, known)
        probability, log_sum = normalise(log_weight, evidence.starts)
        after = float(log_sum.sum())
        settled = tolerance > 0 and abs(after - before) <= tolerance * len(evidence.own)
        before = after
    return Fit(log_weight, probability, counts, confusion, pool, share, after, rounds)


def before_answers(evidence: Evidence, share: Floats, known: Floats | None) -> Floats:
    """Return each cell's log-probability before the answers: what is known of the item, else the label's share."""
    usual = np.log(share)[evidence.label]
    return usual if known is None else np.where(np.isnan(known), usual, known)


def _label_shares(evidence: Evidence, probability: Floats, labels: int) -> Floats:
    mass = weighed(evidence.label, probability, labels)
    return np.maximum(mass / len(evidence.items), LEAST_SHARE)
