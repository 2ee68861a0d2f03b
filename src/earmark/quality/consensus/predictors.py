"""What each method says of an answer it has not seen: the common ground on which they are compared."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from earmark.quality.consensus.coins import CoinFit
from earmark.quality.consensus.em import Fit, even_share, fit
from earmark.quality.consensus.glad import fit_glad
from earmark.quality.consensus.holdout import Guess, Predict, Split
from earmark.quality.consensus.mace import fit_mace
from earmark.quality.consensus.one_coin import fit_one_coin
from earmark.quality.consensus.segments import weighed
from earmark.quality.consensus.wawa import vote_weights
from earmark.quality.long_table import Floats, LongTable

__all__ = ["by_dawid_skene", "by_glad", "by_mace", "by_one_coin", "by_vote", "by_wawa"]

ROUNDS = 12
TOLERANCE = 1e-5


class _Fitted(Protocol):
    @property
    def fit(self) -> CoinFit:
        """Where the rounds ended."""

    def given_truth(self, rows: LongTable) -> Floats:
        """Return the probability of each row's label where the truth is each label."""


def by_vote(split: Split) -> Guess:
    """Say that an answer follows the votes of its item, and one vote spread as all answers are.

    No truth and no skill is spoken of, so that the guess is of the answer itself.
    """
    return _votes(split, None)


def by_wawa(split: Split) -> Guess:
    """Say the same of votes that weigh as much as their annotators agree with the majority."""
    return _votes(split, vote_weights(split.seen)[split.seen.annotator])


def _votes(split: Split, weight: Floats | None) -> Guess:
    cells, hidden, k = split.cells, split.hidden, split.seen.labels
    each = np.ones(len(split.seen)) if weight is None else weight
    votes = weighed(cells.own, each, len(cells.label)).reshape(-1, k)[split.place]
    every = (np.bincount(split.seen.label, minlength=k) + 0.5) / (len(split.seen) + k / 2)
    given = np.zeros(votes.shape)
    given[np.arange(len(hidden)), hidden.label] = 1.0
    return Guess(np.log(votes + every), given)


def by_one_coin(split: Split) -> Guess:
    """Say what one coin an annotator says, drawn together by four answers (see `one_coin.fit_one_coin`)."""
    fitted = fit_one_coin(split.seen, split.cells, prior=4.0, iterations=ROUNDS, tolerance=TOLERANCE)
    return _coins(split, fitted)


def by_mace(split: Split) -> Guess:
    """Say what MACE says (see `mace.fit_mace`)."""
    return _coins(split, fit_mace(split.seen, split.cells, iterations=2 * ROUNDS, tolerance=TOLERANCE))


def by_glad(split: Split) -> Guess:
    """Say what GLAD says (see `glad.fit_glad`)."""
    return _coins(split, fit_glad(split.seen, split.cells, iterations=2 * ROUNDS, tolerance=TOLERANCE))


def _coins(split: Split, fitted: _Fitted) -> Guess:
    weight = fitted.fit.log_weight.reshape(-1, split.seen.labels)
    return Guess(weight[split.place], fitted.given_truth(split.hidden))


def by_dawid_skene(prior: float) -> Predict:
    """Return what Dawid and Skene's model says, smoothed with the strength `prior`."""

    def predict(split: Split) -> Guess:
        k = split.seen.labels
        fitted = fit(split.evidence, k, prior, iterations=ROUNDS, tolerance=TOLERANCE)
        return Guess(fitted.log_weight.reshape(-1, k)[split.place], _given_truth(split, fitted, prior))

    return predict


def _given_truth(split: Split, fitted: Fit, prior: float) -> Floats:
    """Return the probability of each hidden answer where the truth is each label; shape (hidden, labels)."""
    evidence, hidden, k = split.evidence, split.hidden, split.seen.labels
    key = hidden.annotator.astype(np.int64) * k + hidden.label
    pair = np.minimum(np.searchsorted(evidence.pair_key, key), len(evidence.pair_key) - 1)
    known = evidence.pair_key[pair] == key
    row = weighed(evidence.slots.row, fitted.counts, evidence.slots.rows)
    even = even_share(prior)
    pool = fitted.pool.reshape(k, k).T[hidden.label]
    unseen = (prior * pool + even / k) / (row.reshape(-1, k)[hidden.annotator] + prior + even)
    return np.where(known[:, None], fitted.confusion.reshape(-1, k)[pair], unseen)
