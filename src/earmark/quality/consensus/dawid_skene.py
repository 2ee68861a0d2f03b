"""Dawid and Skene's consensus: every annotator has a confusion of their own."""

from __future__ import annotations

import math
from dataclasses import replace

from earmark.errors import CallError
from earmark.quality.consensus.assemble import Verdict, consensus_from, empty
from earmark.quality.consensus.evidence import DenseEvidence, evidence_of
from earmark.quality.consensus.knowledge import checked_gold, checked_model
from earmark.quality.consensus.large import Setting, large_consensus, suits
from earmark.quality.consensus.result import Consensus
from earmark.quality.consensus.strength import DEFAULT_STRENGTH, Strength, choose_strength
from earmark.quality.consensus.taught import fit_taught
from earmark.quality.consensus.warm import starting_at
from earmark.quality.consensus.wording import (
    against_vote,
    far_from_vote,
    shared_warning,
    trust_words,
)
from earmark.quality.long_table import Codes, Floats, LongTable

__all__ = ["dawid_skene", "dawid_skene_at"]

LEAST_ANSWERS = 2


def dawid_skene(
    table: LongTable,
    *,
    prior: float | None = None,
    gold: Codes | None = None,
    model: Floats | None = None,
    previous: Consensus | None = None,
    iterations: int = 100,
    tolerance: float = 1e-6,
    seed: int = 0,
) -> Consensus:
    """Return the most probable label of each item, each annotator's answers weighed by their confusion.

    P(truth k | answers) ∝ π_k Π_j C_j[k, l_j], fitted by expectation and maximisation from the vote shares.
    Source: A. P. Dawid and A. M. Skene (1979), doi:10.2307/2346806. Each row of a confusion is smoothed by
    `prior` answers as all annotators together would give them, and by up to one spread evenly; 0 is plain
    maximum likelihood; None chooses the strength that predicts hidden answers best (see `choose_strength`),
    takes 4 where too few can be hidden, and 0 where no item has two answers. Chosen so, the log-odds are
    also scaled to be as sure as the hidden answers bear out.

    `gold` (items,) are labels known to be right, −1 where unknown: they decide their items and teach the
    confusions. `model` (items, labels) are a classifier's probabilities, rows of NaN where it says nothing;
    it is one more rater, whose trustworthiness is estimated along with theirs, and takes the place of π.
    `previous` is an earlier consensus of the same items, to go on from.

    The rounds end after `iterations`, or when one changes the log-likelihood an answer by at most
    `tolerance` (0 runs them all). `seed` decides which answers are hidden while the strength is chosen.

    Mistakes that annotators share because an item is hard are taken for evidence: then the probabilities
    are too sure, and a vote may be nearer to the truth.

    >>> import numpy as np
    >>> answers = np.array([[0, 0, 1], [1, 1, 1], [0, 0, 0], [1, 1, 0]])
    >>> table = LongTable.of(np.repeat(np.arange(4), 3), np.tile(np.arange(3), 4), answers.ravel())
    >>> dawid_skene(table).label.tolist()
    [0, 1, 0, 1]

    Raises:
        CallError: the prior is negative or not finite, there is no round, or gold or the model do not fit
            the table.
    """
    _check(prior, iterations, tolerance)
    gold, model = checked_gold(table, gold), checked_model(table, model)
    if not len(table):
        return empty(table, "dawid_skene")
    strength = choose_strength(table, seed=seed) if prior is None else None
    return dawid_skene_at(
        table,
        _value(table, prior, strength),
        strength,
        given=prior is not None,
        gold=gold,
        model=model,
        previous=previous,
        iterations=iterations,
        tolerance=tolerance,
    )


def dawid_skene_at(
    table: LongTable,
    value: float,
    strength: Strength | None,
    *,
    given: bool = False,
    compared: bool = False,
    gold: Codes | None = None,
    model: Floats | None = None,
    previous: Consensus | None = None,
    iterations: int = 100,
    tolerance: float = 1e-6,
) -> Consensus:
    """Return the consensus at a strength already decided upon; see `dawid_skene`. What is `compared` with other
    methods need not tell its score again."""
    if gold is None and model is None and previous is None and suits(table):
        return large_consensus(
            table,
            Setting(value, strength, iterations, tolerance),
            lambda done: _why(value, strength, done, whole=True, given=given, compared=compared),
            lambda other, together: far_from_vote(other) + shared_warning(together),
        )
    evidence = evidence_of(table, gold)
    start = None if previous is None else starting_at(evidence, table.labels, previous)
    fitted, told = fit_taught(
        table, evidence, value, gold, model, start, iterations=iterations, tolerance=tolerance
    )
    verdict = Verdict(
        method="dawid_skene",
        why=_why(
            value,
            strength,
            fitted.rounds,
            whole=isinstance(evidence, DenseEvidence),
            given=given,
            compared=compared,
        )
        + told,
        log_weight=fitted.log_weight,
        rounds=fitted.rounds,
        log_likelihood=fitted.log_likelihood,
        trust=1.0 if strength is None else strength.trust,
        strength=value,
        held_out_score=None if strength is None else strength.score,
        majority_score=None if strength is None else strength.vote_score,
        hidden=0 if strength is None else strength.hidden,
    )
    found = consensus_from(table, evidence, verdict)
    return replace(found, why=found.why + against_vote(table, found) + shared_warning(found.dependence))


def _value(table: LongTable, prior: float | None, strength: Strength | None) -> float:
    if prior is not None:
        return prior
    if strength is not None:
        return strength.value
    return DEFAULT_STRENGTH if (table.per_item >= LEAST_ANSWERS).any() else 0.0


def _why(
    value: float, strength: Strength | None, rounds: int, *, whole: bool, given: bool, compared: bool
) -> str:
    how = f"Dawid-Skene, {rounds} rounds, each annotator's confusion smoothed with strength {value:g}"
    if given:
        how += ", as asked"
    elif value == 0:
        how += ": no item has two answers, so each answer is taken as it is"
    elif strength is None:
        how += ", taken by convention since too few answers could be hidden to choose it"
    elif compared:
        how += ", which suits it best"
    else:
        how += (
            f", the best at predicting {strength.hidden:,} hidden answers: {strength.score:.3f} nats an answer, "
            f"a smoothed vote {strength.vote_score:.3f}"
        )
    if not whole:
        how += "; too many labels for all to be weighed, so each item's were limited to those somebody gave it and the two most frequent"
    return how + "." + trust_words(1.0 if strength is None else strength.trust)


def _check(prior: float | None, iterations: int, tolerance: float) -> None:
    if prior is not None and not (math.isfinite(prior) and prior >= 0):
        raise CallError(f"the strength of the prior must be a number of answers, 0 or more, found {prior}")
    if iterations < 1:
        raise CallError(f"Dawid-Skene needs at least 1 round, found {iterations}")
    if not tolerance >= 0:
        raise CallError(f"the tolerance must be 0 or more, found {tolerance}")
