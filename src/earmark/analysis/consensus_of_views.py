"""A task that has no single truth: how answers are spread, and kinds of annotators who see things alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from earmark.analysis.tasks import TaskAnswers
from earmark.errors import SchemeError
from earmark.quality import consensus as methods
from earmark.quality.consensus import SubjectiveConsensus

__all__ = ["TaskViews", "consensus_of_views"]

KEPT = 1e-4


@dataclass(frozen=True, slots=True)
class TaskViews:
    """One subjective task, with the words its codes stand for."""

    answers: TaskAnswers
    found: SubjectiveConsensus

    def rows(self) -> list[dict[str, Any]]:
        """Return `item_id, task, label, probability`: the label most probably given next, and how probable it is."""
        labels = self.answers.labels.to_pylist()
        items = self.answers.items.to_pylist()
        return [
            {
                "item_id": items[i],
                "task": self.answers.task,
                "label": labels[int(self.found.soft[i].argmax())],
                "probability": float(self.found.soft[i].max()),
            }
            for i in np.flatnonzero(self.answers.table.per_item > 0)
        ]

    def annotators(self) -> list[dict[str, Any]]:
        """Return `annotator_id, task, answers, accuracy, low, high` without an accuracy, and `kind`,
        `kind_probability`: which kind of annotator they most probably are."""
        answers = np.bincount(self.answers.table.annotator, minlength=self.answers.table.annotators)
        return [
            {
                "annotator_id": str(self.answers.annotators[a].as_py()),
                "task": self.answers.task,
                "answers": int(answers[a]),
                "accuracy": None,
                "low": None,
                "high": None,
                "kind": int(self.found.kind[a].argmax()),
                "kind_probability": float(self.found.kind[a].max()),
            }
            for a in range(self.answers.table.annotators)
        ]

    def soft(self) -> list[dict[str, Any]]:
        """Return `item_id, task, label, probability` of the next answer, for every label."""
        labels = self.answers.labels.to_pylist()
        items = self.answers.items.to_pylist()
        return [
            {"item_id": items[i], "task": self.answers.task, "label": labels[k], "probability": float(p)}
            for i in np.flatnonzero(self.answers.table.per_item > 0)
            for k, p in enumerate(self.found.soft[i])
            if p >= KEPT
        ]

    def confusion(self) -> list[dict[str, Any]]:
        """Return nothing: nobody is right or wrong."""
        return []

    def to_json(self) -> dict[str, Any]:
        """Return the task's entry in the answer of `earmark consensus --json`."""
        return {
            "task": self.answers.task,
            "method": "subjective",
            "why": self.found.why,
            "items": int((self.answers.table.per_item > 0).sum()),
            "ties": 0,
            "accuracy_on_gold": None,
            "kinds": self.found.kind.shape[1],
        }


def consensus_of_views(task: TaskAnswers) -> TaskViews:
    """Return how the answers to a subjective task are spread.

    Raises:
        SchemeError: the answers are no labels.
    """
    if not task.choices or task.scale == "interval":
        raise SchemeError(
            f"task {task.task!r} is of kind {task.kind.value}: the spread of its answers needs labels"
        )
    return TaskViews(task, methods.subjective(task.table))
