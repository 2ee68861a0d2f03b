"""Agreement as a share: among annotators, and of annotators with themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.agreement.counts import ItemCounts, units_of
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval, estimate
from earmark.quality.sums import UnitSums

__all__ = ["Share", "percent_agreement", "percent_sums", "self_agreement", "share_sums"]


def percent_agreement(
    table: LongTable, *, clusters: Codes | None = None, interval: Interval = USUAL
) -> Estimate:
    """Return the mean over items with two answers or more of the share of pairs of answers that agree.

    Fleiss' P̄ (1971, doi:10.1037/h0031619) with any number of answers an item. Not corrected for chance.

    >>> table = LongTable.of(np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1] * 3), np.array([0, 0, 1, 1, 0, 1]))
    >>> round(percent_agreement(table).value, 3)
    0.667

    Undefined: one annotator only; no item has two answers; fewer than two items have two answers.

    Raises:
        CallError: `clusters` does not hold one code per item.
    """
    counts = ItemCounts.of(table, clusters)
    measure = "percent_agreement/1"
    why = counts.why_not()
    if why is not None:
        return counts.missing(why, measure, interval)
    return estimate(percent_sums(counts), Share(measure), interval, over=counts.over)


def self_agreement(
    first: Codes, second: Codes, *, clusters: Codes | None = None, interval: Interval = USUAL
) -> Estimate:
    """Return the share of questions, asked twice of the same person, that got the same answer twice.

    `first` and `second` hold the label codes of the two answers, one pair per question; `clusters` may give
    each pair a conversation (or an annotator) to be resampled with.

    >>> found = self_agreement(np.array([0, 1, 1, 2]), np.array([0, 1, 0, 2]))
    >>> found.value, found.n
    (0.75, 4)

    Undefined: nobody was asked twice; only one question was asked twice.

    Raises:
        CallError: the arrays differ in length.
    """
    if len(first) != len(second):
        raise CallError(
            f"first and second hold one answer per question: found {len(first)} and {len(second)}"
        )
    measure, over = "self_agreement/1", "items" if clusters is None else "conversations"
    sums = share_sums(units_of(len(first), clusters), (first == second).astype(np.float64))
    if sums.units < 2:
        why = "nobody was asked twice" if len(first) == 0 else f"fewer than two {over} were asked twice"
        return Estimate.missing(why, n=sums.units, over=over, measure=measure, level=interval.level)
    return estimate(sums, Share(measure), interval, over=over)


def percent_sums(counts: ItemCounts) -> UnitSums:
    """Return the sums percent agreement needs; see `share_sums`."""
    return share_sums(counts.unit, counts.agreeing / counts.answers)


def share_sums(unit: Codes | np.ndarray[tuple[int], np.dtype[np.int64]], share: Floats) -> UnitSums:
    """Return the sums a mean share needs: key 0 the shares, key 1 how many there are."""
    return UnitSums.of(
        np.tile(unit, 2), np.repeat([0, 1], len(share)), np.concatenate((share, np.ones(len(share))))
    )


@dataclass(frozen=True, slots=True)
class Share:
    """A sum of shares over their number."""

    measure: str
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    reach: ClassVar[float] = 1.0
    doubtful: ClassVar[int] = 0
    units: ClassVar[int | None] = None

    def of(self, sums: Floats) -> Floats:
        """Return the mean share for sums of shape (replicates, 2)."""
        share: Floats = sums[:, 0] / sums[:, 1]
        return share

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives by the sums."""
        slopes: Floats = np.array([1.0, -totals[0] / totals[1]]) / totals[1]
        return slopes
