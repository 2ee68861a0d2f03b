"""Interval formulas: from resamples, from influence, and for when nothing varied.

All are pure functions of a few numbers or arrays. `level` is the share of intervals that hold the truth.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from earmark.quality.long_table import Floats

__all__ = ["critical", "ends_of", "score", "undemonstrated", "unseen", "unvaried"]


def unseen(units: int, level: float = 0.95) -> float:
    """Return the share of units that may be otherwise although none of `units` was.

    The Clopper-Pearson bound for zero of n: 1 − ((1 − level)/2)^(1/n) (doi:10.1093/biomet/26.4.404).

    >>> round(unseen(30), 3)
    0.116
    """
    return float(-np.expm1(np.log((1 - level) / 2) / units))


def critical(units: int, level: float = 0.95) -> float:
    """Return Student's t for a two-sided interval over units, n − 1 degrees of freedom.

    >>> round(critical(30), 3)
    2.045
    """
    from scipy.special import stdtrit

    return float(stdtrit(units - 1, (1 + level) / 2))


def ends_of(
    lows: Floats, highs: Floats, bounds: tuple[float, float], level: float = 0.95
) -> tuple[float, float]:
    """Return the lower quantile of `lows` and the upper one of `highs`, the replicates for either end.

    A replicate in which the measure is undefined (NaN) could have been anything: it counts as the lowest value at
    the lower end and as the highest at the upper one.

    >>> [round(end) for end in ends_of(np.arange(1001.0), np.arange(1001.0), (0.0, 1000.0))]
    [25, 975]
    """
    tail = (1 - level) / 2
    low = float(np.quantile(np.where(np.isnan(lows), bounds[0], lows), tail))
    high = float(np.quantile(np.where(np.isnan(highs), bounds[1], highs), 1 - tail))
    return low, high


def unvaried(value: float, reach: float, units: int, level: float = 0.95) -> tuple[float, float]:
    """Return the interval when all units are the same, above all when no disagreement was seen.

    At most a share p = `unseen(units)` of units is otherwise. With the value written as 1 − d, they lie at
    worst at d = `reach` and at best at d = 0. `reach` is 1 for a share of agreement, and 1/(chance that two
    answers differ) for a chance-corrected one: who disagrees, disagrees as two answers that differ do.

    >>> low, high = unvaried(1.0, 1.0, 30)
    >>> round(low, 3), high
    (0.884, 1.0)
    """
    share, apart = unseen(units, level), 1 - value
    worst = (1 - share) * apart + share * max(reach, apart)
    return min(value, 1 - worst), max(value, 1 - (1 - share) * apart)


def undemonstrated(value: Floats, units: NDArray[np.integer], level: float = 0.95) -> Floats:
    """Return the least upper end of chance-corrected values when agreement was only seen on one label.

    Where nobody ever agreed on any label but the most used one, agreement on the others is unknown rather
    than absent: of the `units` that hold another label, a share `unseen(units)` may agree. Resampling cannot
    see this, for it only repeats what was seen. 0 units: nothing to add, the value itself.

    >>> undemonstrated(np.array([-0.02]), np.array([2])).round(2).tolist()
    [0.84]
    """
    share = -np.expm1(np.log((1 - level) / 2) / np.maximum(units, 1))
    return np.where(units > 0, 1 - (1 - value) * (1 - share), value)


def score(
    apart: Floats, error: Floats, units: Floats, *, reach: Floats | float = 1.0, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return the intervals of values 1 − `reach`·d from the observed shares of disagreement d, elementwise.

    Wilson's score interval (doi:10.1080/01621459.1927.10502953) at the sample size d(1 − d)/error² that the
    influence implies, with Student's t: near full agreement it is as asymmetric as it should be, where
    value ± t·error is not. `error` is the standard error of d, `units` how many units it rests on (≥ 2).
    Without any variation, `unvaried` is used.

    >>> low, high = score(np.array([0.1]), np.array([0.1]), np.array([10.0]))
    >>> round(float(low[0]), 2), round(float(high[0]), 2)
    (0.52, 0.99)
    """
    from scipy.special import stdtrit

    width = stdtrit(units - 1, (1 + level) / 2)
    binomial = apart * (1 - apart)
    usable = (error > 1e-12) & (binomial > 1e-12)
    size = np.where(usable, binomial, 1.0) / np.where(usable, error, 1.0) ** 2
    shrink = 1 + width**2 / size
    middle = (apart + width**2 / (2 * size)) / shrink
    half = width / shrink * np.sqrt(np.maximum(binomial, 0.0) / size + width**2 / (4 * size**2))
    least, most = middle - half, middle + half

    share = -np.expm1(np.log((1 - level) / 2) / units)
    steady = error <= 1e-12
    least = np.where(usable, least, np.where(steady, (1 - share) * apart, apart - width * error))
    most = np.where(usable, most, np.where(steady, (1 - share) * apart + share, apart + width * error))
    low = np.minimum(1 - reach * np.clip(most, 0.0, 1.0), 1 - reach * apart)
    high = np.maximum(1 - reach * np.clip(least, 0.0, 1.0), 1 - reach * apart)
    return low, high
