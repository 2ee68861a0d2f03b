"""Marks on a line (spans of a text, segments of a recording): the stretches enough annotators marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.consensus.proportion import share
from earmark.quality.consensus.segments import Integers
from earmark.quality.long_table import Codes, Floats

__all__ = ["AgreedMark", "MarkedAnswers", "MarksConsensus", "agreed_marks"]

# How many votes of an average annotator the weight of one is drawn towards.
DRAWN = 2.0
TURNS = 2


@dataclass(frozen=True, slots=True, eq=False)
class MarkedAnswers:
    """Answers that mark stretches: `item` and `annotator` of each answer; and of each mark its answer, its
    `start`, its `end` and its label. An answer without a mark found nothing to mark."""

    item: Integers
    annotator: Integers
    mark_answer: Integers
    start: Floats
    end: Floats
    label: Integers
    items: int
    annotators: int


@dataclass(frozen=True, slots=True)
class AgreedMark:
    """A stretch that belongs: `share` is the mean weighed share of the annotators of the item who marked it."""

    item: int
    start: float
    end: float
    label: int
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class MarksConsensus:
    """What marks, taken together, say: the stretches, and each annotator's F1 with the others' stretches."""

    why: str
    marks: tuple[AgreedMark, ...]
    skill: tuple[Estimate, ...]


def agreed_marks(answers: MarkedAnswers, *, at: float = 0.5, level: float = 0.95) -> MarksConsensus:
    """Return the stretches that more than `at` of the weight of an item's annotators marked with a label.

    Every start and end of an item cuts its line; each piece is voted on label by label, and neighbouring
    pieces that won are joined: with equal weights the ends are medians of those given. An annotator weighs
    as much as their marks overlap those of the others, F1 = 2 |both| / (|own| + |others'|), drawn towards the mean
    by two items; to begin with, the mean F1 with each other annotator. Marks of one annotator and label that
    overlap count once.

    >>> given = MarkedAnswers(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([0, 1, 2]),
    ...                       np.array([0.0, 1.0, 1.0]), np.array([4.0, 5.0, 6.0]), np.array([0, 0, 0]), 1, 3)
    >>> [(mark.start, mark.end) for mark in agreed_marks(given).marks]
    [(1.0, 5.0)]

    Raises:
        CallError: a mark ends before it starts, or `at` is not between 0 and 1.
    """
    if not 0 <= at < 1:
        raise CallError(f"the share that must have marked a stretch must lie in [0, 1), found {at}")
    bad = ~(answers.end > answers.start)
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise CallError(f"mark {row} ends at {answers.end[row]}, not after its start {answers.start[row]}")
    items = _by_item(answers)
    weight = _weights([_pairwise(one) for one in items], answers.annotators)
    for _ in range(TURNS):
        skill = [_against_others(one, weight, at) for one in items]
        weight = _weights(skill, answers.annotators)
    marks = [mark for one in items for mark in _voted(one, weight, at)]
    return MarksConsensus(
        why=(
            f"The stretches that more than {at:.0%} of each item's annotators marked, each weighed by how their "
            "marks overlap those of the others."
        ),
        marks=tuple(marks),
        skill=tuple(_skill(skill, a, level) for a in range(answers.annotators)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    """One item: its annotators, its pieces with their lengths, and who marked which piece with which label."""

    item: int
    annotators: Codes
    cuts: Floats
    labels: Codes
    marked: Floats  # (annotators, labels, pieces) of 0 and 1


def _by_item(answers: MarkedAnswers) -> list[_Item]:
    order = np.argsort(answers.item[answers.mark_answer], kind="stable")
    bounds = np.searchsorted(answers.item[answers.mark_answer][order], np.arange(answers.items + 1))
    rows = np.argsort(answers.item, kind="stable")
    row_bounds = np.searchsorted(answers.item[rows], np.arange(answers.items + 1))
    found = []
    for item in range(answers.items):
        mine = rows[row_bounds[item] : row_bounds[item + 1]]
        if not len(mine):
            continue
        marks = order[bounds[item] : bounds[item + 1]]
        cuts = np.unique(np.concatenate((answers.start[marks], answers.end[marks])))
        labels, label = np.unique(answers.label[marks], return_inverse=True)
        who, place = np.unique(answers.annotator[mine], return_inverse=True)
        of_answer = dict(zip(mine.tolist(), place.tolist(), strict=True))
        marked = np.zeros((len(who), len(labels), max(0, len(cuts) - 1)))
        first = np.searchsorted(cuts, answers.start[marks])
        last = np.searchsorted(cuts, answers.end[marks])
        for j, mark in enumerate(marks):
            marked[of_answer[int(answers.mark_answer[mark])], label[j], first[j] : last[j]] = 1.0
        found.append(_Item(item, who.astype(np.int32), cuts, labels.astype(np.int32), marked))
    return found


def _pairwise(one: _Item) -> list[tuple[int, float]]:
    """Return each annotator's mean F1 with each other annotator of the item; none where there is no other."""
    if len(one.annotators) < 2:
        return []
    flat = (one.marked * np.sqrt(np.diff(one.cuts))).reshape(len(one.annotators), -1)
    both = flat @ flat.T
    sizes = np.diag(both)[:, None] + np.diag(both)[None, :]
    f1 = np.where(sizes > 0, 2 * both / np.where(sizes > 0, sizes, 1.0), 1.0)
    mean = (f1.sum(axis=1) - np.diag(f1)) / (len(f1) - 1)
    return [(int(a), float(value)) for a, value in zip(one.annotators, mean, strict=True)]


def _against_others(one: _Item, weight: Floats, at: float) -> list[tuple[int, float]]:
    """Return each annotator's F1 with the stretches the others agree on; none where there is no other."""
    if len(one.annotators) < 2:
        return []
    length = np.diff(one.cuts)
    own = weight[one.annotators][:, None, None] * one.marked
    whole, sums = float(weight[one.annotators].sum()), own.sum(axis=0)
    found = []
    for place, annotator in enumerate(one.annotators):
        rest = whole - float(weight[annotator])
        others = ((sums - own[place]) > at * rest).astype(np.float64)
        both = float((one.marked[place] * others) @ length @ np.ones(len(one.labels)))
        size = float(((one.marked[place] + others) @ length).sum())
        found.append((int(annotator), 1.0 if size == 0 else 2 * both / size))
    return found


def _weights(skill: Sequence[list[tuple[int, float]]], annotators: int) -> Floats:
    sums, items = np.zeros(annotators), np.zeros(annotators)
    for one in skill:
        for annotator, f1 in one:
            sums[annotator] += f1
            items[annotator] += 1
    mean = float(sums.sum() / items.sum()) if items.sum() else 1.0
    weight = (sums + DRAWN * mean) / (items + DRAWN)
    return weight if weight.max(initial=0.0) > 0 else np.ones(annotators)


def _voted(one: _Item, weight: Floats, at: float) -> list[AgreedMark]:
    own = weight[one.annotators]
    whole = float(own.sum())
    if whole <= 0 or one.marked.shape[2] == 0:
        return []
    votes = np.tensordot(own, one.marked, axes=1) / whole
    length = np.diff(one.cuts)
    found = []
    for place, label in enumerate(one.labels):
        # Half exactly is no majority; a sum that differs from it by rounding is half.
        won = np.concatenate(([False], votes[place] > at + 1e-12, [False]))
        edges = np.flatnonzero(np.diff(won.astype(np.int8)))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            mean = float(votes[place, first:last] @ length[first:last] / length[first:last].sum())
            found.append(
                AgreedMark(one.item, float(one.cuts[first]), float(one.cuts[last]), int(label), mean)
            )
    return sorted(found, key=lambda mark: (mark.start, mark.end, mark.label))


def _skill(skill: Sequence[list[tuple[int, float]]], annotator: int, level: float) -> Estimate:
    """Return the mean F1 over items; the Wilson interval takes each item for one case, which is cautious."""
    own = [f1 for one in skill for a, f1 in one if a == annotator]
    if not own:
        why = "nobody else answered these items"
        return Estimate.missing(why, n=0, over="items", measure="mark_f1/1", level=level)
    return share(
        float(np.mean(own)), size=len(own), n=len(own), over="items", measure="mark_f1/1", level=level
    )
