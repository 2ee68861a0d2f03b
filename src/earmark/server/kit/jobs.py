"""Long work: enqueued in the transaction that asks for it, done in steps, resumed after any kind of end.

A step's effect and the note that it is done are one transaction: a step is never half done and never lost.
What takes long without the database (decoding, reading a file) belongs into `prepare`, which may run again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from earmark.server.kit.clock import now
from earmark.server.kit.pagination import Page, page
from earmark.server.kit.repository import locked
from earmark.server.kit.stored import Job
from earmark.server.kit.transaction import Database
from earmark.server.settings import Settings

__all__ = [
    "ENDED",
    "Kind",
    "Progress",
    "Running",
    "ask_to_cancel",
    "enqueue",
    "kind",
    "of_project",
    "register",
]

ENDED = ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Running:
    """A job as its functions see it: what it is about, and where it stands."""

    id: str
    kind: str
    subject: dict[str, Any]
    project_id: str | None
    created_by: str | None
    step: int
    done: int
    total: int | None
    result: dict[str, Any]
    settings: Settings


@dataclass(frozen=True, slots=True)
class Progress:
    """What a step leaves behind. `result` replaces the one before: it is where a job keeps its place."""

    done: int
    total: int | None = None
    message: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    finished: bool = False


def _nothing_to_prepare(job: Running, database: Database) -> None:  # noqa: ARG001  # the signature of `prepare`
    return None


def _nothing_to_clean_up(session: Session, job: Running) -> None:  # noqa: ARG001  # the signature of `clean_up`
    return None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job.

    `prepare(job, database)` does what needs no transaction, and may be done again; `step(session, job,
    prepared)` writes what one step yields, in well under a second; `clean_up(session, job)` removes what a
    cancelled or failed job has left. All three are called with the job as it stands.
    """

    name: str
    step: Callable[[Session, Running, Any], Progress]
    prepare: Callable[[Running, Database], Any] = _nothing_to_prepare
    clean_up: Callable[[Session, Running], None] = _nothing_to_clean_up


_kinds: dict[str, Kind] = {}


def register(new: Kind) -> Kind:
    """Make a kind of job known; call it where the domain's `jobs.py` is read."""
    _kinds[new.name] = new
    return new


def kind(name: str) -> Kind:
    """Return the kind with this name.

    Raises:
        KeyError: none was registered.
    """
    return _kinds[name]


def enqueue(
    session: Session,
    kind_name: str,
    subject: dict[str, Any],
    *,
    project_id: str | None = None,
    created_by: str | None = None,
    total: int | None = None,
) -> Job:
    """Add a job to the transaction: it exists if, and only if, the effect that asks for it does.

    `subject` holds ids, never content; `created_by` is a user's id.
    """
    job = Job(
        project_id=project_id,
        kind=kind(kind_name).name,
        subject=subject,
        state="waiting",
        step=0,
        done=0,
        total=total,
        message="",
        cancel_asked=False,
        attempts=0,
        created_by=created_by,
        created_at=now(session),
    )
    session.add(job)
    session.flush()
    return job


def ask_to_cancel(session: Session, job_id: str) -> Job:
    """Ask a job to stop: one that waits stops here, one that runs after its present step."""
    job = locked(session, Job, job_id, "job")
    if job.state == "waiting" and job.step == 0:
        job.state, job.ended_at, job.message = "cancelled", now(session), "Cancelled before it began."
    elif job.state not in ENDED:
        job.cancel_asked = True
    return job


def of_project(session: Session, project_id: str, after: str | None, limit: int) -> Page[Job]:
    """Return a project's jobs, oldest first."""
    query = select(Job).where(Job.project_id == project_id)
    return page(session, query, [Job.created_at, Job.id], after, limit)
