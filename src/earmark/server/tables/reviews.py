"""What a reviewer decided, why, and under which clause."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from earmark.server.kit.orm import Json, Table, UtcTime, new_id

__all__ = ["Review"]


class Review(Table):
    """A decision on one task of one item: `accept` an answer, give an `other`, or `return` it to be done again.

    Never changed: the latest decision on (item, task) is in force.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        Index(None, "item_id", "task"),
        Index(None, "project_id", "seq"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("items.id"))
    task: Mapped[str] = mapped_column(String(100))
    reviewer_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    decision: Mapped[str] = mapped_column(String(10))
    answer: Mapped[Any | None] = mapped_column(Json)
    annotation_id: Mapped[str | None] = mapped_column(String(32))
    clause: Mapped[str | None] = mapped_column(String(50))
    guideline_version_id: Mapped[str] = mapped_column(ForeignKey("guideline_versions.id"))
    reason: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(UtcTime)
