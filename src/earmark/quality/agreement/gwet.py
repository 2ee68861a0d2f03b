"""Fleiss' kappa and Gwet's AC1: percent agreement held against two notions of chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from earmark.model import Estimate
from earmark.quality.agreement.counts import ItemCounts, units_of
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval, estimate
from earmark.quality.sums import UnitSums

__all__ = ["fleiss_kappa", "gwet_ac1"]

_PAIRABLE, _AGREEING, _ITEMS, _LABELS = 0, 1, 2, 3  # the last: the first label's key


def fleiss_kappa(table: LongTable, *, clusters: Codes | None = None, interval: Interval = USUAL) -> Estimate:
    """Return (P − Σ π_k²) / (1 − Σ π_k²), with P the percent agreement and π_k the mean share of label k.

    π_k is the mean over items of the share of an item's answers that are k, items with one answer included:
    Fleiss (1971), doi:10.1037/h0031619, where all items have equally many answers, and Gwet's extension to
    missing answers otherwise (Handbook of Inter-Rater Reliability, 4th ed. 2014, chapter 2). With two
    annotators it is Scott's pi.

    Undefined: where alpha is.

    >>> table = LongTable.of(np.repeat(np.arange(6), 2), np.tile([0, 1], 6), np.array([0, 0, 1, 1, 0, 1] * 2))
    >>> round(fleiss_kappa(table).value, 3)
    0.333
    """
    return _estimate(table, "fleiss_kappa/1", clusters, interval)


def gwet_ac1(table: LongTable, *, clusters: Codes | None = None, interval: Interval = USUAL) -> Estimate:
    """Return (P − E) / (1 − E) with E = Σ π_k (1 − π_k) / (K − 1), K the labels in use.

    Chance is what annotators agree on who guess where they cannot tell; a label that nearly everybody gives
    does not push it up. Gwet (2008), doi:10.1348/000711006X126600; missing answers as in `fleiss_kappa`.

    >>> table = LongTable.of(np.repeat(np.arange(6), 2), np.tile([0, 1], 6), np.array([0, 0, 1, 1, 0, 1] * 2))
    >>> round(gwet_ac1(table).value, 3)
    0.333
    """
    return _estimate(table, "gwet_ac1/1", clusters, interval)


@dataclass(frozen=True, slots=True)
class _Corrected:
    """(P − E) / (1 − E) as a function of sums."""

    measure: str
    labels: int
    reach: float
    doubtful: int
    units: int
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)

    def of(self, sums: Floats) -> Floats:
        """Return the values for sums of shape (replicates, keys)."""
        pairable, items = sums[:, _PAIRABLE], sums[:, _ITEMS]
        seen = (pairable > 0) & (items > 0)
        agreed = sums[:, _AGREEING] / np.where(seen, pairable, 1.0)
        shares = sums[:, _LABELS:] / np.where(seen, items, 1.0)[:, None]
        chance = self._chance(shares)
        defined = seen & (chance < 1 - 1e-12)
        return np.where(defined, (agreed - chance) / np.where(defined, 1 - chance, 1.0), np.nan)

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives by the sums."""
        pairable, agreeing, items = totals[:_LABELS]
        shares = totals[_LABELS:] / items
        agreed, chance = agreeing / pairable, float(self._chance(shares[None, :])[0])
        by_agreed, by_chance = 1 / (1 - chance), (agreed - 1) / (1 - chance) ** 2
        slope = by_chance * self._slope(shares)
        return np.concatenate(
            (
                [-by_agreed * agreed / pairable, by_agreed / pairable, -float(slope @ shares) / items],
                slope / items,
            )
        )

    def _chance(self, shares: Floats) -> Floats:
        same: Floats = (shares**2).sum(axis=1)
        return same if self.measure.startswith("fleiss") else (1 - same) / (self.labels - 1)

    def _slope(self, shares: Floats) -> Floats:
        return 2 * shares if self.measure.startswith("fleiss") else -2 * shares / (self.labels - 1)


def _estimate(table: LongTable, measure: str, clusters: Codes | None, interval: Interval) -> Estimate:
    counts = ItemCounts.of(table, clusters)
    used = int(np.count_nonzero(np.bincount(table.label, minlength=1)))
    why = counts.why_not() or ("all answers are the same label" if used < 2 else None)
    if why is not None:
        return counts.missing(why, measure, interval)
    statistic = _Corrected(
        measure, used, 1 / counts.differing if counts.differing else 1.0, counts.doubtful, counts.units
    )
    return estimate(_sums(table, counts, clusters), statistic, interval, over=counts.over)


def _sums(table: LongTable, counts: ItemCounts, clusters: Codes | None) -> UnitSums:
    """Return one row a unit: items that can be paired, their agreeing shares, items, and the share of each label."""
    unit = units_of(table.items, clusters)
    per_item = table.per_item
    answered = np.flatnonzero(per_item)
    _, label = np.unique(table.label, return_inverse=True)
    parts = (
        (unit[counts.code], _PAIRABLE, np.ones(len(counts.code))),
        (unit[counts.code], _AGREEING, counts.agreeing / counts.answers),
        (unit[answered], _ITEMS, np.ones(len(answered))),
        (unit[table.item], _LABELS + label.reshape(-1), 1 / per_item[table.item]),
    )
    key = np.concatenate([np.broadcast_to(np.asarray(key), len(units)) for units, key, _ in parts])
    keys = np.arange(_LABELS + int(label.max()) + 1)
    return UnitSums.of(
        np.concatenate([units for units, _, _ in parts]),
        key,
        np.concatenate([value for _, _, value in parts]),
        keys=keys,
    )
