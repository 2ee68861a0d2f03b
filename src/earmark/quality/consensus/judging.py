"""From a fitted model to labels, chances, ties and skills, item after item, where cells cannot all be held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from earmark.quality.consensus.counting import Counted, Model, Pairs, Part, added
from earmark.quality.consensus.soft import KEPT
from earmark.quality.kernels.compiling import compiled
from earmark.quality.kernels.rounds import judge
from earmark.quality.long_table import Bools, Codes, Floats, occurrences

__all__ = ["Judged", "Tally", "judged", "ranks"]

_CELLS = 1 << 21


@dataclass(slots=True, eq=False)
class Tally:
    """What judged items add up to: counts and mass as in `Counted`; Σ p and Σ p(1 − p) by annotator, how many
    answers each gave; and how many items there are that the vote labels otherwise."""

    found: Counted
    right: Floats
    doubt: Floats
    answers: NDArray[np.int64]
    otherwise: int
    items: int

    def plus(self, other: Tally) -> Tally:
        """Add another's to these and return them."""
        self.found.plus(other.found)
        self.right = added(self.right, other.right)
        self.doubt = added(self.doubt, other.doubt)
        self.answers = self.answers + other.answers
        self.otherwise += other.otherwise
        self.items += other.items
        return self


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Items judged: label (−1 without answers), its probability, log-odds, ties; probabilities as triplets."""

    label: Codes
    probability: Floats
    log_odds: Floats
    tied: Bools
    soft_item: Codes
    soft_label: Codes
    soft_probability: Floats


def ranks(answers: NDArray[np.integer]) -> Codes:
    """Return the rank of each label where labels tie: by how many answers it has, then by its code.

    >>> ranks(np.array([3, 7, 7])).tolist()
    [2, 0, 1]
    """
    order = np.lexsort((np.arange(len(answers)), -answers))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank


def judged(part: Part, model: Model, pairs: Pairs, rank: Codes, trust: float) -> tuple[Judged, Tally]:
    """Return what the model says of each item of a part, log-weights multiplied by `trust`, and their tally."""
    items, k = len(part.starts) - 1, pairs.labels
    label = np.full(items, -1, dtype=np.int32)
    chance, lead, tied = np.zeros(items), np.zeros(items), np.zeros(items, dtype=np.bool_)
    counts = Counted(np.zeros(len(model.confusion)), np.zeros(k), 0.0)
    right, doubt = np.zeros(pairs.annotators), np.zeros(pairs.annotators)
    log_confusion, log_share = np.log(model.confusion), np.log(model.share)
    step = max(1, _CELLS // max(k, 1))
    dense = np.zeros(min(step, max(items, 1)) * k)
    soft: list[tuple[Codes, Codes, Floats]] = []
    otherwise = 0
    for low in range(0, items, step):
        high = min(low + step, items)
        dense[:] = 0.0
        otherwise += compiled(judge)(
            part.starts, part.annotator, part.label, part.pair, log_confusion, log_share, trust, rank,
            low, high, label, chance, lead, tied, dense, counts.counts, counts.mass, right, doubt,
        )  # fmt: skip
        soft.append(_kept(dense[: (high - low) * k], low, k))
    answers = occurrences(part.annotator, pairs.annotators)
    tally = Tally(counts, right, doubt, answers, otherwise, int((label >= 0).sum()))
    item, of, probability = _joined(soft)
    return Judged(label, chance, lead, tied, item, of, probability), tally


def _kept(dense: Floats, low: int, labels: int) -> tuple[Codes, Codes, Floats]:
    """Return the triplets worth keeping (see `soft.soft_labels`)."""
    cell = np.flatnonzero(dense >= KEPT)
    probability = dense[cell]
    place = cell // labels
    sums = np.bincount(place, weights=probability)
    return (place + low).astype(np.int32), (cell % labels).astype(np.int32), probability / sums[place]


def _joined(soft: list[tuple[Codes, Codes, Floats]]) -> tuple[Codes, Codes, Floats]:
    """Return the parts' columns as one each; what is joined is let go, so that little is held twice."""
    item = [part[0] for part in soft]
    label = [part[1] for part in soft]
    probability = [part[2] for part in soft]
    soft.clear()
    columns: list[NDArray[Any]] = []
    for parts, kind in ((item, np.int32), (label, np.int32), (probability, np.float64)):
        columns.append(np.concatenate([np.zeros(0, kind), *parts]))
        parts.clear()
    return columns[0], columns[1], columns[2]
