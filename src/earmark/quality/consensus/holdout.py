"""Hidden answers: what a method is chosen by is how well it predicts answers it has not seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from earmark.quality.consensus.cells import Cells, cells_of, compact
from earmark.quality.consensus.evidence import DenseEvidence, dense_evidence, fits
from earmark.quality.consensus.segments import weighed
from earmark.quality.long_table import Bools, Floats, LongTable

__all__ = ["Guess", "Holdout", "Predict", "Score", "Split", "hidden_rows", "paired_error"]

HIDDEN = 0.1
MOST_FOLDS = 10
MOST_CELLS = 4_000_000
MOST_ROWS = 200_000
MOST_SEEN = 400_000
LEAST_HIDDEN = 20
LEAST_ANNOTATORS = 3
NEVER = 10
TRUSTS = (1.0, 0.85, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.14, 0.1, 0.07, 0.05)
Marks: TypeAlias = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Guess:
    """What a fit says of each hidden answer, arrays of shape (hidden, labels).

    `log_weight` is the logarithm of how probable each label is as the truth of the answer's item, up to a
    constant; `given` the probability of the answer where that label is the truth.
    """

    log_weight: Floats
    given: Floats

    def log_probability(self, trust: float = 1.0) -> Floats:
        """Return the log-probability of each hidden answer, the log-weights multiplied by `trust`."""
        weight = np.exp(trust * (self.log_weight - self.log_weight.max(axis=1, keepdims=True)))
        found = (weight * self.given).sum(axis=1) / weight.sum(axis=1)
        return np.asarray(np.log(found), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """The log-probability of each hidden answer, and the trust at which it was taken.

    The trust is by how much log-odds are scaled, at most 1. Where annotators share mistakes an answer says
    less than a model of independent mistakes thinks, and its probabilities are too sure; scaled, they are as
    sure as the hidden answers bear out. The labels do not change.
    """

    each: Floats
    trust: float

    @property
    def mean(self) -> float:
        """Nats an answer; 0 would be certainty."""
        return float(self.each.mean())

    def close_to(self, better: Score, item: NDArray[np.int32]) -> bool:
        """Whether the score is within one standard error of a better one."""
        return self.mean >= better.mean - paired_error(better.each, self.each, item)


@dataclass(frozen=True, eq=False)
class Split:
    """The answers seen and those hidden; what fits need to know of the seen is laid out once."""

    seen: LongTable
    hidden: LongTable

    @cached_property
    def cells(self) -> Cells:
        """The cells of the answers seen."""
        return cells_of(self.seen)

    @cached_property
    def evidence(self) -> DenseEvidence:
        """The answers seen as evidence for every label."""
        return dense_evidence(self.seen)

    @cached_property
    def place(self) -> NDArray[np.int64]:
        """The position of each hidden answer's item among the items seen."""
        return np.searchsorted(self.cells.items, self.hidden.item).astype(np.int64)


Predict: TypeAlias = Callable[[Split], Guess]


@dataclass(frozen=True, slots=True, eq=False)
class Holdout:
    """A table, or whole items drawn from it, whose answers are hidden a tenth at a time."""

    splits: tuple[Split, ...]

    @classmethod
    def of(cls, table: LongTable, seed: int) -> Holdout | None:
        """Return the hidden answers of a table; None where fewer than 20 could be hidden, or labels are too many.

        At least two answers of an item stay; where that leaves too few to hide and there are three annotators
        or more, at least one (what two annotators mean by their labels, their answers alone cannot tell).
        From a large table (more than 200,000 answers, or 4,000,000 answers times labels) whole items are
        drawn, and the fewer tenths are hidden the larger it is.
        """
        drawn = compact(_sample(table, seed))
        if not len(drawn) or not fits(drawn):
            return None
        folds = max(
            1, min(MOST_FOLDS, round(MOST_CELLS / (len(drawn) * drawn.labels)), round(MOST_SEEN / len(drawn)))
        )
        fold = hidden_rows(drawn, seed)
        if int((fold < folds).sum()) < LEAST_HIDDEN and drawn.annotators >= LEAST_ANNOTATORS:
            fold = hidden_rows(drawn, seed, stay=1)
        if int((fold < folds).sum()) < LEAST_HIDDEN:
            return None
        hide = [fold == j for j in range(folds) if (fold == j).any()]
        return cls(tuple(Split(drawn.rows(~rows), drawn.rows(rows)) for rows in hide))

    @property
    def size(self) -> int:
        """How many answers are hidden, each once."""
        return sum(len(split.hidden) for split in self.splits)

    @property
    def item(self) -> NDArray[np.int32]:
        """The item of each hidden answer, in the order of the scores."""
        return np.concatenate([split.hidden.item for split in self.splits])

    def score(self, predict: Predict) -> Score:
        """Return how well the hidden answers are predicted, at the trust that predicts them best."""
        guesses = [predict(split) for split in self.splits]
        tried = [np.concatenate([guess.log_probability(trust) for guess in guesses]) for trust in TRUSTS]
        best = int(np.argmax([float(one.mean()) for one in tried]))
        return Score(tried[best], TRUSTS[best])


