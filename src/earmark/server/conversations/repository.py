"""Every query about conversations, turns and items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table as SqlTable
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from earmark.server.kit.pagination import Page, page
from earmark.server.tables import (
    Assignment,
    Conversation,
    EventPayload,
    Item,
    Media,
    Place,
    Turn,
)

__all__ = [
    "Known",
    "add",
    "by_external",
    "counts",
    "delete_conversations",
    "delete_items",
    "delete_turns",
    "erase_payloads",
    "handed_out",
    "item_ids",
    "media_of",
    "of_project",
    "project_of_conversation",
    "set_media",
    "turns",
    "turns_at",
    "with_items",
]


@dataclass(frozen=True, slots=True)
class Known:
    """A conversation that is there already."""

    id: str
    media_id: str | None


def project_of_conversation(session: Session, conversation_id: str) -> str | None:
    """Return the project a conversation is in."""
    return session.scalar(select(Conversation.project_id).where(Conversation.id == conversation_id))


def of_project(session: Session, project_id: str, after: str | None, limit: int) -> Page[Conversation]:
    """Return a project's conversations, by their own ids."""
    query = select(Conversation).where(Conversation.project_id == project_id)
    return page(session, query, [Conversation.external_id], after, limit)


def counts(session: Session, table: type[Turn] | type[Item], ids: Sequence[str]) -> dict[str, int]:
    """Count the turns, or the items, of each of these conversations."""
    query = select(table.conversation_id, func.count()).where(table.conversation_id.in_(ids))
    return {row[0]: row[1] for row in session.execute(query.group_by(table.conversation_id))}


def media_of(session: Session, ids: Sequence[str | None]) -> dict[str, Media]:
    """Return these audio files by id."""
    wanted = [media_id for media_id in ids if media_id is not None]
    return {one.id: one for one in session.scalars(select(Media).where(Media.id.in_(wanted)))}


def turns(
    session: Session, conversation_id: str, *, after: int, upto: int | None, limit: int, last: bool
) -> list[Turn]:
    """Return turns after a position, up to and with another, in order; of too many the first or the `last`."""
    query = select(Turn).where(Turn.conversation_id == conversation_id, Turn.position > after)
    if upto is not None:
        query = query.where(Turn.position <= upto)
    found = session.scalars(
        query.order_by(Turn.position.desc() if last else Turn.position).limit(limit)
    ).all()
    return list(reversed(found)) if last else list(found)


def by_external(session: Session, project_id: str, names: Sequence[str]) -> dict[str, Known]:
    """Return those conversations of a project that are there, by the ids their source gave them."""
    query = select(Conversation.external_id, Conversation.id, Conversation.media_id).where(
        Conversation.project_id == project_id, Conversation.external_id.in_(names)
    )
    return {row.external_id: Known(row.id, row.media_id) for row in session.execute(query)}


def turns_at(session: Session, ids: Sequence[str], positions: Sequence[int]) -> dict[tuple[str, int], Turn]:
    """Return the turns of these conversations at these positions."""
    if not ids or not positions:
        return {}
    query = select(Turn).where(Turn.conversation_id.in_(ids), Turn.position.in_(positions))
    return {(turn.conversation_id, turn.position): turn for turn in session.scalars(query)}


def item_ids(session: Session, project_id: str, names: Sequence[str]) -> set[str]:
    """Return those of these external ids that items of the project have."""
    query = select(Item.external_id).where(Item.project_id == project_id, Item.external_id.in_(names))
    return set(session.scalars(query))


def add(session: Session, table: type[Conversation | Turn | Item], rows: Sequence[dict[str, Any]]) -> None:
    """Add rows, many at a time."""
    if rows:
        session.execute(
            insert(cast("SqlTable", table.__table__)), rows
        )  # past the unit of work: they are many


def set_media(session: Session, conversation_id: str, media_id: str | None) -> None:
    """Give a conversation its audio, or take it away."""
    session.execute(update(Conversation).where(Conversation.id == conversation_id).values(media_id=media_id))


def handed_out(session: Session, ids: Sequence[str]) -> set[str]:
    """Return those of these items that somebody was given, and keep the others from being given to anybody."""
    session.execute(select(Place.id).where(Place.item_id.in_(ids)).order_by(Place.id).with_for_update()).all()
    return set(session.scalars(select(Assignment.item_id).where(Assignment.item_id.in_(ids)).distinct()))


def delete_items(session: Session, ids: Sequence[str]) -> None:
    """Remove items that were never given to anybody, with their places."""
    session.execute(delete(Place).where(Place.item_id.in_(ids)))
    session.execute(delete(Item).where(Item.id.in_(ids)))


def with_items(session: Session, ids: Sequence[str]) -> set[str]:
    """Return those of these conversations that have an item."""
    return set(session.scalars(select(Item.conversation_id).where(Item.conversation_id.in_(ids)).distinct()))


def delete_turns(session: Session, conversation_id: str, positions: Sequence[int]) -> None:
    """Remove some turns of a conversation, except those that are items."""
    is_item = (
        select(Item.id)
        .where(Item.conversation_id == Turn.conversation_id, Item.position == Turn.position)
        .exists()
    )
    mine = (Turn.conversation_id == conversation_id, Turn.position.in_(positions), ~is_item)
    session.execute(delete(Turn).where(*mine).execution_options(synchronize_session=False))


def delete_conversations(session: Session, ids: Sequence[str]) -> None:
    """Remove conversations without items, with their turns."""
    session.execute(delete(Turn).where(Turn.conversation_id.in_(ids)))
    session.execute(delete(Conversation).where(Conversation.id.in_(ids)))


def erase_payloads(session: Session, event_ids: Sequence[str]) -> None:
    """Erase what events say; the events and their commitments stay."""
    session.execute(delete(EventPayload).where(EventPayload.event_id.in_(event_ids)))
