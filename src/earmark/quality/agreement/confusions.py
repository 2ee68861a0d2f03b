"""Which labels are given to the same items, and how much of all disagreement each such pair makes up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from earmark.model import Estimate
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.agreement.pairs import later_in_group
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval, Statistic, estimates
from earmark.quality.sums import Columns, Integers, UnitSums, compact

__all__ = ["MOST_LABELS", "LabelPair", "confusions"]

MOST_LABELS = 300
_CHUNK_ENTRIES = 1 << 16


@dataclass(frozen=True, slots=True)
class LabelPair:
    """Two labels (codes, a < b) given to the same items.

    `pairs` is their coincidence in both orders, 2 Σ_i n_ia n_ib/(m_i − 1); `share` its part of all
    disagreement; `against_chance` observed over expected, were the answers dealt to the items at random.
    """

    a: int
    b: int
    pairs: float
    share: Estimate
    against_chance: float | None


def confusions(
    table: LongTable, *, most: int = 20, clusters: Codes | None = None, interval: Interval = USUAL
) -> tuple[LabelPair, ...]:
    """Return the `most` pairs of labels that make up most of the disagreement, in order; ties by codes.

    Pairs are sought among the 300 labels most often in disagreement; their shares are of all of it. Empty
    where nobody disagrees. A share's interval resamples items (or conversations); it is undefined where only
    one of them holds a disagreement.

    >>> table = LongTable.of(np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1] * 3), np.array([0, 1, 1, 0, 1, 2]))
    >>> [(pair.a, pair.b, pair.pairs, round(pair.share.value, 3)) for pair in confusions(table)]
    [(0, 1, 4.0, 0.667), (1, 2, 2.0, 0.333)]

    Raises:
        CallError: `clusters` does not hold one code per item.
    """
    counts = ItemCounts.of(table, clusters)
    if len(counts.code) == 0:
        return ()
    labels = _most_disputed(counts)
    weight = np.zeros((len(labels), len(labels)))
    for _, low, high, part in _pairs_among(counts, labels):
        weight += np.bincount(low * len(labels) + high, part, minlength=len(labels) ** 2).reshape(
            weight.shape
        )
    low, high = np.nonzero(weight)
    order = np.lexsort((high, low, -weight[low, high]))[:most]
    return _of_pairs(counts, labels, low[order], high[order], weight, interval)


def _most_disputed(counts: ItemCounts) -> Integers:
    """Return the labels most often in disagreement, by code."""
    apart = counts.count - counts.count * (counts.count - 1) / counts.others
    disputed = np.bincount(counts.label, apart)
    order = np.lexsort((np.arange(len(disputed)), -disputed))[:MOST_LABELS]
    return np.sort(order[disputed[order] > 0])


def _pairs_among(
    counts: ItemCounts, labels: Integers
) -> Iterator[tuple[Integers, Integers, Integers, Floats]]:
    """Yield item, two places in `labels` and coincidence of the pairs, in chunks of items."""
    place = np.full(int(counts.label.max(initial=0)) + 1, -1, dtype=np.int64)
    place[labels] = np.arange(len(labels))
    at = place[counts.label]
    asked = at >= 0
    item, at, count = counts.item[asked], at[asked], counts.count[asked]
    begin = 0
    while begin < len(item):
        last = item[min(begin + _CHUNK_ENTRIES, len(item)) - 1]
        end = int(np.searchsorted(item, last, side="right"))
        first, second = later_in_group(item[begin:end])
        first, second = first + begin, second + begin
        weight = count[first] * count[second] / (counts.answers[item[first]] - 1)
        yield item[first], at[first], at[second], weight
        begin = end


def _of_pairs(
    counts: ItemCounts, labels: Integers, low: Integers, high: Integers, weight: Floats, interval: Interval
) -> tuple[LabelPair, ...]:
    sums = _sums(counts, labels, low, high)
    units = _disputed_units(counts)
    size = float((counts.answers - counts.agreeing).sum()) / 2 / max(units, 1)
    why = None if units >= 2 else f"fewer than two {counts.over} hold a disagreement"
    asked: list[Statistic] = [_PairShare(1 + place, units, size) for place in range(len(low))]
    shares = (
        estimates(sums, asked, interval, over=counts.over)
        if why is None
        else [counts.missing(why, _PairShare.measure, interval)] * len(low)
    )
    margins = counts.margins
    total = margins.sum()
    expected = margins[labels[low]] * margins[labels[high]] / (total - 1)
    return tuple(
        LabelPair(a, b, 2 * pairs, share, pairs / chance)
        for a, b, pairs, share, chance in zip(
            labels[low].tolist(),
            labels[high].tolist(),
            weight[low, high].tolist(),
            shares,
            expected.tolist(),
            strict=True,
        )
    )


def _sums(counts: ItemCounts, labels: Integers, low: Integers, high: Integers) -> UnitSums:
    """Return per unit: key 0 half of all disagreement, 1 + j the j-th pair's coincidence in one order."""
    number = np.full((len(labels), len(labels)), -1, dtype=np.int64)
    number[low, high] = np.arange(len(low))
    unit = [counts.unit]
    key = [np.zeros(len(counts.unit), np.int64)]
    value = [(counts.answers - counts.agreeing) / 2]
    for item, first, second, weight in _pairs_among(counts, labels):
        which = number[first, second]
        found = which >= 0
        unit.append(counts.unit[item[found]])
        key.append(1 + which[found])
        value.append(weight[found])
    return UnitSums.of(np.concatenate(unit), np.concatenate(key), np.concatenate(value))


def _disputed_units(counts: ItemCounts) -> int:
    return len(compact(counts.unit[counts.answers - counts.agreeing > 1e-9])[0])


@dataclass(frozen=True, slots=True)
class _PairShare:
    """A pair's coincidences over all disagreement."""

    column: int
    units: int
    size: float  # how much disagreement a unit holds that has some
    measure: ClassVar[str] = "share_of_disagreement/1"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    reach: ClassVar[float] = 1.0
    doubtful: ClassVar[int] = 0

    @property
    def columns(self) -> Columns:
        return [0, self.column]

    def of(self, sums: Floats) -> Floats:
        every, pair = sums.T
        return np.where(every > 1e-9, pair / np.where(every > 1e-9, every, 1.0), np.nan)

    def gradient(self, totals: Floats) -> Floats:
        slopes: Floats = np.array([-totals[1] / totals[0] ** 2, 1 / totals[0]])
        return slopes

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:  # noqa: ARG002  # the same wherever the share lies
        return np.full(2, self.size), np.array([self.size, 0.0])
