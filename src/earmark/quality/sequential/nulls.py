"""What an honest answer looks like, learnt from data, with e-values that stay fair although it was learnt."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from earmark.errors import CallError
from earmark.quality.long_table import Floats

__all__ = ["BayesNull", "BinnedRatio", "lifted"]


def lifted(evidence: Floats, share: float) -> Floats:
    """Return 1 + share · (e − 1): evidence for a mixture, never below 1 − share; the mean stays 1.

    >>> lifted(np.array([3.0, 0.0]), 0.5).tolist()
    [2.0, 0.5]
    """
    mixed: Floats = 1 + share * (np.asarray(evidence, dtype=np.float64) - 1)
    return mixed


@dataclass(frozen=True, slots=True, eq=False)
class BinnedRatio:
    """The ratio of two densities of a score, as a histogram of each.

    A ratio of two *models* is no e-value: models are wrong, and its mean under honest answers can be far from
    1. Counting in bins which scores honest answers really have makes it fair, up to the error of the counts;
    one is added to each bin. `edges` has shape (bins − 1,), `ratio` shape (bins,).

    >>> rng = np.random.default_rng(0)
    >>> ratio = BinnedRatio.of(rng.normal(size=4000), rng.normal(1, 1, 4000))
    >>> bool(0.97 < ratio.evidence(rng.normal(size=4000)).mean() < 1.03)
    True
    """

    edges: Floats
    ratio: Floats

    @classmethod
    def of(cls, honest: Floats, other: Floats, *, bins: int = 24) -> BinnedRatio:
        """Learn the ratio other/honest from scores of both; the bins hold equal shares of honest scores.

        Raises:
            CallError: there are fewer honest scores than twenty a bin.
        """
        if len(honest) < 20 * bins:
            raise CallError(f"{bins} bins need at least {20 * bins} honest scores, found {len(honest)}")
        edges = np.unique(np.quantile(honest, np.arange(1, bins) / bins))
        size = len(edges) + 1
        counts = [
            np.bincount(np.searchsorted(edges, scores, side="right"), minlength=size) + 1.0
            for scores in (honest, other)
        ]
        shares = [count / count.sum() for count in counts]
        return cls(edges, shares[1] / shares[0])

    def evidence(self, scores: Floats) -> Floats:
        """Return the e-value of each score."""
        found: Floats = self.ratio[np.searchsorted(self.edges, np.asarray(scores), side="right")]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class BayesNull:
    """What one annotator answers where the truth is k: known from the pool at first, then from their own answers.

    Rows of `counts` (truth, answer) begin as a Dirichlet prior; `shares` π of the truth come with each answer
    (gold, other annotators, a model that saw none of these answers). The predictive q(l) = Σ_k π_k N[k,l]/N[k,·]
    is fixed before the answer is seen, so every e-value below has mean exactly 1 under it.

    >>> null = BayesNull.of(np.array([[0.9, 0.1], [0.2, 0.8]]), strength=20)
    >>> null.predictive(np.array([1.0, 0.0])).tolist()
    [0.9, 0.1]
    """

    counts: Floats

    @classmethod
    def of(cls, pooled: Floats, *, strength: float) -> BayesNull:
        """Return the null of an annotator of whom nothing is known: the pool's confusion, worth `strength` answers a row.

        Raises:
            CallError: a row of the pooled confusion does not add up to 1, or holds a 0.
        """
        pooled = np.asarray(pooled, dtype=np.float64)
        if (pooled <= 0).any() or np.abs(pooled.sum(axis=1) - 1).max(initial=0) > 1e-9:
            raise CallError("each row of a pooled confusion is positive and adds up to 1")
        return cls(strength * pooled)

    @property
    def confusion(self) -> Floats:
        """The expected confusion now."""
        rows: Floats = self.counts / self.counts.sum(axis=1, keepdims=True)
        return rows

    def predictive(self, shares: Floats) -> Floats:
        """Return q: how probable each answer is before it is given."""
        q: Floats = np.asarray(shares) @ self.confusion
        return q

    def after(self, shares: Floats, answer: int) -> BayesNull:
        """Return the null after an answer: counted to each truth in proportion to its probability."""
        confusion = self.confusion
        weight = np.asarray(shares) * confusion[:, answer]
        counts = self.counts.copy()
        counts[:, answer] += weight / weight.sum()
        return replace(self, counts=counts)

    def toward(self, shares: Floats, answer: int, truth: int, label: int, size: float) -> float:
        """Return the e-value for "answers `label` more often where the truth is `truth`", by `size` of its answers.

        e = 1 + size · π_truth (1[answer = label] − C[truth, answer]) / q(answer).
        """
        q = float(self.predictive(shares)[answer])
        moved = float(answer == label) - float(self.confusion[truth, answer])
        return 1 + size * float(shares[truth]) * moved / q

    def guessing(self, shares: Floats, answer: int, size: float) -> float:
        """Return the e-value for "guesses in `size` of the answers": e = 1 + size · (1/K − q(answer)) / q(answer)."""
        q = float(self.predictive(shares)[answer])
        return float(1 + size * (1 / self.counts.shape[1] - q) / q)
