"""How strongly to draw annotators together: chosen by how well hidden answers are predicted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earmark.quality.consensus.em import Fit, even_share, fit
from earmark.quality.consensus.evidence import DENSE_CELLS, DenseEvidence, evidence_of
from earmark.quality.consensus.segments import weighed
from earmark.quality.long_table import Bools, Floats, LongTable

__all__ = ["DEFAULT_STRENGTH", "STRENGTHS", "Strength", "choose_strength", "hidden_rows"]

STRENGTHS = (0.01, 1.0, 4.0, 16.0, 64.0, 256.0)
DEFAULT_STRENGTH = 4.0
HIDDEN = 0.1
MOST_FOLDS = 5
MOST_CELLS = 4_000_000
MOST_ROWS = 200_000
ROUNDS = 12
LEAST_HIDDEN = 20


@dataclass(frozen=True, slots=True)
class Strength:
    """The strength chosen, what it scored, and what the best of the grid and a smoothed vote scored."""

    value: float
    score: float
    best: float
    best_score: float
    vote_score: float
    hidden: int


def choose_strength(table: LongTable, *, seed: int = 0) -> Strength | None:
    """Return the weakest strength whose score is within one standard error of the best.

    A tenth of the answers to items with at least three is hidden (up to five tenths, one after the other,
    where the table is small); each is predicted from the labels the rest gives the item and from what
    the rest says of its annotator; the score is the mean log-probability. Taking the weakest within one
    standard error is the rule of Breiman et al. (1984): drawing annotators together makes mistakes that
    many share look like the truth, so it has to earn its place. From a large table (more than 200,000
    answers, or 4,000,000 answers times labels) items are drawn. None where fewer than 20 answers could be hidden, or there are too many labels.
    """
    table = _sample(table, seed)
    fold = hidden_rows(table, seed)
    folds = min(MOST_FOLDS, max(1, round(MOST_CELLS / (len(table) * table.labels))))
    hidden = int((fold < folds).sum())
    if hidden < LEAST_HIDDEN or max(table.items, len(table)) * table.labels > DENSE_CELLS:
        return None
    splits = [_Split.of(table, fold == j) for j in range(folds) if (fold == j).any()]
    scores: list[Floats] = []
    for value in STRENGTHS:
        scores.append(np.concatenate([split.score(value) for split in splits]))
        best = max(scores, key=lambda score: float(score.mean()))
        error = float(best.std()) / np.sqrt(hidden)
        if scores[-1].mean() < best.mean() - error:
            break
    means = [float(score.mean()) for score in scores]
    chosen = next(j for j, mean in enumerate(means) if mean >= max(means) - error)
    vote = float(np.concatenate([split.vote() for split in splits]).mean())
    best_at = int(np.argmax(means))
    return Strength(STRENGTHS[chosen], means[chosen], STRENGTHS[best_at], means[best_at], vote, hidden)


def hidden_rows(table: LongTable, seed: int) -> NDArray[np.int64]:
    """Return the tenth (0 to 9) to which each row belongs, or 10 where it is never hidden.

    A row's tenth is a hash of its item, annotator and the seed. At least two answers of an item stay.
    """
    mark = _hash(table.item, table.annotator, seed)
    tenth = (mark % np.uint64(round(1 / HIDDEN))).astype(np.int64)
    order = np.lexsort((mark, tenth, table.item))
    same = np.ones(len(table), dtype=np.int64)
    place = np.empty(len(table), dtype=np.int64)
    key = table.item[order].astype(np.int64) * 16 + tenth[order]
    first = np.searchsorted(key, key)
    place[order] = np.cumsum(same) - 1 - first
    stays = place >= table.per_item[table.item] - 2
    return np.where(stays, 10, tenth)


def _hash(item: NDArray[np.integer], annotator: NDArray[np.integer], seed: int) -> NDArray[np.uint64]:
    """Mix item, annotator and seed (the finaliser of splitmix64, doi:10.1145/2660193.2660195)."""
    x = item.astype(np.uint64) << np.uint64(32) ^ annotator.astype(np.uint64)
    x = x + np.uint64((seed * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) % 2**64)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = x ^ (x >> np.uint64(31))
    return mixed


def _sample(table: LongTable, seed: int) -> LongTable:
    """Return whole items, drawn by hash, of which there are few enough answers."""
    most = min(MOST_ROWS, MOST_CELLS // max(1, table.labels))
    if len(table) <= most:
        return table
    mark = _hash(table.item, np.zeros_like(table.item), seed + 1)
    return table.rows(mark % np.uint64(2**20) < np.uint64(2**20 * most // len(table)))


@dataclass(frozen=True, slots=True, eq=False)
class _Split:
    """A table with some answers hidden; everything that does not depend on the strength is laid out once."""

    seen: LongTable
    hidden: LongTable
    evidence: DenseEvidence

    @classmethod
    def of(cls, table: LongTable, hide: Bools) -> _Split:
        seen = table.rows(~hide)
        evidence = evidence_of(seen)
        if not isinstance(evidence, DenseEvidence):
            raise TypeError("a table this large is not split")
        return cls(seen, table.rows(hide), evidence)

    def score(self, prior: float) -> Floats:
        """Return the log-probability of each hidden answer."""
        fitted = fit(self.evidence, self.seen.labels, prior, iterations=ROUNDS, tolerance=1e-5)
        probability = fitted.probability.reshape(-1, self.seen.labels)
        place = np.searchsorted(self.evidence.items, self.hidden.item)
        mixed: Floats = probability[place] * self._confusion(fitted, prior)
        return np.asarray(np.log(mixed.sum(axis=1)), dtype=np.float64)

    def _confusion(self, fitted: Fit, prior: float) -> Floats:
        """Return the probability of each hidden answer where the truth is each label; shape (hidden, labels)."""
        k = self.seen.labels
        key = self.hidden.annotator.astype(np.int64) * k + self.hidden.label
        pair = np.minimum(np.searchsorted(self.evidence.pair_key, key), len(self.evidence.pair_key) - 1)
        known = self.evidence.pair_key[pair] == key
        row = weighed(self.evidence.slots.row, fitted.counts, self.evidence.slots.rows)
        even = even_share(prior)
        pool = fitted.pool.reshape(k, k).T[self.hidden.label]
        unseen = (prior * pool + even / k) / (row.reshape(-1, k)[self.hidden.annotator] + prior + even)
        return np.where(known[:, None], fitted.confusion.reshape(-1, k)[pair], unseen)

    def vote(self) -> Floats:
        """Return the log-probability of each hidden answer under the votes of its item and one vote spread
        as all answers are."""
        k = self.seen.labels
        votes = np.bincount(self.evidence.own, minlength=len(self.evidence.label)).reshape(-1, k)
        every = (np.bincount(self.seen.label, minlength=k) + 0.5) / (len(self.seen) + k / 2)
        mine = votes[np.searchsorted(self.evidence.items, self.hidden.item)]
        given = mine[np.arange(len(mine)), self.hidden.label]
        score = np.log((given + every[self.hidden.label]) / (mine.sum(axis=1) + 1))
        return np.asarray(score, dtype=np.float64)
