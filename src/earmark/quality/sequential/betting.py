"""A confidence sequence for a mean: an interval after every observation, all of them right together."""

from __future__ import annotations

import numpy as np

from earmark.errors import CallError
from earmark.quality.long_table import Floats

__all__ = ["confidence_sequence"]

_BOLD = 0.5  # the largest share of what could be lost that is ever staked
_GRID = 1000


def confidence_sequence(values: Floats, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the lower and upper ends after each value; values lie in [0, 1] and come one after another.

    For every possible mean m two gamblers bet that the values lie above, or below, m; an m that would have made
    one of them 2/(1 − level) times richer is given up for good. With probability `level` the true mean is in
    all intervals at once, so one may stop, look, and go on as one likes. The stakes follow what was seen
    before. Waudby-Smith and Ramdas (2024), doi:10.1093/jrsssb/qkad009.

    >>> low, high = confidence_sequence(np.tile([0.0, 1.0, 1.0, 1.0], 100))
    >>> bool(low[-1] < 0.75 < high[-1]), bool(high[-1] - low[-1] < 0.2)
    (True, True)

    Raises:
        CallError: a value lies outside [0, 1], or the level is not between 0 and 1.
    """
    values = np.asarray(values, dtype=np.float64)
    if not 0 < level < 1:
        raise CallError(f"a level lies between 0 and 1, found {level}")
    if np.isnan(values).any() or (values < 0).any() or (values > 1).any():
        raise CallError("a confidence sequence takes values between 0 and 1")
    means = np.arange(_GRID + 1) / _GRID
    stakes = _stakes(values, level)
    limit = np.log(2 / (1 - level))
    above, below = np.zeros(len(means)), np.zeros(len(means))
    alive = np.ones(len(means), dtype=bool)
    low, high = np.empty(len(values)), np.empty(len(values))
    for step, (value, stake) in enumerate(zip(values, stakes, strict=True)):
        up = np.minimum(stake, _BOLD / np.maximum(means, 1e-12))
        down = np.minimum(stake, _BOLD / np.maximum(1 - means, 1e-12))
        above += np.log1p(up * (value - means))
        below += np.log1p(down * (means - value))
        alive &= np.maximum(above, below) < limit
        low[step], high[step] = _ends(
            means, alive, low[step - 1] if step else 0.0, high[step - 1] if step else 1.0
        )
    return low, high


def _ends(means: Floats, alive: np.ndarray, low: float, high: float) -> tuple[float, float]:
    """Return the ends of the means still alive, a grid step wider on each side; the last ones if none is."""
    kept = means[alive]
    if len(kept) == 0:
        return low, high
    step = 1 / _GRID
    return max(low, float(kept[0]) - step, 0.0), min(high, float(kept[-1]) + step, 1.0)


def _stakes(values: Floats, level: float) -> Floats:
    """Return the stake before each value: √(2 log(2/α) / (σ̂² t log(1 + t))), from the values before it alone."""
    count = np.arange(1, len(values) + 1)
    mean = (0.5 + np.cumsum(values)) / (count + 1)
    spread = (0.25 + np.cumsum((values - mean) ** 2)) / (count + 1)
    before = np.concatenate(([0.25], spread[:-1])) if len(values) else spread
    stakes: Floats = np.sqrt(2 * np.log(2 / (1 - level)) / (before * count * np.log(1 + count)))
    return stakes
