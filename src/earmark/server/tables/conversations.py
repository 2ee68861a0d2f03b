"""Conversations, their turns, and the items handed out to be labelled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from earmark.server.kit.orm import Json, Table, UtcTime, new_id

__all__ = ["Conversation", "Item", "Turn"]


class Conversation(Table):
    """Audio, turns, or both. `external_id` is the id the source gave it."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("project_id", "external_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    external_id: Mapped[str] = mapped_column(String(300))
    media_id: Mapped[str | None] = mapped_column(ForeignKey("media.id"))
    domain: Mapped[str | None] = mapped_column(String(100))
    language: Mapped[str | None] = mapped_column(String(35))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Turn(Table):
    """What one speaker says at a stretch. Seconds, half-open; None where not known."""

    __tablename__ = "turns"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    speaker: Mapped[str | None] = mapped_column(String(100))
    channel: Mapped[int | None]
    text: Mapped[str | None] = mapped_column(Text)
    start: Mapped[float | None]
    end: Mapped[float | None]


class Item(Table):
    """What is handed out: a turn (`position`), or a whole conversation (`position` None).

    `draw` is a random number that gives the order of handing out: nothing can be read from it.
    """

    __tablename__ = "items"
    __table_args__ = (UniqueConstraint("project_id", "external_id"), Index(None, "project_id", "draw"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    position: Mapped[int | None]
    external_id: Mapped[str] = mapped_column(String(300))
    purpose: Mapped[str] = mapped_column(String(20), default="label")
    gold: Mapped[dict[str, Any] | None] = mapped_column(Json)  # task → answer, where it is known
    overlap: Mapped[int]
    draw: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
