"""Guideline versions as they are sent and received."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from earmark.server.guidelines.changes import Change
from earmark.server.kit.schemas import LongText, Name, Schema, ShortText, Word
from earmark.server.tables import GuidelineVersion

__all__ = [
    "ChangesShown",
    "ClauseText",
    "LabelText",
    "NewVersion",
    "TaskText",
    "VersionListed",
    "VersionShown",
]

Kind = Literal["category", "categories", "scale", "preference", "spans", "segments", "transcript", "rewrite"]
NEED_LABELS = ("category", "categories", "preference")
NO_LABELS = ("transcript", "rewrite")
SIDES = {"a", "b", "tie"}


def _no_prefix(text: str) -> str:
    if text.startswith("p:"):
        raise ValueError("a name must not begin with 'p:', which marks probabilities in tables")
    return text


class ClauseText(Schema):
    """One numbered rule that a decision can cite."""

    id: Annotated[Word, Field(max_length=50)]
    text: Annotated[LongText, Field(min_length=1)]


class LabelText(Schema):
    """A label: an id that stays, a name that may change, a colour in the workbench."""

    id: Annotated[Word, AfterValidator(_no_prefix)]
    name: Name | None = None
    color: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] | None = None
    description: ShortText | None = None


class TaskText(Schema):
    """One question to be answered of every turn or of every conversation."""

    name: Word
    question: ShortText = ""
    kind: Kind
    labels: Annotated[list[LabelText], Field(max_length=500, default_factory=list)]
    required: bool = True
    subjective: bool = False
    per: Literal["turn", "conversation"] = "turn"

    @model_validator(mode="after")
    def fits(self) -> TaskText:
        """Refuse labels that do not go with the kind of question."""
        ids = [label.id for label in self.labels]
        _all_different(ids, f"task {self.name}: two labels have the id")
        if self.kind in NEED_LABELS and len(ids) < 2:
            raise ValueError(f"task {self.name}: a {self.kind} needs at least two labels")
        if self.kind in NO_LABELS and ids:
            raise ValueError(f"task {self.name}: a {self.kind} is a text and takes no labels")
        if self.kind == "preference" and not set(ids) <= SIDES:
            raise ValueError(f"task {self.name}: the labels of a preference are a, b and tie")
        return self


class NewVersion(Schema):
    """A guideline to be published: as a whole, never changed afterwards."""

    name: Name
    clauses: Annotated[list[ClauseText], Field(max_length=1_000, default_factory=list)]
    tasks: Annotated[list[TaskText], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def distinct(self) -> NewVersion:
        """Refuse two clauses with one id, and two tasks with one name."""
        _all_different((clause.id for clause in self.clauses), "two clauses have the id")
        _all_different((task.name for task in self.tasks), "two tasks have the name")
        return self


class VersionListed(Schema):
    """A version in the list."""

    number: int
    name: str
    published_at: datetime
    clauses: int
    tasks: int
    digest: str

    @classmethod
    def of(cls, version: GuidelineVersion) -> VersionListed:
        """Return a version without its content."""
        return cls(
            number=version.number,
            name=version.name,
            published_at=version.published_at,
            clauses=len(version.content["clauses"]),
            tasks=len(version.content["tasks"]),
            digest=version.digest,
        )


class VersionShown(Schema):
    """A version as a whole."""

    number: int
    name: str
    published_at: datetime
    digest: str
    clauses: list[ClauseText]
    tasks: list[TaskText]

    @classmethod
    def of(cls, version: GuidelineVersion) -> VersionShown:
        """Return a version with its content."""
        return cls(
            number=version.number,
            name=version.name,
            published_at=version.published_at,
            digest=version.digest,
            clauses=version.content["clauses"],
            tasks=version.content["tasks"],
        )


class Piece(Schema):
    """A stretch of text that stayed, went or came."""

    what: Literal["same", "removed", "added"]
    text: str


class ChangeShown(Schema):
    """One difference between two versions."""

    what: Literal["clause", "task", "label"]
    id: str
    task: str | None
    change: Literal["added", "removed", "changed", "moved"]
    field: str | None
    pieces: list[Piece]


class ChangesShown(Schema):
    """What is different in the second version."""

    before: int
    after: int
    changes: list[ChangeShown]

    @classmethod
    def of(cls, before: int, after: int, found: Iterable[Change]) -> ChangesShown:
        """Return the differences in reading order."""
        shown = [
            ChangeShown(
                what=change.what,
                id=change.id,
                task=change.task,
                change=change.change,
                field=change.field,
                pieces=[Piece(what=what, text=text) for what, text in change.pieces],
            )
            for change in found
        ]
        return cls(before=before, after=after, changes=shown)


def _all_different(names: Iterable[str], what: str) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ValueError(f"{what} {twice[0]!r}; give each its own")
