"""What the answers, taken together, say; and how good each annotator is at saying it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from earmark.analysis.answers import Answers, answers_of
from earmark.analysis.consensus_of_marks import consensus_of_marks
from earmark.analysis.consensus_of_numbers import consensus_of_numbers
from earmark.analysis.consensus_of_pairs import strengths_of
from earmark.analysis.consensus_of_sets import consensus_of_sets
from earmark.analysis.consensus_of_task import (
    CONTRADICTED,
    METHODS,
    TaskConsensus,
    gold_codes,
    task_consensus,
)
from earmark.analysis.consensus_of_views import consensus_of_views
from earmark.analysis.load import annotations_from, table_from
from earmark.analysis.skill_by_group import skill_rows
from earmark.analysis.tasks import TaskAnswers, tasks_of
from earmark.errors import CallError
from earmark.formats import Table
from earmark.model import Kind, Notice, Scheme, Shape

__all__ = [
    "CONTRADICTED",
    "METHODS",
    "ConsensusResult",
    "OneTask",
    "TaskConsensus",
    "consensus",
    "gold_codes",
    "task_consensus",
]

Rows = list[dict[str, Any]]


class OneTask(Protocol):
    """One task's consensus, of whatever kind its answers are."""

    @property
    def answers(self) -> TaskAnswers:
        """The answers it was made of."""

    def rows(self) -> Rows:
        """Return `item_id, task, label, probability`, items in order of their ids."""

    def annotators(self) -> Rows:
        """Return `annotator_id, task, answers, accuracy, low, high`, and what else the kind knows of them."""

    def soft(self) -> Rows:
        """Return `item_id, task, label, probability` for every label an item may have."""

    def confusion(self) -> Rows:
        """Return `annotator_id, task, truth, label, expected`."""

    def to_json(self) -> dict[str, Any]:
        """Return the task's entry in the answer of `earmark consensus --json`."""


@dataclass(frozen=True, slots=True)
class ConsensusResult:
    """The consensus of every task."""

    tasks: tuple[Any, ...]
    left_out: Mapping[str, int]
    warnings: tuple[Notice, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `earmark consensus --json`."""
        tasks = [one.to_json() for one in self.tasks]
        return {
            "method": tasks[0]["method"],
            "why": tasks[0]["why"],
            "items": sum(one["items"] for one in tasks),
            "accuracy_on_gold": tasks[0]["accuracy_on_gold"] if len(tasks) == 1 else None,
            "tasks": tasks,
            "left_out": dict(self.left_out),
            "warnings": [notice.to_json() for notice in self.warnings],
        }


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for, and the tables beside the annotations."""

    method: str
    prior: float | None
    gold: Table | None
    known: Table | None
    predictions: Table | None
    items: Table | None
    subjective: bool | Collection[str]
    by: Sequence[str]

    def of_views(self, task: str) -> bool:
        return self.subjective if isinstance(self.subjective, bool) else task in self.subjective


def consensus(
    source: Any,
    *,
    gold: Any = None,
    method: str = "auto",
    kind: str | None = None,
    scheme: Scheme | Mapping[str, Scheme] | None = None,
    prior: float | None = None,
    known: Any = None,
    predictions: Any = None,
    items: Any = None,
    subjective: bool | Collection[str] = False,
    by: Sequence[str] = (),
    **reading: Any,
) -> ConsensusResult:
    """Return the label each item most probably has, its probability, and each annotator's skill.

    `method` is `auto` (the method that predicts hidden answers best, never one that does so worse than a
    vote), `dawid_skene` (smoothed; the strength is chosen by held-out likelihood unless `prior` gives it),
    `glad`, `mace`, `one_coin`, `wawa`, `majority` or `crowdlab` (a model and the votes, averaged). `gold` is used for measuring only, never for deciding;
    `known` labels decide their items and teach Dawid and Skene's model; `predictions` of a model are one
    more rater in it.

    Numbers on a scale get a severity with an interval, several labels a set, marks the stretches most
    marked, whatever the method. Of `subjective` tasks (True: all) the spread of the answers is given, and no
    accuracy. A preference whose `items` name `system_a` and `system_b` also gives the systems' strengths. The skill
    of annotators is also given within the values of the columns `by` (a language, a dialect).

    Raises:
        InputError: the table cannot be read, or a `by` column is not in it.
        CallError: the method is not known, or cannot be taught.
        SchemeError: the answers are free text, which has no majority.
    """
    tables = annotations_from(source, **reading)
    table = tables.annotations
    if table is None:  # annotations_from has made sure of it
        raise CallError("no annotations")
    answers = answers_of(table)
    asked = _Asked(
        method,
        prior,
        table_from(gold, "gold") or tables.gold,
        table_from(known, "gold"),
        table_from(predictions, "predictions"),
        table_from(items, "items") or tables.items,
        subjective,
        by,
    )
    found = [_one(task, answers, asked) for task in tasks_of(answers, kind=kind, scheme=scheme)]
    return ConsensusResult(tuple(found), answers.left_out, table.reading.notices)


def _one(task: TaskAnswers, answers: Answers, asked: _Asked) -> OneTask:
    if asked.of_views(task.task):
        return consensus_of_views(task)
    if task.scale == "interval":
        return consensus_of_numbers(task)
    if task.kind is Kind.CATEGORIES:
        return consensus_of_sets(task, asked.gold)
    if Scheme(task.kind).shape is Shape.MARKS:
        return consensus_of_marks(task)
    found = task_consensus(
        task,
        method=asked.method,
        gold=asked.gold,
        known=asked.known,
        predictions=asked.predictions,
        prior=asked.prior,
    )
    groups = skill_rows(task, found.found, answers, asked.by) if asked.by else ()
    strengths = strengths_of(task, asked.items) if task.kind is Kind.PREFERENCE else None
    return replace(found, by_group=tuple(groups), strengths=strengths)
