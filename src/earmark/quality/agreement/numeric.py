"""Krippendorff's alpha where labels are numbers on a scale of equal steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.long_table import Floats
from earmark.quality.sums import Columns, UnitSums, summed

__all__ = ["NumericAlpha", "numeric_sums", "standardised"]

_APART, _ANSWERS, _SUM, _SQUARES = range(4)


def standardised(values: Floats) -> Floats:
    """Return the numbers moved and scaled to [−1, 1]: alpha stays, squares neither overflow nor cancel.

    >>> standardised(np.array([1e300, 3e300])).tolist()
    [-1.0, 1.0]
    """
    if len(values) == 0:
        return values
    middle = values.min() / 2 + values.max() / 2
    half = values.max() / 2 - values.min() / 2
    scaled: Floats = (values - middle) / (half if half > 0 else 1.0)
    return scaled


def numeric_sums(counts: ItemCounts, values: Floats) -> UnitSums:
    """Return the sums interval alpha needs: moments of each unit's numbers, and how far they lie apart.

    `values` holds a number per label, the same for all shards. No pair of values is ever formed, so many
    different numbers cost no more than few.
    """
    value, items = values[counts.label], len(counts.answers)
    total = summed(counts.item, counts.count * value, items)
    squares = summed(counts.item, counts.count * value**2, items)
    deviation = value - (total / counts.answers)[counts.item]
    within = summed(counts.item, counts.count * deviation**2, items)
    apart = 2 * counts.answers * within / (counts.answers - 1)
    return UnitSums.of(
        np.tile(counts.unit, 4),
        np.repeat(np.arange(4), items),
        (np.stack((apart, counts.answers, total, squares)) * counts.weight).ravel(),
    )


@dataclass(frozen=True, slots=True)
class NumericAlpha:
    """1 − (N − 1) Σ_i Σ_{a≠b} (v_a − v_b)²/(m_i − 1) / (2(N Σ v² − (Σ v)²))."""

    reach: float
    doubtful: int
    size: float
    ends: tuple[float, float]  # the least and the greatest of the numbers in use
    measure: ClassVar[str] = "krippendorff_alpha/1"
    columns: ClassVar[Columns] = slice(None)
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)
    units: ClassVar[int | None] = None

    def of(self, sums: Floats) -> Floats:
        """Return alpha for sums of shape (replicates, 4)."""
        apart, total, mean, squares = sums.T
        spread = 2 * (total * squares - mean**2)
        defined = spread > 1e-12 * total * squares
        return np.where(defined, 1 - (total - 1) * apart / np.where(defined, spread, 1.0), np.nan)

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives by the sums."""
        apart, total, mean, squares = totals
        spread = 2 * (total * squares - mean**2)
        by_spread = (total - 1) * apart / spread**2
        by_total = -apart / spread + by_spread * 2 * squares
        return np.array([-(total - 1) / spread, by_total, -by_spread * 4 * mean, by_spread * 2 * total])

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:
        """Return agreement on the end of the scale that lifts alpha more, and disagreement from end to end."""
        low, high = self.ends
        agreed = [self.size * np.array([0.0, 1.0, end, end**2]) for end in self.ends]
        middle, squares = (low + high) / 2, (low**2 + high**2) / 2
        worst: Floats = self.size * np.array([(high - low) ** 2, 1.0, middle, squares])
        return max(agreed, key=lambda unit: float(unit @ slope)), worst
