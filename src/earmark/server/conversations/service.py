"""Conversations, turns and items, for the domains above; and the word that new items can be handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from earmark.server.conversations import repository
from earmark.server.kit.actor import Actor
from earmark.server.kit.errors import BadCallError
from earmark.server.kit.jobs import enqueue
from earmark.server.kit.repository import get
from earmark.server.kit.signals import Signal
from earmark.server.media import service as media
from earmark.server.settings import Settings
from earmark.server.tables import Conversation, Item, Job, Media, Turn

__all__ = [
    "IMPORT",
    "AddedItem",
    "ItemsAdded",
    "audio_of",
    "conversation",
    "item",
    "items_added",
    "start_import",
    "turns_until",
]

IMPORT = "import"


@dataclass(frozen=True, slots=True)
class AddedItem:
    """An item that is new: its number in the order of handing out, and how many are to answer it."""

    id: str
    draw: int
    overlap: int


@dataclass(frozen=True, slots=True)
class ItemsAdded:
    """Items of a project that can be handed out from now on."""

    project_id: str
    items: tuple[AddedItem, ...]

    @property
    def item_ids(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(one.id for one in self.items)


items_added: Signal[ItemsAdded] = Signal("items added")
"""Sent once an import has stored all of its conversations, for some hundred items at a time."""


def start_import(
    session: Session, settings: Settings, actor: Actor, project_id: str, subject: dict[str, Any]
) -> Job:
    """Enqueue the import of uploads, and of a folder's sounds.

    Raises:
        BadCallError: there is nothing to import.
        NotFoundError: an upload is not there.
        ConflictError: an upload is not whole.
        UnusableError: the folder, or the bucket, is none that may be read.
    """
    if not subject["uploads"] and not subject["folder"]:
        raise BadCallError("nothing-to-import", "Name uploads, or a folder of the server.", "uploads")
    media.finished_uploads(session, project_id, subject["uploads"])
    if subject["folder"]:
        media.check_place(settings, subject["folder"])
    return enqueue(session, IMPORT, subject, project_id=project_id, created_by=actor.user_id)


def conversation(session: Session, conversation_id: str) -> Conversation:
    """Return a conversation by id."""
    return get(session, Conversation, conversation_id, "conversation")


def item(session: Session, item_id: str) -> Item:
    """Return an item by id."""
    return get(session, Item, item_id, "item")


def turns_until(session: Session, conversation_id: str, position: int | None, most: int) -> Sequence[Turn]:
    """Return the turns up to and with a position, in order; of more than `most` the last ones.

    `position` None means the conversation as a whole: its first `most` turns.
    """
    return repository.turns(
        session, conversation_id, after=-1, upto=position, limit=most, last=position is not None
    )


def audio_of(session: Session, of: Conversation) -> Media | None:
    """Return the audio of a conversation, if it has any; `media.service` opens it and its peaks."""
    return None if of.media_id is None else media.media(session, of.media_id)
