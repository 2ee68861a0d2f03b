"""Fleiss' kappa and Gwet's AC1 and AC2: percent agreement held against two notions of chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from earmark.model import Estimate
from earmark.quality.agreement.annotators import measured
from earmark.quality.agreement.counts import ItemCounts, counted
from earmark.quality.agreement.distances import apart_by_item
from earmark.quality.agreement.label_distances import checked_distance
from earmark.quality.distinct import DistinctItems
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval
from earmark.quality.sums import Columns, Integers, UnitSums

__all__ = ["fleiss_kappa", "gwet_ac1", "gwet_ac2"]

_PAIRABLE, _AGREEING, _ITEMS, _LABELS = 0, 1, 2, 3  # the last: the first label's key


def fleiss_kappa(
    table: LongTable | DistinctItems,
    *,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    interval: Interval = USUAL,
) -> Estimate:
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
    return _estimate(table, None, "fleiss_kappa/1", clusters, weights, interval)


def gwet_ac1(
    table: LongTable | DistinctItems,
    *,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    interval: Interval = USUAL,
) -> Estimate:
    """Return (P − E) / (1 − E) with E = Σ π_k (1 − π_k) / (K − 1), K the labels in use.

    Chance is what annotators agree on who guess where they cannot tell; a label that nearly everybody gives
    does not push it up. Gwet (2008), doi:10.1348/000711006X126600; missing answers as in `fleiss_kappa`.

    >>> table = LongTable.of(np.repeat(np.arange(6), 2), np.tile([0, 1], 6), np.array([0, 0, 1, 1, 0, 1] * 2))
    >>> round(gwet_ac1(table).value, 3)
    0.333
    """
    return _estimate(table, None, "gwet_ac1/1", clusters, weights, interval)


def gwet_ac2(
    table: LongTable,
    distance: Floats,
    *,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    interval: Interval = USUAL,
) -> Estimate:
    """Return (P − E) / (1 − E) where two labels agree by w = 1 − distance over the greatest distance.

    P is the mean over items of the mean w of their pairs of answers, E = Σ_ck w_ck Σ_k π_k (1 − π_k) / (K (K − 1))
    with K the labels in use: AC1 where all labels lie equally far apart. Gwet (Handbook, 4th ed. 2014, chapter 5).

    >>> from earmark.quality.agreement.label_distances import step_distances
    >>> table = LongTable.of(np.repeat(np.arange(6), 2), np.tile([0, 1], 6), np.array([0, 0, 1, 1, 0, 2] * 2))
    >>> round(gwet_ac2(table, step_distances(np.arange(3.0), squared=True)).value, 3)
    0.143

    Raises:
        CallError: as `distance_alpha`.
    """
    return _estimate(table, distance, "gwet_ac2/1", clusters, weights, interval)


def _estimate(
    table: LongTable | DistinctItems,
    distance: Floats | None,
    measure: str,
    clusters: Codes | None,
    weights: Floats | None,
    interval: Interval,
) -> Estimate:
    table, counts = counted(table, clusters, weights, interval)
    if distance is not None:
        distance = checked_distance(distance, table.labels)
        distance = distance / (distance.max(initial=0.0) or 1.0)
    used = np.unique(table.label).astype(np.int64)
    same = len(used) < 2 or (distance is not None and not distance[np.ix_(used, used)].any())
    why = counts.why_not() or ("all answers are the same label" if same else None)
    if why is not None:
        return counts.missing(why, measure, interval)
    statistic = _Corrected(
        measure,
        _shape(measure, used, distance),
        1 / counts.differing if counts.differing else 1.0,
        counts.doubtful,
        counts.units,
        float(np.sqrt(counts.repeats.sum() / counts.units)),
    )
    return measured(table, counts, lambda t, of: _sums(t, of, used, distance), lambda _: statistic, interval)


def _shape(measure: str, used: Integers, distance: Floats | None) -> tuple[float, float]:
    """Return chance as a function of Σ π²: the pair (E at 0, slope)."""
    labels = len(used)
    if measure.startswith("fleiss"):
        return 0.0, 1.0
    weight = labels if distance is None else labels**2 - float(distance[np.ix_(used, used)].sum())
    most = weight / (labels * (labels - 1))
    return most, -most


@dataclass(frozen=True, slots=True)
class _Corrected:
    """(P − E) / (1 − E) as a function of sums."""

    measure: str
    chance: tuple[float, float]
    reach: float
    doubtful: int
    units: int
    size: float
    columns: ClassVar[Columns] = slice(None)
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
        slope = by_chance * self.chance[1] * 2 * shares
        return np.concatenate(
            (
                [-by_agreed * agreed / pairable, by_agreed / pairable, -float(slope @ shares) / items],
                slope / items,
            )
        )

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:
        """Return agreement on the label that lifts the value most, and disagreement of those that lift it least."""
        best, worst = np.zeros((2, len(slope)))
        best[[_PAIRABLE, _AGREEING, _ITEMS]] = self.size
        best[_LABELS + int(np.argmax(slope[_LABELS:]))] = self.size
        worst[[_PAIRABLE, _ITEMS]] = self.size
        worst[_LABELS + np.argsort(slope[_LABELS:], kind="stable")[:2]] = self.size / 2
        return best, worst

    def _chance(self, shares: Floats) -> Floats:
        at_none, slope = self.chance
        chance: Floats = at_none + slope * (shares**2).sum(axis=1)
        return chance


def _sums(table: LongTable, counts: ItemCounts, used: Integers, distance: Floats | None) -> UnitSums:
    """Return one row a unit: items that can be paired, their agreeing shares, items, and the share of each label."""
    per_item = table.per_item
    answered = np.flatnonzero(per_item)
    agreeing = counts.agreeing if distance is None else counts.answers - apart_by_item(counts, distance)
    label, every = np.searchsorted(used, table.label), counts.every
    parts = (
        (counts.unit, _PAIRABLE, counts.weight),
        (counts.unit, _AGREEING, counts.weight * agreeing / counts.answers),
        (counts.of_items[answered], _ITEMS, every[answered]),
        (counts.of_items[table.item], _LABELS + label, every[table.item] / per_item[table.item]),
    )
    key = np.concatenate([np.broadcast_to(np.asarray(key), len(units)) for units, key, _ in parts])
    return UnitSums.of(
        np.concatenate([units for units, _, _ in parts]),
        key,
        np.concatenate([value for _, _, value in parts]),
        keys=np.arange(_LABELS + len(used)),
    )