def paired_error(better: Floats, other: Floats, item: NDArray[np.int32]) -> float:
    """Return the standard error of the mean difference of two scores; the answers to an item hang together."""
    difference = better - other
    apart = weighed(item, difference - difference.mean(), int(item.max()) + 1)
    return float(np.sqrt(apart @ apart)) / len(difference)


def hidden_rows(table: LongTable, seed: int, *, stay: int = 2) -> NDArray[np.int64]:
    """Return the tenth (0 to 9) to which each row belongs, or 10 where it is never hidden.

    A row's tenth hangs on its place in the pattern of all answers and on the seed, never on a name or a code:
    renaming items, annotators or labels hides the same answers. Rows that nothing tells apart are dealt out
    in turn. At least `stay` answers of an item stay.
    """
    mark = _marks(table, seed)
    order = np.lexsort((np.arange(len(table)), mark))
    first = np.searchsorted(mark[order], mark[order])
    turn = np.empty(len(table), dtype=np.int64)
    turn[order] = np.arange(len(table)) - first
    tenth = ((mark % np.uint64(round(1 / HIDDEN))).astype(np.int64) + turn) % round(1 / HIDDEN)
    return np.where(_stays(table, tenth, mark, stay), NEVER, tenth)


def _stays(table: LongTable, tenth: NDArray[np.int64], mark: Marks, stay: int) -> Bools:
    """Whether a row must stay, so that its item keeps as many answers whichever tenth is hidden."""
    order = np.lexsort((mark, tenth, table.item))
    key = table.item[order].astype(np.int64) * 16 + tenth[order]
    place = np.empty(len(table), dtype=np.int64)
    place[order] = np.arange(len(table)) - np.searchsorted(key, key)
    stays: Bools = place >= table.per_item[table.item] - stay
    return stays


def _marks(table: LongTable, seed: int) -> Marks:
    """Return a number for each row that tells what surrounds it: how frequent its label is, who else
    answered the item and how, what else the annotator answered."""
    label = _mixed(np.bincount(table.label, minlength=table.labels).astype(np.uint64)[table.label])
    by_item = _added(label, table.item, table.items)
    by_annotator = _added(_mixed(by_item[table.item] ^ label), table.annotator, table.annotators)
    by_item = _added(_mixed(by_annotator[table.annotator] + label), table.item, table.items)
    chosen = np.uint64((seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) % 2**64)
    return _mixed(_mixed(by_item[table.item] + chosen) ^ by_annotator[table.annotator] ^ label)


def _added(values: Marks, group: NDArray[np.int32], size: int) -> Marks:
    found = np.zeros(size, dtype=np.uint64)
    np.add.at(found, group, values)  # modulo 2⁶⁴, so that the order does not matter
    return found


def _mixed(x: Marks) -> Marks:
    """Mix the bits (the finaliser of splitmix64, doi:10.1145/2660193.2660195)."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _sample(table: LongTable, seed: int) -> LongTable:
    """Return whole items, drawn by their marks, of which there are few enough answers."""
    most = min(MOST_ROWS, MOST_CELLS // max(1, table.labels))
    if len(table) <= most:
        return table
    mark = _added(_marks(table, seed + 1), table.item, table.items)
    order = np.lexsort((np.arange(table.items), mark))
    enough = int(np.searchsorted(np.cumsum(table.per_item[order]), most, side="right"))
    drawn = np.zeros(table.items, dtype=np.bool_)
    drawn[order[: max(1, enough)]] = True
    return table.rows(drawn[table.item])
