"""The majority vote, and how often each annotator is with the majority of the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earmark.model import Estimate
from earmark.quality.consensus.proportion import share
from earmark.quality.consensus.result import AnnotatorSkill, Consensus
from earmark.quality.consensus.segments import Choice, Positions, choose, total
from earmark.quality.consensus.soft import confusions, soft_labels, spread
from earmark.quality.long_table import Bools, Codes, Floats, LongTable

__all__ = ["majority"]


@dataclass(frozen=True, slots=True, eq=False)
class Ballot:
    """The labels given to each item with their votes; `items` are those with an answer."""

    items: NDArray[np.int64]
    starts: Positions
    label: Codes
    votes: Floats
    row: Positions  # the ballot line each row of the table voted for


def majority(table: LongTable) -> Consensus:
    """Return the label most annotators gave to each item.

    `probability` is the share of votes, `log_odds` is log((n₁ + ½) / (n₂ + ½)) with the votes of the best
    and the second label. An annotator's `accuracy` is the share of their answers that equal the majority of
    the *others* on the item (their own vote would speak for itself); where the others are tied between m
    labels one of which is theirs it counts 1/m. Undefined for those who share no item.

    >>> vote = majority(LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 1, 0])))
    >>> vote.label.tolist(), vote.probability.round(3).tolist(), vote.tied.tolist()
    ([1], [0.667], [False])
    """
    ballot = _ballot(table)
    answers = np.bincount(table.label, minlength=table.labels)
    best = choose(np.log(ballot.votes), ballot.starts, ballot.label, answers)
    votes = total(ballot.votes, ballot.starts)
    first, second = ballot.votes[best.cell], _runner_up(ballot, best)
    label = np.full(table.items, -1, dtype=np.int32)
    label[ballot.items] = best.label
    shares = ballot.votes / np.repeat(votes, np.diff(ballot.starts))
    item = np.repeat(ballot.items, np.diff(ballot.starts))
    chosen = np.bincount(best.label, minlength=table.labels).astype(np.float64)
    return Consensus(
        method="majority",
        why="The label most annotators gave; ties go to the label more frequent in the whole table.",
        label=label,
        probability=spread(first / votes, ballot.items, table.items),
        log_odds=spread(np.log((first + 0.5) / (second + 0.5)), ballot.items, table.items),
        soft=soft_labels(item.astype(np.int32), ballot.label, shares),
        tied=spread(best.tied, ballot.items, table.items) > 0,
        skill=_skills(table, ballot, best),
        prior=chosen / max(1.0, chosen.sum()),
        rounds=0,
        log_likelihood=None,
    )


def _ballot(table: LongTable) -> Ballot:
    key = table.item.astype(np.int64) * max(1, table.labels) + table.label
    lines, row, votes = np.unique(key, return_inverse=True, return_counts=True)
    items, first = np.unique(lines // max(1, table.labels), return_index=True)
    starts = np.append(first, len(lines)).astype(np.int64)
    label = (lines % max(1, table.labels)).astype(np.int32)
    return Ballot(items, starts, label, votes.astype(np.float64), row.astype(np.int64))


def _runner_up(ballot: Ballot, best: Choice) -> Floats:
    rest = ballot.votes.copy()
    rest[best.cell] = 0.0
    return np.maximum.reduceat(rest, ballot.starts[:-1]) if len(best.cell) else np.zeros(0)


def _skills(table: LongTable, ballot: Ballot, best: Choice) -> tuple[AnnotatorSkill, ...]:
    shared, right, other = _against_others(table, ballot, best)
    rows = np.flatnonzero(shared)
    own = table.label[rows]
    counts = confusions(
        table,
        np.concatenate((own, other[rows])),
        np.concatenate((right[rows], 1 - right[rows])),
        np.concatenate((rows, rows)),
    )
    answers = np.bincount(table.annotator, minlength=table.annotators)
    compared = np.bincount(table.annotator[rows], minlength=table.annotators)
    agreed = np.bincount(table.annotator[rows], weights=right[rows], minlength=table.annotators)
    return tuple(
        AnnotatorSkill(
            annotator=a,
            answers=int(answers[a]),
            accuracy=_accuracy(float(agreed[a]), int(compared[a]), int(answers[a])),
            confusion=None if counts is None else counts[a],
        )
        for a in range(table.annotators)
    )


def _accuracy(agreed: float, compared: int, answers: int) -> Estimate:
    if compared:
        value = agreed / compared
        return share(value, size=compared, n=compared, over="annotations", measure="skill/1")
    why = "nobody else answered these items" if answers else "no answers"
    return Estimate.missing(why, n=answers, over="annotations", measure="skill/1")


def _against_others(table: LongTable, ballot: Ballot, best: Choice) -> tuple[Bools, Floats, Codes]:
    """Return for each row: whether others answered; how far they agree; the others' label where they do not."""
    size = np.diff(ballot.starts)
    place = np.repeat(np.arange(len(size)), size)[ballot.row]
    rest = ballot.votes.copy()
    rest[best.cell] = 0.0
    second_votes = _runner_up(ballot, best)
    at_second = (rest == np.repeat(second_votes, size)) & (rest > 0)
    seconds = total(at_second.astype(np.float64), ballot.starts)
    answers = np.bincount(table.label, minlength=table.labels)
    second = choose(np.where(rest > 0, rest, -1.0), ballot.starts, ballot.label, answers).label
    is_best = ballot.row == best.cell[place]
    left = ballot.votes[ballot.row] - 1
    ahead = is_best & (left > second_votes[place])
    level = is_best & (left == second_votes[place]) & (left > 0)
    right = np.where(ahead, 1.0, np.where(level, 1 / (1 + seconds[place]), 0.0))
    other = np.where(is_best, second[place], best.label[place])
    shared = total(ballot.votes, ballot.starts)[place] > 1
    return shared, right, other.astype(np.int32)
