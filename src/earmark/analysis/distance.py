"""How far the labels of a task lie apart: as it was written down, in steps of the scale, or between sets of labels."""

from __future__ import annotations

import json
import math

import numpy as np

from earmark.analysis.tasks import TaskAnswers
from earmark.errors import CallError, SchemeError
from earmark.formats import LabelDistances
from earmark.model import Kind
from earmark.quality import agreement as measures
from earmark.quality.long_table import Bools, Floats

__all__ = ["STEPS", "distance_of", "labels_in", "ties_of"]

OF_SETS = ("jaccard", "masi")
STEPS = ("linear", "quadratic")
MOST_LABELS = 2000  # a matrix of this many different answers still fits
TIE = "tie"
TWO = 2  # of two labels either order gives the same


def distance_of(task: TaskAnswers, distance: LabelDistances | str) -> Floats:
    """Return the distance of every two labels of a task; shape (labels, labels).

    `linear` and `quadratic` are steps of the task's numbers, or of its order where labels are only ordered.

    Raises:
        CallError: the distance has no name that is known.
        SchemeError: a label has no distance, or too many different sets of labels were given.
    """
    labels: list[str] = task.labels.to_pylist()
    if isinstance(distance, LabelDistances):
        return np.array(distance.among(labels), dtype=np.float64).reshape(len(labels), len(labels))
    if distance in (*STEPS, *OF_SETS) and len(labels) > MOST_LABELS:
        raise SchemeError(
            f"task {task.task!r} holds {len(labels):,} different answers; distances between them are worked out for "
            f"at most {MOST_LABELS:,}"
        )
    if distance in STEPS:
        return measures.step_distances(_places(task), squared=distance == "quadratic")
    if distance not in OF_SETS:
        raise CallError(
            f"the distance {distance!r} is not known; give a square table, or {', '.join(OF_SETS + STEPS)}"
        )
    return measures.set_distances([labels_in(label) for label in labels], weighed=distance == "masi")


def ties_of(task: TaskAnswers) -> Bools:
    """Return which labels of a task of preferences say that neither is better.

    Raises:
        CallError: the task does not ask for preferences, or holds a label other than a, b and tie.
    """
    labels: list[str] = task.labels.to_pylist()
    strange = sorted(set(labels) - {"a", "b", TIE})
    if task.kind is not Kind.PREFERENCE or strange:
        found = f"found the label {strange[0]!r}" if strange else f"found the kind {task.kind.value}"
        raise CallError(f"preferences are the labels a, b and tie of a task of --kind preference; {found}")
    return np.array([label == TIE for label in labels], dtype=bool)


def _places(task: TaskAnswers) -> Floats:
    """Return the number of each label, or its place in the order."""
    if task.values is not None:
        return task.values
    labels: list[str] = task.labels.to_pylist()
    strange = next((label for label in labels if not _is_number(label)), None)
    if task.scale != "ordinal" and len(labels) > TWO and strange is not None:
        raise SchemeError(
            f"steps between labels need their order, and nothing says where {strange!r} stands; "
            "use --scale ordinal with --scheme, or give a square table"
        )
    return np.arange(float(len(labels)))


def _is_number(label: str) -> bool:
    try:
        return math.isfinite(float(label))
    except ValueError:
        return False


def labels_in(cell: str) -> frozenset[str]:
    """Return the labels of an answer: several stand as a JSON list, one stands alone.

    >>> sorted(labels_in('["a", "b"]')), sorted(labels_in("a"))
    (['a', 'b'], ['a'])
    """
    if cell.startswith("["):
        try:
            several = json.loads(cell)
        except ValueError:
            return frozenset([cell])
        if isinstance(several, list):
            return frozenset(map(str, several))
    return frozenset([cell])
