"""The consensus of a task whose answers are numbers on a scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from earmark.analysis.tasks import TaskAnswers
from earmark.model import Number, cell
from earmark.quality import consensus as methods
from earmark.quality.consensus import Ratings, ScaleConsensus

__all__ = ["TaskNumbers", "consensus_of_numbers"]


@dataclass(frozen=True, slots=True)
class TaskNumbers:
    """One task's severities, with the words its codes stand for."""

    answers: TaskAnswers
    found: ScaleConsensus

    def rows(self) -> list[dict[str, Any]]:
        """Return `item_id, task, label, probability, low, high`: the severity as label, and its interval."""
        items = self.answers.items.to_pylist()
        return [
            {
                "item_id": items[i],
                "task": self.answers.task,
                "label": cell(Number(round(float(value), 6))),
                "probability": None,
                "low": _number(self.found.low[i]),
                "high": _number(self.found.high[i]),
            }
            for i, value in enumerate(self.found.value)
            if np.isfinite(value)
        ]

    def annotators(self) -> list[dict[str, Any]]:
        """Return `annotator_id, task, answers, accuracy, low, high` without an accuracy, and `bias, bias_low,
        bias_high, noise, noise_low, noise_high`."""
        return [
            {
                "annotator_id": str(self.answers.annotators[one.annotator].as_py()),
                "task": self.answers.task,
                "answers": one.answers,
                "accuracy": None,
                "low": None,
                "high": None,
                "bias": one.bias.value,
                "bias_low": one.bias.low,
                "bias_high": one.bias.high,
                "noise": one.noise.value,
                "noise_low": one.noise.low,
                "noise_high": one.noise.high,
            }
            for one in self.found.skill
        ]

    def soft(self) -> list[dict[str, Any]]:
        """Return nothing: a number has no labels to spread over."""
        return []

    def confusion(self) -> list[dict[str, Any]]:
        """Return nothing: numbers are not confused."""
        return []

    def to_json(self) -> dict[str, Any]:
        """Return the task's entry in the answer of `earmark consensus --json`."""
        return {
            "task": self.answers.task,
            "method": "scale",
            "why": self.found.why,
            "items": int(np.isfinite(self.found.value).sum()),
            "ties": 0,
            "accuracy_on_gold": None,
            "spread": self.found.spread,
        }


def consensus_of_numbers(task: TaskAnswers) -> TaskNumbers:
    """Return the severity of each item and how each annotator uses the scale.

    Labels in order, where they are no numbers, are taken for equally spaced: 0, 1, 2, …
    """
    table = task.table
    values = np.arange(len(task.labels), dtype=np.float64) if task.values is None else task.values
    ratings = Ratings(table.item, table.annotator, values[table.label], table.items, table.annotators)
    return TaskNumbers(task, methods.scale(ratings))


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
