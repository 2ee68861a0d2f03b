"""Assignments: what is handed out to oneself to be labelled, for the time of a lease."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from earmark.client.connection import Connection
from earmark.client.conversations import Turn
from earmark.client.guidelines import GuidelineTask
from earmark.client.projects import Project, address_of
from earmark.client.reading import read
from earmark.model import Clause

__all__ = [
    "Assignment",
    "AssignmentListed",
    "Assignments",
    "GuidelineShown",
    "Returned",
    "Shown",
    "Target",
    "TaskAnswer",
]


@dataclass(frozen=True, slots=True)
class GuidelineShown:
    """The guideline version an assignment is to be answered under."""

    number: int
    clauses: tuple[Clause, ...]
    tasks: tuple[GuidelineTask, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The conversation as the annotator sees it: never its id, nor the item's."""

    turns: tuple[Turn, ...]
    audio: str | None = None
    peaks: str | None = None
    seconds: float | None = None
    channels: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The position of the turn that is asked about."""

    position: int


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """An answer to one task, in JSON."""

    task: str
    answer: Any


@dataclass(frozen=True, slots=True)
class Draft:
    """What was answered before, when an assignment is given again."""

    answers: tuple[TaskAnswer, ...]
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """Why a review sent the assignment back."""

    reason: str | None
    clause: str | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One item to be labelled; `target` is None where the whole conversation is asked about."""

    id: str
    lease_ends_at: datetime
    guideline: GuidelineShown
    conversation: Shown
    target: Target | None
    tasks: tuple[str, ...]
    draft: Draft | None = None
    returned: Returned | None = None

    @property
    def turn(self) -> Turn | None:
        """The turn that is asked about."""
        return next((turn for turn in self.conversation.turns if turn.target), None)


@dataclass(frozen=True, slots=True)
class AssignmentListed:
    """One of one's own assignments."""

    id: str
    state: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Lease:
    lease_ends_at: datetime


class Assignments:
    """`client.assignments`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next(self, project: str | Project, *, prefetch: bool = False) -> Assignment | None:
        """Take the next item; None when there is no work. With `prefetch` one more is held beside it.

        What one holds already is given again: asking twice takes nothing twice.
        """
        body = {"prefetch": True} if prefetch else {}
        answer = self._connection.ask(
            "POST", f"{address_of(project)}/assignments/next", body=body, repeatable=True
        )
        return None if answer is None else read(Assignment, answer)

    def get(self, assignment: str | Assignment) -> Assignment:
        """Return one of one's own assignments."""
        return self._connection.get(Assignment, where(assignment))

    def heartbeat(self, assignment: str | Assignment) -> datetime:
        """Say that one is still at it, and return when the lease ends now."""
        return self._connection.post(_Lease, f"{where(assignment)}/heartbeat", repeatable=True).lease_ends_at

    def recent(self, project: str | Project) -> tuple[AssignmentListed, ...]:
        """Return one's own latest assignments, the latest first."""
        query = {"mine": True, "recent": True}
        return tuple(self._connection.pages(AssignmentListed, f"{address_of(project)}/assignments", query))


def where(assignment: str | Assignment) -> str:
    """Return where an assignment lies: `/api/assignments/…`."""
    named = assignment if isinstance(assignment, str) else assignment.id
    return f"/api/assignments/{quote(named, safe='')}"
