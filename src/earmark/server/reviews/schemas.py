"""Cases and decisions as they are sent and received."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from earmark.server.assignments.service import AnswerOrNone, AnswerValue, ConversationAtHand, GuidelineShown
from earmark.server.kit.schemas import Schema, ShortText, Word
from earmark.server.tables import Item, Review, User

__all__ = [
    "AgreedAccepted",
    "AgreedTask",
    "AnswerBeside",
    "CaseShown",
    "CaseTarget",
    "DecidedShown",
    "DecisionGiven",
    "DecisionListed",
    "DecisionMade",
    "TaskBeside",
    "WaitingShown",
]

Decision = Literal["accept", "other", "return"]
Id = Annotated[str, Field(min_length=1, max_length=64)]


class WaitingShown(Schema):
    """An item that waits for a decision."""

    item: str
    text: str | None
    task: str = Field(description="The task it is disputed most on.")
    disagreement: float = Field(description="The share of pairs of answers that differ.")
    tasks: int = Field(description="How many of its tasks are open.")


class AnswerBeside(Schema):
    """An answer beside others. Who gave it is told once the task is decided."""

    annotation: str
    letter: str
    answer: AnswerValue
    comment: str | None
    clauses: list[str] = Field(description="The clauses that were cited with it.")
    guideline: int = Field(description="The guideline version it was given under.")
    name: str | None


class DecidedShown(Schema):
    """The decision in force."""

    decision: Decision
    annotation: str | None
    answer: AnswerOrNone
    clause: str | None
    reason: str | None

    @classmethod
    def of(cls, review: Review) -> DecidedShown:
        """Return a decision."""
        return cls.model_validate(
            {
                "decision": review.decision,
                "annotation": review.annotation_id,
                "answer": review.answer,
                "clause": review.clause,
                "reason": review.reason,
            }
        )


class TaskBeside(Schema):
    """The answers to one task, side by side."""

    task: str
    answers: list[AnswerBeside]
    decision: DecidedShown | None


class CaseTarget(Schema):
    """The turn that is asked about."""

    position: int


class CaseShown(Schema):
    """An item with all that speaks for one answer or the other."""

    item: str
    conversation: ConversationAtHand
    target: CaseTarget | None
    guideline: GuidelineShown
    tasks: list[TaskBeside]


class DecisionGiven(Schema):
    """A decision: `accept` an answer, give an `other`, or `return` it: to one person, or to all who answered."""

    item: Id
    task: Word
    decision: Decision
    annotation: Id | None = None
    answer: AnswerOrNone = None
    clause: Word | None = None
    reason: ShortText | None = None
    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{8,64}$")] | None = Field(
        default=None,
        description="Made anew for each decision; the same when it is sent again, which is then harmless.",
    )


class DecisionMade(Schema):
    """That it is stored."""

    id: str


class AgreedTask(Schema):
    """The task on which all that agree are to be accepted."""

    task: Word
    clause: Word | None = None
    reason: ShortText | None = None


class AgreedAccepted(Schema):
    """How many were accepted, and whether there are more."""

    accepted: int
    more: bool


class DecisionListed(Schema):
    """A decision in the record."""

    id: str
    item: str
    external_id: str
    task: str
    decision: Decision
    answer: AnswerOrNone
    clause: str | None
    reason: str | None
    reviewer: str
    at: datetime

    @classmethod
    def of(cls, review: Review, item: Item, reviewer: User) -> DecisionListed:
        """Return a decision under the reviewer's pseudonym."""
        return cls.model_validate(
            {
                "id": review.id,
                "item": item.id,
                "external_id": item.external_id,
                "task": review.task,
                "decision": review.decision,
                "answer": review.answer,
                "clause": review.clause,
                "reason": review.reason,
                "reviewer": reviewer.pseudonym,
                "at": review.decided_at,
            }
        )
