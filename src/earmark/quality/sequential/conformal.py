"""How strange a score is beside a reference, without any model of scores."""

from __future__ import annotations

import numpy as np

from earmark.errors import CallError
from earmark.quality.long_table import Floats

__all__ = ["conformal_p", "p_to_e"]


def conformal_p(scores: Floats, reference: Floats, draws: Floats) -> Floats:
    """Return for each score the share of the reference (and itself) that is at least as strange, ties drawn.

    p = (#{r > s} + U (#{r = s} + 1)) / (n + 1). If a score and the reference could have come in any order, p is
    uniform on (0, 1). The p-values of several scores share their reference: each is uniform, but they are not
    independent, so for a test over many of them the reference must be large beside them. `draws` are uniform
    numbers, one a score: randomness is passed in. Vovk, Gammerman and Shafer (2005), doi:10.1007/b106715.

    >>> conformal_p(np.array([9.0, 0.0]), np.arange(1.0, 10.0), np.array([0.5, 0.5])).tolist()
    [0.1, 0.95]

    Raises:
        CallError: there is no reference, or not one draw a score.
    """
    scores, reference = np.asarray(scores, dtype=np.float64), np.sort(np.asarray(reference, dtype=np.float64))
    if len(reference) == 0 or len(draws) != len(scores):
        raise CallError("a conformal p-value needs a reference, and one uniform draw a score")
    above = len(reference) - np.searchsorted(reference, scores, side="right")
    equal = len(reference) - above - np.searchsorted(reference, scores, side="left")
    p: Floats = (above + np.asarray(draws) * (equal + 1)) / (len(reference) + 1)
    return p


def p_to_e(p: Floats, *, small: float = 0.1, share: float = 0.5) -> Floats:
    """Return e = 1 − share + share/small · 1[p < small]: mean 1 where p is uniform, large where p is small.

    >>> p_to_e(np.array([0.05, 0.5])).tolist()
    [5.5, 0.5]

    Raises:
        CallError: `small` or `share` is not between 0 and 1.
    """
    if not (0 < small < 1 and 0 < share < 1):
        raise CallError(f"small and share lie between 0 and 1, found {small} and {share}")
    strange = (np.asarray(p) < small).astype(np.float64)
    e: Floats = 1 - share + share / small * strange
    return e
