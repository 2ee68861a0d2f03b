"""Dawid and Skene's fit where some truths are known, or a model speaks as one more rater."""

from __future__ import annotations

import numpy as np

from earmark.quality.consensus.em import Fit, fit, vote_shares
from earmark.quality.consensus.evidence import Evidence
from earmark.quality.consensus.knowledge import calibrated, known_cells
from earmark.quality.consensus.segments import normalise
from earmark.quality.long_table import Codes, Floats, LongTable

__all__ = ["fit_taught"]

LEAST_ANSWERS = 2
TURNS = 20
SETTLED = 1e-3


def fit_taught(
    table: LongTable,
    evidence: Evidence,
    prior: float,
    gold: Codes | None,
    model: Floats | None,
    start: Floats | None,
    *,
    iterations: int,
    tolerance: float,
) -> tuple[Fit, str]:
    """Return the fit, and what there is to say about those who taught it.

    The model's temperature and shares (see `knowledge.calibrated`) are estimated from the probabilities of
    items with two answers or more, these again with the model, in turns until the temperature settles: the
    expectation and maximisation of a mixture whose weights hang on the item.
    """
    known = known_cells(evidence, gold, None)
    begin = start if known is None else _told(evidence, start, known)
    fitted = fit(
        evidence, table.labels, prior, iterations=iterations, tolerance=tolerance, start=begin, known=known
    )
    told = "" if gold is None else f" Gold decides {int((gold >= 0).sum()):,} items."
    if model is None:
        return fitted, told
    items = (table.per_item >= LEAST_ANSWERS) & ~np.isnan(model).any(axis=1)
    if not items.any():
        return fitted, f"{told} The model is left out: no item it speaks of has two answers to judge it by."
    fitted, temperature = _in_turns(table, evidence, prior, gold, model, items, fitted, iterations, tolerance)
    return fitted, (
        f"{told} The model is one more rater, its log-probabilities scaled by {temperature:.2f}, as the answers "
        f"to {int(items.sum()):,} items bear out."
    )


def _in_turns(
    table: LongTable,
    evidence: Evidence,
    prior: float,
    gold: Codes | None,
    model: Floats,
    items: np.ndarray,
    fitted: Fit,
    iterations: int,
    tolerance: float,
) -> tuple[Fit, float]:
    item = np.repeat(evidence.items, np.diff(evidence.starts))
    before = -1.0
    for _ in range(TURNS):
        said = np.zeros(model.shape)
        said[item, evidence.label] = fitted.probability
        log_model, temperature = calibrated(model, said, items)
        known = known_cells(evidence, gold, log_model)
        fitted = fit(
            evidence,
            table.labels,
            prior,
            iterations=iterations,
            tolerance=tolerance,
            start=fitted.probability,
            known=known,
        )
        if abs(temperature - before) < SETTLED:
            break
        before = temperature
    return fitted, temperature


def _told(evidence: Evidence, start: Floats | None, known: Floats) -> Floats:
    """Return the probabilities to begin with, brought into line with what is known before the answers."""
    begin = vote_shares(evidence) if start is None else start
    weight = np.log(np.maximum(begin, 1e-12)) + np.where(np.isnan(known), 0.0, known)
    probability, _ = normalise(weight, evidence.starts)
    return probability
