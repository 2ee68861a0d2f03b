"""The interval of a share."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from earmark.model import Estimate
from earmark.quality.long_table import Codes, Floats

__all__ = ["effective_size", "share", "wilson"]


def wilson(value: float, size: float, level: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of a share seen in `size` independent cases.

    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). Source: E. B. Wilson (1927),
    doi:10.1080/01621459.1927.10502953. `size` may be a fraction: the number of independent cases that are
    worth as much as those seen.

    >>> [round(bound, 4) for bound in wilson(0.5, 10)]
    [0.2366, 0.7634]
    """
    z = _quantile(level)
    centre = (value + z * z / (2 * size)) / (1 + z * z / size)
    half = z * math.sqrt(value * (1 - value) / size + z * z / (4 * size * size)) / (1 + z * z / size)
    return max(0.0, min(centre - half, value)), min(1.0, max(centre + half, value))


def share(value: float, *, size: float, n: int, over: str, measure: str, level: float = 0.95) -> Estimate:
    """Return a share as an estimate with its Wilson interval; undefined where `n` is 0."""
    if n == 0:
        return Estimate.missing("nothing to count", n=0, over=over, measure=measure, level=level)
    value = min(1.0, max(0.0, value))
    low, high = wilson(value, size, level)
    return Estimate(value, low, high, level=level, n=n, over=over, measure=measure)


def effective_size(right: Floats, clusters: Codes) -> float:
    """Return how many independent cases are worth as much as these, which come in clusters.

    p(1−p) / V, V the variance of a ratio over clusters (linearised), never more than there are cases.

    >>> effective_size(np.array([1.0, 1.0, 0.0, 0.0]), np.array([0, 0, 1, 1]))
    1.0
    """
    n, value = len(right), float(right.mean())
    _, codes = np.unique(clusters, return_inverse=True)
    count = int(codes.max()) + 1
    if count < 2 or not 0 < value < 1:
        return float(count)
    residual = np.bincount(codes, weights=right - value)
    variance = count / (count - 1) * float(residual @ residual) / n**2
    return float(min(n, max(1.0, value * (1 - value) / variance))) if variance > 0 else float(n)


@cache
def _quantile(level: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(0.5 + level / 2))
