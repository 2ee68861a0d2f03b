"""The order in which labels stand where nothing else orders them: numbers by size, then words by alphabet."""

from __future__ import annotations

import math

__all__ = ["in_order"]


def in_order(label: str) -> tuple[int, float, str]:
    """Return what to sort a label by; `nan` and `inf` are words.

    >>> sorted(["10", "9", "nan", "b", "a"], key=in_order)
    ['9', '10', 'a', 'b', 'nan']
    """
    try:
        number = float(label)
    except ValueError:
        return (1, 0.0, label)
    return (0, number, label) if math.isfinite(number) else (1, 0.0, label)
