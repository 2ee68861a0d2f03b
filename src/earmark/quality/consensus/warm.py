"""Going on from an earlier consensus when answers have arrived."""

from __future__ import annotations

import numpy as np

from earmark.quality.consensus.assemble import Layout
from earmark.quality.consensus.result import Consensus
from earmark.quality.consensus.segments import normalise, weighed
from earmark.quality.long_table import Floats

__all__ = ["starting_at"]

LEAST = 1e-6


def starting_at(layout: Layout, labels: int, previous: Consensus) -> Floats:
    """Return each cell's probability to begin with: that of the earlier consensus, and the votes of items it
    had no answers to.

    Items are those of the earlier table, in the same order; new ones may follow.
    """
    sizes = np.diff(layout.starts)
    place = np.repeat(np.arange(len(layout.items)), sizes)
    votes = weighed(layout.own, np.ones(len(layout.own)), len(layout.label))
    weight = votes / np.repeat(np.add.reduceat(votes, layout.starts[:-1]), sizes)
    before = np.zeros(len(layout.label))
    key = place * np.int64(labels) + layout.label
    at = np.searchsorted(layout.items, previous.soft.item)
    known = at < len(layout.items)
    known[known] = layout.items[at[known]] == previous.soft.item[known]
    wanted = at[known] * np.int64(labels) + previous.soft.label[known]
    cell = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    there = key[cell] == wanted
    before[cell[there]] = previous.soft.probability[known][there]
    has = np.repeat(np.add.reduceat(before, layout.starts[:-1]) > 0, sizes)
    mixed = np.where(has, np.maximum(before, LEAST), np.maximum(weight, LEAST * ~has))
    probability, _ = normalise(np.log(np.maximum(mixed, 1e-300)), layout.starts)
    return probability
