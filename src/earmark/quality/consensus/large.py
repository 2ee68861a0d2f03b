"""Dawid and Skene's consensus of a large table: the same rounds, items counted in ranges, no cells held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from earmark.model import Estimate
from earmark.quality.consensus.counting import (
    Counted,
    Model,
    Pairs,
    Part,
    Rounds,
    counted,
    observed,
    run_rounds,
)
from earmark.quality.consensus.dependence import dependence
from earmark.quality.consensus.judging import Judged, Tally, judged, ranks
from earmark.quality.consensus.result import AnnotatorSkill, Consensus, SoftLabels
from earmark.quality.consensus.skill import skills_from
from earmark.quality.consensus.soft import CONFUSION_CELLS, CONFUSION_LABELS
from earmark.quality.consensus.strength import Strength
from earmark.quality.kernels.compiling import repays
from earmark.quality.kernels.tree import Tree
from earmark.quality.long_table import Floats, LongTable, occurrences

__all__ = ["RANGE", "Setting", "by_truth", "fit_in_ranges", "large_consensus", "suits"]

RANGE = 1 << 17
"""How many items are counted before what they add up to is merged: fixed, since sums depend on it."""

MOST_SLOTS = 1 << 26


@dataclass(frozen=True, slots=True)
class Setting:
    """How a fit is made: strength of the smoothing, how it was found, and when the rounds end."""

    value: float
    strength: Strength | None
    iterations: int
    tolerance: float

    @property
    def trust(self) -> float:
        """What log-weights are multiplied by."""
        return 1.0 if self.strength is None else self.strength.trust


def suits(table: LongTable) -> bool:
    """Return whether a table is large enough to be counted in ranges, and its confusions can be held."""
    pairs = min(len(table), table.annotators * table.labels)
    return table.labels > 1 and repays(len(table)) and pairs * table.labels <= MOST_SLOTS


def fit_in_ranges(table: LongTable, setting: Setting) -> tuple[Rounds, Part, Pairs]:
    """Return the fit of `em.fit`, to rounding, without holding a number for each item and label.

    Memory: the table, 4 bytes an answer, and a few arrays of (annotators with a label they gave) · labels.
    """
    pairs = Pairs.of(observed(table), table.labels)
    part = Part.of(table, pairs)
    lows = range(0, max(table.items, 1), RANGE)

    def count(model: Model | None) -> Counted:
        tree: Tree[Counted] = Tree(len(lows), Counted.plus)
        for number, low in enumerate(lows):
            high = min(low + RANGE, table.items)
            tree.add(number, counted(part, model, len(pairs), pairs.labels, low, high))
        return tree.result()

    fitted = run_rounds(
        count, pairs, len(table), setting.value, iterations=setting.iterations, tolerance=setting.tolerance
    )
    return fitted, part, pairs


def large_consensus(
    table: LongTable, setting: Setting, why: Callable[[int], str], warn: Callable[[float, Estimate], str]
) -> Consensus:
    """Return the consensus of a table that `suits`; `why` says how it came about, given the rounds, and `warn`
    what to beware of, given the share of items the vote labels otherwise and the dependence of mistakes."""
    fitted, part, pairs = fit_in_ranges(table, setting)
    rank = ranks(occurrences(table.label, table.labels))
    found, tally = judged(part, fitted.model, pairs, rank, setting.trust)
    counts = by_truth(tally.found.counts, pairs)
    together = dependence(table, found.label, counts)
    beware = warn(tally.otherwise / max(tally.items, 1), together)
    return _assembled(found, tally, setting, fitted, why(fitted.rounds) + beware, counts, together)


def by_truth(counts: Floats, pairs: Pairs) -> Floats | None:
    """Return expected counts [annotator, truth, label], or None where they would not fit."""
    k = pairs.labels
    if k > CONFUSION_LABELS or pairs.annotators * k * k > CONFUSION_CELLS:
        return None
    whole = np.zeros((pairs.annotators, k, k))
    whole[pairs.by, :, pairs.label] = counts.reshape(-1, k)
    return whole


def _assembled(
    found: Judged,
    tally: Tally,
    setting: Setting,
    fitted: Rounds,
    why: str,
    counts: Floats | None,
    together: Estimate,
) -> Consensus:
    strength, mass = setting.strength, tally.found.mass
    skill: tuple[AnnotatorSkill, ...] = skills_from(tally.answers, tally.right, tally.doubt, counts)
    return Consensus(
        method="dawid_skene",
        why=why,
        label=found.label,
        probability=found.probability,
        log_odds=found.log_odds,
        soft=SoftLabels(found.soft_item, found.soft_label, found.soft_probability),
        tied=found.tied,
        skill=skill,
        prior=mass / max(mass.sum(), 1e-300),
        rounds=fitted.rounds,
        log_likelihood=fitted.log_likelihood,
        strength=setting.value,
        held_out_score=None if strength is None else strength.score,
        majority_score=None if strength is None else strength.vote_score,
        hidden=0 if setting.strength is None else setting.strength.hidden,
        dependence=together,
        trust=setting.trust,
    )
