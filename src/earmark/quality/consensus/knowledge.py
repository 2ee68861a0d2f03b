"""What is known of an item before its answers: its gold label, or what a model says of it."""

from __future__ import annotations

import numpy as np

from earmark.errors import CallError
from earmark.quality.consensus.assemble import Layout
from earmark.quality.consensus.segments import normalise
from earmark.quality.long_table import Bools, Codes, Floats, LongTable

__all__ = ["calibrated", "checked_gold", "checked_model", "known_cells"]

LEAST = 1e-6
# How far the shares of the labels are drawn towards those of the model, in items.
DRAWN = 1.0


def checked_gold(table: LongTable, gold: Codes | None) -> Codes | None:
    """Return the gold labels, −1 where unknown; None where none is given.

    Raises:
        CallError: there is not one entry an item, or one is no label of the table.
    """
    if gold is None:
        return None
    if gold.shape != (table.items,):
        raise CallError(f"gold must have one entry for each of the {table.items} items, found {gold.shape}")
    if gold.size and (gold.max() >= table.labels or gold.min() < -1):
        raise CallError(f"gold must hold labels 0 to {table.labels - 1}, or -1 where it is not known")
    return gold if (gold >= 0).any() else None


def checked_model(table: LongTable, model: Floats | None) -> Floats | None:
    """Return the model's probabilities, shape (items, labels), each known row adding up to 1.

    A row with a NaN says nothing of its item.

    Raises:
        CallError: the shape is another, or a row is no distribution.
    """
    if model is None:
        return None
    if model.shape != (table.items, table.labels):
        raise CallError(
            f"the model's probabilities must have the shape (items, labels) = {(table.items, table.labels)}, "
            f"found {model.shape}"
        )
    said = ~np.isnan(model).any(axis=1)
    rows = model[said]
    if (rows < 0).any() or (np.abs(rows.sum(axis=1) - 1) > 1e-3).any():
        raise CallError("each row of the model's probabilities must be 0 or more and add up to 1")
    return model if said.any() else None


def known_cells(layout: Layout, gold: Codes | None, log_model: Floats | None) -> Floats | None:
    """Return the log-probability of each cell before its item's answers, NaN where nothing is known.

    Gold leaves one label; where it is not known, `log_model` (items, labels) speaks, if its row is no NaN.
    """
    if gold is None and log_model is None:
        return None
    item = np.repeat(layout.items, np.diff(layout.starts))
    known = np.full(len(item), np.nan)
    if log_model is not None:
        known = log_model[item, layout.label].astype(np.float64)
    if gold is not None:
        decided = gold[item] >= 0
        known[decided] = np.where(gold[item] == layout.label, 0.0, -np.inf)[decided]
    return known


def calibrated(model: Floats, probability: Floats, items: Bools) -> tuple[Floats, float]:
    """Return the model's log-probabilities, made to fit what the answers say, and how much it is trusted.

    log p'(k) = τ log p(k) + b_k − log Σ: the temperature τ ≥ 0 and the shares b maximise Σ q(k) log p'(k) over
    the `items`, q being the probabilities that the answers alone give, shape (items, labels). τ near 0 means
    that the model knows nothing. A small quadratic penalty keeps b where a label was never seen.
    Source: temperature with bias, A. Alexandari, A. Kundaje, A. Shrikumar (2020), PMLR 119.
    """
    from scipy.optimize import minimize

    log_model = np.log(np.clip(model, LEAST, 1.0))
    x, q = log_model[items], probability[items]
    labels = model.shape[1]

    def loss(at: Floats) -> tuple[float, Floats]:
        score = at[0] * x + at[1:]
        score -= score.max(axis=1, keepdims=True)
        weight = np.exp(score)
        p = weight / weight.sum(axis=1, keepdims=True)
        off = p - q
        value = -float((q * (score - np.log(weight.sum(axis=1, keepdims=True)))).sum())
        slope = np.concatenate(([float((off * x).sum())], off.sum(axis=0) + DRAWN * at[1:]))
        return value + 0.5 * DRAWN * float(at[1:] @ at[1:]), slope

    start = np.concatenate(([1.0], np.zeros(labels)))
    bounds = [(0.0, 5.0)] + [(None, None)] * labels
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    flat = (found[0] * log_model + found[1:]).ravel()
    starts = np.arange(len(model) + 1, dtype=np.int64) * labels
    said = ~np.isnan(model).any(axis=1)
    flat[np.repeat(~said, labels)] = 0.0
    p, _ = normalise(flat, starts)
    log_p = np.log(p).reshape(model.shape)
    log_p[~said] = np.nan
    return log_p, float(found[0])
