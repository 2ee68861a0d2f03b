"""How far people differ on each item: for picking what to look at first."""

from __future__ import annotations

import numpy as np

from earmark.errors import CallError
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.long_table import Floats, LongTable
from earmark.quality.sums import summed

__all__ = ["disagreement_by_item", "disagreement_by_item_interval", "entropy_by_item"]


def disagreement_by_item(table: LongTable) -> Floats:
    """Return for each item 1 − the share of its pairs of answers that agree; shape (items,).

    0 where an item has fewer than two answers: nothing is in dispute there.

    >>> table = LongTable.of(np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 1, 0]), np.array([0, 1, 1, 1, 0]))
    >>> disagreement_by_item(table).tolist()
    [1.0, 0.0, 0.0]
    """
    counts = ItemCounts.of(table)
    found = np.zeros(table.items)
    found[counts.code] = np.clip(1 - counts.agreeing / counts.answers, 0.0, 1.0)
    return found


def entropy_by_item(table: LongTable) -> Floats:
    """Return for each item the entropy of its answers in nats; shape (items,); 0 below two answers.

    >>> table = LongTable.of(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([0, 1, 1, 1]))
    >>> entropy_by_item(table).round(3).tolist()
    [0.693, 0.0]
    """
    counts = ItemCounts.of(table)
    share = counts.count / counts.answers[counts.item]
    found = np.zeros(table.items)
    # log of the reciprocal, so that full agreement is 0.0 and not -0.0
    found[counts.code] = summed(counts.item, share * np.log(1 / share), len(counts.code))
    return found


def disagreement_by_item_interval(table: LongTable, values: Floats) -> Floats:
    """Return for each item the mean squared difference of its pairs of answers, halved: their variance.

    `values` holds a number per label; shape (items,); 0 below two answers.

    >>> table = LongTable.of(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([0, 2, 1, 1]))
    >>> disagreement_by_item_interval(table, np.array([1.0, 2.0, 5.0])).tolist()
    [8.0, 0.0]

    Raises:
        CallError: there is not one value per label.
    """
    if len(values) != table.labels:
        raise CallError(f"values holds one number per label: {table.labels} are needed, found {len(values)}")
    counts = ItemCounts.of(table)
    value = np.asarray(values, dtype=np.float64)[counts.label]
    mean = summed(counts.item, counts.count * value, len(counts.code)) / counts.answers
    squares = counts.count * (value - mean[counts.item]) ** 2
    found = np.zeros(table.items)
    found[counts.code] = summed(counts.item, squares, len(counts.code)) / (counts.answers - 1)
    return found
