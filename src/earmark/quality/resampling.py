"""Estimates with intervals from unit sums: the Bayesian bootstrap over units, with room for what none of them showed.

Every unit gets a random weight, exponential with mean 1 (Rubin 1981, doi:10.1214/aos/1176345338), so units that
are alike share one gamma weight: the interval costs what the *distinct* units cost. What no unit showed cannot be
drawn. So each resample also holds two fifths of a unit that nobody saw: the most favourable one that is plausible
for the upper end, the least favourable for the lower end. For a share of equal answers this lies between the
interval that leaves the unseen out and Clopper and Pearson's, which gives it a whole unit (the mid-p interval gives
it a half). It is what keeps an interval honest where few units decide: a rare label, the far end of a scale.

Where resampling would take long, the interval is value ± t·error with the error from the influence function (the
infinitesimal jackknife, Efron 1981, doi:10.1093/biomet/68.3.589), again with the unseen part; for so many units it is the
same interval. How often intervals hold the truth is in docs/reference/coverage.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.intervals import critical, ends_of, undemonstrated, unvaried
from earmark.quality.long_table import Floats
from earmark.quality.sums import Columns, Integers, UnitSums

__all__ = [
    "UNSEEN",
    "USUAL",
    "Draw",
    "Interval",
    "Statistic",
    "drawn_sums",
    "estimate",
    "estimates",
    "standard_error",
]

UNSEEN = 0.4  # of a unit
_MOST_DRAWS = 40_000_000  # above: influence. About two seconds
_CHUNK_CELLS = 4_000_000
_STEADY = 1e-12


@dataclass(frozen=True, slots=True)
class Interval:
    """How intervals are made: their level, how many resamples, the seed these are drawn with, and over what.

    Over `items` (or their conversations, where these are given) an interval speaks for these annotators; over
    `annotators` for others like them.

    Raises:
        CallError: the level is not between 0 and 1, or there are fewer than 100 resamples.
    """

    level: float = 0.95
    resamples: int = 1000
    seed: int = 0
    over: Literal["items", "annotators"] = "items"

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise CallError(
                f"an interval's level lies between 0 and 1, found {self.level}; 0.95 is the usual one"
            )
        if self.resamples < 100:
            raise CallError(f"an interval needs at least 100 resamples, found {self.resamples}")
        if self.seed < 0:
            raise CallError(f"a seed is a whole number from 0 on, found {self.seed}")
        if self.over not in ("items", "annotators"):
            raise CallError(f"an interval is over items or annotators, found {self.over!r}")


USUAL = Interval()


class Statistic(Protocol):
    """A measure as a function of sums."""

    @property
    def measure(self) -> str:
        """Name and version."""

    @property
    def bounds(self) -> tuple[float, float]:
        """The lowest and the highest value possible."""

    @property
    def columns(self) -> Columns:
        """Which of the sums it reads; the sums and totals below are these alone."""

    @property
    def units(self) -> int | None:
        """How many units bear on it, where that is not all of them."""

    @property
    def reach(self) -> float:
        """How far below 1 a table lies in which every unit disagrees; see `intervals.unvaried`."""

    @property
    def doubtful(self) -> int:
        """How many units hold a label nobody agreed on, where that is all but one; else 0.

        See `intervals.undemonstrated`.
        """

    def of(self, sums: Floats) -> Floats:
        """Return the values for sums of shape (replicates, keys); NaN where undefined."""

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives at the totals; both of shape (keys,)."""

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:
        """Return the sums of the most and of the least favourable unit that is plausible, under this gradient."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Some replicates: the weighted sums (replicates, keys), the units' weight, and the unseen unit's weight."""

    sums: Floats
    mass: Floats
    unseen: Floats

    def with_unseen(self, columns: Columns, unit: Floats, units: int) -> Floats:
        """Return the sums with the unseen unit among the others, scaled to as many units as there are."""
        scale = units / (self.mass + self.unseen)
        part: Floats = self.sums[:, columns] + self.unseen[:, None] * unit
        return part * scale[:, None]


def estimate(
    sums: UnitSums, statistic: Statistic, interval: Interval = USUAL, *, over: str = "items"
) -> Estimate:
    """Return the statistic's estimate; see `estimates`.

    >>> from earmark.quality.agreement.shares import Share, share_sums
    >>> found = estimate(share_sums(np.arange(40), np.repeat([0.0, 1.0], [10, 30])), Share("share/1"))
    >>> found.value, 0.5 < found.low < 0.65 and 0.84 < found.high < 0.95
    (0.75, True)
    """
    return estimates(sums, [statistic], interval, over=over)[0]


