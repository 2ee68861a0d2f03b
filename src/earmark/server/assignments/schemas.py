"""Assignments as they are sent. There is nothing in them by which items could be told apart."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from earmark.server.assignments.repository import TurnRead
from earmark.server.kit.schemas import Schema
from earmark.server.tables import Assignment, GuidelineVersion, Item, Submission, User

__all__ = [
    "AnswerOrNone",
    "AnswerShown",
    "AnswerValue",
    "AssignmentListed",
    "AssignmentShown",
    "ConversationAtHand",
    "DraftShown",
    "GuidelineShown",
    "LeaseShown",
    "NextWanted",
    "PeaksThere",
    "ReturnedShown",
    "SkippedShown",
    "TargetShown",
    "TurnAtHand",
]

MARK = {
    "type": "object",
    "properties": {
        "start": {"type": "number"},
        "end": {"type": "number"},
        "unit": {"type": "string", "enum": ["s", "char"]},
        "track": {"type": "string"},
        "label": {"type": "string"},
        "speaker": {"type": "string"},
        "text": {"type": "string"},
    },
    "required": ["start", "end", "unit"],
}
TEXTS = {"type": "array", "items": {"type": "string"}}
VALUES = [{"type": "string"}, {"type": "number"}, TEXTS, {"type": "array", "items": MARK}]

AnswerValue = Annotated[Any, WithJsonSchema({"anyOf": VALUES})]
"""A label or a text, a number, several labels, or marks. Which of them fits is for the task's scheme to say."""

AnswerOrNone = Annotated[Any, WithJsonSchema({"anyOf": [*VALUES, {"type": "null"}]})]
"""An answer, or null where there is none."""

Kind = Literal["category", "categories", "scale", "preference", "spans", "segments", "transcript", "rewrite"]


class NextWanted(Schema):
    """Which one is wanted."""

    prefetch: bool = Field(default=False, description="The one after the one at hand, to have it ready.")


class TurnAtHand(Schema):
    """A turn; seconds are null where they are not known."""

    position: int
    speaker: str | None
    channel: int | None
    text: str | None
    start: float | None
    end: float | None
    target: bool = Field(description="This is the turn that is asked about.")

    @classmethod
    def of(cls, turn: TurnRead, *, target: bool) -> TurnAtHand:
        """Return a turn. It is not checked again: what is stored was, and there are a thousand in a long call."""
        return cls.model_construct(**turn._asdict(), target=target)


class ConversationAtHand(Schema):
    """The turns that may be seen, and where the sound is."""

    turns: list[TurnAtHand]
    audio: str | None
    peaks: str | None
    seconds: float | None
    channels: int | None


class ClauseShown(Schema):
    """A rule."""

    id: str
    text: str


class LabelShown(Schema):
    """A label."""

    id: str
    name: str | None = None
    color: str | None = None
    description: str | None = None


class TaskShown(Schema):
    """A question."""

    name: str
    question: str
    kind: Kind
    labels: list[LabelShown]
    required: bool
    subjective: bool
    per: Literal["turn", "conversation"]


class GuidelineShown(Schema):
    """The guideline version something is answered under."""

    number: int
    clauses: list[ClauseShown]
    tasks: list[TaskShown]

    @classmethod
    def of(cls, version: GuidelineVersion) -> GuidelineShown:
        """Return a version."""
        content = version.content
        return cls(number=version.number, clauses=content["clauses"], tasks=content["tasks"])


class TargetShown(Schema):
    """The turn that is asked about."""

    position: int


class AnswerShown(Schema):
    """An answer to a task."""

    task: str
    answer: AnswerValue


class DraftShown(Schema):
    """What the person answered before."""

    answers: list[AnswerShown]
    comment: str | None
    clauses: list[str] = Field(description="The clauses the person cited.")


class ReturnedShown(Schema):
    """Why a reviewer sent it back."""

    reason: str | None
    clause: str | None


class AssignmentShown(Schema):
    """An item handed to a person."""

    id: str
    lease_ends_at: datetime
    guideline: GuidelineShown
    conversation: ConversationAtHand
    target: TargetShown | None = Field(description="Null when it is about the whole conversation.")
    tasks: list[str] = Field(description="Which tasks of the guideline are asked.")
    draft: DraftShown | None = Field(description="One's own earlier answers, when it is given again.")
    returned: ReturnedShown | None


class LeaseShown(Schema):
    """Until when it is kept."""

    lease_ends_at: datetime


class PeakLevel(Schema):
    """One level of peaks."""

    samples_per_point: int
    points: int


class PeaksThere(Schema):
    """What peaks there are, from fine to coarse; the points themselves are got in stretches."""

    sample_rate: int
    channels: int
    seconds: float
    bits: Literal[8, 16]
    levels: list[PeakLevel]


class AssignmentListed(Schema):
    """Something a person has finished with."""

    id: str
    state: Literal["submitted", "skipped"]
    ended_at: datetime

    @classmethod
    def of(cls, assignment: Assignment) -> AssignmentListed:
        """Return an assignment without its content."""
        return cls.model_validate(assignment, from_attributes=True)


class SkippedShown(Schema):
    """An item somebody passed over, and why."""

    item: str
    external_id: str
    outcome: Literal["skipped", "defective"]
    reason: str | None
    comment: str | None
    annotator: str
    at: datetime

    @classmethod
    def of(cls, submission: Submission, item: Item, user: User) -> SkippedShown:
        """Return it under the person's pseudonym."""
        return cls.model_validate(
            {
                "item": item.id,
                "external_id": item.external_id,
                "outcome": submission.outcome,
                "reason": submission.reason,
                "comment": submission.comment,
                "annotator": user.pseudonym,
                "at": submission.submitted_at,
            }
        )
