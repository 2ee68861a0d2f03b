"""Krippendorff's alpha: agreement corrected for chance, for any number of annotators and missing answers."""

from __future__ import annotations

from typing import Literal

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.agreement.nominal import NominalAlpha, nominal_sums
from earmark.quality.agreement.numeric import NumericAlpha, numeric_sums, standardised
from earmark.quality.agreement.ordinal import OrdinalAlpha, ordinal_sums
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval, Statistic, estimate
from earmark.quality.sums import UnitSums

__all__ = ["krippendorff_alpha"]

_SCALES = ("nominal", "ordinal", "interval")


def krippendorff_alpha(
    table: LongTable,
    *,
    scale: Literal["nominal", "ordinal", "interval"] = "nominal",
    values: Floats | None = None,
    clusters: Codes | None = None,
    interval: Interval = USUAL,
) -> Estimate:
    """Return alpha = 1 − observed/expected disagreement over the items with at least two answers.

    Disagreement of two labels is 1 (nominal), the squared difference of their mid-ranks among all answers
    (ordinal; labels in the order of their codes), or of their `values`, a number per label (interval).
    The interval resamples items, or conversations where `clusters` gives a code per item.

    Undefined: one annotator only; no item has two answers; fewer than two items have two answers;
    all answers are the same label.

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
    if scale == "interval":
        values = _checked(values, table)
    counts = ItemCounts.of(table, clusters)
    why = counts.why_not() or _all_equal(counts, values if scale == "interval" else None)
    if why is not None:
        return counts.missing(why, NominalAlpha.measure, interval)
    sums, statistic = _prepared(counts, scale, table.labels, values)
    return estimate(sums, statistic, interval, over=counts.over)


def _prepared(
    counts: ItemCounts, scale: str, labels: int, values: Floats | None
) -> tuple[UnitSums, Statistic]:
    # Who disagrees, disagrees as two answers that differ do, whatever the distance of labels.
    reach, doubtful = 1 / counts.differing, counts.doubtful
    if scale == "ordinal":
        sums = ordinal_sums(counts, labels)
        return sums, OrdinalAlpha.over(sums, labels, reach, doubtful)
    if values is not None and scale == "interval":
        return numeric_sums(counts, standardised(values)), NumericAlpha(reach, doubtful)
    return nominal_sums(counts), NominalAlpha(reach, doubtful)


def _all_equal(counts: ItemCounts, values: Floats | None) -> str | None:
    answers = counts.label if values is None else values[counts.label]
    return "all answers are the same label" if (answers == answers[0]).all() else None


def _checked(values: Floats | None, table: LongTable) -> Floats:
    if values is None:
        raise CallError("alpha on an interval scale needs values: a number for each label")
    if len(values) != table.labels:
        raise CallError(f"values holds one number per label: {table.labels} are needed, found {len(values)}")
    numbers = np.asarray(values, dtype=np.float64)
    if not np.isfinite(numbers[table.label]).all():
        raise CallError(
            "values of labels in use must be finite numbers; leave out the answers that have none"
        )
    return np.where(np.isfinite(numbers), numbers, numbers[table.label[0]] if len(table) else 0.0)
