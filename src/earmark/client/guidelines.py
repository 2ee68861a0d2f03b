"""Guideline versions: what annotators are told, published once and never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from earmark.client.connection import Connection
from earmark.client.projects import Project, address_of
from earmark.model import Clause, GuidelineVersion

__all__ = ["Change", "Guideline", "GuidelineListed", "GuidelineTask", "Guidelines", "TaskLabel"]


@dataclass(frozen=True, slots=True)
class TaskLabel:
    """A label: an id that stays, a name that may change, a colour in the workbench."""

    id: str
    name: str | None = None
    color: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class GuidelineTask:
    """One question, asked of every turn or of every conversation."""

    name: str
    question: str
    kind: str
    labels: tuple[TaskLabel, ...] = ()
    required: bool = True
    subjective: bool = False
    per: str = "turn"


@dataclass(frozen=True, slots=True)
class GuidelineListed:
    """A version in the list, with how many clauses and tasks it has."""

    number: int
    name: str
    published_at: datetime
    clauses: int
    tasks: int
    digest: str


@dataclass(frozen=True, slots=True)
class Guideline:
    """A version as a whole."""

    number: int
    name: str
    published_at: datetime
    digest: str
    clauses: tuple[Clause, ...]
    tasks: tuple[GuidelineTask, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, went or came (`same`, `removed`, `added`)."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions."""

    what: str
    id: str
    task: str | None
    change: str
    field: str | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Changes:
    changes: tuple[Change, ...]


class Guidelines:
    """`client.guidelines`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, project: str | Project) -> tuple[GuidelineListed, ...]:
        """Return the versions, oldest first; the last is in force."""
        return tuple(self._connection.pages(GuidelineListed, f"{address_of(project)}/guidelines"))

    def get(self, project: str | Project, number: int) -> Guideline:
        """Return one version."""
        return self._connection.get(Guideline, f"{address_of(project)}/guidelines/{number}")

    def publish(
        self,
        project: str | Project,
        name: str,
        *,
        tasks: Sequence[GuidelineTask | Mapping[str, Any]],
        clauses: Sequence[Clause | Mapping[str, Any]] = (),
    ) -> Guideline:
        """Publish a version; from now on it is the one in force.

        Raises:
            ConflictError: it says nothing other than the version in force.
        """
        body = {
            "name": name,
            "clauses": [_clause(clause) for clause in clauses],
            "tasks": [_task(task) for task in tasks],
        }
        return self._connection.post(Guideline, f"{address_of(project)}/guidelines", body)

    def publish_model(self, project: str | Project, version: GuidelineVersion) -> Guideline:
        """Publish a guideline version of `earmark.model`."""
        tasks = [
            GuidelineTask(
                task.name,
                task.question,
                task.scheme.kind.value,
                tuple(TaskLabel(label.id, label.name or None) for label in task.scheme.labels),
                subjective=task.subjective,
            )
            for task in version.tasks
        ]
        return self.publish(project, version.id, tasks=tasks, clauses=version.clauses)

    def changes(self, project: str | Project, before: int, after: int) -> tuple[Change, ...]:
        """Return what is different in the version `after`."""
        path = f"{address_of(project)}/guidelines/{before}/changes/{after}"
        return self._connection.get(_Changes, path).changes


def _clause(clause: Clause | Mapping[str, Any]) -> Mapping[str, Any]:
    return {"id": clause.id, "text": clause.text} if isinstance(clause, Clause) else clause


def _task(task: GuidelineTask | Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(task, GuidelineTask):
        return task
    labels = [
        {name: value for name in TaskLabel.__slots__ if (value := getattr(label, name)) is not None}
        for label in task.labels
    ]
    named = ("name", "question", "kind", "required", "subjective", "per")
    return {**{name: getattr(task, name) for name in named}, "labels": labels}
