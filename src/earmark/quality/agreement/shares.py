"""Agreement as a share: among annotators, and of annotators with themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.agreement.annotators import measured
from earmark.quality.agreement.counts import ItemCounts, counted, units_of
from earmark.quality.distinct import DistinctItems
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval, estimate
from earmark.quality.sums import Columns, Integers, UnitSums

__all__ = ["Share", "percent_agreement", "percent_sums", "self_agreement", "self_kappa", "share_sums"]


def percent_agreement(
    table: LongTable | DistinctItems,
    *,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    interval: Interval = USUAL,
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
    table, counts = counted(table, clusters, weights, interval)
    measure = "percent_agreement/1"
    why = counts.why_not()
    if why is not None:
        return counts.missing(why, measure, interval)
    return measured(
        table,
        counts,
        lambda _, of: percent_sums(of),
        lambda _: Share(measure, counts.typical_items),
        interval,
    )


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


def self_kappa(
    first: Codes, second: Codes, *, clusters: Codes | None = None, interval: Interval = USUAL
) -> Estimate:
    """Return kappa of the first answers and the second ones to the same questions: `self_agreement` beyond chance.

    >>> found = self_kappa(np.array([0, 1, 1, 2, 0, 1]), np.array([0, 1, 0, 2, 0, 1]))
    >>> round(found.value, 3), found.n
    (0.739, 6)

    Undefined: as `self_agreement`; both times always the same single label.

    Raises:
        CallError: the arrays differ in length.
    """
    from earmark.quality.agreement.kappa import cohen_kappa

    agreed = self_agreement(first, second, clusters=clusters, interval=interval)
    if not agreed.defined:
        return replace(agreed, measure="self_kappa/1")
    questions = np.arange(len(first))
    table = LongTable.of(
        np.tile(questions, 2), np.repeat([0, 1], len(first)), np.concatenate((first, second))
    )
    return replace(cohen_kappa(table, 0, 1, clusters=clusters, interval=interval), measure="self_kappa/1")


def percent_sums(counts: ItemCounts) -> UnitSums:
    """Return the sums percent agreement needs; see `share_sums`."""
    return share_sums(counts.unit, counts.agreeing / counts.answers, counts.weight)


def share_sums(unit: Codes | Integers, share: Floats, weight: Floats | None = None) -> UnitSums:
    """Return the sums a mean share needs: key 0 the shares, key 1 how many there are."""
    every = np.ones(len(share)) if weight is None else weight
    return UnitSums.of(
        np.tile(unit, 2), np.repeat([0, 1], len(share)), np.concatenate((share * every, every))
    )


@dataclass(frozen=True, slots=True)
class Share:
    """A sum of shares over their number."""

    measure: str
    size: float = 1.0
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    reach: ClassVar[float] = 1.0
    doubtful: ClassVar[int] = 0
    units: ClassVar[int | None] = None
    columns: ClassVar[Columns] = slice(None)

    def of(self, sums: Floats) -> Floats:
        """Return the mean share for sums of shape (replicates, 2)."""
        share: Floats = sums[:, 0] / sums[:, 1]
        return share

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives by the sums."""
        slopes: Floats = np.array([1.0, -totals[0] / totals[1]]) / totals[1]
        return slopes

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:  # noqa: ARG002  # the same wherever the mean lies
        """Return a unit that agrees in full, and one that does not at all."""
        return np.array([self.size, self.size]), np.array([0.0, self.size])
