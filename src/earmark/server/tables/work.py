"""Places, assignments, submissions and annotations: how an answer comes about and never gets lost.

An item has as many *places* as its overlap. A place is held by at most one person at a time, for the time of
a lease, and is filled by a submission. More answers than places cannot exist: there is no row to hold them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from earmark.server.kit.orm import Json, Table, UtcTime, new_id

__all__ = ["Annotation", "Assignment", "Place", "Submission"]


class Place(Table):
    """One of an item's places: free, held by an assignment until its lease ends, or filled."""

    __tablename__ = "places"
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        UniqueConstraint("item_id", "user_id"),  # one person never holds two places of an item
        Index(None, "project_id", "state", "draw"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int]
    draw: Mapped[int] = mapped_column(
        BigInteger
    )  # the item's draw: places go out in this order, then by number
    state: Mapped[str] = mapped_column(String(10))  # free, held, filled
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    assignment_id: Mapped[str | None] = mapped_column(String(32))
    lease_ends_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Assignment(Table):
    """An item handed to a person. Its id is all that an annotator ever sees of the item."""

    __tablename__ = "assignments"
    __table_args__ = (Index(None, "project_id", "user_id", "state"), Index(None, "item_id", "user_id"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    guideline_version_id: Mapped[str] = mapped_column(ForeignKey("guideline_versions.id"))
    state: Mapped[str] = mapped_column(String(12))  # held, submitted, skipped, lapsed, returned
    context: Mapped[dict[str, Any]] = mapped_column(Json)  # which turns are shown
    returned_from: Mapped[str | None] = mapped_column(String(32))  # the review that sent it back
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Submission(Table):
    """Answers to several tasks of one assignment, stored together or not at all."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("user_id", "idempotency_key"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    body_digest: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(12))  # answered, skipped, defective
    reason: Mapped[str | None] = mapped_column(Text)
    comment: Mapped[str | None] = mapped_column(Text)
    seconds: Mapped[float | None]
    submitted_at: Mapped[datetime] = mapped_column(UtcTime)


class Annotation(Table):
    """One answer to one task. Never changed: a correction supersedes it."""

    __tablename__ = "annotations"
    __table_args__ = (
        UniqueConstraint("submission_id", "task"),
        Index(None, "item_id", "task"),
        Index(None, "project_id", "task", "seq"),
        Index(None, "project_id", "supersedes"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"))
    guideline_version_id: Mapped[str] = mapped_column(ForeignKey("guideline_versions.id"))
    task: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    answer: Mapped[Any | None] = mapped_column(Json)
    context: Mapped[dict[str, Any]] = mapped_column(Json)
    suggested: Mapped[Any | None] = mapped_column(Json)
    suggestion_source: Mapped[str | None] = mapped_column(String(200))
    supersedes: Mapped[str | None] = mapped_column(String(32))
    submitted_at: Mapped[datetime] = mapped_column(UtcTime)
