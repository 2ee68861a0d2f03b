"""Intraclass correlations: how much of the variance of numeric answers lies between the items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.agreement.annotators import measured, places_of
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.agreement.numeric import standardised
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval
from earmark.quality.sums import Columns, Integers, UnitSums, summed

__all__ = ["Model", "intraclass_correlation"]

Model: TypeAlias = Literal["1,1", "2,1", "3,1", "1,k", "2,k", "3,k"]

_MODELS = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")
_ITEMS, _ANSWERS, _TOTAL, _SQUARES, _BETWEEN, _SIZES, _PEOPLE = range(
    7
)  # the last: the first annotator's key
_STEP = 1e-6


def intraclass_correlation(
    table: LongTable,
    values: Floats,
    model: Model = "2,1",
    *,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    interval: Interval = USUAL,
) -> Estimate:
    """Return the intraclass correlation of the numbers (`values`, one a label) on items with two answers or more.

    `1,1`: every item has annotators of its own. `2,1`: annotators are a sample, and how high they rate on the whole
    counts as disagreement. `3,1`: it does not (consistency). `1,k` to `3,k`: of the mean of as many answers as an
    item has on average. Shrout and Fleiss (1979), doi:10.1037/0033-2909.86.2.420.

    With variances v of items, annotators and the rest: v_i/(v_i + v_e), v_i/(v_i + v_a + v_e), v_i/(v_i + v_e); for k
    answers what stands beside v_i is divided by k. They are estimated by equating the sums of squares (of answers,
    of item means, of annotator means) with their expectations (Henderson 1953, method 1, doi:10.2307/3001853): with
    complete answers these are the mean squares of Shrout and Fleiss, and answers may be missing in any pattern.
    Estimated variances are not cut off at 0, so a value below 0 says: less than chance.

    >>> rated = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
    >>> item, annotator = np.indices(rated.shape)
    >>> table = LongTable.of(item.ravel(), annotator.ravel(), rated.ravel())
    >>> [round(intraclass_correlation(table, np.arange(11.0), model).value, 2) for model in ("1,1", "2,1", "3,1")]
    [0.17, 0.29, 0.71]

    Undefined: where alpha on an interval scale is; nothing is left to tell items, annotators and the rest apart.

    Raises:
        CallError: the model is none of these, or values are missing, too few, or not finite.
    """
    if model not in _MODELS:
        raise CallError(
            f"the model of an intraclass correlation is one of {' '.join(_MODELS)}, found {model!r}"
        )
    if len(values) != table.labels or not np.isfinite(np.asarray(values)[table.label]).all():
        raise CallError(f"values holds one finite number per label: {table.labels} are needed")
    counts, measure = ItemCounts.of(table, clusters, weights), f"icc_{model.replace(',', '_')}/1"
    number = standardised(np.where(np.isfinite(values), values, 0.0))
    used = number[counts.label]
    why = counts.why_not() or ("all answers are the same number" if np.ptp(used) == 0 else None)
    if why is not None:
        return counts.missing(why, measure, interval)
    uses = summed(counts.label, counts.count, table.labels)
    number = number - float(uses @ number) / float(uses.sum())
    places = places_of(table.pairable())
    used = number[counts.label]
    ends = (float(used.min()), float(used.max()))
    statistic = _Correlation(model, measure, counts.typical, ends, _usual(table, places))
    value = statistic.of(_sums(table, counts, number, places).totals[None, :])[0]
    if np.isnan(value):
        return counts.missing(
            "too few answers to tell items, annotators and the rest apart", measure, interval
        )
    return measured(table, counts, lambda t, of: _sums(t, of, number, places), lambda _: statistic, interval)


def _usual(table: LongTable, places: Integers) -> Floats:
    """Return each annotator's share of the answers."""
    answers = np.bincount(places[table.pairable().annotator], minlength=int(places.max()) + 1)
    share: Floats = answers / answers.sum()
    return share


