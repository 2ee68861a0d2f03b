"""From cells, the labels an item may have, to the arrays of a consensus over all items."""

from __future__ import annotations

import numpy as np

from earmark.quality.consensus.result import SoftLabels
from earmark.quality.consensus.segments import Positions, weighed
from earmark.quality.long_table import Bools, Codes, Floats, LongTable

__all__ = ["CONFUSION_CELLS", "CONFUSION_LABELS", "confusions", "soft_labels", "spread"]

KEPT = 1e-4
CONFUSION_LABELS = 50
CONFUSION_CELLS = 20_000_000


def soft_labels(item: Codes, label: Codes, probability: Floats) -> SoftLabels:
    """Return the triplets worth keeping, scaled to add up to 1 for each item.

    >>> soft = soft_labels(np.array([0, 0]), np.array([0, 1]), np.array([0.99995, 0.00005]))
    >>> soft.label.tolist(), soft.probability.tolist()
    ([0], [1.0])
    """
    keep = probability >= KEPT
    item, label, probability = item[keep], label[keep], probability[keep]
    sums = np.bincount(item, weights=probability) if len(item) else np.zeros(0)
    return SoftLabels(item.astype(np.int32), label.astype(np.int32), probability / sums[item])


def spread(values: Floats | Bools, item: Positions, items: int) -> Floats:
    """Return an array over all items, 0 where an item is not among those given."""
    out = np.zeros(items)
    out[item] = values
    return out


def confusions(table: LongTable, truth: Codes, weight: Floats, rows: Positions) -> Floats | None:
    """Return expected counts [annotator, truth, label], or None where they would not fit.

    `weight[j]` of the answer in row `rows[j]` was given where the truth is `truth[j]`.
    """
    k = table.labels
    if k > CONFUSION_LABELS or table.annotators * k * k > CONFUSION_CELLS:
        return None
    slot = (table.annotator[rows].astype(np.int64) * k + truth) * k + table.label[rows]
    counts = weighed(slot, weight, table.annotators * k * k)
    return counts.reshape(table.annotators, k, k)
