"""Whether annotators err independently, as the model takes it: if not, its probabilities are too sure."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from earmark.model import Estimate
from earmark.quality.consensus.segments import weighed
from earmark.quality.kernels.compiling import compiled, repays
from earmark.quality.kernels.together import pair_products
from earmark.quality.long_table import Codes, Floats, LongTable

__all__ = ["MATERIAL", "dependence", "shared_mistakes"]

MATERIAL = 0.005
POOL_WEIGHT = 4.0
LEAST_ANSWERS = 2
BLOCK = 1 << 18


def dependence(table: LongTable, label: Codes, confusion: Floats | None, *, level: float = 0.95) -> Estimate:
    """Return how far annotators are right or wrong together, beyond what their confusions explain.

    r = Σ_i Σ_{a≠b} x_a x_b / Σ_i Σ_{a≠b} √(v_a v_b), over the answers to item i; x_a is 1 less p_a where a gave
    the consensus label, else −p_a; p_a is how often a says that label where it is the truth, and
    v_a = p_a (1 − p_a). 0 where mistakes are independent. The interval is the normal one over items.

    `label` is the consensus (-1 where there is none), `confusion` expected counts [annotator, truth, label].
    Items that differ in difficulty make it positive. The consensus bends towards the answers, so that with
    two or three answers an item r comes out below 0, and a trap most annotators fall into passes for the
    truth: a value clearly above 0 is evidence of shared mistakes, one at or below 0 is none of their absence.
    """
    name, over = "dependence/1", "items"
    if confusion is None:
        why = "too many labels or annotators to hold their confusions"
        return Estimate.missing(why, n=0, over=over, measure=name, level=level)
    products, scale, answers = _by_item(table, label, confusion)
    used = np.flatnonzero(answers >= LEAST_ANSWERS)
    n, whole = len(used), float(scale.sum())
    if n < 2 or whole <= 0:
        why = "fewer than two items have two answers that could have differed"
        return Estimate.missing(why, n=n, over=over, measure=name, level=level)
    value = float(products.sum()) / whole
    residual = products[used] - value * scale[used]
    half = _quantile(level) * math.sqrt(n / (n - 1) * float(residual @ residual)) / whole
    return Estimate(value, value - half, value + half, level=level, n=n, over=over, measure=name)


def shared_mistakes(found: Estimate | None) -> bool:
    """Whether answers to the same item hang together by more than chance, and by enough to matter."""
    if found is None or found.value is None or found.low is None:
        return False
    return found.low > 0 and found.value >= MATERIAL


def _by_item(table: LongTable, label: Codes, confusion: Floats) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return for each item Σ x_a x_b and Σ √(v_a v_b) over its pairs of answers, and how many answers count;
    a block of items at a time, so that large tables need no more memory."""
    expected, k = _expected(confusion), table.labels
    deviation = np.sqrt(expected * (1 - expected))
    starts = table.starts
    answers = np.where(label >= 0, np.diff(starts), 0)
    products, scale = np.zeros(table.items), np.zeros(table.items)
    if repays(len(table)):
        compiled(pair_products)(
            starts, table.annotator, table.label, label, expected, deviation, products, scale
        )
        return products, scale, answers
    expected, deviation = expected.ravel(), deviation.ravel()
    for low in range(0, table.items, BLOCK):
        high = min(low + BLOCK, table.items)
        rows: slice | NDArray[np.int64] = slice(int(starts[low]), int(starts[high]))
        counts = answers[low:high] >= LEAST_ANSWERS
        if not counts.all():
            rows = np.arange(starts[low], starts[high])[counts[table.item[rows] - low]]
        item = table.item[rows]
        truth = label[item]
        cell = table.annotator[rows].astype(np.int64) * k + truth
        observed = (table.label[rows] == truth).astype(np.float64) - expected[cell]
        products[low:high] = _pair_products(item - low, observed, high - low)
        scale[low:high] = _pair_products(item - low, deviation[cell], high - low)
    return products, scale, answers


def _expected(confusion: Floats) -> Floats:
    """Return how often each annotator says each label where it is the truth; shape (annotators, labels)."""
    pool = confusion.sum(axis=0)
    pool /= np.maximum(pool.sum(axis=1, keepdims=True), 1e-12)
    mine = np.einsum("akk->ak", confusion) + POOL_WEIGHT * pool.diagonal()
    share: Floats = np.clip(mine / (confusion.sum(axis=2) + POOL_WEIGHT), 0.0, 1.0)
    return share


def _pair_products(item: Codes, values: Floats, items: int) -> Floats:
    """Return for each item the sum of the products of all ordered pairs of its values."""
    sums = weighed(item, values, items)
    product: Floats = sums * sums - weighed(item, values * values, items)
    return product


def _quantile(level: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(0.5 + level / 2))
