"""What the answers, taken together, say; and how good each annotator is at saying it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from earmark.analysis.answers import answers_of
from earmark.analysis.encode import encode, same_words
from earmark.analysis.load import annotations_from, table_from
from earmark.analysis.of_task import rows_of_task
from earmark.analysis.tasks import TaskAnswers, tasks_of
from earmark.errors import CallError, SchemeError
from earmark.formats import Table
from earmark.model import Estimate, Notice, Scheme
from earmark.quality import consensus as methods
from earmark.quality.consensus import Consensus
from earmark.quality.long_table import Codes

__all__ = [
    "CONTRADICTED",
    "METHODS",
    "ConsensusResult",
    "TaskConsensus",
    "consensus",
    "gold_codes",
    "task_consensus",
]

METHODS = ("dawid_skene", "majority")
CONTRADICTED = -3


@dataclass(frozen=True, slots=True)
class TaskConsensus:
    """One task's consensus, with the words its codes stand for."""

    answers: TaskAnswers
    found: Consensus
    accuracy_on_gold: Estimate | None

    def rows(self) -> list[dict[str, Any]]:
        """Return `item_id, task, label, probability`, items in order of their ids."""
        labels = self.answers.labels.to_pylist()
        return [
            {
                "item_id": item,
                "task": self.answers.task,
                "label": labels[code],
                "probability": float(probability),
            }
            for item, code, probability in zip(
                self.answers.items.to_pylist(), self.found.label, self.found.probability, strict=True
            )
            if code >= 0
        ]

    def annotators(self) -> list[dict[str, Any]]:
        """Return `annotator_id, task, answers, accuracy, low, high`, annotators in alphabetical order."""
        return [
            {
                "annotator_id": str(self.answers.annotators[one.annotator].as_py()),
                "task": self.answers.task,
                "answers": one.answers,
                "accuracy": one.accuracy.value,
                "low": one.accuracy.low,
                "high": one.accuracy.high,
            }
            for one in self.found.skill
        ]

    def soft(self) -> list[dict[str, Any]]:
        """Return `item_id, task, label, probability` for every label an item may have."""
        items, labels = self.answers.items.to_pylist(), self.answers.labels.to_pylist()
        soft = self.found.soft
        return [
            {"item_id": items[i], "task": self.answers.task, "label": labels[k], "probability": float(p)}
            for i, k, p in zip(soft.item, soft.label, soft.probability, strict=True)
        ]

    def confusion(self) -> list[dict[str, Any]]:
        """Return `annotator_id, task, truth, label, expected`: how often, in expectation, each truth got each label."""
        labels = self.answers.labels.to_pylist()
        rows = []
        for one in self.found.skill:
            if one.confusion is None:
                continue
            name = str(self.answers.annotators[one.annotator].as_py())
            for truth, label in np.argwhere(np.asarray(one.confusion) > 0.005):
                rows.append(
                    {
                        "annotator_id": name,
                        "task": self.answers.task,
                        "truth": labels[truth],
                        "label": labels[label],
                        "expected": float(one.confusion[truth, label]),
                    }
                )
        return rows


@dataclass(frozen=True, slots=True)
class ConsensusResult:
    """The consensus of every task."""

    tasks: tuple[TaskConsensus, ...]
    left_out: Mapping[str, int]
    warnings: tuple[Notice, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `earmark consensus --json`."""
        whole = [one.found for one in self.tasks]
        return {
            "method": whole[0].method,
            "why": whole[0].why,
            "items": sum(int((one.label >= 0).sum()) for one in whole),
            "accuracy_on_gold": _json(self.tasks[0].accuracy_on_gold) if len(self.tasks) == 1 else None,
            "tasks": [
                {
                    "task": one.answers.task,
                    "method": one.found.method,
                    "why": one.found.why,
                    "items": int((one.found.label >= 0).sum()),
                    "ties": int(one.found.tied.sum()),
                    "accuracy_on_gold": _json(one.accuracy_on_gold),
                }
                for one in self.tasks
            ],
            "left_out": dict(self.left_out),
            "warnings": [notice.to_json() for notice in self.warnings],
        }


def _json(estimate: Estimate | None) -> dict[str, Any] | None:
    return None if estimate is None else estimate.to_json()


def consensus(
    source: Any,
    *,
    gold: Any = None,
    method: str = "dawid_skene",
    kind: str | None = None,
    scheme: Scheme | Mapping[str, Scheme] | None = None,
    prior: float | None = None,
    **reading: Any,
) -> ConsensusResult:
    """Return the label each item most probably has, its probability, and each annotator's skill.

    `method` is `dawid_skene` (smoothed; the strength is chosen by held-out likelihood unless `prior` gives
    it) or `majority`. Gold is used for measuring only, never for deciding.

    Raises:
        InputError: the table cannot be read.
        CallError: the method is not known.
        SchemeError: the answers are free text, marks or numbers, which have no majority.
    """
    tables = annotations_from(source, **reading)
    table = tables.annotations
    if table is None:  # annotations_from has made sure of it
        raise CallError("no annotations")
    answers = answers_of(table)
    gold_table = table_from(gold, "gold") or tables.gold
    found = [
        task_consensus(task, method=method, gold=gold_table, prior=prior)
        for task in tasks_of(answers, kind=kind, scheme=scheme)
    ]
    return ConsensusResult(tuple(found), answers.left_out, table.reading.notices)


def task_consensus(
    task: TaskAnswers,
    *,
    method: str = "dawid_skene",
    gold: Table | None = None,
    prior: float | None = None,
    level: float = 0.95,
) -> TaskConsensus:
    """Return the consensus of one task; `level` is that of the accuracy on gold."""
    if method not in METHODS:
        raise CallError(f"--method {method!r} is not known; allowed are {', '.join(METHODS)}")
    if not task.choices or task.scale == "interval":
        raise SchemeError(
            f"task {task.task!r} is of kind {task.kind.value}: a consensus needs labels to choose from "
            "(category, categories, preference, or a scale with labels)"
        )
    found = (
        methods.majority(task.table) if method == "majority" else methods.dawid_skene(task.table, prior=prior)
    )
    return TaskConsensus(task, found, _accuracy(task, found.label, gold, level))


def _accuracy(task: TaskAnswers, label: Codes, gold: Table | None, level: float) -> Estimate | None:
    if gold is None:
        return None
    truth = gold_codes(task, gold)
    known = np.where(truth < 0, -1, label).astype(np.int32)
    return methods.accuracy(known, truth, clusters=task.clusters, level=level)


def gold_codes(task: TaskAnswers, gold: Table) -> Codes:
    """Return the gold label's code for each item of the task: −1 where there is none.

    A gold label that nobody uses has the code after the last: no answer is that, so it counts as missed. An
    item with two different gold labels has CONTRADICTED, which like −1 decides nothing.

    A row of gold with a task speaks for the task it names, one without for every task.
    """
    data = gold.data
    rows = rows_of_task(gold, task.task)
    place = same_words(encode(data["item_id"]), task.items)[rows]
    label = same_words(encode(data["label"]), task.labels)[rows]
    known = place >= 0
    place, label = place[known], np.where(label[known] < 0, len(task.labels), label[known])
    least = np.full(len(task.items), np.iinfo(np.int32).max, dtype=np.int32)
    most = np.full(len(task.items), -1, dtype=np.int32)
    np.minimum.at(least, place, label)
    np.maximum.at(most, place, label)
    return np.where(least == most, most, np.where(most < 0, -1, CONTRADICTED)).astype(np.int32)
