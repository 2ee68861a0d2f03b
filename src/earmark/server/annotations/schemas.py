"""Submissions as they are received."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from earmark.server.assignments.service import AnswerOrNone
from earmark.server.kit.schemas import Schema, ShortText, Word

__all__ = ["AnswerGiven", "Answered", "ContextSeen", "SubmissionGiven"]

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{8,64}$")]
Position = Annotated[int, Field(ge=0, le=2**31 - 1)]


class AnswerGiven(Schema):
    """An answer to one task: a label, several, a number, a text, or marks."""

    task: Word
    answer: AnswerOrNone


class ContextSeen(Schema):
    """Which turns were in view, by position, both included."""

    first: Position
    last: Position

    @model_validator(mode="after")
    def in_order(self) -> ContextSeen:
        """Refuse a stretch that ends before it begins."""
        if self.last < self.first:
            raise ValueError("the last turn in view is not before the first")
        return self


class SubmissionGiven(Schema):
    """What somebody answered to an assignment, or why they did not. The key makes sending it twice harmless."""

    key: Key = Field(
        description="Made anew by the sender for each submission; the same when it is sent again."
    )
    outcome: Literal["answered", "skipped", "defective"] = "answered"
    reason: ShortText | None = None
    comment: ShortText | None = None
    seconds: Annotated[float, Field(ge=0, le=10_000_000)] | None = Field(
        default=None, description="How long it was in view."
    )
    answers: Annotated[list[AnswerGiven], Field(max_length=50, default_factory=list)]
    context: ContextSeen | None = None
    clauses: Annotated[list[Word], Field(max_length=20, default_factory=list)] = Field(
        description="The clauses of the guideline that decided the answers."
    )

    @model_validator(mode="after")
    def fits(self) -> SubmissionGiven:
        """Refuse answers to what was passed over, two answers to one task, and a defect that is not named."""
        names = [one.task for one in self.answers]
        if len(set(names)) < len(names):
            raise ValueError("a task is answered once")
        if self.outcome != "answered" and (self.answers or self.clauses):
            raise ValueError("what is passed over has no answers, and no clauses that decided them")
        if self.outcome == "defective" and not (self.reason or "").strip():
            raise ValueError("say what is wrong with it")
        return self


class Answered(Schema):
    """That it is stored: as what, and the answers in the order of the guideline's tasks."""

    submission: str
    annotations: list[str]
