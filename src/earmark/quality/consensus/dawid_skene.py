"""Dawid and Skene's consensus: every annotator has a confusion of their own."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.consensus.dependence import dependence, shared_mistakes
from earmark.quality.consensus.em import Fit, fit, vote_shares
from earmark.quality.consensus.evidence import DenseEvidence, Evidence, evidence_of
from earmark.quality.consensus.result import AnnotatorSkill, Consensus
from earmark.quality.consensus.segments import Choice, choose
from earmark.quality.consensus.skill import expected_confusions, model_skills, no_skill
from earmark.quality.consensus.soft import soft_labels, spread
from earmark.quality.consensus.strength import DEFAULT_STRENGTH, Strength, choose_strength
from earmark.quality.long_table import LongTable

__all__ = ["dawid_skene"]

# From this share of items labelled otherwise than by the vote on, the reader is told.
MUCH = 0.2


def dawid_skene(
    table: LongTable,
    *,
    prior: float | None = None,
    iterations: int = 100,
    tolerance: float = 1e-6,
    seed: int = 0,
) -> Consensus:
    """Return the most probable label of each item, each annotator's answers weighed by their confusion.

    P(truth k | answers) ∝ π_k Π_j C_j[k, l_j], fitted by expectation and maximisation from the vote shares.
    Source: A. P. Dawid and A. M. Skene (1979), doi:10.2307/2346806. Each row of a confusion is smoothed by
    `prior` answers as all annotators together would give them, and by up to one spread evenly; 0 is plain
    maximum likelihood; None chooses the strength that predicts hidden answers (see `choose_strength`), takes
    4 where too few can be hidden, and 0 where no item has two answers.

    The rounds end after `iterations`, or when one changes the log-likelihood an answer by at most
    `tolerance` (0 runs them all). `seed` decides which answers are hidden while the strength is chosen.

    Mistakes that annotators share because an item is hard are taken for evidence: then the probabilities
    are too sure, and a vote may be nearer to the truth.

    >>> answers = np.array([[0, 0, 1], [1, 1, 1], [0, 0, 0], [1, 1, 0]])
    >>> table = LongTable.of(np.repeat(np.arange(4), 3), np.tile(np.arange(3), 4), answers.ravel())
    >>> dawid_skene(table).label.tolist()
    [0, 1, 0, 1]

    Raises:
        CallError: the prior is negative or not finite, or there is no round.
    """
    _check(prior, iterations, tolerance)
    if not len(table):
        return _empty(table)
    strength = choose_strength(table, seed=seed) if prior is None else None
    value = _value(table, prior, strength)
    evidence = evidence_of(table)
    fitted = fit(evidence, table.labels, value, iterations=iterations, tolerance=tolerance)
    why = _why(prior, value, strength, fitted, evidence)
    return _consensus(table, evidence, fitted, why, value, strength)


def _value(table: LongTable, prior: float | None, strength: Strength | None) -> float:
    if prior is not None:
        return prior
    if strength is not None:
        return strength.value
    return DEFAULT_STRENGTH if (table.per_item >= 2).any() else 0.0


def _consensus(
    table: LongTable, evidence: Evidence, fitted: Fit, why: str, value: float, strength: Strength | None
) -> Consensus:
    answers = np.bincount(table.label, minlength=table.labels)
    best = choose(fitted.log_weight, evidence.starts, evidence.label, answers)
    label = np.full(table.items, -1, dtype=np.int32)
    label[evidence.items] = best.label
    counts = expected_confusions(table, evidence, fitted)
    together = dependence(table, label, counts)
    item = np.repeat(evidence.items, np.diff(evidence.starts)).astype(np.int32)
    return Consensus(
        method="dawid_skene",
        why=why + _against_vote(evidence, best, answers) + _warning(together),
        label=label,
        probability=spread(fitted.probability[best.cell], evidence.items, table.items),
        log_odds=spread(best.lead, evidence.items, table.items),
        soft=soft_labels(item, evidence.label, fitted.probability),
        tied=spread(best.tied, evidence.items, table.items) > 0,
        skill=model_skills(table, evidence, fitted, counts),
        prior=fitted.share / fitted.share.sum(),
        rounds=fitted.rounds,
        log_likelihood=fitted.log_likelihood,
        strength=value,
        held_out_score=None if strength is None else strength.score,
        majority_score=None if strength is None else strength.vote_score,
        dependence=together,
    )


def _why(
    prior: float | None, value: float, strength: Strength | None, fitted: Fit, evidence: Evidence
) -> str:
    how = f"Dawid-Skene, {fitted.rounds} rounds, each annotator's confusion smoothed with strength {value:g}"
    if prior is not None:
        how += ", as asked"
    elif value == 0:
        how += ": no item has two answers, so each answer is taken as it is"
    elif strength is None:
        how += ", taken by convention since too few answers could be hidden to choose it"
    else:
        how += (
            f", the weakest within one standard error of the best ({strength.best:g}) at predicting "
            f"{strength.hidden:,} hidden answers: {strength.score:.3f} nats an answer, the best "
            f"{strength.best_score:.3f}, a smoothed vote {strength.vote_score:.3f}"
        )
    if not isinstance(evidence, DenseEvidence):
        how += "; too many labels for all to be weighed, so each item's were limited to those somebody gave it and the two most frequent"
    return how + "."


def _against_vote(evidence: Evidence, best: Choice, answers: NDArray[np.int64]) -> str:
    vote = choose(vote_shares(evidence), evidence.starts, evidence.label, answers)
    other = float((vote.label != best.label).mean())
    if other < MUCH:
        return ""
    return (
        f" It differs from the majority vote on {other:.0%} of the items: its labels are kinds of items that "
        "annotators treat alike, which may not be what the labels mean."
    )


def _warning(together: Estimate) -> str:
    if not shared_mistakes(together):
        return ""
    return (
        f" Mistakes are shared: answers to the same item hang together (correlation {together.value:.2f}) more "
        "than the model allows, so its probabilities are too sure."
    )


def _check(prior: float | None, iterations: int, tolerance: float) -> None:
    if prior is not None and not (math.isfinite(prior) and prior >= 0):
        raise CallError(f"the strength of the prior must be a number of answers, 0 or more, found {prior}")
    if iterations < 1:
        raise CallError(f"Dawid-Skene needs at least 1 round, found {iterations}")
    if not tolerance >= 0:
        raise CallError(f"the tolerance must be 0 or more, found {tolerance}")


def _empty(table: LongTable) -> Consensus:
    none = np.zeros(0, dtype=np.int32)
    skill = tuple(AnnotatorSkill(a, 0, no_skill(), None) for a in range(table.annotators))
    return Consensus(
        method="dawid_skene",
        why="There are no answers.",
        label=np.full(table.items, -1, dtype=np.int32),
        probability=np.zeros(table.items),
        log_odds=np.zeros(table.items),
        soft=soft_labels(none, none, np.zeros(0)),
        tied=np.zeros(table.items, dtype=np.bool_),
        skill=skill,
        prior=np.zeros(table.labels),
        rounds=0,
        log_likelihood=None,
    )
