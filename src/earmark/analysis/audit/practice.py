"""Practice: agreement and time by how many answers a person had given before."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from earmark.analysis.audit.material import Material, TaskMaterial
from earmark.analysis.audit.result import PracticeAudit
from earmark.model import Estimate
from earmark.quality.agreement.shares import Share, share_sums
from earmark.quality.long_table import Bools, Codes, Floats, LongTable
from earmark.quality.resampling import Interval, estimate

__all__ = ["median_of_people", "practice"]

BANDS = (0, 10, 30, 100, 300)
FEWEST_PEOPLE = 20  # with fewer a curve shows persons, not practice
FEWEST_IN_BAND = 10
RESAMPLES = 400


def practice(material: Material, task: TaskMaterial) -> list[PracticeAudit]:
    """Return how the answers given with more practice compare: nothing without times, or with few people.

    Who stays long is a selected group. So each band also has the agreement of the same people in their first
    answers: only the difference between the two is practice, and not drop-out.
    """
    table = task.trusted.table
    if not material.answers.timed or not task.countable or task.trusted.scale == "interval":
        return []
    if task.trusted.answered()[1] <= FEWEST_PEOPLE:
        return []
    before = _answers_before(table.annotator, material.rank_in_time(task.trusted))
    quick = replace(material.interval, resamples=min(RESAMPLES, material.interval.resamples))
    told = _Told(table.annotator, _same_as_others(table), material.seconds(task.trusted), quick)
    band = np.searchsorted(BANDS, before, side="right") - 1
    found = [_band(told, band, place) for place in range(len(BANDS)) if (band == place).any()]
    return found if sum(one.agreement.defined for one in found) > 1 else []


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of each answer: who gave it, how many of the others say the same (NaN: no others), its time."""

    annotator: Codes
    same: Floats
    seconds: Floats | None
    interval: Interval

    def agreement(self, rows: Bools) -> Estimate:
        """Return the mean agreement of these answers with the others on their items, over annotators."""
        measure, known = "agreement_with_others/1", rows & np.isfinite(self.same)
        people = len(np.unique(self.annotator[known]))
        if people < FEWEST_IN_BAND:
            why = f"only {people} annotators" if people else "no item with another answer"
            return Estimate.missing(
                why, n=people, over="annotators", measure=measure, level=self.interval.level
            )
        sums = share_sums(self.annotator[known], self.same[known])
        return estimate(sums, Share(measure), self.interval, over="annotators")

    def median(self, rows: Bools) -> Estimate | None:
        """Return the median time of these answers, None where no times are known."""
        if self.seconds is None:
            return None
        known = rows & np.isfinite(self.seconds)
        return median_of_people(self.seconds[known], self.annotator[known], interval=self.interval)


def _band(told: _Told, band: np.ndarray, place: int) -> PracticeAudit:
    inside = band == place
    people = np.unique(told.annotator[inside])
    at_start = (band == 0) & np.isin(told.annotator, people)
    return PracticeAudit(
        least=BANDS[place],
        most=BANDS[place + 1] - 1 if place + 1 < len(BANDS) else None,
        annotators=len(people),
        answers=int(inside.sum()),
        agreement=told.agreement(inside),
        at_start=told.agreement(at_start),
        seconds=told.median(inside),
    )


def _answers_before(annotator: Codes, rank: np.ndarray | None) -> np.ndarray:
    """Return for each answer how many its annotator had given before it."""
    if rank is None:  # the caller has made sure that every answer has a time
        return np.zeros(len(annotator), dtype=np.int64)
    order = np.lexsort((rank, annotator))
    sizes = np.bincount(annotator)
    starts = np.cumsum(sizes) - sizes
    before = np.empty(len(annotator), dtype=np.int64)
    before[order] = np.arange(len(annotator)) - starts[annotator[order]]
    return before


def _same_as_others(table: LongTable) -> Floats:
    """Return for each answer the share of the other answers to its item that are the same."""
    key = table.item.astype(np.int64) * table.labels + table.label
    _, place, alike = np.unique(key, return_inverse=True, return_counts=True)
    others = table.per_item[table.item] - 1
    same: Floats = np.full(len(table), np.nan)
    np.divide(alike[place.reshape(-1)] - 1, others, out=same, where=others > 0)
    return same


def median_of_people(values: Floats, annotator: Codes, *, interval: Interval) -> Estimate:
    """Return the median of values given by people, with a percentile bootstrap interval over these people.

    >>> values, annotator = np.arange(40.0), np.repeat(np.arange(20), 2)
    >>> found = median_of_people(values, annotator, interval=Interval())
    >>> found.value, 7 < found.low < 16 and 23 < found.high < 32
    (19.0, True)

    Undefined: fewer than ten annotators.
    """
    measure, over, level = "median_seconds/1", "annotators", interval.level
    names, person = np.unique(annotator, return_inverse=True)
    people = len(names)
    if people < FEWEST_IN_BAND:
        why = f"only {people} annotators"
        return Estimate.missing(why, n=people, over=over, measure=measure, level=level)
    order = np.argsort(values, kind="stable")
    ordered, person = values[order], person.reshape(-1)[order]
    rng = np.random.default_rng(interval.seed)
    drawn = np.empty(interval.resamples)
    for place in range(interval.resamples):
        times = np.bincount(rng.integers(0, people, people), minlength=people)[person].cumsum()
        drawn[place] = ordered[np.searchsorted(times, times[-1] / 2)]
    middle = float(ordered[(len(ordered) - 1) // 2])
    low, high = (float(np.quantile(drawn, end)) for end in ((1 - level) / 2, (1 + level) / 2))
    return Estimate(
        middle, min(low, middle), max(high, middle), level=level, n=people, over=over, measure=measure
    )
