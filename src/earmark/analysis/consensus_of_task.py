"""One task's consensus by the method asked for, as the rows that are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from earmark.analysis.consensus_of_pairs import Strengths
from earmark.analysis.encode import encode, same_words
from earmark.analysis.of_task import rows_of_task
from earmark.analysis.tasks import TaskAnswers
from earmark.errors import CallError, SchemeError
from earmark.formats import Table
from earmark.model import Estimate
from earmark.quality import consensus as methods
from earmark.quality.consensus import Consensus
from earmark.quality.long_table import Codes, Floats

__all__ = [
    "CONTRADICTED",
    "METHODS",
    "TaskConsensus",
    "gold_accuracy",
    "gold_codes",
    "model_probabilities",
    "task_consensus",
]

METHODS = ("auto", "crowdlab", "dawid_skene", "glad", "mace", "majority", "one_coin", "wawa")
TAUGHT = ("auto", "dawid_skene")
CONTRADICTED = -3


@dataclass(frozen=True, slots=True)
class TaskConsensus:
    """One task's consensus, with the words its codes stand for."""

    answers: TaskAnswers
    found: Consensus
    accuracy_on_gold: Estimate | None
    by_group: tuple[dict[str, Any], ...] = ()
    strengths: Strengths | None = None

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
        """Return `annotator_id, task, answers, accuracy, low, high`, annotators in alphabetical order; after
        them, where groups were asked for, the same within each group."""
        whole: list[dict[str, Any]] = [
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
        return whole + list(self.by_group)

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

    def to_json(self) -> dict[str, Any]:
        """Return the task's entry in the answer of `earmark consensus --json`."""
        found = self.found
        return {
            "task": self.answers.task,
            "method": found.method,
            "why": found.why,
            "items": int((found.label >= 0).sum()),
            "ties": int(found.tied.sum()),
            "accuracy_on_gold": None if self.accuracy_on_gold is None else self.accuracy_on_gold.to_json(),
            "strength": found.strength,
            "trust": found.trust,
            "candidates": [
                {
                    "method": one.method,
                    "strength": one.strength,
                    "trust": one.trust,
                    "score": one.score,
                    "behind": one.behind,
                    "error": one.error,
                }
                for one in found.candidates
            ],
        } | ({} if self.strengths is None else {"strengths": self.strengths.to_json()})


def task_consensus(
    task: TaskAnswers,
    *,
    method: str = "dawid_skene",
    gold: Table | None = None,
    known: Table | None = None,
    predictions: Table | None = None,
    prior: float | None = None,
    level: float = 0.95,
) -> TaskConsensus:
    """Return the consensus of one task; `level` is that of the accuracy on gold.

    Raises:
        CallError: the method is not known, or takes no prior, no known labels or no predictions.
        SchemeError: the answers are free text, marks or numbers, which have no majority.
    """
    if method not in METHODS:
        raise CallError(f"--method {method!r} is not known; allowed are {', '.join(METHODS)}")
    if not task.choices or task.scale == "interval":
        raise SchemeError(
            f"task {task.task!r} is of kind {task.kind.value}: a consensus needs labels to choose from "
            "(category, categories, preference, or a scale with labels)"
        )
    found = _found(task, method, prior, known, predictions)
    return TaskConsensus(task, found, gold_accuracy(task, found.label, gold, level))


def _found(
    task: TaskAnswers, method: str, prior: float | None, known: Table | None, predictions: Table | None
) -> Consensus:
    if method == "crowdlab":
        return _crowdlab(task, prior, known, predictions)
    if (known is not None or predictions is not None) and method not in TAUGHT:
        raise CallError(
            f"--known and --predictions teach Dawid-Skene; --method {method} cannot be taught; "
            f"use {' or '.join(TAUGHT)}"
        )
    if prior is not None and method not in ("dawid_skene", "one_coin"):
        if method != "auto":
            raise CallError(f"--prior goes with dawid_skene and one_coin, not with --method {method}")
        method = "dawid_skene"
    taught: dict[str, Any] = {}
    if known is not None:
        taught["gold"] = _labels_known(task, known)
    if predictions is not None:
        taught["model"] = model_probabilities(task, predictions)
    if method == "dawid_skene":
        return methods.dawid_skene(task.table, prior=prior, **taught)
    if method == "auto":
        return methods.auto(task.table, **taught)
    if method == "one_coin" and prior is not None:
        return methods.one_coin(task.table, prior=prior)
    simple = {
        "glad": methods.glad,
        "mace": methods.mace,
        "majority": methods.majority,
        "one_coin": methods.one_coin,
        "wawa": methods.wawa,
    }
    chosen: Consensus = simple[method](task.table)
    return chosen


def _crowdlab(
    task: TaskAnswers, prior: float | None, known: Table | None, predictions: Table | None
) -> Consensus:
    if predictions is None or known is not None or prior is not None:
        raise CallError("--method crowdlab needs --predictions, and takes neither --known nor --prior")
    return methods.crowdlab(task.table, model_probabilities(task, predictions))[0]


def _labels_known(task: TaskAnswers, known: Table) -> Codes:
    """Return the label known to be right of each item; −1 where there is none, or nobody uses it."""
    codes = gold_codes(task, known)
    return np.where((codes < 0) | (codes >= len(task.labels)), -1, codes).astype(np.int32)


def model_probabilities(task: TaskAnswers, predictions: Table) -> Floats:
    """Return the model's probability of each label for each item, NaN rows where it says nothing.

    Probabilities of labels nobody uses are left out and the others scaled. Where the table holds labels only,
    all probability lies on the label. Of several rows of an item the last counts.
    """
    found = np.full((len(task.items), len(task.labels)), np.nan)
    rows = rows_of_task(predictions, task.task)
    item = same_words(encode(predictions.data["item_id"]), task.items)[rows]
    rows, item = rows[item >= 0], item[item >= 0]
    columns = [f"p:{label}" for label in task.labels.to_pylist()]
    if any(name in predictions.data.column_names for name in columns):
        chances = np.zeros((len(rows), len(columns)))
        for code, name in enumerate(columns):
            if name in predictions.data.column_names:
                column = np.asarray(predictions.data[name].to_numpy(), dtype=np.float64)
                chances[:, code] = np.nan_to_num(column[rows])
    else:
        label = same_words(encode(predictions.data["label"]), task.labels)[rows]
        chances = np.zeros((len(rows), len(columns)))
        chances[np.flatnonzero(label >= 0), label[label >= 0]] = 1.0
    whole = chances.sum(axis=1)
    found[item[whole > 0]] = chances[whole > 0] / whole[whole > 0, None]
    return found


def gold_accuracy(task: TaskAnswers, label: Codes, gold: Table | None, level: float) -> Estimate | None:
    """Return how often the labels equal gold, over the task's items that have any; None without gold."""
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
