"""The consensus of a task whose answers hold several labels."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from earmark.analysis.encode import encode
from earmark.analysis.of_task import rows_of_task
from earmark.analysis.tasks import TaskAnswers
from earmark.errors import SchemeError
from earmark.formats import Table
from earmark.model import Choice, Estimate, cell
from earmark.quality import consensus as methods
from earmark.quality.consensus import CategoriesConsensus, SetAnswers

__all__ = ["TaskSets", "consensus_of_sets", "labels_in"]


@dataclass(frozen=True, slots=True)
class TaskSets:
    """One task's sets of labels, with the words its codes stand for."""

    answers: TaskAnswers
    labels: tuple[str, ...]
    found: CategoriesConsensus
    accuracy_on_gold: Estimate | None

    def chosen(self, item: int) -> tuple[str, ...]:
        """Return the labels that belong to an item."""
        return tuple(self.labels[k] for k in np.flatnonzero(self.found.belongs[item]))

    def rows(self) -> list[dict[str, Any]]:
        """Return `item_id, task, label, probability`: the set, and the least probability that all of it is right."""
        return [
            {
                "item_id": item,
                "task": self.answers.task,
                "label": cell(Choice(self.chosen(i))),
                "probability": float(self.found.at_least[i]),
            }
            for i, item in enumerate(self.answers.items.to_pylist())
            if self.found.answered[i]
        ]

    def annotators(self) -> list[dict[str, Any]]:
        """Return `annotator_id, task, answers, accuracy, low, high, label`: of each label by itself."""
        rows = []
        for label, each in zip(self.labels, self.found.each, strict=True):
            for one in each.skill:
                rows.append(
                    {
                        "annotator_id": str(self.answers.annotators[one.annotator].as_py()),
                        "task": self.answers.task,
                        "answers": one.answers,
                        "accuracy": one.accuracy.value,
                        "low": one.accuracy.low,
                        "high": one.accuracy.high,
                        "label": label,
                    }
                )
        return sorted(rows, key=lambda row: (row["annotator_id"], row["label"]))

    def soft(self) -> list[dict[str, Any]]:
        """Return `item_id, task, label, probability`: how probably each label belongs; these do not add up to 1."""
        items = self.answers.items.to_pylist()
        return [
            {
                "item_id": items[i],
                "task": self.answers.task,
                "label": self.labels[k],
                "probability": float(self.found.probability[i, k]),
            }
            for i in np.flatnonzero(self.found.answered)
            for k in range(len(self.labels))
        ]

    def confusion(self) -> list[dict[str, Any]]:
        """Return nothing: whether a label belongs is yes or no, and `annotators` says how well that is told."""
        return []

    def to_json(self) -> dict[str, Any]:
        """Return the task's entry in the answer of `earmark consensus --json`."""
        return {
            "task": self.answers.task,
            "method": "categories",
            "why": self.found.why,
            "items": int(self.found.answered.sum()),
            "ties": int(sum(int(one.tied.sum()) for one in self.found.each)),
            "accuracy_on_gold": None if self.accuracy_on_gold is None else self.accuracy_on_gold.to_json(),
        }


def labels_in(word: str, task: str) -> tuple[str, ...]:
    """Return the labels that a cell of the label column holds.

    >>> labels_in('["b", "a"]', ""), labels_in("yes", ""), labels_in("[]", "")
    (('b', 'a'), ('yes',), ())

    Raises:
        SchemeError: it begins like a list and is none of texts.
    """
    if not word.startswith("["):
        return (word,)
    try:
        found = json.loads(word)
    except json.JSONDecodeError:
        found = None
    if not isinstance(found, list) or not all(isinstance(label, str) for label in found):
        raise SchemeError(
            f'task {task!r} holds the answer {word:.60}, which is no list of labels; write ["a", "b"]'
        )
    return tuple(found)


def consensus_of_sets(task: TaskAnswers, gold: Table | None, *, level: float = 0.95) -> TaskSets:
    """Return for each item which labels belong to it.

    Raises:
        SchemeError: an answer is no list of labels.
    """
    words = [labels_in(word, task.task) for word in task.labels.to_pylist()]
    labels = tuple(sorted({label for held in words for label in held}))
    code = {label: k for k, label in enumerate(labels)}
    table = task.table
    sizes = np.array([len(set(held)) for held in words], dtype=np.int64)
    flat = [np.array(sorted(code[label] for label in set(held)), dtype=np.int32) for held in words]
    pairs = np.concatenate([flat[k] for k in table.label]) if len(table) else np.zeros(0, np.int32)
    found = methods.categories(
        SetAnswers(
            table.item,
            table.annotator,
            np.repeat(np.arange(len(table)), sizes[table.label]),
            pairs.astype(np.int32),
            items=table.items,
            annotators=table.annotators,
            labels=len(labels),
        )
    )
    result = TaskSets(task, labels, found, None)
    if gold is None:
        return result
    return TaskSets(task, labels, found, _accuracy(result, gold, level))


def _accuracy(result: TaskSets, gold: Table, level: float) -> Estimate:
    """Return the share of items whose whole set is that of gold."""
    rows = rows_of_task(gold, result.answers.task)
    item, label = encode(gold.data["item_id"]), encode(gold.data["label"])
    place = {name: i for i, name in enumerate(result.answers.items.to_pylist())}
    truth = np.full(len(place), -1, dtype=np.int32)
    for row in rows:
        known = place.get(item.word(int(item.codes[row])))
        if known is not None:
            wanted = set(labels_in(label.word(int(label.codes[row])), result.answers.task))
            truth[known] = int(set(result.chosen(known)) == wanted)
    given = np.where(result.found.answered, 1, -1).astype(np.int32)
    return methods.accuracy(given, truth, clusters=result.answers.clusters, level=level)
