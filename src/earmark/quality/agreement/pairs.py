"""Pairs of different labels given to one item."""

from __future__ import annotations

import numpy as np

from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.long_table import Floats
from earmark.quality.sums import Integers

__all__ = ["label_pairs", "later_in_group"]


def label_pairs(counts: ItemCounts) -> tuple[Integers, Integers, Integers, Floats]:
    """Return item, label, higher label and coincidence n_c n_k/(m − 1) of every such pair.

    >>> from earmark.quality.long_table import LongTable
    >>> table = LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 4, 4]))
    >>> [part.tolist() for part in label_pairs(ItemCounts.of(table))]
    [[0], [1], [4], [1.0]]
    """
    first, second = later_in_group(counts.item)
    item = counts.item[first]
    weight = counts.count[first] * counts.count[second] / (counts.answers[item] - 1)
    return item, counts.label[first], counts.label[second], weight


def later_in_group(group: Integers) -> tuple[Integers, Integers]:
    """Return all pairs of places p < q of sorted groups with group[p] == group[q].

    >>> [places.tolist() for places in later_in_group(np.array([0, 0, 0, 1]))]
    [[0, 0, 1], [1, 2, 2]]
    """
    places = np.arange(len(group))
    following = np.searchsorted(group, group, side="right") - places - 1
    first = np.repeat(places, following)
    begin = np.cumsum(following) - following
    return first, first + 1 + np.arange(len(first)) - begin[first]
