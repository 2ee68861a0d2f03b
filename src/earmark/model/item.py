"""What is handed out to be labelled: a turn, a segment, a conversation, or a pair of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Item"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be labelled. `extra` holds the columns Earmark has no name for, unchanged."""

    id: str
    text: str | None = None
    conversation_id: str | None = None
    turn: int | None = None
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    audio: str | None = None
    domain: str | None = None
    language: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
