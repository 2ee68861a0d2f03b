"""From the weight of each cell to a consensus: labels, probabilities, ties, skills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from earmark.quality.consensus.dependence import dependence
from earmark.quality.consensus.result import AnnotatorSkill, Consensus
from earmark.quality.consensus.segments import Positions, choose, normalise, weighed
from earmark.quality.consensus.skill import model_skills, no_skill
from earmark.quality.consensus.soft import CONFUSION_CELLS, CONFUSION_LABELS, soft_labels, spread
from earmark.quality.long_table import Codes, Floats, LongTable

__all__ = ["Layout", "Verdict", "consensus_from", "counts_by_truth", "empty"]


class Layout(Protocol):
    """The answered items and their cells."""

    @property
    def items(self) -> NDArray[np.int64]:
        """The items that have answers."""

    @property
    def starts(self) -> Positions:
        """Where the cells of each of these items begin."""

    @property
    def label(self) -> Codes:
        """The label of each cell."""

    @property
    def own(self) -> Positions:
        """The cell in which each row's own label is the truth."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What a fit says: the log-weight of each cell, and what there is to tell about the fit."""

    method: str
    why: str
    log_weight: Floats
    rounds: int
    log_likelihood: float | None
    trust: float = 1.0
    strength: float | None = None
    held_out_score: float | None = None
    majority_score: float | None = None
    hidden: int = 0


def consensus_from(table: LongTable, layout: Layout, verdict: Verdict) -> Consensus:
    """Return the consensus: of each item the label that weighs most, with the probabilities that
    log-weights times `trust` give.

    Ties go to the label more frequent in the whole table, then to the smaller code.
    """
    log_weight = verdict.trust * verdict.log_weight
    probability, _ = normalise(log_weight, layout.starts)
    best = choose(log_weight, layout.starts, layout.label, np.bincount(table.label, minlength=table.labels))
    label = np.full(table.items, -1, dtype=np.int32)
    label[layout.items] = best.label
    counts = counts_by_truth(table, layout, probability)
    share = weighed(layout.label, probability, table.labels)
    item = np.repeat(layout.items, np.diff(layout.starts)).astype(np.int32)
    return Consensus(
        method=verdict.method,
        why=verdict.why,
        label=label,
        probability=spread(probability[best.cell], layout.items, table.items),
        log_odds=spread(best.lead, layout.items, table.items),
        soft=soft_labels(item, layout.label, probability),
        tied=spread(best.tied, layout.items, table.items) > 0,
        skill=model_skills(table, probability[layout.own], counts),
        prior=share / max(share.sum(), 1e-300),
        rounds=verdict.rounds,
        log_likelihood=verdict.log_likelihood,
        strength=verdict.strength,
        held_out_score=verdict.held_out_score,
        majority_score=verdict.majority_score,
        dependence=dependence(table, label, counts),
        trust=verdict.trust,
        hidden=verdict.hidden,
    )


def counts_by_truth(table: LongTable, layout: Layout, probability: Floats) -> Floats | None:
    """Return expected counts [annotator, truth, label], or None where they would not fit."""
    k = table.labels
    if k > CONFUSION_LABELS or table.annotators * k * k > CONFUSION_CELLS:
        return None
    slot = table.annotator.astype(np.int64) * k + table.label
    if len(layout.label) == len(layout.items) * k:
        first = layout.own - table.label
        counts = np.empty((table.annotators, k, k))
        for truth in range(k):
            mass = weighed(slot, probability[first + truth], table.annotators * k)
            counts[:, truth] = mass.reshape(-1, k)
        return counts
    place = np.searchsorted(layout.items, table.item)
    size = np.diff(layout.starts)[place]
    row = np.repeat(np.arange(len(table)), size)
    cell = layout.starts[place][row] + np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size)
    key = (table.annotator[row].astype(np.int64) * k + layout.label[cell]) * k + table.label[row]
    return weighed(key, probability[cell], table.annotators * k * k).reshape(-1, k, k)


def empty(table: LongTable, method: str) -> Consensus:
    """Return the consensus of a table without answers."""
    none = np.zeros(0, dtype=np.int32)
    return Consensus(
        method=method,
        why="There are no answers.",
        label=np.full(table.items, -1, dtype=np.int32),
        probability=np.zeros(table.items),
        log_odds=np.zeros(table.items),
        soft=soft_labels(none, none, np.zeros(0)),
        tied=np.zeros(table.items, dtype=np.bool_),
        skill=tuple(AnnotatorSkill(a, 0, no_skill(), None) for a in range(table.annotators)),
        prior=np.zeros(table.labels),
        rounds=0,
        log_likelihood=None,
    )
