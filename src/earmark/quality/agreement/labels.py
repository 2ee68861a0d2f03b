"""Agreement on one label: when one chooses it, does another?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval, Statistic, estimates
from earmark.quality.sums import Columns, Integers, UnitSums, compact, summed

__all__ = ["LabelAgreement", "by_label", "label_alpha", "label_sums", "specific_agreement"]


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """How well people agree on one label.

    `answers` counts all answers with this label, `items` the items on which at least one annotator gave it.
    """

    label: int
    answers: int
    items: int
    specific: Estimate
    alpha: Estimate


def by_label(
    table: LongTable, *, clusters: Codes | None = None, interval: Interval = USUAL, most: int = 200
) -> tuple[LabelAgreement, ...]:
    """Return specific agreement and alpha of the `most` labels used most (ties: the smaller code), in order.

    All come from the same resamples, so many labels cost little more than one. See `specific_agreement` and
    `label_alpha` for the definitions.

    >>> table = LongTable.of(np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1] * 3), np.array([0, 0, 1, 1, 0, 1]))
    >>> [(one.label, one.answers, one.items, round(one.specific.value, 3)) for one in by_label(table)]
    [(0, 3, 2, 0.667), (1, 3, 2, 0.667)]

    Raises:
        CallError: `clusters` does not hold one code per item.
    """
    answers = np.bincount(table.label, minlength=table.labels)
    used = np.lexsort((np.arange(table.labels), -answers))[: min(most, int((answers > 0).sum()))]
    return _of_labels(table, used, clusters, interval)


def specific_agreement(
    table: LongTable, label: int, *, clusters: Codes | None = None, interval: Interval = USUAL
) -> Estimate:
    """Return the chance that another annotator of the item also gave the label, given that one did.

    Σ_i n_ik(n_ik − 1)/(m_i − 1) / Σ_i n_ik over items with at least two answers: the specific agreement of
    Cicchetti and Feinstein (1990, doi:10.1016/0895-4356(90)90159-M) for any number of annotators.

    >>> table = LongTable.of(np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1] * 3), np.array([0, 0, 1, 1, 0, 1]))
    >>> round(specific_agreement(table, 1).value, 3)
    0.667

    Undefined: one annotator only; no item has two answers; fewer than two items have this label.

    Raises:
        CallError: the label has no such code, or `clusters` does not hold one code per item.
    """
    return _of_labels(table, _checked(table, label), clusters, interval)[0].specific


def label_alpha(
    table: LongTable, label: int, *, clusters: Codes | None = None, interval: Interval = USUAL
) -> Estimate:
    """Return Krippendorff's nominal alpha of the label against all others taken together.

    Low alpha at high percent agreement is a rare label nobody agrees on.

    >>> table = LongTable.of(np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1] * 3), np.array([0, 0, 1, 1, 0, 1]))
    >>> round(label_alpha(table, 1).value, 3)
    0.444

    Undefined: as `specific_agreement`; and when all answers are the same label.

    Raises:
        CallError: the label has no such code, or `clusters` does not hold one code per item.
    """
    return _of_labels(table, _checked(table, label), clusters, interval)[0].alpha


def label_sums(counts: ItemCounts, labels: Integers) -> UnitSums:
    """Return the sums of some labels: key 0 all answers, 1 + 2j the use of the j-th label, 2 + 2j its pairs.

    Every label has its keys, used or not.
    """
    place = np.full(int(max(counts.label.max(initial=0), labels.max(initial=0))) + 1, -1, dtype=np.int64)
    place[labels] = np.arange(len(labels))
    of = place[counts.label]
    asked = of >= 0
    of, count, unit = of[asked], counts.count[asked], counts.unit[counts.item[asked]]
    weight = counts.weight[counts.item[asked]]
    agreeing = weight * count * (count - 1) / counts.others[asked]
    count = weight * count
    return UnitSums.of(
        np.concatenate((counts.unit, unit, unit)),
        np.concatenate((np.zeros(len(counts.unit), np.int64), 1 + 2 * of, 2 + 2 * of)),
        np.concatenate((counts.weight * counts.answers, count, agreeing)),
        keys=np.arange(1 + 2 * len(labels)),
    )


@dataclass(frozen=True, slots=True)
class _Specific:
    """Agreeing pairs of a label over its use."""

    column: int  # of the label's use; its pairs follow
    units: int
    size: float
    measure: ClassVar[str] = "specific_agreement/1"
    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
    reach: ClassVar[float] = 1.0
    doubtful: ClassVar[int] = 0

    @property
    def columns(self) -> Columns:
        return slice(self.column, self.column + 2)

    def of(self, sums: Floats) -> Floats:
        used, agreeing = sums.T
        return np.where(used > 0, agreeing / np.where(used > 0, used, 1.0), np.nan)

    def gradient(self, totals: Floats) -> Floats:
        used, agreeing = totals
        slopes: Floats = np.array([-agreeing / used**2, 1 / used])
        return slopes

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:  # noqa: ARG002  # the same wherever the share lies
        """Return an item on which all give the label, and one on which one does."""
        return np.full(2, self.size), np.array([1.0, 0.0])


@dataclass(frozen=True, slots=True)
class _LabelAlpha:
    """1 − (N − 1)(n − A)/(n(N − n)) with n uses of the label, A agreeing pairs of it, N answers."""

    column: int
    units: int
    reach: float
    doubtful: int
    size: float
    measure: ClassVar[str] = "label_alpha/1"
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)

    @property
    def columns(self) -> Columns:
        return [0, self.column, self.column + 1]

    def of(self, sums: Floats) -> Floats:
        total, used, agreeing = sums.T
        mixed = used * (total - used)
        apart = (total - 1) * (used - agreeing)
        return np.where(mixed > 0, 1 - apart / np.where(mixed > 0, mixed, 1.0), np.nan)

    def gradient(self, totals: Floats) -> Floats:
        total, used, agreeing = totals
        mixed, apart = used * (total - used), used - agreeing
        by_total = -apart / mixed + (total - 1) * apart * used / mixed**2
        by_used = -(total - 1) / mixed + (total - 1) * apart * (total - 2 * used) / mixed**2
        slopes: Floats = np.array([by_total, by_used, (total - 1) / mixed])
        return slopes

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:
        """Return agreement on the label or on the rest, whichever lifts alpha more, and half against half."""
        agreed = (np.full(3, self.size), np.array([self.size, 0.0, 0.0]))
        worst = np.array([self.size, self.size / 2, 0.0])
        return max(agreed, key=lambda unit: float(unit @ slope)), worst


@dataclass(frozen=True, slots=True)
class _Uses:
    """For every label: its use, its agreeing pairs, the units that hold it, and those that hold another."""

    used: Floats
    agreeing: Floats
    units: Integers
    elsewhere: Integers
    size: float

    @classmethod
    def of(cls, counts: ItemCounts, labels: int) -> _Uses:
        pair, _ = compact(counts.unit[counts.item] * max(labels, 1) + counts.label)
        unit, label = pair // max(labels, 1), pair % max(labels, 1)
        alone = np.bincount(unit, minlength=counts.units)[unit] == 1
        weight = counts.weight[counts.item]
        pairs = counts.count * (counts.count - 1) / counts.others
        return cls(
            summed(counts.label, weight * counts.count, labels),
            summed(counts.label, weight * pairs, labels),
            np.bincount(label, minlength=labels),
            counts.units - np.bincount(label[alone], minlength=labels),
            counts.typical,
        )

    def specific(self, place: int, label: int) -> _Specific:
        return _Specific(1 + 2 * place, int(self.units[label]), self.size)

    def alpha(self, place: int, label: int) -> _LabelAlpha:
        total, used, agreeing = float(self.used.sum()), float(self.used[label]), float(self.agreeing[label])
        if 2 * used <= total:
            units, agreed = self.units[label], agreeing
        else:  # of the two sides, agreement on all other labels is the one that may be undemonstrated
            units, agreed = self.elsewhere[label], total - 2 * used + agreeing
        doubtful = int(units) if agreed < 1e-9 else 0
        reach = (total - 1) / (total - used)
        return _LabelAlpha(1 + 2 * place, int(self.units[label]), reach, doubtful, self.size)


def _of_labels(
    table: LongTable, labels: Integers, clusters: Codes | None, interval: Interval
) -> tuple[LabelAgreement, ...]:
    counts = ItemCounts.of(table, clusters)
    uses = _Uses.of(counts, table.labels)
    answers, items = np.bincount(table.label, minlength=table.labels), _items_with(table)
    reasons = [_why_not(counts, int(uses.units[label])) for label in labels]
    same = "all answers are the same label" if np.count_nonzero(uses.used) == 1 else None
    asked: list[Statistic] = []
    for place, (label, why) in enumerate(zip(labels.tolist(), reasons, strict=True)):
        if why is None:
            asked += [uses.specific(place, label)] + ([] if same else [uses.alpha(place, label)])
    sums = label_sums(counts, labels) if asked else None
    found = iter(estimates(sums, asked, interval, over=counts.over) if sums is not None else ())

    def given(why: str | None, measure: str) -> Estimate:
        return next(found) if why is None else counts.missing(why, measure, interval)

    return tuple(
        LabelAgreement(
            label,
            int(answers[label]),
            int(items[label]),
            given(why, _Specific.measure),
            given(why or same, _LabelAlpha.measure),
        )
        for label, why in zip(labels.tolist(), reasons, strict=True)
    )


def _why_not(counts: ItemCounts, units: int) -> str | None:
    if units >= 2:
        return counts.why_not()
    what = "items with two answers" if counts.over == "items" else "conversations"
    return counts.why_not() or f"fewer than two {what} have this label"


def _items_with(table: LongTable) -> Integers:
    """Return for each label on how many items it occurs."""
    pair, _ = compact(table.item.astype(np.int64) * max(table.labels, 1) + table.label)
    return np.bincount(pair % max(table.labels, 1), minlength=table.labels)


def _checked(table: LongTable, label: int) -> Integers:
    if not 0 <= label < table.labels:
        raise CallError(f"a label's code lies between 0 and {table.labels - 1}, found {label}")
    return np.array([label], dtype=np.int64)
