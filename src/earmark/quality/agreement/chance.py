"""Kappa from single answers, for many groups at once: analytic, so it costs what counting costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from earmark.model import Estimate
from earmark.quality.intervals import score, undemonstrated
from earmark.quality.long_table import Bools, Floats
from earmark.quality.sums import Integers, compact, summed

__all__ = ["Comparison", "Wanted"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a comparison. `why(units)` says why there is no estimate, or None where there is."""

    measure: str
    level: float
    over: str
    why: Callable[[int], str | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Answers compared with those of others, one row each, in groups (an annotator, a pair).

    `same` is the share of the others' answers that equal this one. `expected` is what the row adds to the
    chance agreement Pe = Σ_k P_k Q_k as a function of the margins P and Q: Q at the row's own label, plus
    the others' labels weighted by P. Its mean over a group is 2·Pe. `usual` marks rows whose own label is the
    one their group uses most.
    """

    group: Integers
    groups: int
    same: Floats
    expected: Floats
    usual: Bools
    part: Integers  # each row's place among the distinct (group, unit)
    owner: Integers  # the group of each of these

    @classmethod
    def of(
        cls,
        group: Integers,
        groups: int,
        unit: Integers | None,
        *,
        same: Floats,
        expected: Floats,
        usual: Bools,
    ) -> Comparison:
        """Return the comparison; without `unit` every row is a unit."""
        if unit is None:
            return cls(group, groups, same, expected, usual, np.arange(len(group)), group)
        distinct, part = compact(unit.astype(np.int64) * groups + group)
        return cls(group, groups, same, expected, usual, part, distinct % groups)

    @property
    def rows(self) -> Integers:
        """How many rows each group has."""
        return np.bincount(self.group, minlength=self.groups)

    def agreement(self, wanted: Wanted) -> list[Estimate]:
        """Return each group's mean share of equal answers."""
        mean = self._mean(self.same)
        error = self._error(self.same - mean[self.group])
        return self._estimates(wanted, mean, error, np.ones(self.groups), [None] * self.groups, None)

    def kappa(self, wanted: Wanted, constant: str) -> list[Estimate]:
        """Return each group's (Po − Pe)/(1 − Pe); `constant` is the reason where Pe is 1.

        The error comes from the influence of each row on Po and on the margins, which for two annotators is
        that of Fleiss, Cohen and Everitt (1969, doi:10.1037/h0028106).
        """
        observed, chance = self._mean(self.same), self._mean(self.expected) / 2
        defined = 1 - chance > 1e-12
        room, of = np.where(defined, 1 - chance, 1.0), self.group
        by_margins = (1 - observed[of]) / room[of] * (self.expected - 2 * chance[of])
        error = self._error(self.same - observed[of] - by_margins)
        undefined = [None if one else constant for one in defined]
        return self._estimates(wanted, observed, error, 1 / room, undefined, self._doubtful())

    def _mean(self, of: Floats) -> Floats:
        return summed(self.group, of, self.groups) / np.maximum(self.rows, 1)

    def _error(self, pull: Floats) -> Floats:
        """Return the standard error of each group's mean, √(u/(u − 1) Σ_unit (Σ pull)²)/rows, u units."""
        by_unit = summed(self.part, pull, len(self.owner))
        squares = summed(self.owner, by_unit**2, self.groups)
        units = np.bincount(self.owner, minlength=self.groups)
        return np.sqrt(squares * units / np.maximum(units - 1, 1)) / np.maximum(self.rows, 1)

    def _doubtful(self) -> Integers:
        """Return each group's units with another label than its usual one, if none of these is agreed on.

        0 where some are; see `intervals.undemonstrated`.
        """
        agreed = np.bincount(self.group[~self.usual & (self.same > 0)], minlength=self.groups) > 0
        telling = np.zeros(len(self.owner), dtype=bool)
        telling[self.part[~self.usual | (self.same < 1)]] = True
        return np.where(agreed, 0, np.bincount(self.owner[telling], minlength=self.groups))

    def _estimates(
        self,
        wanted: Wanted,
        observed: Floats,
        error: Floats,
        reach: Floats,
        undefined: Sequence[str | None],
        doubtful: Integers | None,
    ) -> list[Estimate]:
        units = np.bincount(self.owner, minlength=self.groups)
        apart = np.clip(1 - observed, 0.0, 1.0)
        low, high = score(apart, error, np.maximum(units, 2), reach=reach, level=wanted.level)
        value = 1 - reach * apart
        if doubtful is not None:
            high = np.maximum(high, undemonstrated(value, doubtful, wanted.level))
        low, high = np.maximum(low, -1.0), np.minimum(high, 1.0)
        low, high = np.minimum(low, value), np.maximum(high, value)
        return [
            _estimate(wanted, wanted.why(n) or undefined[one], n, value[one], low[one], high[one])
            for one, n in enumerate(units.tolist())
        ]


def _estimate(wanted: Wanted, why: str | None, n: int, value: float, low: float, high: float) -> Estimate:
    if why is not None:
        return Estimate.missing(why, n=n, over=wanted.over, measure=wanted.measure, level=wanted.level)
    return Estimate(
        float(value),
        float(low),
        float(high),
        level=wanted.level,
        n=n,
        over=wanted.over,
        measure=wanted.measure,
    )
