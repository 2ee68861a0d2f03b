"""Krippendorff's alpha where labels are ordered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.agreement.pairs import label_pairs
from earmark.quality.long_table import Floats
from earmark.quality.sums import Columns, Integers, UnitSums, summed

__all__ = ["OrdinalAlpha", "ordinal_sums"]


def ordinal_sums(counts: ItemCounts, labels: int) -> UnitSums:
    """Return the sums ordinal alpha needs: key k the use of label k, key K + cK + k the coincidences c < k.

    The distance of two labels depends on all the answers (by their ranks), so it cannot be summed by unit;
    coincidences can, and each resample gets the ranks of its own answers.
    """
    item, low, high, weight = label_pairs(counts)
    return UnitSums.of(
        np.concatenate((counts.unit[counts.item], counts.unit[item])),
        np.concatenate((counts.label, labels + low * labels + high)),
        np.concatenate((counts.count * counts.weight[counts.item], weight * counts.weight[item])),
    )


@dataclass(frozen=True, slots=True)
class OrdinalAlpha:
    """1 − (N − 1) Σ_{c<k} o_ck (R_c − R_k)² / (N Σ n_k R_k²), R the labels' mid-ranks less their mean.

    With mid-ranks Σ n_k R_k² = (N³ − Σ n_k³)/12.
    """

    low: Integers  # the pairs' columns among the labels'
    high: Integers
    reach: float
    doubtful: int
    size: float
    measure: ClassVar[str] = "krippendorff_alpha/1"
    columns: ClassVar[Columns] = slice(None)
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)
    units: ClassVar[int | None] = None

    @classmethod
    def over(cls, sums: UnitSums, labels: int, reach: float, doubtful: int, size: float) -> OrdinalAlpha:
        """Return the statistic for these sums' keys."""
        used = sums.keys[sums.keys < labels]
        pairs = sums.keys[len(used) :] - labels
        low, high = np.searchsorted(used, pairs // labels), np.searchsorted(used, pairs % labels)
        return cls(low, high, reach, doubtful, size)

    def of(self, sums: Floats) -> Floats:
        """Return alpha for sums of shape (replicates, keys)."""
        used, coincident = self._parts(sums)
        rank = np.cumsum(used, axis=1) - used / 2
        apart = (coincident * (rank[:, self.low] - rank[:, self.high]) ** 2).sum(axis=1)
        total = used.sum(axis=1)
        spread = total * (total**3 - (used**3).sum(axis=1)) / 12
        defined = (used > 0).sum(axis=1) > 1
        return np.where(defined, 1 - (total - 1) * apart / np.where(defined, spread, 1.0), np.nan)

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives by the sums, those by the ranks included."""
        used, coincident = (part[0] for part in self._parts(totals[None, :]))
        total = used.sum()
        rank = np.cumsum(used) - used / 2
        gap = rank[self.low] - rank[self.high]
        apart, cubes = coincident @ gap**2, total**3 - (used**3).sum()
        spread = total * cubes / 12
        pull = 2 * coincident * gap
        by_rank = summed(self.low, pull, len(used)) - summed(self.high, pull, len(used))
        apart_by_used = by_rank.sum() - np.cumsum(by_rank) + by_rank / 2
        spread_by_used = cubes / 12 + total * (total**2 - used**2) / 4
        by_used = (
            -(apart + (total - 1) * apart_by_used) / spread + (total - 1) * apart * spread_by_used / spread**2
        )
        return np.concatenate((by_used, -(total - 1) * gap**2 / spread))

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:
        """Return agreement on the label that lifts alpha most, and of the disagreements that occur the worst."""
        labels = len(slope) - len(self.low)
        best, worst = np.zeros((2, len(slope)))
        best[int(np.argmax(slope[:labels]))] = self.size
        if len(self.low):
            pull = slope[labels:] + slope[self.low] + slope[self.high]
            pair = int(np.argmin(pull))
            worst[[self.low[pair], self.high[pair], labels + pair]] = self.size / 2
        return best, worst

    def _parts(self, sums: Floats) -> tuple[Floats, Floats]:
        labels = sums.shape[1] - len(self.low)
        return sums[:, :labels], sums[:, labels:]
