"""The consensus of a task whose answers mark stretches of a text or a recording."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from earmark.analysis.tasks import TaskAnswers
from earmark.errors import SchemeError
from earmark.model import Mark, Marks, answer_from_json, cell
from earmark.quality import consensus as methods
from earmark.quality.consensus import MarkedAnswers, MarksConsensus

__all__ = ["TaskMarks", "consensus_of_marks"]

Kind = tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class TaskMarks:
    """One task's stretches; `kinds` are (unit, label, speaker, track) of each code of a label."""

    answers: TaskAnswers
    kinds: tuple[Kind, ...]
    found: MarksConsensus

    def rows(self) -> list[dict[str, Any]]:
        """Return `item_id, task, label, probability`: the marks of each item; the least share that marked one."""
        items = self.answers.items.to_pylist()
        answered = np.flatnonzero(self.answers.table.per_item > 0)
        mine: dict[int, list[tuple[Mark, float]]] = {int(i): [] for i in answered}
        for one in self.found.marks:
            unit, label, speaker, track = self.kinds[one.label]
            mark = Mark(one.start, one.end, unit, label=label, speaker=speaker, track=track)
            mine[one.item].append((mark, one.share))
        return [
            {
                "item_id": items[i],
                "task": self.answers.task,
                "label": cell(Marks(tuple(mark for mark, _ in marks))),
                "probability": min((share for _, share in marks), default=None),
            }
            for i, marks in mine.items()
        ]

    def annotators(self) -> list[dict[str, Any]]:
        """Return `annotator_id, task, answers, accuracy, low, high`: the F1 with the stretches of the others."""
        answers = np.bincount(self.answers.table.annotator, minlength=self.answers.table.annotators)
        return [
            {
                "annotator_id": str(self.answers.annotators[a].as_py()),
                "task": self.answers.task,
                "answers": int(answers[a]),
                "accuracy": one.value,
                "low": one.low,
                "high": one.high,
            }
            for a, one in enumerate(self.found.skill)
        ]

    def soft(self) -> list[dict[str, Any]]:
        """Return nothing: stretches are no labels to spread over."""
        return []

    def confusion(self) -> list[dict[str, Any]]:
        """Return nothing: see `soft`."""
        return []

    def to_json(self) -> dict[str, Any]:
        """Return the task's entry in the answer of `earmark consensus --json`."""
        return {
            "task": self.answers.task,
            "method": "marks",
            "why": self.found.why,
            "items": int((self.answers.table.per_item > 0).sum()),
            "ties": 0,
            "accuracy_on_gold": None,
            "marks": len(self.found.marks),
        }


def consensus_of_marks(task: TaskAnswers) -> TaskMarks:
    """Return the stretches that most annotators of each item marked; texts inside marks are left out.

    Raises:
        SchemeError: an answer is no list of marks.
    """
    words = [_marks(word, task.task) for word in task.labels.to_pylist()]
    kinds = sorted(
        {(m.unit, m.label, m.speaker, m.track) for marks in words for m in marks},
        key=lambda kind: tuple(part or "" for part in kind),
    )
    code = {kind: k for k, kind in enumerate(kinds)}
    table = task.table
    flat = [
        (row, m.start, m.end, code[m.unit, m.label, m.speaker, m.track])
        for row, k in enumerate(table.label.tolist())
        for m in words[k]
        if m.end > m.start  # an empty stretch marks nothing
    ]
    found = methods.agreed_marks(
        MarkedAnswers(
            table.item,
            table.annotator,
            np.array([one[0] for one in flat], dtype=np.int32),
            np.array([one[1] for one in flat], dtype=np.float64),
            np.array([one[2] for one in flat], dtype=np.float64),
            np.array([one[3] for one in flat], dtype=np.int32),
            items=table.items,
            annotators=table.annotators,
        )
    )
    return TaskMarks(task, tuple(kinds), found)


def _marks(word: str, task: str) -> tuple[Mark, ...]:
    try:
        found = answer_from_json(json.loads(word))
    except json.JSONDecodeError:
        found = None
    if isinstance(found, Marks):
        return found.marks
    if word.strip() == "[]":
        return ()
    raise SchemeError(
        f"task {task!r} holds the answer {word:.60}, which is no list of marks; write "
        '[{"start": 0, "end": 4, "unit": "char", "label": "…"}]'
    )
