"""Every query about guideline versions."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from earmark.server.kit.pagination import Page, page
from earmark.server.tables import GuidelineVersion

__all__ = ["by_number", "in_force", "of_project"]


def in_force(session: Session, project_id: str) -> GuidelineVersion | None:
    """Return the newest version, which is the one in force."""
    query = select(GuidelineVersion).where(GuidelineVersion.project_id == project_id)
    return session.scalar(query.order_by(GuidelineVersion.number.desc()).limit(1))


def by_number(session: Session, project_id: str, number: int) -> GuidelineVersion | None:
    """Return one version."""
    mine = (GuidelineVersion.project_id == project_id, GuidelineVersion.number == number)
    return session.scalar(select(GuidelineVersion).where(*mine))


def of_project(session: Session, project_id: str, after: str | None, limit: int) -> Page[GuidelineVersion]:
    """Return the versions, oldest first."""
    query = select(GuidelineVersion).where(GuidelineVersion.project_id == project_id)
    return page(session, query, [GuidelineVersion.number], after, limit)
