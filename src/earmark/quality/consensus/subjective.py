"""Tasks without one truth: how the answers are spread, and kinds of annotators who see things alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from earmark.errors import CallError
from earmark.quality.consensus.holdout import Guess, Holdout, Split, paired_error
from earmark.quality.consensus.segments import weighed
from earmark.quality.long_table import Codes, Floats, LongTable

__all__ = ["SubjectiveConsensus", "subjective"]

ROUNDS = 60
MOST_KINDS = 4
# How many answers of all are added to each kind's own answers to an item, and of the whole table to an item's.
DRAWN = 1.0
SETTLED = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class SubjectiveConsensus:
    """How the answers to each item are spread.

    `soft` has shape (items, labels): the distribution of the next answer by anybody, 0 where nobody answered.
    `kind` is the probability that an annotator is of each kind, shape (annotators, kinds); `by_kind` the
    distribution of the answers to each item by each kind, shape (kinds, items, labels). `scores` are the
    mean log-probabilities of hidden answers with 1, 2, … kinds.
    """

    why: str
    soft: Floats
    kind: Floats
    by_kind: Floats
    scores: tuple[float, ...]

    @property
    def entropy(self) -> Floats:
        """How spread the answers to each item are, in nats; 0 where nobody answered."""
        p = np.maximum(self.soft, 1e-300)
        return np.asarray(-(self.soft * np.log(p)).sum(axis=1), dtype=np.float64)


def subjective(table: LongTable, *, kinds: int | None = None, seed: int = 0) -> SubjectiveConsensus:
    """Return the distribution of answers to each item, and kinds of annotators that answer alike.

    A mixture: an annotator is of one kind g, and gives label l to item i with probability θ_g[i, l], which is
    drawn towards what everybody says of the item, and that towards the whole table. The number of kinds is
    the smallest whose hidden answers are predicted within one standard error of the best, at most 4: where
    disagreement is each person's own there is one kind. Nobody is right or wrong: there is no accuracy.

    >>> table = LongTable.of(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([0, 1, 1, 1]))
    >>> subjective(table).soft.round(2).tolist()
    [[0.43, 0.57], [0.1, 0.9]]

    Raises:
        CallError: fewer than one kind is asked for.
    """
    if kinds is not None and kinds < 1:
        raise CallError(f"there must be at least 1 kind of annotator, found {kinds}")
    scores: tuple[float, ...] = ()
    if kinds is None:
        kinds, scores = _how_many(table, seed)
    shares, by_kind = _fit(table, kinds)
    answered = table.per_item > 0
    soft = _everybody(table) * answered[:, None]
    return SubjectiveConsensus(_why(shares, scores), soft, shares, by_kind * answered[None, :, None], scores)


def _how_many(table: LongTable, seed: int) -> tuple[int, tuple[float, ...]]:
    holdout = Holdout.of(table, seed)
    if holdout is None:
        return 1, ()
    most = min(MOST_KINDS, len(np.unique(holdout.splits[0].seen.annotator)))
    scores = [
        np.concatenate([_guess(s, g).log_probability() for s in holdout.splits]) for g in range(1, most + 1)
    ]
    best = max(scores, key=lambda one: float(one.mean()))
    near = [s.mean() >= best.mean() - paired_error(best, s, holdout.item) for s in scores]
    return int(np.argmax(near)) + 1, tuple(float(one.mean()) for one in scores)


def _guess(split: Split, kinds: int) -> Guess:
    shares, by_kind = _fit(split.seen, kinds)
    hidden = split.hidden
    given = by_kind[:, hidden.item, hidden.label].T
    return Guess(np.log(np.maximum(shares[hidden.annotator], 1e-300)), given)


def _everybody(table: LongTable) -> Floats:
    """Return the distribution of answers to each item, drawn towards the whole table by one answer."""
    counts = _counts(table, np.ones(len(table)))
    every = (np.bincount(table.label, minlength=table.labels) + 0.5) / (len(table) + table.labels / 2)
    found: Floats = (counts + DRAWN * every) / (counts.sum(axis=1, keepdims=True) + DRAWN)
    return found


def _counts(table: LongTable, weight: Floats) -> Floats:
    slot = table.item.astype(np.int64) * table.labels + table.label
    return weighed(slot, weight, table.items * table.labels).reshape(table.items, table.labels)


def _fit(table: LongTable, kinds: int) -> tuple[Floats, Floats]:
    """Return how probably each annotator is of each kind, and each kind's distributions."""
    everybody = _everybody(table)
    if kinds == 1 or not len(table):
        return np.ones((table.annotators, 1)), everybody[None]
    shares = _begin(table, everybody, kinds)
    before = -np.inf
    for _ in range(ROUNDS):
        by_kind = np.stack([_one_kind(table, shares[:, g], everybody) for g in range(kinds)])
        size = np.maximum(shares.mean(axis=0), 1e-12)
        said = np.stack(
            [
                weighed(table.annotator, np.log(by_kind[g][table.item, table.label]), table.annotators)
                for g in range(kinds)
            ],
            axis=1,
        ) + np.log(size)
        top = said.max(axis=1, keepdims=True)
        weight = np.exp(said - top)
        shares = weight / weight.sum(axis=1, keepdims=True)
        after = float((top[:, 0] + np.log(weight.sum(axis=1))).sum())
        if abs(after - before) <= SETTLED * len(table):
            break
        before = after
    order = np.argsort(-shares.sum(axis=0), kind="stable")
    return shares[:, order], by_kind[order]


