"""Krippendorff's alpha: agreement corrected for chance, for any number of annotators and missing answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeAlias

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.agreement.annotators import Sums, measured
from earmark.quality.agreement.counts import ItemCounts, counted
from earmark.quality.agreement.distances import distance_alpha
from earmark.quality.agreement.label_distances import circular_distances, ratio_distances
from earmark.quality.agreement.nominal import NominalAlpha, nominal_sums
from earmark.quality.agreement.numeric import NumericAlpha, numeric_sums, standardised
from earmark.quality.agreement.ordinal import OrdinalAlpha, ordinal_sums
from earmark.quality.distinct import DistinctItems
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval, Statistic
from earmark.quality.sums import UnitSums

__all__ = ["Scale", "krippendorff_alpha"]

Scale: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio", "circular"]

_SCALES = ("nominal", "ordinal", "interval", "ratio", "circular")
_MOST_VALUES = 3000  # a distance of every two of them still fits


def krippendorff_alpha(
    table: LongTable | DistinctItems,
    *,
    scale: Scale = "nominal",
    values: Floats | None = None,
    period: float | None = None,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    interval: Interval = USUAL,
) -> Estimate:
    """Return alpha = 1 − observed/expected disagreement over the items with at least two answers.

    Disagreement of two labels is 1 (nominal), the squared difference of their mid-ranks among all answers
    (ordinal; labels in the order of their codes), or of their `values`, a number per label (interval); the square of
    difference over sum (ratio), or of the sine of half the angle on a circle of circumference `period` (circular).
    The interval resamples items, or conversations where `clusters` gives a code per item. `weights` holds the
    inverse of the probability with which each item was chosen to be answered several times, where that differs.

    Undefined: one annotator only; no item has two answers; fewer than two items have two answers;
    all answers are the same label; more than 3,000 different values on a ratio or circular scale.

    Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); Hayes and Krippendorff (2007),
    doi:10.1080/19312450709336664. Here for two annotators and twelve units:

    >>> a, b = [0, 0, 1, 1, 3, 2, 2, 2, 4, 3, 3, 0], [1, 0, 1, 1, 1, 2, 2, 2, 4, 3, 3, 3]
    >>> item, annotator = np.tile(np.arange(12), 2), np.repeat([0, 1], 12)
    >>> found = krippendorff_alpha(LongTable.of(item, annotator, np.array(a + b)))
    >>> round(found.value, 3), found.low < found.value < found.high
    (0.692, True)

    Raises:
        CallError: an unknown scale; or values or clusters are missing, too few, or not finite.
    """
    if scale not in _SCALES:
        raise CallError(f"the scale of alpha is one of {', '.join(_SCALES)}, found {scale!r}")
    if isinstance(table, LongTable) and scale in ("ratio", "circular"):
        return _by_distance(table, _checked(values, table), scale, period, clusters, weights, interval)
    table, counts = counted(table, clusters, weights, interval)
    if scale == "interval":
        values = _checked(values, table)
    why = counts.why_not() or _all_equal(counts, values if scale == "interval" else None)
    if why is not None:
        return counts.missing(why, NominalAlpha.measure, interval)
    sums, statistic = _prepared(counts, scale, table.labels, values)
    return measured(table, counts, sums, statistic, interval)


def _by_distance(
    table: LongTable,
    values: Floats,
    scale: str,
    period: float | None,
    clusters: Codes | None,
    weights: Floats | None,
    interval: Interval,
) -> Estimate:
    """Return alpha on a scale whose distances have no moments: over a matrix of the values in use."""
    used, label = np.unique(values[table.label], return_inverse=True)
    if len(used) > _MOST_VALUES:
        why = f"more than {_MOST_VALUES:,} different values on a {scale} scale"
        return ItemCounts.of(table, clusters).missing(why, NominalAlpha.measure, interval)
    distance = ratio_distances(used) if scale == "ratio" else circular_distances(used, period or 0.0)
    by_value = replace(table, label=label.reshape(-1).astype(np.int32), labels=len(used))
    return distance_alpha(by_value, distance, clusters=clusters, weights=weights, interval=interval)


def _prepared(
    counts: ItemCounts, scale: str, labels: int, values: Floats | None
) -> tuple[Sums, Callable[[UnitSums], Statistic]]:
    # Who disagrees, disagrees as two answers that differ do, whatever the distance of labels.
    reach, doubtful, size = 1 / counts.differing, counts.doubtful, counts.typical
    if scale == "ordinal":
        return (
            lambda _, of: ordinal_sums(of, labels),
            lambda sums: OrdinalAlpha.over(sums, labels, reach, doubtful, size),
        )
    if values is not None and scale == "interval":
        scaled = standardised(values)
        used = scaled[counts.label]
        numeric = NumericAlpha(reach, doubtful, size, (float(used.min()), float(used.max())))
        return lambda _, of: numeric_sums(of, scaled), lambda _: numeric
    return lambda _, of: nominal_sums(of), lambda _: NominalAlpha(reach, doubtful, size)


def _all_equal(counts: ItemCounts, values: Floats | None) -> str | None:
    answers = counts.label if values is None else values[counts.label]
    return "all answers are the same label" if (answers == answers[0]).all() else None


def _checked(values: Floats | None, table: LongTable) -> Floats:
    if values is None:
        raise CallError("alpha on a scale of numbers needs values: a number for each label")
    if len(values) != table.labels:
        raise CallError(f"values holds one number per label: {table.labels} are needed, found {len(values)}")
    numbers = np.asarray(values, dtype=np.float64)
    if not np.isfinite(numbers[table.label]).all():
        raise CallError(
            "values of labels in use must be finite numbers; leave out the answers that have none"
        )
    return np.where(np.isfinite(numbers), numbers, numbers[table.label[0]] if len(table) else 0.0)
