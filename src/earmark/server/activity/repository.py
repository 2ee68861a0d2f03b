"""Where a job belongs, and whether the database answers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from earmark.server.tables import Job

__all__ = ["answers", "project_of_job"]


def project_of_job(session: Session, job_id: str) -> str | None:
    """Return the project a job belongs to."""
    return session.scalar(select(Job.project_id).where(Job.id == job_id))


def answers(session: Session) -> bool:
    """Tell whether the database answers."""
    return session.scalar(select(1)) == 1
