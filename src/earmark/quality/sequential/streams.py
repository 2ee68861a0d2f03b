"""Many streams at once: how much evidence one must show so that false alarms stay rare over all."""

from __future__ import annotations

import numpy as np

from earmark.errors import CallError
from earmark.quality.long_table import Bools, Floats

__all__ = ["e_bh", "e_bonferroni"]


def e_bonferroni(values: Floats, threshold: float, weights: Floats | None = None) -> Bools:
    """Return which of S detectors alarm: M_s ≥ threshold · S / w_s.

    `weights` have mean 1 at most. Up to any stopping time τ the expected number of false alarms is at most
    E[τ] / threshold, whatever the streams have to do with each other. Dandapanthula and Ramdas (2025),
    arXiv:2501.04130.

    >>> e_bonferroni(np.array([30_000.0, 9_000.0, 0.5]), 5_000).tolist()
    [True, False, False]

    Raises:
        CallError: the weights are negative or have a mean above 1.
    """
    values = np.asarray(values, dtype=np.float64)
    shares = np.ones(len(values)) if weights is None else np.asarray(weights, dtype=np.float64)
    if (shares < 0).any() or (len(shares) and shares.mean() > 1 + 1e-9):
        raise CallError("the weights of streams are never negative and have a mean of 1 at most")
    alarms: Bools = values * shares >= threshold * len(values)
    return alarms


def e_bh(values: Floats, threshold: float) -> Bools:
    """Return which of S detectors stand out together: the k largest, k the most for which M_(k) ≥ threshold · S / k.

    `values` must be the statistics as they are now, never their maxima so far: for those nothing is promised.
    The expected share of false alarms among them is at most E[τ] / threshold. Same source.

    >>> e_bh(np.array([9_000.0, 8_000.0, 0.5]), 5_000).tolist()
    [True, True, False]
    """
    values = np.asarray(values, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    enough = values[order] * np.arange(1, len(values) + 1) >= threshold * len(values)
    alarms = np.zeros(len(values), dtype=np.bool_)
    if enough.any():
        alarms[order[: int(np.flatnonzero(enough)[-1]) + 1]] = True
    return alarms
