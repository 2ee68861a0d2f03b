"""How far annotators agree on spans: to the letter, over their length, and corrected for chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from earmark.model import Estimate
from earmark.quality.agreement.counts import units_of
from earmark.quality.agreement.span_table import Pieces, SpanTable, pieces_of
from earmark.quality.long_table import Codes, Floats
from earmark.quality.resampling import USUAL, Interval, Statistic, estimate
from earmark.quality.sums import Columns, Integers, UnitSums, compact, summed

__all__ = ["span_exact", "span_overlap", "unitized_alpha"]


def span_exact(table: SpanTable, *, clusters: Codes | None = None, interval: Interval = USUAL) -> Estimate:
    """Return the chance that another annotator of the item marked the very same span with the same label, given that one did.

    Over two annotators it is their F1 to the letter; each answer weighs one, whatever the number of annotators.

    >>> begin, end = np.array([0, 5, 0, 5.0]), np.array([4, 9, 4, 8.0])
    >>> table = SpanTable.of(np.array([0, 0]), np.arange(2), np.array([0, 0, 1, 1]), begin, end, np.zeros(4, int))
    >>> twice = SpanTable.of(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.arange(4), begin[:1].repeat(4),
    ...     np.array([4.0, 4.0, 4.0, 3.0]), np.zeros(4, int))
    >>> span_exact(twice).value
    0.5

    Undefined: one annotator only; no item has two answers; fewer than two items have a span.
    """
    return _share(table, _same_spans, "span_exact/1", clusters, interval)


def span_overlap(table: SpanTable, *, clusters: Codes | None = None, interval: Interval = USUAL) -> Estimate:
    """Return the share of the length marked that another annotator of the item marked with the same label.

    Over two annotators it is the F1 of characters (or seconds); each answer weighs one.

    >>> begin, end = np.zeros(4), np.array([4.0, 2.0, 4.0, 4.0])
    >>> table = SpanTable.of(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.arange(4), begin, end, np.zeros(4, int))
    >>> round(span_overlap(table).value, 3)
    0.857

    Undefined: as `span_exact`.
    """
    return _share(table, _same_length, "span_overlap/1", clusters, interval)


def unitized_alpha(
    table: SpanTable,
    *,
    labelled: bool = True,
    clusters: Codes | None = None,
    interval: Interval = USUAL,
) -> Estimate:
    """Return Krippendorff's alpha for unitizing, uα: spans found and labelled, beyond chance.

    Every stretch of an item is coded by every annotator with a label or as a gap; chance pairs stretches at random,
    but never a span with itself: 1 − (L − Σ_c o_cc)/(L − Σ_c e_cc) with e_cc in proportion to ℓ_c² − Σ ℓ(span)²,
    gaps counting step by step. Without labels (`labelled` false) it asks for the boundaries only, |uα. Items are laid
    end to end. Krippendorff, Mathet, Bouvry and Widlöcher (2016), doi:10.1007/s11135-015-0266-1; Krippendorff,
    Content Analysis (4th ed. 2018), section 12.6.

    >>> begin, end = np.zeros(4), np.array([4.0, 2.0, 4.0, 4.0])
    >>> table = SpanTable.of(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.arange(4), begin, end,
    ...     np.zeros(4, int), length=np.full(2, 10.0))
    >>> 0 < unitized_alpha(table).value < 1
    True

    Undefined: as `span_exact`; everything is marked with one label, by everybody.
    """
    rows, measure = table.pairable(), "unitized_alpha/1" if labelled else "unitized_alpha_binary/1"
    unit = units_of(table.items, clusters)
    pieces = pieces_of(rows)
    why = _why_not(table, rows, unit)
    if why is None:
        sums = _coincidences(rows, pieces, unit, labelled=labelled)
        statistic = _Unitized(measure, _typical(rows, unit))
        if sums.units < 2:
            why = "fewer than two conversations have items with two answers"
        elif np.isnan(statistic.of(sums.totals[None, :])[0]):
            why = "everything is marked alike: nothing tells agreement from chance"
    if why is not None:
        return _missing(rows, unit, why, measure, clusters, interval)
    return estimate(sums, statistic, interval, over=_over(clusters))


def _share(
    table: SpanTable,
    sums: Callable[[SpanTable, Pieces, Integers], UnitSums],
    measure: str,
    clusters: Codes | None,
    interval: Interval,
) -> Estimate:
    rows, unit = table.pairable(), units_of(table.items, clusters)
    why = _why_not(table, rows, unit)
    if why is not None:
        return _missing(rows, unit, why, measure, clusters, interval)
    found = sums(rows, pieces_of(rows), unit)
    per_unit = found.totals[0] / found.units
    statistic: Statistic = _Share(measure, found.units, float(per_unit))
    return estimate(found, statistic, interval, over=_over(clusters))


def _why_not(table: SpanTable, rows: SpanTable, unit: Integers) -> str | None:
    if len(np.unique(table.annotator)) == 1:
        return "one annotator only"
    if not len(rows.item):
        return "no item has two answers"
    if not len(rows.answer):
        return "nobody marked anything on an item with two answers"
    marked = len(np.unique(unit[rows.item[rows.answer]]))
    return None if marked >= 2 else "fewer than two items with two answers have a span"


def _missing(
    rows: SpanTable, unit: Integers, why: str, measure: str, clusters: Codes | None, interval: Interval
) -> Estimate:
    n = len(np.unique(unit[rows.item]))
    return Estimate.missing(why, n=n, over=_over(clusters), measure=measure, level=interval.level)


def _over(clusters: Codes | None) -> str:
    return "items" if clusters is None else "conversations"


def _typical(rows: SpanTable, unit: Integers) -> float:
    """Return the length that an unseen unit counts: what is marked on a usual item, times the root of the items in a
    unit."""
    items = len(np.unique(rows.item))
    marked = float((rows.end - rows.start).sum()) / items
    return marked * float(np.sqrt(items / len(np.unique(unit[rows.item]))))


def _others(rows: SpanTable) -> Floats:
    """Return for each item how many other answers each of its answers has."""
    others: Floats = np.bincount(rows.item, minlength=rows.items).astype(np.float64) - 1
    return others


def _same_spans(rows: SpanTable, _: Pieces, unit: Integers) -> UnitSums:
    spans = np.unique(
        np.stack((rows.answer.astype(np.float64), rows.start, rows.end, rows.label.astype(np.float64))),
        axis=1,
    )
    item = rows.item[spans[0].astype(np.int64)].astype(np.int64)
    same, count = np.unique(np.stack((item, *spans[1:])), axis=1, return_counts=True)
    owner = same[0].astype(np.int64)
    return _of_shares(unit[owner], count.astype(np.float64), _others(rows)[owner], np.ones(len(count)))


def _same_length(rows: SpanTable, pieces: Pieces, unit: Integers) -> UnitSums:
    key, place = compact(pieces.piece * (pieces.labels + 1) + pieces.label)
    count = np.bincount(place, minlength=len(key)).astype(np.float64)
    piece = key // (pieces.labels + 1)
    owner = pieces.item[piece]
    return _of_shares(unit[owner], count, _others(rows)[owner], pieces.length[piece])


def _of_shares(unit: Integers, count: Floats, others: Floats, length: Floats) -> UnitSums:
    """Return the sums: key 0 what was marked, key 1 how much of it agrees, each answer weighing one."""
    return UnitSums.of(
        np.tile(unit, 2),
        np.repeat([0, 1], len(unit)),
        np.concatenate((length * count, length * count * (count - 1) / others)),
        keys=np.arange(2),
    )


def _coincidences(rows: SpanTable, pieces: Pieces, unit: Integers, *, labelled: bool) -> UnitSums:
    """Return per unit: key 0 agreeing length, then for the gap and each label its length and its squares."""
    labels = pieces.labels if labelled else 1
    label = pieces.label if labelled else np.zeros(len(pieces.label), np.int64)
    key, place = compact(pieces.piece * (labels + 1) + label + 1)
    count = np.bincount(place, minlength=len(key)).astype(np.float64)
    answers = (_others(rows) + 1)[pieces.item]
    gap = answers - summed(key // (labels + 1), count, len(pieces.item))
    piece = np.concatenate((key // (labels + 1), np.arange(len(pieces.item))))
    code = np.concatenate((key % (labels + 1), np.zeros(len(pieces.item), np.int64)))
    count = np.concatenate((count, gap))
    owner, length = unit[pieces.item[piece]], pieces.length[piece] * count
    agreeing = length * (count - 1) / (answers[piece] - 1)
    span_length = summed(pieces.span, pieces.length[pieces.piece])
    spans, first = np.unique(pieces.span, return_index=True)
    squares = span_length[spans] ** 2
    gaps = code == 0
    return UnitSums.of(
        np.concatenate((owner, owner, owner[gaps], unit[pieces.item[pieces.piece[first]]])),
        np.concatenate(
            (np.zeros(len(owner), np.int64), 1 + 2 * code, np.full(int(gaps.sum()), 2), 4 + 2 * label[first])
        ),
        np.concatenate((agreeing, length, rows.step * length[gaps], squares)),
        keys=np.arange(3 + 2 * labels),
    )


@dataclass(frozen=True, slots=True)
class _Share:
    """What agrees over what was marked."""

    measure: str
    units: int
    size: float
    columns: ClassVar[Columns] = slice(None)
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    reach: ClassVar[float] = 1.0
    doubtful: ClassVar[int] = 0

    def of(self, sums: Floats) -> Floats:
        """Return the share for sums of shape (replicates, 2)."""
        share: Floats = sums[:, 1] / sums[:, 0]
        return share

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives by the sums."""
        slopes: Floats = np.array([-totals[1] / totals[0], 1.0]) / totals[0]
        return slopes

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:  # noqa: ARG002  # the same wherever the share lies
        """Return a unit on which all that is marked agrees, and one on which nothing does."""
        return np.full(2, self.size), np.array([self.size, 0.0])


