"""Wawa, one coin, MACE and GLAD as consensus: labels, probabilities and skills from each fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from earmark.errors import CallError
from earmark.quality.consensus.assemble import Verdict, consensus_from, empty
from earmark.quality.consensus.cells import Cells, cells_of
from earmark.quality.consensus.coins import CoinFit
from earmark.quality.consensus.glad import fit_glad
from earmark.quality.consensus.holdout import Score
from earmark.quality.consensus.mace import fit_mace
from earmark.quality.consensus.majority import majority
from earmark.quality.consensus.one_coin import fit_one_coin
from earmark.quality.consensus.result import Consensus
from earmark.quality.consensus.wawa import weighed_shares
from earmark.quality.consensus.wording import shared_warning, trust_words
from earmark.quality.long_table import LongTable

__all__ = ["ONE_COIN_PRIOR", "glad", "mace", "one_coin", "wawa"]

ONE_COIN_PRIOR = 4.0


def wawa(table: LongTable) -> Consensus:
    """Return the vote in which an annotator counts as much as they agree with the majority (*Wawa*).

    `probability` is the share of the weighed votes, `log_odds` the logarithm of the ratio of the two largest
    shares, half a vote added to each. An annotator's accuracy is that of `majority`. Source: D. Ustalov et al. (2024), *Learning from
    crowds with Crowd-Kit*, doi:10.21105/joss.06227.

    >>> wawa(LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 1, 0]))).label.tolist()
    [1]
    """
    if not len(table):
        return empty(table, "wawa")
    cells = cells_of(table)
    shares = weighed_shares(table, cells)
    why = (
        "The label with most votes, each weighed by how often its annotator is with the majority; ties go to "
        "the label more frequent in the whole table."
    )
    with np.errstate(divide="ignore"):
        weight = np.log(shares)
    found = consensus_from(table, cells, Verdict("wawa", why, weight, 0, None))
    answers = np.bincount(cells.place)
    first = found.probability[cells.items] * answers
    second = first * np.exp(-found.log_odds[cells.items])
    odds = found.log_odds.copy()
    odds[cells.items] = np.log((first + 0.5) / (second + 0.5))
    return replace(found, log_odds=odds, skill=majority(table).skill, dependence=None)


def one_coin(
    table: LongTable,
    *,
    prior: float = ONE_COIN_PRIOR,
    iterations: int = 100,
    tolerance: float = 1e-6,
    score: Score | None = None,
) -> Consensus:
    """Return the consensus in which each annotator is right with one probability, whatever the truth.

    See `one_coin.fit_one_coin`; `prior` is the number of average answers added to each annotator's own, 0 is
    maximum likelihood. `score` is what the method scored on hidden answers, if it was tried.

    >>> one_coin(LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 1, 0]))).label.tolist()
    [1]

    Raises:
        CallError: the prior is negative or not finite, or there is no round.
    """
    if not (np.isfinite(prior) and prior >= 0):
        raise CallError(f"the strength of the prior must be a number of answers, 0 or more, found {prior}")
    return _fitted(
        table,
        "one_coin",
        lambda cells: fit_one_coin(table, cells, prior=prior, iterations=iterations, tolerance=tolerance).fit,
        ("One coin an annotator", f"each is right with one probability, drawn together by {prior:g} answers"),
        iterations,
        score,
    )


def mace(
    table: LongTable, *, iterations: int = 200, tolerance: float = 1e-6, score: Score | None = None
) -> Consensus:
    """Return MACE's consensus: each annotator knows, or follows a habit. See `mace.fit_mace`.

    >>> mace(LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 1, 0]))).label.tolist()
    [1]

    Raises:
        CallError: there is no round.
    """
    return _fitted(
        table,
        "mace",
        lambda cells: fit_mace(table, cells, iterations=iterations, tolerance=tolerance).fit,
        ("MACE", "each annotator knows, or answers after a habit of their own"),
        iterations,
        score,
    )


def glad(
    table: LongTable, *, iterations: int = 200, tolerance: float = 1e-6, score: Score | None = None
) -> Consensus:
    """Return GLAD's consensus: annotators differ in ability, items in difficulty. See `glad.fit_glad`.

    >>> glad(LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 1, 0]))).label.tolist()
    [1]

    Raises:
        CallError: there is no round.
    """
    return _fitted(
        table,
        "glad",
        lambda cells: fit_glad(table, cells, iterations=iterations, tolerance=tolerance).fit,
        ("GLAD", "annotators differ in ability, items in difficulty"),
        iterations,
        score,
    )


def _fitted(
    table: LongTable,
    method: str,
    fit: Callable[[Cells], CoinFit],
    words: tuple[str, str],
    iterations: int,
    score: Score | None,
) -> Consensus:
    """Return the consensus of a fit; `words` are the method's name and what it takes to be so."""
    if iterations < 1:
        raise CallError(f"the method needs at least 1 round, found {iterations}")
    if not len(table):
        return empty(table, method)
    cells = cells_of(table)
    fitted, trust = fit(cells), 1.0 if score is None else score.trust
    name, idea = words
    verdict = Verdict(
        method=method,
        why=f"{name}, {fitted.rounds} rounds: {idea}.{trust_words(trust)}",
        log_weight=fitted.log_weight,
        rounds=fitted.rounds,
        log_likelihood=fitted.log_likelihood,
        trust=trust,
        held_out_score=None if score is None else score.mean,
    )
    found = consensus_from(table, cells, verdict)
    return replace(found, why=found.why + shared_warning(found.dependence))
