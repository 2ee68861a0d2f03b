"""The difference of two groups' agreement, with an interval; and whether the two may be compared at all."""

from __future__ import annotations

import math

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.long_table import LongTable

__all__ = ["difference", "prevalence_apart"]


def difference(one: Estimate, other: Estimate) -> Estimate:
    """Return one − other for the same measure on two groups without a unit in common.

    The distances from each value to its own ends are combined as squares (the method of variance estimates
    recovery): d − √((v₁ − l₁)² + (u₂ − v₂)²) to d + √((u₁ − v₁)² + (v₂ − l₂)²). Intervals that are not
    symmetric keep their shape. Zou and Donner (2008), doi:10.1002/sim.3095.

    >>> print(difference(Estimate(0.7, 0.6, 0.8, n=90, measure="m/1"), Estimate(0.5, 0.4, 0.6, n=90, measure="m/1")))
    0.200 [0.059, 0.341]

    Raises:
        CallError: the two are estimates of different measures, levels or units.
    """
    if (one.measure, one.level, one.over) != (other.measure, other.level, other.over):
        raise CallError(
            f"a difference needs one measure, level and unit, found {one.measure} over {one.over} and "
            f"{other.measure} over {other.over}"
        )
    measure, n = f"{one.name}_difference/1", one.n + other.n
    for estimate in (one, other):
        if estimate.undefined is not None:
            return Estimate.missing(estimate.undefined, n=n, over=one.over, measure=measure, level=one.level)
    v1, l1, u1 = _ends(one)
    v2, l2, u2 = _ends(other)
    value = v1 - v2
    return Estimate(
        value,
        value - math.hypot(v1 - l1, u2 - v2),
        value + math.hypot(u1 - v1, v2 - l2),
        level=one.level,
        n=n,
        over=one.over,
        measure=measure,
    )


def prevalence_apart(one: LongTable, other: LongTable) -> float:
    """Return how differently two groups use the labels: half the sum of |share − share|, from 0 to 1.

    A coefficient corrected for chance depends on these shares: it can fall because a label became rare
    although people agree as before. Only answers on items with two or more count, as in alpha.

    >>> same = LongTable.of(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1]))
    >>> prevalence_apart(same, same)
    0.0

    Raises:
        CallError: the tables do not have the same labels.
    """
    if one.labels != other.labels:
        raise CallError(f"the two groups must share their labels, found {one.labels} and {other.labels}")
    shares = [_shares(table.pairable()) for table in (one, other)]
    return float(np.abs(shares[0] - shares[1]).sum() / 2)


def _shares(table: LongTable) -> np.ndarray:
    used = np.bincount(table.label, minlength=table.labels)
    return used / max(int(used.sum()), 1)


def _ends(estimate: Estimate) -> tuple[float, float, float]:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        raise CallError("an undefined estimate has no ends")
    return estimate.value, estimate.low, estimate.high
