"""What more labels would buy: how wide alpha's interval would be, against the answers it takes."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from earmark.analysis.agreement_metrics import alpha_of
from earmark.analysis.audit.material import Material, TaskMaterial
from earmark.analysis.audit.result import OverlapWorth, WorthAudit, WorthPoint
from earmark.analysis.tasks import TaskAnswers
from earmark.model import Estimate
from earmark.quality.long_table import Bools, LongTable
from earmark.quality.resampling import Interval

__all__ = ["of_each", "worth"]

TIMES = (0.5, 1, 2, 4, 8)  # so many times the units there are
FEWEST_UNITS = 30  # with fewer the width itself is too uncertain to project
MOST_OVERLAP = 6
RESAMPLES = 400
_HOUR = 3600.0


def worth(material: Material, task: TaskMaterial, alpha: Estimate) -> WorthAudit | None:
    """Return how the interval of alpha would narrow with more answers; None where it says nothing.

    Two ways to spend answers are compared. More units like these: the width falls with the square root of their
    number. More answers to the same items: measured, by taking answers away at random; for each number of answers
    an item, the width that the answers there are would have bought if they had been spent so.
    """
    if alpha.low is None or alpha.high is None or alpha.n < FEWEST_UNITS or not task.countable:
        return None
    table = task.trusted.table
    answers = int((table.per_item[table.item] >= 2).sum())
    width = alpha.high - alpha.low
    if width <= 0 or answers == 0:
        return None
    seconds = _seconds(material, task)
    points = tuple(
        WorthPoint(
            times=times,
            units=round(alpha.n * times),
            answers=round(answers * times),
            hours=None if seconds is None else answers * times * seconds / _HOUR,
            width=width / math.sqrt(times),
        )
        for times in TIMES
    )
    return WorthAudit(over=alpha.over, points=points, overlap=_by_overlap(material, task, answers))


def of_each(table: LongTable, most: int, *, seed: int) -> Bools:
    """Return which rows to keep so that each item has at most so many answers, drawn at random.

    >>> table = LongTable.of(np.repeat([0, 1], 3), np.tile([0, 1, 2], 2), np.zeros(6, dtype=int))
    >>> of_each(table, 2, seed=0).sum(), of_each(table, 3, seed=0).all()
    (np.int64(4), np.True_)
    """
    drawn = np.random.default_rng(seed).random(len(table))
    order = np.lexsort((drawn, table.item))
    place = np.empty(len(table), dtype=np.int64)
    place[order] = np.arange(len(table)) - table.starts[table.item[order]]
    return place < most


def _by_overlap(material: Material, task: TaskMaterial, answers: int) -> tuple[OverlapWorth, ...]:
    """Return the widths that other numbers of answers an item would give, on the items that have the most.

    Only where most items have three answers or more: elsewhere there is nothing to take away.
    """
    table = task.trusted.table
    usual = min(int(np.median(table.per_item[np.unique(table.item)])), MOST_OVERLAP)
    if usual <= 2:
        return ()
    enough = task.trusted.only(table.per_item[table.item] >= usual)
    quick = replace(material.interval, resamples=min(RESAMPLES, material.interval.resamples))
    found = []
    for each in range(2, usual + 1):
        some = enough.only(of_each(enough.table, each, seed=material.interval.seed))
        width = _width(some, quick)
        if width is None:
            return ()
        found.append(OverlapWorth(each, width * math.sqrt(len(some.table) / answers)))
    return tuple(found)


def _width(task: TaskAnswers, interval: Interval) -> float | None:
    alpha = alpha_of(task, interval)
    return None if alpha.low is None or alpha.high is None else alpha.high - alpha.low


def _seconds(material: Material, task: TaskMaterial) -> float | None:
    seconds = material.seconds(task.trusted)
    return None if seconds is None else float(np.median(seconds[np.isfinite(seconds)]))
