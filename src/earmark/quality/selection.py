"""Were the items with more answers chosen because they were the harder ones?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earmark.errors import CallError
from earmark.quality.long_table import Bools, Floats, LongTable

__all__ = ["OverlapSelection", "overlap_selection"]

CERTAIN = 1e-3
MATERIAL = 0.1
LEAST_ITEMS = 10


@dataclass(frozen=True, slots=True)
class OverlapSelection:
    """Whether overlap was chosen by difficulty, why that is thought, and how probable it is by chance."""

    chosen: bool
    why: str
    p_value: float


def overlap_selection(table: LongTable, order: NDArray[np.integer] | None = None) -> OverlapSelection:
    """Return whether items with more answers are the harder ones, as when a third is asked only if two differ.

    Then agreement over all items is biased: the items asked again are those on which people differ. Items
    with few answers (at least two) are compared with those with more, in two ways:

    - with `order` (the rank of each row of the table in time): do the *first two* answers of an item differ
      more often where more were asked for? Fisher's exact test, one-sided;
    - without: is the share of equal pairs of answers lower? Under random overlap its mean does not depend on
      how many answers there are. Student's test of the two means, with the larger of Welch's and the
      pooled error and the fewer degrees of freedom.

    `chosen` is true where p < 0.001 and the difference is at least 0.1. The split lies where it divides the
    items most evenly. With fewer than 10 items on either side nothing is claimed, and `p_value` is 1.

    Items with a single answer say nothing here: whether a *second* answer was asked for the harder items
    cannot be seen from the answers.

    Raises:
        CallError: `order` has not one rank a row.
    """
    if order is not None and len(order) != len(table):
        raise CallError(f"order must have one rank a row: {len(table)} rows, {len(order)} ranks")
    rows = table.per_item[table.item] >= 2
    pairable = table.rows(rows)
    split = _split(pairable)
    if split is None:
        return OverlapSelection(False, "too few items differ in their number of answers to tell", 1.0)
    items, more, from_answers = split
    if order is None:
        agreement = _equal_pairs(pairable)[items]
        p = _lower_mean(agreement[more], agreement[~more])
        what = "equal pairs of answers"
    else:
        agreement = _first_two_equal(pairable, np.asarray(order)[rows])[items]
        p = _fisher(agreement[more], agreement[~more])
        what = "first two answers equal"
    few, many = float(agreement[~more].mean()), float(agreement[more].mean())
    chosen = p < CERTAIN and few - many >= MATERIAL
    why = (
        f"{what}: {many:.3f} on the {int(more.sum()):,} items with at least {from_answers} answers, "
        f"{few:.3f} on the {int((~more).sum()):,} with fewer"
    )
    return OverlapSelection(chosen, why, p)


def _split(table: LongTable) -> tuple[NDArray[np.int64], Bools, int] | None:
    """Return the items with answers, which of them have more, and how many answers more begins with."""
    items = np.unique(table.item).astype(np.int64)
    answers = table.per_item[items]
    sizes, counts = np.unique(answers, return_counts=True)
    if len(sizes) < 2:
        return None
    below = np.cumsum(counts)[:-1]
    smaller = np.minimum(below, len(items) - below)
    at = int(np.argmax(smaller))
    if smaller[at] < LEAST_ITEMS:
        return None
    return items, answers >= sizes[at + 1], int(sizes[at + 1])


def _equal_pairs(table: LongTable) -> Floats:
    """Return for each item the share of its pairs of answers that are equal; shape (items,)."""
    key = table.item.astype(np.int64) * max(1, table.labels) + table.label
    cells, votes = np.unique(key, return_counts=True)
    equal = np.bincount(cells // table.labels, weights=votes * (votes - 1.0), minlength=table.items)
    n = table.per_item
    share: Floats = equal / np.maximum(n * (n - 1), 1)
    return share


def _first_two_equal(table: LongTable, order: NDArray[np.integer]) -> Floats:
    """Return for each item 1 where its first two answers are equal, else 0; shape (items,)."""
    sequence = np.lexsort((order, table.item))
    label = table.label[sequence]
    items, first = np.unique(table.item[sequence], return_index=True)
    out = np.zeros(table.items)
    out[items] = label[first] == label[first + 1]
    return out


def _lower_mean(more: Floats, fewer: Floats) -> float:
    """Return the one-sided probability of a mean of `more` so much lower than that of `fewer`."""
    from scipy.special import stdtr

    difference = float(fewer.mean() - more.mean())
    welch = float(more.var(ddof=1)) / len(more) + float(fewer.var(ddof=1)) / len(fewer)
    pooled = float(np.concatenate((more, fewer)).var(ddof=1)) * (1 / len(more) + 1 / len(fewer))
    error = math.sqrt(max(welch, pooled))
    if error == 0:
        return 1.0
    return float(stdtr(min(len(more), len(fewer)) - 1, -difference / error))


def _fisher(more: Floats, fewer: Floats) -> float:
    """Return the hypergeometric probability of so few equal answers among `more`."""
    from scipy.special import gammaln

    equal, n, m = int(more.sum()), len(more), len(fewer)
    whole = equal + int(fewer.sum())
    k = np.arange(max(0, whole - m), equal + 1, dtype=np.float64)

    def log_choose(a: float, b: NDArray[np.float64] | float) -> Floats:
        logs: Floats = gammaln(a + 1) - gammaln(np.asarray(b) + 1) - gammaln(a - np.asarray(b) + 1)
        return logs

    terms = log_choose(n, k) + log_choose(m, whole - k) - log_choose(n + m, whole)
    return float(min(1.0, np.exp(terms).sum()))