def _one_kind(table: LongTable, share: Floats, everybody: Floats) -> Floats:
    counts = _counts(table, share[table.annotator])
    found: Floats = (counts + DRAWN * everybody) / (counts.sum(axis=1, keepdims=True) + DRAWN)
    return found


def _begin(table: LongTable, everybody: Floats, kinds: int) -> Floats:
    """Return shares to begin with: annotators apart along the main directions in which they differ."""
    from scipy.sparse import csr_matrix

    slot = table.item.astype(np.int64) * table.labels + table.label
    surprise = 1 - everybody[table.item, table.label]
    shape = (table.annotators, table.items * table.labels)
    matrix = csr_matrix((surprise, (table.annotator, slot)), shape=shape)
    basis = np.linalg.qr(np.random.default_rng(0).normal(size=(table.annotators, kinds)))[0]
    answers = np.maximum(np.bincount(table.annotator, minlength=table.annotators), 1.0)
    root = 1 / np.sqrt(answers)[:, None]
    for _ in range(30):
        basis = np.linalg.qr(root * (matrix @ (matrix.T @ (root * basis))))[0]
    seeds = [int(np.argmax(answers))]
    for _ in range(kinds - 1):
        far = np.min([((basis - basis[s]) ** 2).sum(axis=1) for s in seeds], axis=0)
        seeds.append(int(np.argmax(far)))
    near = np.argmin([((basis - basis[s]) ** 2).sum(axis=1) for s in seeds], axis=0)
    shares = np.full((table.annotators, kinds), 0.2 / kinds)
    shares[np.arange(table.annotators), near] += 0.8
    return shares


def _why(shares: Floats, scores: tuple[float, ...]) -> str:
    kinds = shares.shape[1]
    said = "The task is subjective: answers are spread, not right or wrong, and no accuracy is given. "
    if kinds == 1:
        return said + (
            "Kinds of annotators do not predict hidden answers better than all together."
            if scores
            else "Too few answers could be hidden to look for kinds of annotators."
        )
    sizes: Codes = np.bincount(shares.argmax(axis=1), minlength=kinds).astype(np.int32)
    told = f"{kinds} kinds of annotators see things alike ({', '.join(str(n) for n in sizes)} people)"
    if not scores:
        return said + told + ", as many as were asked for."
    return said + told + f": hidden answers {scores[kinds - 1]:.3f} nats each, with one kind {scores[0]:.3f}."
