"""Which rows of a table beside the annotations (gold, predictions) speak of a task."""

from __future__ import annotations

import numpy as np

from earmark.analysis.encode import encode
from earmark.formats import Table

__all__ = ["rows_of_task"]


def rows_of_task(table: Table, task: str) -> np.ndarray:
    """Return the places of the rows that name the task, and of those that name none: these speak of every task.

    >>> from earmark.formats import read
    >>> rows = [{"item_id": "1", "label": "x", "task": "mood"}, {"item_id": "1", "label": "y", "task": "tone"}]
    >>> rows_of_task(read(rows, kind="gold").gold, "tone").tolist()
    [1]
    """
    if not table.has("task"):
        return np.arange(len(table))
    named = encode(table.data["task"])
    speaks = np.array([word == task for word in named.words.to_pylist()] + [True])  # −1 takes the last
    return np.flatnonzero(speaks[named.codes])
