"""The tables the kit itself needs: the journal's events with their payloads, and the jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from earmark.server.kit.orm import Json, Table, UtcTime, new_id

__all__ = ["Event", "EventPayload", "Job"]


class Event(Table):
    """One thing that happened. `commitment` is an HMAC of the payload under a key kept beside the payload."""

    __tablename__ = "events"
    __table_args__ = (
        Index(None, "project_id", "seq"),
        Index(None, "actor", "seq"),
        {"sqlite_autoincrement": True},  # a number once given is never given again
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    project_id: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor: Mapped[str] = mapped_column(String(32))  # a pseudonym, or "system"
    kind: Mapped[str] = mapped_column(String(50))
    reference: Mapped[str] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))


class EventPayload(Table):
    """What an event says. May be erased; the event and its commitment stay."""

    __tablename__ = "event_payloads"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    payload: Mapped[str] = mapped_column(Text)  # canonical JSON


class Job(Table):
    """A piece of long work. `step` is the last finished step: a worker that takes over goes on after it."""

    __tablename__ = "jobs"
    __table_args__ = (Index(None, "state", "lease_ends_at"), Index(None, "project_id", "created_at"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    project_id: Mapped[str | None] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(50))
    subject: Mapped[dict[str, Any]] = mapped_column(Json)  # ids only: no content outlives an erasure
    state: Mapped[str] = mapped_column(String(12))  # waiting, running, done, failed, cancelled
    step: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    message: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)  # workers that began the present step
    worker: Mapped[str | None] = mapped_column(String(64))
    lease_ends_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
