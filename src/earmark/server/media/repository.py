"""Every query about uploads, media, and what was made from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from earmark.server.tables import Conversation, Derived, Media, Upload

__all__ = [
    "by_digest",
    "count_uploads",
    "delete_media",
    "delete_uploads",
    "known_digests",
    "known_uploads",
    "outstanding",
    "peaks_of",
    "project_of_media",
    "project_of_upload",
    "stale_uploads",
    "unused",
    "uploads",
]


def project_of_upload(session: Session, upload_id: str) -> str | None:
    """Return the project an upload is for."""
    return session.scalar(select(Upload.project_id).where(Upload.id == upload_id))


def project_of_media(session: Session, media_id: str) -> str | None:
    """Return the project an audio file is in."""
    return session.scalar(select(Media.project_id).where(Media.id == media_id))


def count_uploads(session: Session, project_id: str) -> int:
    """Count the uploads of a project."""
    query = select(func.count()).select_from(Upload).where(Upload.project_id == project_id)
    return session.scalar(query) or 0


def outstanding(session: Session) -> int:
    """Return how many bytes were announced and have not come yet, in all projects."""
    query = select(func.sum(Upload.size - Upload.received)).where(Upload.finished_at.is_(None))
    return int(session.scalar(query) or 0)


def stale_uploads(session: Session, project_id: str, before: datetime) -> Sequence[str]:
    """Return the uploads of a project that were begun before a time."""
    mine = (Upload.project_id == project_id, Upload.created_at < before)
    return session.scalars(select(Upload.id).where(*mine)).all()


def uploads(session: Session, project_id: str, ids: Sequence[str]) -> list[Upload]:
    """Return those of these uploads that are of the project, in any order."""
    return list(session.scalars(select(Upload).where(Upload.project_id == project_id, Upload.id.in_(ids))))


def known_uploads(session: Session, ids: Sequence[str]) -> set[str]:
    """Return those of these uploads that are there."""
    return set(session.scalars(select(Upload.id).where(Upload.id.in_(ids))))


def delete_uploads(session: Session, ids: Sequence[str]) -> None:
    """Remove the rows of uploads."""
    session.execute(delete(Upload).where(Upload.id.in_(ids)))


def by_digest(session: Session, project_id: str, digest: str) -> Media | None:
    """Return the audio with these bytes."""
    mine = (Media.project_id == project_id, Media.digest == digest)
    return session.scalar(select(Media).where(*mine))


def known_digests(session: Session, digests: Sequence[str]) -> set[str]:
    """Return those of these digests that some project holds."""
    return set(session.scalars(select(Media.digest).where(Media.digest.in_(digests))))


def peaks_of(session: Session, media_id: str) -> Derived | None:
    """Return what is known of the peaks of an audio file."""
    mine = (Derived.source_kind == "media", Derived.source_id == media_id, Derived.kind == "peaks")
    return session.scalar(select(Derived).where(*mine))


def unused(session: Session, ids: Sequence[str]) -> list[Media]:
    """Return those of these audio files that no conversation has."""
    used = set(
        session.scalars(select(Conversation.media_id).where(Conversation.media_id.in_(ids)).distinct())
    )
    free = [media_id for media_id in ids if media_id not in used]
    return list(session.scalars(select(Media).where(Media.id.in_(free)).order_by(Media.id)))


def delete_media(session: Session, ids: Sequence[str]) -> None:
    """Remove the rows of audio files and of what was made from them."""
    made = (Derived.source_kind == "media", Derived.source_id.in_(ids))
    session.execute(delete(Derived).where(*made))
    session.execute(delete(Media).where(Media.id.in_(ids)))
