"""How far labels lie apart: in steps of a scale, in ratios, on a circle, between sets of labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from earmark.errors import CallError
from earmark.quality.long_table import Bools, Floats

__all__ = [
    "checked_distance",
    "circular_distances",
    "jaccard",
    "masi",
    "ratio_distances",
    "set_distances",
    "step_distances",
    "tie_distances",
]

_SYMMETRIC = 1e-12


def step_distances(values: Floats, *, squared: bool = False) -> Floats:
    """Return |v_c − v_k|, or its square, over the greatest: the linear and the quadratic weights of kappa.

    For labels that are only ordered, `values` are their places. Shape (labels, labels).

    >>> step_distances(np.arange(3.0)).tolist()
    [[0.0, 0.5, 1.0], [0.5, 0.0, 0.5], [1.0, 0.5, 0.0]]
    """
    numbers = np.asarray(values, dtype=np.float64)
    far = np.abs(numbers - numbers[:, None])
    far = far / (far.max(initial=0.0) or 1.0)
    found: Floats = far**2 if squared else far
    return found


def ratio_distances(values: Floats) -> Floats:
    """Return ((v_c − v_k)/(v_c + v_k))², 0 where both are 0: for amounts from 0 on. Shape (labels, labels).

    Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), metric differences.

    >>> ratio_distances(np.array([0.0, 1.0, 3.0])).tolist()
    [[0.0, 1.0, 1.0], [1.0, 0.0, 0.25], [1.0, 0.25, 0.0]]

    Raises:
        CallError: a value is below 0.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if (numbers < 0).any():
        raise CallError(f"a ratio scale begins at 0, found the value {numbers.min():g}")
    half = numbers / 2  # the sum of two large numbers must not overflow
    both = half + half[:, None]
    apart = np.abs(half - half[:, None])
    found: Floats = np.where(both > 0, apart / np.where(both > 0, both, 1.0), 0.0) ** 2
    return found


def circular_distances(values: Floats, period: float) -> Floats:
    """Return sin²(π (v_c − v_k)/U) with U the `period`: hours of a day, directions. Shape (labels, labels).

    Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), metric differences.

    >>> circular_distances(np.array([0.0, 6.0, 12.0]), 24.0).round(3).tolist()
    [[0.0, 0.5, 1.0], [0.5, 0.0, 0.5], [1.0, 0.5, 0.0]]

    Raises:
        CallError: the period is not a number above 0.
    """
    if not (np.isfinite(period) and period > 0):
        raise CallError(f"a circular scale needs a period above 0, found {period}")
    turn = np.mod(np.asarray(values, dtype=np.float64), period) / period
    found: Floats = np.sin(np.pi * np.abs(turn - turn[:, None])) ** 2
    found[turn[:, None] == turn] = 0.0
    return found


def tie_distances(ties: Bools) -> Floats:
    """Return 1 between two choices, and one half between a choice and a tie. Shape (labels, labels).

    >>> tie_distances(np.array([False, False, True])).tolist()
    [[0.0, 1.0, 0.5], [1.0, 0.0, 0.5], [0.5, 0.5, 0.0]]
    """
    tie = np.asarray(ties, dtype=bool)
    found = np.where(tie == tie[:, None], 1.0, 0.5)
    found[tie & tie[:, None]] = 0.0
    np.fill_diagonal(found, 0.0)
    return found


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Return 1 − |A ∩ B| / |A ∪ B|: the share of labels in either set that are not in both; 0 for two empty sets.

    >>> jaccard(frozenset("ab"), frozenset("bc"))
    0.6666666666666667
    """
    union = len(one | other)
    return 1 - len(one & other) / union if union else 0.0


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """Return 1 − J · M: the Jaccard index weighed by 1 (equal), 2/3 (one holds the other), 1/3 (they overlap), 0.

    Passonneau (2006), Measuring agreement on set-valued items (LREC).

    >>> round(masi(frozenset("ab"), frozenset("b")), 3), round(masi(frozenset("ab"), frozenset("bc")), 3)
    (0.667, 0.889)
    """
    if one == other:
        return 0.0
    overlapping = 1 / 3 if one & other else 0.0
    monotony = 2 / 3 if one <= other or other <= one else overlapping
    return 1 - (1 - jaccard(one, other)) * monotony


def set_distances(sets: Sequence[frozenset[str]], *, weighed: bool) -> Floats:
    """Return the distance of every two sets: MASI where `weighed`, else Jaccard; shape (sets, sets)."""
    far = masi if weighed else jaccard
    found = np.zeros((len(sets), len(sets)))
    for at, one in enumerate(sets):
        for other in range(at + 1, len(sets)):
            found[at, other] = found[other, at] = far(one, sets[other])
    return found


def checked_distance(distance: Floats, labels: int) -> Floats:
    """Return a distance as floats.

    Raises:
        CallError: the matrix is not square, not symmetric, negative, or not 0 on its diagonal.
    """
    matrix = np.asarray(distance, dtype=np.float64)
    if matrix.shape != (labels, labels):
        raise CallError(
            f"a distance needs a row and a column for each of {labels} labels, found shape {matrix.shape}"
        )
    if not np.isfinite(matrix).all() or (matrix < 0).any():
        raise CallError("a distance is a finite number, never below 0")
    if np.abs(matrix - matrix.T).max(initial=0) > _SYMMETRIC or np.diag(matrix).any():
        raise CallError("a distance is the same both ways, and 0 from a label to itself")
    return matrix