@dataclass(frozen=True, slots=True)
class _Correlation:
    """The correlation of a model as a function of sums."""

    model: Model
    measure: str
    size: float
    ends: tuple[float, float]
    usual: Floats
    columns: ClassVar[Columns] = slice(None)
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)
    units: ClassVar[int | None] = None
    reach: ClassVar[float] = 2.0
    doubtful: ClassVar[int] = 0

    def of(self, sums: Floats) -> Floats:
        """Return the values for sums of shape (replicates, keys)."""
        return self._value(self._condensed(sums))

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives by the sums: by central differences of nine figures, and the chain rule."""
        nine = self._condensed(totals[None, :])[0]
        step = _STEP * np.maximum(np.abs(nine), 1.0)
        shifted = np.stack((nine + np.diag(step), nine - np.diag(step)))
        up, down = (self._value(part) for part in shifted)
        slope = np.nan_to_num((up - down) / (2 * step))
        given, rated = totals[_PEOPLE::2], totals[_PEOPLE + 1 :: 2]
        mean = rated / np.where(given > 0, given, 1.0)
        by_person = np.stack((slope[7] * 2 * given - slope[6] * mean**2, slope[6] * 2 * mean), axis=1)
        return np.concatenate((slope[:_PEOPLE], by_person.ravel()))

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:
        """Return agreement on the end of the scale that lifts the value more, and disagreement from end to end."""
        low, high = self.ends
        agreed = [self._unit(end, end) for end in self.ends]
        return max(agreed, key=lambda unit: float(unit @ slope)), self._unit(low, high)

    def _unit(self, low: float, high: float) -> Floats:
        total, squares = (low + high) / 2 * self.size, (low**2 + high**2) / 2 * self.size
        whole = np.array([1.0, self.size, total, squares, total**2 / self.size, self.size**2])
        people = np.stack((self.usual * self.size, self.usual * total), axis=1)
        return np.concatenate((whole, people.ravel()))

    def _condensed(self, sums: Floats) -> Floats:
        """Return the six sums, the annotators' Σ y_j²/n_j and Σ n_j², and how many of them there are."""
        given, rated = sums[:, _PEOPLE::2], sums[:, _PEOPLE + 1 :: 2]
        there = given > 1e-9
        between = np.where(there, rated**2 / np.where(there, given, 1.0), 0.0).sum(axis=1)
        return np.column_stack((sums[:, :_PEOPLE], between, (given**2).sum(axis=1), there.sum(axis=1)))

    def _value(self, nine: Floats) -> Floats:
        items, answers, total, squares, by_item, sizes, by_person, loads, people = nine.T
        people = np.round(people)
        with np.errstate(divide="ignore", invalid="ignore"):
            k1, k2, mean = sizes / answers, loads / answers, total**2 / answers
            within = (squares - by_item) / (answers - items)
            if self.model.startswith("1"):
                of_items = (by_item - mean - (items - 1) * within) / (answers - k1)
                return self._ratio(of_items, within, answers / items)
            no_person = (squares - by_person) / (answers - people)
            crossed = answers - k1 - k2 + 1
            rest = ((answers - k1) * no_person + (items - k2) * within - (by_item - mean)) / crossed
            of_items, of_people = no_person - rest, within - rest
            beside = rest + of_people if self.model.startswith("2") else rest
            found = self._ratio(of_items, beside, answers / items)
        return np.where((crossed > 1e-9) & (answers > people) & (answers > items), found, np.nan)

    def _ratio(self, of_items: Floats, beside: Floats, answers: Floats) -> Floats:
        beside = beside / answers if self.model.endswith("k") else beside
        whole = of_items + beside
        return np.where(whole > 1e-12, np.clip(of_items / whole, -1.0, 1.0), np.nan)


def _sums(table: LongTable, counts: ItemCounts, number: Floats, places: Integers) -> UnitSums:
    """Return per unit six sums over its items, then how many answers each annotator gave and their sum."""
    items = len(counts.answers)
    value = number[counts.label]
    total = summed(counts.item, counts.count * value, items)
    squares = summed(counts.item, counts.count * value**2, items)
    whole = np.stack(
        (np.ones(items), counts.answers, total, squares, total**2 / counts.answers, counts.answers**2)
    )
    rows = table.pairable()
    person = _PEOPLE + 2 * places[rows.annotator]
    weight = counts.every[rows.item]
    return UnitSums.of(
        np.concatenate((np.tile(counts.unit, _PEOPLE), np.tile(counts.of_items[rows.item], 2))),
        np.concatenate((np.repeat(np.arange(_PEOPLE), items), person, person + 1)),
        np.concatenate(((whole * counts.weight).ravel(), weight, weight * number[rows.label])),
        keys=np.arange(_PEOPLE + 2 * (int(places.max()) + 1)),
    )