@dataclass(frozen=True, slots=True)
class _Unitized:
    """1 − (L − A)/(L − L Σ(ℓ² − s)/(L² − Σ s)) with A agreeing length and s the squares that chance leaves out."""

    measure: str
    size: float
    columns: ClassVar[Columns] = slice(None)
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)
    units: ClassVar[int | None] = None
    reach: ClassVar[float] = 2.0
    doubtful: ClassVar[int] = 0

    def of(self, sums: Floats) -> Floats:
        """Return the values for sums of shape (replicates, keys)."""
        length, squares = sums[:, 1::2], sums[:, 2::2].sum(axis=1)
        whole = length.sum(axis=1)
        mixed = whole**2 - (length**2).sum(axis=1)
        defined = (mixed > 1e-12 * whole**2) & (whole**2 > squares)
        apart = (whole - sums[:, 0]) * (whole**2 - squares)
        return np.where(defined, 1 - apart / np.where(defined, whole * mixed, 1.0), np.nan)

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives by the sums."""
        length, squares = totals[1::2], float(totals[2::2].sum())
        whole = float(length.sum())
        mixed, room = whole**2 - float(length @ length), whole**2 - squares
        apart = whole - totals[0]
        found = np.empty(len(totals))
        found[0] = room / (whole * mixed)
        found[2::2] = apart / (whole * mixed)
        by_mixed = apart * room / (whole * mixed**2) * 2 * (whole - length)
        found[1::2] = (
            -(room + apart * 2 * whole) / (whole * mixed) + apart * room / (whole**2 * mixed) + by_mixed
        )
        return found

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:
        """Return a unit that agrees on the label that lifts alpha most, and one in which the worst two meet."""
        best, worst = np.zeros((2, len(slope)))
        by_length = slope[1::2]
        best[[0, 1 + 2 * int(np.argmax(by_length))]] = self.size
        worst[1 + 2 * np.argsort(by_length, kind="stable")[:2]] = self.size / 2
        return best, worst
