"""Jobs and events as they are sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from earmark.server.kit.journal import Recorded
from earmark.server.kit.schemas import Schema
from earmark.server.tables import Job

__all__ = ["EventShown", "Health", "JobShown"]


class JobShown(Schema):
    """A piece of long work and how far it is; `total` is null while it is not known."""

    id: str
    kind: str
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    done: int
    total: int | None
    message: str
    cancelling: bool
    result: dict[str, Any] | None
    created_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, job: Job) -> JobShown:
        """Return a job; its result once it has ended, since before it holds where the job stands."""
        return cls.model_validate(
            {
                "id": job.id,
                "kind": job.kind,
                "state": job.state,
                "done": job.done,
                "total": job.total,
                "message": job.message,
                "cancelling": job.cancel_asked and job.ended_at is None,
                "result": job.result if job.state == "done" else None,
                "created_at": job.created_at,
                "ended_at": job.ended_at,
            }
        )


class EventShown(Schema):
    """An event of the journal; `payload` is null once it was erased."""

    seq: int
    id: str
    at: datetime
    actor: str
    kind: str
    reference: str
    commitment: str
    payload: dict[str, Any] | None

    @classmethod
    def of(cls, event: Recorded) -> EventShown:
        """Return an event as auditors see it."""
        return cls.model_validate({name: getattr(event, name) for name in EventShown.model_fields})


class Health(Schema):
    """That the server lives, and its database answers."""

    status: Literal["ok"]
    version: str
