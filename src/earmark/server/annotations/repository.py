"""Every query about submissions and annotations."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from earmark.server.tables import Annotation, Submission

__all__ = ["annotations_of", "by_key"]


def by_key(session: Session, user_id: str, key: str) -> Submission | None:
    """Return what a person submitted under this key."""
    return session.scalar(
        select(Submission).where(Submission.user_id == user_id, Submission.idempotency_key == key)
    )


def annotations_of(session: Session, submission_id: str) -> Sequence[Annotation]:
    """Return the annotations of a submission, in the order of their tasks."""
    query = select(Annotation).where(Annotation.submission_id == submission_id)
    return session.scalars(query.order_by(Annotation.seq)).all()
