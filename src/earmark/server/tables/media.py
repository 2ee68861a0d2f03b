"""Audio: what was uploaded or is referred to, and what was made from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from earmark.server.kit.orm import Json, Table, UtcTime, new_id

__all__ = ["Derived", "Media", "Upload"]


class Upload(Table):
    """A file on its way in, in parts; `received` says where to go on."""

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(300))
    size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Media(Table):
    """An audio file. `digest` is the sha256 of its bytes; `place` is `store` or `reference` (then `address`)."""

    __tablename__ = "media"
    __table_args__ = (UniqueConstraint("project_id", "digest"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(300))
    place: Mapped[str] = mapped_column(String(20))
    address: Mapped[str | None] = mapped_column(String(2000))
    size: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[float]
    channels: Mapped[int]
    sample_rate: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Derived(Table):
    """Anything made from a source (peaks, working copies, exports), so that it goes when the source goes."""

    __tablename__ = "derived"
    __table_args__ = (UniqueConstraint("source_kind", "source_id", "kind"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    source_kind: Mapped[str] = mapped_column(String(30))
    source_id: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(30))
    path: Mapped[str] = mapped_column(String(500))  # below the data folder
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
