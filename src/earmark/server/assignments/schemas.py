"""Assignments as they are sent. There is nothing in them by which items could be told apart."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from earmark.server.kit.schemas import Schema
from earmark.server.tables import Assignment, GuidelineVersion, Item, Submission, Turn, User

__all__ = [
    "AnswerShown",
    "AssignmentListed",
    "AssignmentShown",
    "ConversationShown",
    "DraftShown",
    "GuidelineShown",
    "LeaseShown",
    "NextWanted",
    "PeaksThere",
    "ReturnedShown",
    "SkippedShown",
    "TargetShown",
    "TurnShown",
]

Kind = Literal["category", "categories", "scale", "preference", "spans", "segments", "transcript", "rewrite"]


class NextWanted(Schema):
    """Which one is wanted."""

    prefetch: bool = Field(default=False, description="The one after the one at hand, to have it ready.")


class TurnShown(Schema):
    """A turn; seconds are null where they are not known."""

    position: int
    speaker: str | None
    channel: int | None
    text: str | None
    start: float | None
    end: float | None
    target: bool = Field(description="This is the turn that is asked about.")

    @classmethod
    def of(cls, turn: Turn, *, target: bool) -> TurnShown:
        """Return a turn."""
        fields = ("position", "speaker", "channel", "text", "start", "end")
        return cls.model_validate({name: getattr(turn, name) for name in fields} | {"target": target})


class ConversationShown(Schema):
    """The turns that may be seen, and where the sound is."""

    turns: list[TurnShown]
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
    answer: Any


class DraftShown(Schema):
    """What the person answered before."""

    answers: list[AnswerShown]
    comment: str | None


class ReturnedShown(Schema):
    """Why a reviewer sent it back."""

    reason: str | None
    clause: str | None


class AssignmentShown(Schema):
    """An item handed to a person."""

    id: str
    lease_ends_at: datetime
    guideline: GuidelineShown
    conversation: ConversationShown
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
