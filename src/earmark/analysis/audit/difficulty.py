"""How hard the items are: how many are answered alike by all, and how many part people in half."""

from __future__ import annotations

import numpy as np

from earmark.analysis.audit.material import TaskMaterial
from earmark.analysis.audit.result import DifficultyAudit
from earmark.quality.agreement.disputes import disagreement_by_item
from earmark.quality.long_table import Floats, LongTable

__all__ = ["alike", "difficulty"]

BOUNDS = (0.0, 0.25, 0.5, 0.75, 1.0)
FEWEST_ITEMS = 10


def alike(table: LongTable) -> Floats:
    """Return for each item with two answers or more the share of its pairs of answers that are the same.

    >>> table = LongTable.of(np.array([0, 0, 0, 1, 1, 2]), np.array([0, 1, 2, 0, 1, 0]), np.array([1, 1, 0, 1, 1, 0]))
    >>> alike(table).round(3).tolist()
    [0.333, 1.0]
    """
    shares: Floats = np.round(1 - disagreement_by_item(table)[table.per_item >= 2], 12)  # a half is a half
    return shares


def difficulty(task: TaskMaterial) -> tuple[DifficultyAudit, ...]:
    """Return how many items lie in each band of agreement, hardest first; the last band is: all the same.

    Nothing where answers are compared to the letter or hardly any item has two.
    """
    if not task.countable:
        return ()
    shares = alike(task.trusted.table)
    if len(shares) < FEWEST_ITEMS:
        return ()
    unanimous = shares >= 1.0
    bands = np.clip(np.searchsorted(BOUNDS, shares[~unanimous], side="right") - 1, 0, len(BOUNDS) - 2)
    counts = np.bincount(bands, minlength=len(BOUNDS) - 1)
    found = [DifficultyAudit(BOUNDS[at], BOUNDS[at + 1], int(n)) for at, n in enumerate(counts)]
    return (*found, DifficultyAudit(1.0, 1.0, int(unanimous.sum())))
