"""Conversations as they were imported; for those who review and manage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from earmark.client.connection import Connection
from earmark.client.projects import Project, address_of
from earmark.client.reading import read

__all__ = ["Conversation", "ConversationCounts", "ConversationListed", "Conversations", "Turn"]

TURNS = 2_000


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a stretch; seconds, half-open, None where they are not known.

    `target` marks the turn an assignment asks about.
    """

    position: int
    speaker: str | None = None
    text: str | None = None
    start: float | None = None
    end: float | None = None
    channel: int | None = None
    target: bool = False


@dataclass(frozen=True, slots=True)
class ConversationCounts:
    """How much is in a conversation."""

    turns: int
    items: int


@dataclass(frozen=True, slots=True)
class ConversationListed:
    """A conversation in the list; `external_id` is the id its source gave it, `seconds` are those of its audio."""

    id: str
    external_id: str
    domain: str | None
    language: str | None
    seconds: float | None
    channels: int | None
    counts: ConversationCounts


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation with all its turns; `audio` and `peaks` are addresses on the server."""

    id: str
    external_id: str
    domain: str | None
    language: str | None
    seconds: float | None
    channels: int | None
    counts: ConversationCounts
    turns: tuple[Turn, ...]
    audio: str | None = None
    peaks: str | None = None


@dataclass(frozen=True, slots=True)
class _More:
    turns: tuple[Turn, ...]
    next: int | None


class Conversations:
    """`client.conversations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, project: str | Project) -> tuple[ConversationListed, ...]:
        """Return the project's conversations."""
        return tuple(self.each(project))

    def each(self, project: str | Project) -> Iterator[ConversationListed]:
        """Yield the project's conversations one by one, however many there are."""
        return self._connection.pages(ConversationListed, f"{address_of(project)}/conversations")

    def get(self, conversation: str | ConversationListed) -> Conversation:
        """Return a conversation with all its turns, however many there are."""
        named = conversation if isinstance(conversation, str) else conversation.id
        path = f"/api/conversations/{quote(named, safe='')}"
        answer = self._connection.ask("GET", path, query={"limit": TURNS})
        found, more = read(Conversation, answer), read(_More, answer)
        turns = list(found.turns)
        while more.next is not None:
            more = self._connection.get(_More, path, {"limit": TURNS, "after": more.next})
            turns += more.turns
        return replace(found, turns=tuple(turns))
