"""Reviews: where people differ, their answers side by side, and what was decided under which clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from earmark.client.answers import AnswerValue, as_json
from earmark.client.assignments import GuidelineShown, Shown, Target
from earmark.client.connection import Connection
from earmark.client.projects import Project, address_of
from earmark.client.reading import read

__all__ = ["Case", "CaseAnswer", "CaseTask", "Decided", "Decision", "OpenReview", "Reviews"]


@dataclass(frozen=True, slots=True)
class OpenReview:
    """An item that waits for a decision: the task it is disputed most on, and the share of pairs that differ."""

    item: str
    text: str | None
    task: str
    disagreement: float
    tasks: int


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """One person's answer under a letter; `name` is told once the task is decided."""

    annotation: str
    letter: str
    answer: Any
    comment: str | None = None
    guideline: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: `accept` an answer, an `other` one, or `return` it to be done again."""

    decision: str
    annotation: str | None = None
    answer: Any = None
    clause: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CaseTask:
    """The answers to one task side by side, and the decision in force, if there is one."""

    task: str
    answers: tuple[CaseAnswer, ...]
    decision: Decided | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An item under review."""

    item: str
    conversation: Shown
    target: Target | None
    guideline: GuidelineShown
    tasks: tuple[CaseTask, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision in the record; `reviewer` is a pseudonym."""

    id: str
    item: str
    external_id: str
    task: str
    decision: str
    answer: Any
    clause: str | None
    reason: str | None
    reviewer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Accepted:
    accepted: int
    more: bool


@dataclass(frozen=True, slots=True)
class _Made:
    id: str


class Reviews:
    """`client.reviews`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, project: str | Project, state: str = "open") -> tuple[OpenReview, ...]:
        """Return the items to be decided, most disagreement first; `agreed`: those all agree on."""
        return tuple(self._connection.pages(OpenReview, f"{address_of(project)}/reviews", {"state": state}))

    def next(self, project: str | Project) -> OpenReview | None:
        """Return the item people differ on most; None when there is nothing to decide."""
        answer = self._connection.ask("GET", f"{address_of(project)}/reviews/next")
        return None if answer is None else read(OpenReview, answer)

    def case(self, project: str | Project, item: str | OpenReview) -> Case:
        """Return an item with everybody's answers."""
        named = item if isinstance(item, str) else item.item
        return self._connection.get(Case, f"{address_of(project)}/items/{quote(named, safe='')}/answers")

    def accept(
        self,
        project: str | Project,
        item: str,
        task: str,
        annotation: str,
        *,
        clause: str | None = None,
        reason: str | None = None,
    ) -> str:
        """Decide that one of the answers is right, and return the decision's id."""
        return self._decide(
            project, item, task, "accept", annotation=annotation, clause=clause, reason=reason
        )

    def other(
        self,
        project: str | Project,
        item: str,
        task: str,
        answer: AnswerValue,
        *,
        clause: str | None = None,
        reason: str | None = None,
    ) -> str:
        """Decide that another answer is right, and return the decision's id."""
        given = as_json(answer)
        return self._decide(project, item, task, "other", answer=given, clause=clause, reason=reason)

    def send_back(
        self,
        project: str | Project,
        item: str,
        task: str,
        annotation: str | None = None,
        *,
        clause: str | None = None,
        reason: str | None = None,
    ) -> str:
        """Send an answer back to be done again, or everybody's; with a reason or a clause. Return the id."""
        return self._decide(
            project, item, task, "return", annotation=annotation, clause=clause, reason=reason
        )

    def accept_agreed(self, project: str | Project, task: str, *, clause: str | None = None) -> int:
        """Accept everything on which all who answered agree, and return how much that was."""
        accepted, more = 0, True
        while more:
            body = {"task": task} | ({} if clause is None else {"clause": clause})
            done = self._connection.post(
                _Accepted, f"{address_of(project)}/reviews/agreed", body, repeatable=True
            )
            accepted, more = accepted + done.accepted, done.more
        return accepted

    def decisions(self, project: str | Project) -> Iterator[Decision]:
        """Yield what was decided, oldest first; the last on an item and task is in force."""
        return self._connection.pages(Decision, f"{address_of(project)}/decisions")

    def _decide(self, project: str | Project, item: str, task: str, decision: str, **more: Any) -> str:
        body = {"item": item, "task": task, "decision": decision}
        body |= {name: value for name, value in more.items() if value is not None}
        return self._connection.post(_Made, f"{address_of(project)}/reviews", body).id
