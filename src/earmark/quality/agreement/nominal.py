"""Krippendorff's alpha where labels are equal or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.long_table import Floats
from earmark.quality.sums import Columns, UnitSums

__all__ = ["NominalAlpha", "nominal_sums"]


def nominal_sums(counts: ItemCounts) -> UnitSums:
    """Return the sums nominal alpha needs: key 0 agreeing pairs Σ n(n − 1)/(m − 1), key 1 + k the use of k."""
    return UnitSums.of(
        np.concatenate((counts.unit, counts.unit[counts.item])),
        np.concatenate((np.zeros(len(counts.unit), np.int64), 1 + counts.label)),
        np.concatenate((counts.weight * counts.agreeing, counts.weight[counts.item] * counts.count)),
    )


@dataclass(frozen=True, slots=True)
class NominalAlpha:
    """1 − (N − 1)(N − A)/(N² − Σ n_k²), with A agreeing pairs and N answers, n_k of them label k."""

    reach: float
    doubtful: int
    size: float
    measure: ClassVar[str] = "krippendorff_alpha/1"
    columns: ClassVar[Columns] = slice(None)
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)
    units: ClassVar[int | None] = None

    def of(self, sums: Floats) -> Floats:
        """Return alpha for sums of shape (replicates, keys)."""
        agreeing, used = sums[:, 0], sums[:, 1:]
        total = used.sum(axis=1)
        unequal = total**2 - (used**2).sum(axis=1)
        defined = unequal > 0
        disagreement = (total - 1) * (total - agreeing)
        return np.where(defined, 1 - disagreement / np.where(defined, unequal, 1.0), np.nan)

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives by the sums."""
        agreeing, used = totals[0], totals[1:]
        total = used.sum()
        unequal, apart = total**2 - used @ used, total - agreeing
        by_used = -(apart + total - 1) / unequal + (total - 1) * apart * 2 * (total - used) / unequal**2
        return np.concatenate(([(total - 1) / unequal], by_used))

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:
        """Return agreement on the label that lifts alpha most, and disagreement between those that lift it least."""
        best, worst = np.zeros((2, len(slope)))
        best[[0, 1 + int(np.argmax(slope[1:]))]] = self.size
        worst[1 + np.argsort(slope[1:], kind="stable")[:2]] = self.size / 2
        return best, worst
