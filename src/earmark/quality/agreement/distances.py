"""Agreement with any distance of labels: a matrix somebody gives, sets of labels, preferences with ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from earmark.model import Estimate
from earmark.quality.agreement.annotators import measured
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.agreement.label_distances import checked_distance, tie_distances
from earmark.quality.agreement.pairs import later_in_group
from earmark.quality.agreement.shares import Share, share_sums
from earmark.quality.long_table import Bools, Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval
from earmark.quality.sums import Columns, Integers, UnitSums, summed

__all__ = ["apart_by_item", "distance_alpha", "preference_agreement", "preference_alpha", "weighted_alpha"]

_APART, _LABELS = 0, 1


def distance_alpha(
    table: LongTable,
    distance: Floats,
    *,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    interval: Interval = USUAL,
) -> Estimate:
    """Return alpha = 1 − observed/expected disagreement, two labels c and k disagreeing by `distance[c, k]`.

    `distance` has shape (labels, labels): 0 on the diagonal, symmetric, none negative. With 1 everywhere off
    the diagonal this is nominal alpha. Krippendorff, Content Analysis (4th ed. 2018), chapter 12.

    Undefined where nominal alpha is, and where all labels in use lie at distance 0.

    >>> table = LongTable.of(np.array([0, 0, 1, 1, 2, 2]), np.tile([0, 1], 3), np.array([0, 1, 2, 2, 0, 0]))
    >>> near = np.array([[0, 0.1, 1], [0.1, 0, 1], [1, 1, 0]])
    >>> round(distance_alpha(table, near).value, 3), round(distance_alpha(table, 1 - np.eye(3)).value, 3)
    (0.94, 0.545)

    Raises:
        CallError: the matrix is not square, not symmetric, negative, or not 0 on its diagonal.
    """
    return _of(table, distance, "krippendorff_alpha/1", clusters, weights, interval)


def weighted_alpha(
    table: LongTable,
    distance: Floats,
    *,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    interval: Interval = USUAL,
) -> Estimate:
    """Return Artstein and Poesio's weighted alpha (2008, doi:10.1162/coli.07-034-R2): `distance_alpha` by its other name.

    Chance is that all annotators share one distribution of labels; where each has their own, see `weighted_beta`.

    >>> table = LongTable.of(np.array([0, 0, 1, 1, 2, 2]), np.tile([0, 1], 3), np.array([0, 1, 2, 2, 0, 0]))
    >>> round(weighted_alpha(table, 1 - np.eye(3)).value, 3)
    0.545

    Raises:
        CallError: as `distance_alpha`.
    """
    return _of(table, distance, "weighted_alpha/1", clusters, weights, interval)


def preference_agreement(
    table: LongTable,
    ties: Bools,
    *,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    interval: Interval = USUAL,
) -> Estimate:
    """Return the mean share of pairs of answers that prefer the same one; a tie against a choice counts a half.

    `ties` says which labels are ties. Not corrected for chance; see `preference_alpha`.

    >>> table = LongTable.of(np.array([0, 0, 1, 1, 2, 2]), np.tile([0, 1], 3), np.array([0, 0, 0, 2, 1, 1]))
    >>> round(preference_agreement(table, np.array([False, False, True])).value, 3)
    0.833

    Undefined: where percent agreement is.
    """
    distance = checked_distance(tie_distances(ties), table.labels)
    counts, measure = ItemCounts.of(table, clusters, weights), "preference_agreement/1"
    why = counts.why_not()
    if why is not None:
        return counts.missing(why, measure, interval)
    return measured(
        table,
        counts,
        lambda _, of: share_sums(of.unit, 1 - apart_by_item(of, distance) / of.answers, of.weight),
        lambda _: Share(measure, counts.typical_items),
        interval,
    )


def preference_alpha(
    table: LongTable,
    ties: Bools,
    *,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    interval: Interval = USUAL,
) -> Estimate:
    """Return alpha on preferences: a tie lies half way between one and the other.

    >>> table = LongTable.of(np.array([0, 0, 1, 1, 2, 2]), np.tile([0, 1], 3), np.array([0, 0, 0, 2, 1, 1]))
    >>> round(preference_alpha(table, np.array([False, False, True])).value, 3)
    0.706

    Undefined: where nominal alpha is.
    """
    return _of(table, tie_distances(ties), "preference_alpha/1", clusters, weights, interval)


def _of(
    table: LongTable,
    distance: Floats,
    measure: str,
    clusters: Codes | None,
    weights: Floats | None,
    interval: Interval,
) -> Estimate:
    distance = checked_distance(distance, table.labels)
    counts = ItemCounts.of(table, clusters, weights)
    used = np.unique(counts.label)
    within = distance[np.ix_(used, used)]
    why = counts.why_not() or (None if within.any() else "all answers are the same label")
    if why is not None:
        return counts.missing(why, measure, interval)
    # Distances only count beside one another: scaled to a mean of 1 between answers drawn at random.
    margins = counts.margins[used]
    mean = float(margins @ within @ margins) / float(margins.sum() ** 2 - margins @ margins)
    scaled = within / mean
    statistic = _DistanceAlpha(scaled, 1.0 / counts.differing, counts.doubtful, counts.typical, measure)
    return measured(table, counts, lambda _, of: _sums(of, used, scaled), lambda _: statistic, interval)


@dataclass(frozen=True, slots=True)
class _DistanceAlpha:
    """1 − (N − 1) Σ_i Σ d/(m_i − 1) / Σ_c Σ_k n_c n_k d_ck."""

    distance: Floats
    reach: float
    doubtful: int
    size: float
    measure: str
    columns: ClassVar[Columns] = slice(None)
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)
    units: ClassVar[int | None] = None

    def of(self, sums: Floats) -> Floats:
        """Return alpha for sums of shape (replicates, keys)."""
        apart, used = sums[:, _APART], sums[:, _LABELS:]
        chance = np.einsum("rc,ck,rk->r", used, self.distance, used, optimize=True)
        defined = chance > 0
        return np.where(defined, 1 - (used.sum(axis=1) - 1) * apart / np.where(defined, chance, 1.0), np.nan)

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives by the sums."""
        apart, used = totals[_APART], totals[_LABELS:]
        toward = self.distance @ used
        chance, total = float(used @ toward), float(used.sum())
        by_used = -apart / chance + (total - 1) * apart * 2 * toward / chance**2
        return np.concatenate(([-(total - 1) / chance], by_used))

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:
        """Return agreement on the label that lifts alpha most, and the disagreement that lowers it most."""
        best, worst = np.zeros((2, len(slope)))
        used = slope[_LABELS:]
        best[_LABELS + int(np.argmax(used))] = self.size
        pull = slope[_APART] * self.distance + (used + used[:, None]) / 2
        pair = np.unravel_index(int(np.argmin(np.where(self.distance > 0, pull, np.inf))), pull.shape)
        worst[_APART] = self.size * self.distance[pair]
        worst[_LABELS + np.array(pair)] = self.size / 2
        return best, worst


def apart_by_item(counts: ItemCounts, distance: Floats, label: Integers | None = None) -> Floats:
    """Return for each item the sum over its pairs of answers of their distance, each answer weighing one.

    `label` holds the place of each triplet's label in `distance`, where that is not its code.
    """
    label = counts.label if label is None else label
    left, right = later_in_group(counts.item)
    apart = counts.count[left] * counts.count[right] * distance[label[left], label[right]]
    found: Floats = 2 * summed(counts.item[left], apart, len(counts.answers)) / (counts.answers - 1)
    return found


def _sums(counts: ItemCounts, used: Integers, distance: Floats) -> UnitSums:
    label = np.searchsorted(used, counts.label)
    per_item = counts.weight * apart_by_item(counts, distance, label)
    return UnitSums.of(
        np.concatenate((counts.unit, counts.unit[counts.item])),
        np.concatenate((np.full(len(counts.unit), _APART), _LABELS + label)),
        np.concatenate((per_item, counts.count * counts.weight[counts.item])),
        keys=np.arange(_LABELS + len(used)),
    )
