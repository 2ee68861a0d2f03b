"""Alpha with any distance of labels: a matrix somebody gives, or how far two sets of labels lie apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval, estimate
from earmark.quality.sums import Integers, UnitSums, summed

__all__ = ["distance_alpha", "jaccard", "masi", "set_distances"]

_APART, _LABELS = 0, 1
_SYMMETRIC = 1e-12


def distance_alpha(
    table: LongTable, distance: Floats, *, clusters: Codes | None = None, interval: Interval = USUAL
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
    distance = _checked(distance, table.labels)
    counts = ItemCounts.of(table, clusters)
    measure = _DistanceAlpha.measure
    why = counts.why_not()
    if why is None and not distance[np.ix_(*(np.unique(counts.label),) * 2)].any():
        why = "all answers are the same label"
    if why is not None:
        return counts.missing(why, measure, interval)
    used = np.unique(counts.label)
    within = distance[np.ix_(used, used)]
    # Distances only count beside one another: scaled to a mean of 1 between answers drawn at random.
    margins = counts.margins[used]
    mean = float(margins @ within @ margins) / float(margins.sum() ** 2 - margins @ margins)
    scaled = within / mean
    statistic = _DistanceAlpha(scaled, 1.0 / counts.differing, counts.doubtful)
    return estimate(_sums(counts, used, scaled), statistic, interval, over=counts.over)


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Return 1 − |A ∩ B| / |A ∪ B|: the share of labels in either set that are not in both; 0 for two empty sets.

    >>> jaccard(frozenset("ab"), frozenset("bc"))
    0.6666666666666667
    """
    union = len(one | other)
    return 1 - len(one & other) / union if union else 0.0


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """Return 1 − J · M: the Jaccard index weighed by 1 (equal), 2/3 (one holds the other), 1/3 (they overlap), 0.

    Passonneau (2006), Measuring agreement on set-valued items (LREC).

    >>> round(masi(frozenset("ab"), frozenset("b")), 3), round(masi(frozenset("ab"), frozenset("bc")), 3)
    (0.667, 0.889)
    """
    if one == other:
        return 0.0
    overlapping = 1 / 3 if one & other else 0.0
    monotony = 2 / 3 if one <= other or other <= one else overlapping
    return 1 - (1 - jaccard(one, other)) * monotony


def set_distances(sets: Sequence[frozenset[str]], *, weighed: bool) -> Floats:
    """Return the distance of every two sets: MASI where `weighed`, else Jaccard; shape (sets, sets)."""
    far = masi if weighed else jaccard
    found = np.zeros((len(sets), len(sets)))
    for at, one in enumerate(sets):
        for other in range(at + 1, len(sets)):
            found[at, other] = found[other, at] = far(one, sets[other])
    return found


@dataclass(frozen=True, slots=True)
class _DistanceAlpha:
    """1 − (N − 1) Σ_i Σ d/(m_i − 1) / Σ_c Σ_k n_c n_k d_ck."""

    distance: Floats
    reach: float
    doubtful: int
    measure: ClassVar[str] = "krippendorff_alpha/1"
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


def _sums(counts: ItemCounts, used: Integers, distance: Floats) -> UnitSums:
    label = np.searchsorted(used, counts.label)
    left, right = _pairs(counts.item)
    apart = counts.count[left] * counts.count[right] * distance[label[left], label[right]]
    per_item = 2 * summed(counts.item[left], apart, len(counts.answers)) / (counts.answers - 1)
    return UnitSums.of(
        np.concatenate((counts.unit, counts.unit[counts.item])),
        np.concatenate((np.full(len(counts.unit), _APART), _LABELS + label)),
        np.concatenate((per_item, counts.count)),
        keys=np.arange(_LABELS + len(used)),
    )


def _pairs(item: Integers) -> tuple[Integers, Integers]:
    """Return the places of every two different labels of one item (items sorted), each pair once."""
    _, starts, sizes = np.unique(item, return_index=True, return_counts=True)
    ends = np.repeat(starts + sizes, sizes)
    after = ends - np.arange(len(item)) - 1
    left = np.repeat(np.arange(len(item)), after)
    offset = np.arange(len(left)) - np.repeat(np.cumsum(after) - after, after)
    return left, left + 1 + offset


def _checked(distance: Floats, labels: int) -> Floats:
    matrix = np.asarray(distance, dtype=np.float64)
    if matrix.shape != (labels, labels):
        raise CallError(
            f"a distance needs a row and a column for each of {labels} labels, found shape {matrix.shape}"
        )
    if not np.isfinite(matrix).all() or (matrix < 0).any():
        raise CallError("a distance is a finite number, never below 0")
    if np.abs(matrix - matrix.T).max(initial=0) > _SYMMETRIC or np.diag(matrix).any():
        raise CallError("a distance is the same both ways, and 0 from a label to itself")
    return matrix
