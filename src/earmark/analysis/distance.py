"""Alpha with a distance of labels: one that was written down, or one between sets of labels."""

from __future__ import annotations

import json

import numpy as np

from earmark.analysis.tasks import TaskAnswers
from earmark.errors import CallError, SchemeError
from earmark.formats import LabelDistances
from earmark.model import Estimate
from earmark.quality import agreement as measures
from earmark.quality.long_table import Floats
from earmark.quality.resampling import Interval

__all__ = ["far_alpha"]

OF_SETS = ("jaccard", "masi")
MOST_SETS = 2000  # a matrix of this many different answers still fits


def far_alpha(task: TaskAnswers, distance: LabelDistances | str, interval: Interval) -> Estimate:
    """Return Krippendorff's alpha of a task under a distance.

    Raises:
        CallError: the distance has no name that is known.
        SchemeError: a label has no distance, or too many different sets of labels were given.
    """
    return measures.distance_alpha(
        task.table, _matrix(task, distance), clusters=task.clusters, interval=interval
    )


def _matrix(task: TaskAnswers, distance: LabelDistances | str) -> Floats:
    labels: list[str] = task.labels.to_pylist()
    if isinstance(distance, LabelDistances):
        return np.array(distance.among(labels), dtype=np.float64).reshape(len(labels), len(labels))
    if distance not in OF_SETS:
        raise CallError(
            f"the distance {distance!r} is not known; give a square table, or {' or '.join(OF_SETS)}"
        )
    if len(labels) > MOST_SETS:
        raise SchemeError(
            f"task {task.task!r} holds {len(labels):,} different answers; a distance between sets of labels is worked "
            f"out for at most {MOST_SETS:,}"
        )
    return measures.set_distances([_labels_in(label) for label in labels], weighed=distance == "masi")


def _labels_in(cell: str) -> frozenset[str]:
    """Return the labels of an answer: several stand as a JSON list, one stands alone."""
    if cell.startswith("["):
        try:
            several = json.loads(cell)
        except ValueError:
            return frozenset([cell])
        if isinstance(several, list):
            return frozenset(map(str, several))
    return frozenset([cell])