def estimates(
    sums: UnitSums,
    statistics: Sequence[Statistic],
    interval: Interval = USUAL,
    *,
    over: str = "items",
) -> tuple[Estimate, ...]:
    """Return an estimate of each statistic, all from the same resamples of at least two units.

    Value and interval depend on the units' rows alone, never on their order.

    Raises:
        ValueError: there are fewer than two units (the caller says why, in the words of the measure).
    """
    if sums.units < 2:
        raise ValueError(f"an interval needs two units, found {sums.units}")
    patterns, multiplicity = sums.patterns()
    totals = patterns.weighted(multiplicity[None, :])[0]
    pulls = [_Pull.of(patterns, multiplicity, statistic, totals) for statistic in statistics]
    if patterns.units * interval.resamples > _MOST_DRAWS:
        return tuple(one.by_error(interval, over) for one in pulls)
    highs, lows = np.empty((2, len(pulls), interval.resamples))
    done = 0
    for draw in drawn_sums(patterns, multiplicity, interval):
        part = slice(done, done + len(draw.mass))
        for row, one in enumerate(pulls):
            highs[row, part], lows[row, part] = one.replicates(draw)
        done = part.stop
    return tuple(
        one.by_resampling(low, high, interval, over)
        for one, low, high in zip(pulls, lows, highs, strict=True)
    )


def standard_error(sums: UnitSums, statistic: Statistic) -> float:
    """Return the standard error over units that the influence function implies."""
    patterns, multiplicity = sums.patterns()
    totals = patterns.weighted(multiplicity[None, :])[0]
    return _Pull.of(patterns, multiplicity, statistic, totals).error


def drawn_sums(patterns: UnitSums, multiplicity: Integers, interval: Interval) -> Iterator[Draw]:
    """Yield the sums of resamples in chunks of some replicates; memory stays bounded, and chunks change nothing."""
    shape = np.append(multiplicity.astype(np.float64), UNSEEN)
    chunk = max(1, _CHUNK_CELLS // max(patterns.units, len(patterns.keys)))
    if interval.resamples <= chunk:
        weight = _weights(interval.seed, interval.resamples, shape.tobytes())
        yield Draw(patterns.weighted(weight[:, :-1]), weight[:, :-1].sum(axis=1), weight[:, -1])
        return
    rng = np.random.default_rng(interval.seed)
    for start in range(0, interval.resamples, chunk):
        replicates = min(chunk, interval.resamples - start)
        weight = rng.standard_gamma(shape, size=(replicates, len(shape)))
        yield Draw(patterns.weighted(weight[:, :-1]), weight[:, :-1].sum(axis=1), weight[:, -1])


@lru_cache(maxsize=2)
def _weights(seed: int, replicates: int, shape: bytes) -> Floats:
    """Return gamma weights of these shapes; those drawn last are kept, as measures of one table need the same."""
    shapes = np.frombuffer(shape)
    weight = np.random.default_rng(seed).standard_gamma(shapes, size=(replicates, len(shapes)))
    weight.flags.writeable = False
    return weight


@dataclass(frozen=True, slots=True)
class _Pull:
    """A statistic at the totals, how far units pull it to and fro, and what an unseen one might add."""

    statistic: Statistic
    value: float
    error: float
    all_units: int
    best: Floats
    worst: Floats
    reach: tuple[float, float]  # how far a whole unseen unit would move the value, up and down

    @classmethod
    def of(cls, patterns: UnitSums, multiplicity: Integers, statistic: Statistic, totals: Floats) -> _Pull:
        units = int(multiplicity.sum())
        mine = totals[statistic.columns]
        slope = statistic.gradient(mine)
        best, worst = statistic.unseen(slope)
        pull = patterns.dot(slope, statistic.columns)
        middle = float(multiplicity @ pull) / units
        second = float(multiplicity @ (pull - middle) ** 2)
        return cls(
            statistic=statistic,
            value=float(statistic.of(mine[None, :])[0]),
            error=math.sqrt(second * units / (units - 1)),
            all_units=units,
            best=best,
            worst=worst,
            reach=(max(0.0, float(best @ slope) - middle), max(0.0, middle - float(worst @ slope))),
        )

    @property
    def counted(self) -> int:
        """How many units bear on the statistic."""
        return self.all_units if self.statistic.units is None else self.statistic.units

    def replicates(self, draw: Draw) -> tuple[Floats, Floats]:
        """Return the values with the favourable and with the unfavourable unseen unit."""
        columns = self.statistic.columns
        high, low = (
            self.statistic.of(draw.with_unseen(columns, unit, self.all_units))
            for unit in (self.best, self.worst)
        )
        return high, low

    def by_resampling(self, lows: Floats, highs: Floats, interval: Interval, over: str) -> Estimate:
        low, high = ends_of(lows, highs, self.statistic.bounds, interval.level)
        return self._estimate(low, high, interval, over)

    def by_error(self, interval: Interval, over: str) -> Estimate:
        width = critical(self.counted, interval.level)
        up, down = self.reach
        high = self.value + UNSEEN * up + width * math.sqrt(self.error**2 + UNSEEN * up**2)
        low = self.value - UNSEEN * down - width * math.sqrt(self.error**2 + UNSEEN * down**2)
        return self._estimate(low, high, interval, over)

    def _estimate(self, low: float, high: float, interval: Interval, over: str) -> Estimate:
        least, most = self.statistic.bounds
        if self.error <= _STEADY:  # nothing varied: the bound for what was never seen in so many units
            low, high = unvaried(self.value, self.statistic.reach, self.counted, interval.level)
        doubt = undemonstrated(np.array(self.value), np.array(self.statistic.doubtful), interval.level)
        return Estimate(
            self.value,
            min(self.value, max(low, least)),
            max(self.value, min(max(high, float(doubt)), most)),
            level=interval.level,
            n=self.counted,
            over=over,
            measure=self.statistic.measure,
        )
