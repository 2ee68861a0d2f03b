"""Every query about places and assignments.

What every take-next and every submission asks is built once: building a query costs more than SQLite takes to answer it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Literal, NamedTuple

from sqlalchemy import Row, Select, and_, bindparam, exists, func, insert, or_, select
from sqlalchemy.orm import Session, aliased

from earmark.server.conversations.service import AddedItem
from earmark.server.kit.pagination import Page, page
from earmark.server.tables import (
    Annotation,
    Assignment,
    Conversation,
    Item,
    Media,
    Membership,
    Place,
    Review,
    Submission,
    Turn,
    User,
)

__all__ = [
    "TurnRead",
    "answered_by",
    "answers_in_force",
    "comment_on",
    "conversation",
    "count_turns",
    "decided_tasks",
    "first_free",
    "held_by",
    "held_of",
    "items_and_people",
    "lapsed",
    "lapsed_before",
    "lease_of",
    "may_label",
    "open_places",
    "own",
    "person_of",
    "place_of",
    "positions_up_to",
    "project_of",
    "review",
    "sent_back",
    "skipped",
    "takeable",
    "turns",
    "with_places",
]


class TurnRead(NamedTuple):
    """A turn as it is read from the database."""

    position: int
    speaker: str | None
    channel: int | None
    text: str | None
    start: float | None
    end: float | None


Per = Literal["turn", "conversation"]


def project_of(session: Session, assignment_id: str) -> str | None:
    """Return the project an assignment belongs to."""
    return session.scalar(select(Assignment.project_id).where(Assignment.id == assignment_id))


def person_of(session: Session, assignment_id: str) -> str | None:
    """Return whose an assignment is."""
    return session.scalar(select(Assignment.user_id).where(Assignment.id == assignment_id))


def with_places(session: Session, item_ids: Sequence[str]) -> set[str]:
    """Return those of these items that have places already."""
    return set(session.scalars(select(Place.item_id).where(Place.item_id.in_(item_ids))))


def open_places(session: Session, project_id: str, items: Iterable[AddedItem]) -> None:
    """Give each item as many free places as its overlap."""
    rows = [
        {"project_id": project_id, "item_id": item.id, "number": number, "draw": item.draw, "state": "free"}
        for item in items
        for number in range(1, item.overlap + 1)
    ]
    if rows:
        session.execute(insert(Place), rows)


def held_by(session: Session, project_id: str, user_id: str) -> Sequence[Row[Assignment, Place]]:
    """Return what a person holds, with its place kept from others; what was sent back to them comes first.

    Also what they hold beyond its lease: as long as nobody took it, it is theirs.
    """
    return session.execute(_held_by(), {"project_id": project_id, "user_id": user_id}).all()


@cache
def _held_by() -> Select[Assignment, Place]:
    is_theirs = or_(Assignment.returned_from.is_not(None), Place.assignment_id == Assignment.id)
    return (
        select(Assignment, Place)
        .join(Place, Place.id == Assignment.place_id)
        .where(
            Assignment.project_id == bindparam("project_id"),
            Assignment.user_id == bindparam("user_id"),
            Assignment.state == "held",
            is_theirs,
        )
        .order_by(Assignment.returned_from.is_(None), Assignment.created_at, Place.draw, Place.number)
        .with_for_update(of=Place)
        .execution_options(populate_existing=True)
    )


def lapsed(
    session: Session, project_id: str, at: datetime, but: str | None, limit: int
) -> Sequence[Row[Assignment, Place]]:
    """Return places held beyond their lease (except by `but`), kept from others; those in others' hands are passed over."""
    given = {"project_id": project_id, "at": at, "but": but or "", "most": limit}
    return session.execute(_lapsed(), given).all()


@cache
def _lapsed() -> Select[Assignment, Place]:
    over = (
        Place.project_id == bindparam("project_id"),
        Place.state == "held",
        Place.lease_ends_at <= bindparam("at"),
        Place.user_id != bindparam("but"),  # what is held has a person, and nobody's id is empty
    )
    return (
        select(Assignment, Place)
        .join(Place, Place.assignment_id == Assignment.id)
        .where(*over)
        .order_by(Place.draw, Place.number)
        .limit(bindparam("most"))
        .with_for_update(of=Place, skip_locked=True)
        .execution_options(populate_existing=True)
    )


def held_of(session: Session, user_id: str, project_id: str | None) -> Sequence[Row[Assignment, Place]]:
    """Return everything a person holds, in one project or in all, kept from others."""
    query = (
        select(Assignment, Place)
        .join(Place, Place.id == Assignment.place_id)
        .where(Assignment.user_id == user_id, Assignment.state == "held")
        .order_by(Place.draw, Place.number)
        .with_for_update(of=Place)
        .execution_options(populate_existing=True)
    )
    if project_id is not None:
        query = query.where(Assignment.project_id == project_id)
    return session.execute(query).all()


def first_free(session: Session, project_id: str, user_id: str, only: Per | None) -> Place | None:
    """Return the first free place, by draw and number, of an item the person has no part in; kept from others.

    `only` narrows it to turns or to whole conversations, where the guideline asks nothing of the others.
    A lapsed assignment is no part: nothing came of it.
    """
    return session.scalar(_first_free(only), {"project_id": project_id, "user_id": user_id})


@cache
def _first_free(only: Per | None) -> Select[Place]:
    part = exists().where(
        Assignment.item_id == Place.item_id,
        Assignment.user_id == bindparam("user_id"),
        Assignment.state != "lapsed",
    )
    query = select(Place).where(Place.project_id == bindparam("project_id"), Place.state == "free", ~part)
    if only is not None:
        of_kind = Item.position.is_not(None) if only == "turn" else Item.position.is_(None)
        query = query.join(Item, Item.id == Place.item_id).where(of_kind)
    query = query.order_by(Place.draw, Place.number).limit(1)
    return query.with_for_update(of=Place, skip_locked=True)


def takeable(session: Session, item_id: str, user_id: str, at: datetime) -> Sequence[Place]:
    """Return the item's places the person has, or could take now; kept from others."""
    over = and_(Place.state == "held", Place.lease_ends_at <= at)
    query = (
        select(Place)
        .where(Place.item_id == item_id, or_(Place.user_id == user_id, Place.state == "free", over))
        .order_by(Place.number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalars(query).all()


def place_of(session: Session, assignment: Assignment) -> Place:
    """Return an assignment's place, kept from others."""
    query = select(Place).where(Place.id == assignment.place_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def lapsed_before(session: Session, item_id: str, user_id: str, version_id: str) -> Assignment | None:
    """Return an assignment of this item to this person, under this guideline version, of which nothing came."""
    query = select(Assignment).where(
        Assignment.item_id == item_id,
        Assignment.user_id == user_id,
        Assignment.guideline_version_id == version_id,
        Assignment.state == "lapsed",
    )
    return session.scalar(query.order_by(Assignment.created_at.desc(), Assignment.id).limit(1))


def own(session: Session, project_id: str, user_id: str, limit: int) -> Sequence[Assignment]:
    """Return what a person has finished with, the latest first."""
    query = select(Assignment).where(
        Assignment.project_id == project_id,
        Assignment.user_id == user_id,
        Assignment.state.in_(("submitted", "skipped")),
    )
    return session.scalars(query.order_by(Assignment.ended_at.desc(), Assignment.id).limit(limit)).all()


def decided_tasks(session: Session, item_id: str) -> set[str]:
    """Return the tasks of an item on which a review has the last word: those not sent back."""
    latest = (
        select(Review.task, func.max(Review.seq).label("seq"))
        .where(Review.item_id == item_id)
        .group_by(Review.task)
        .subquery()
    )
    query = select(Review.task).join(latest, latest.c.seq == Review.seq)
    return set(session.scalars(query.where(Review.decision != "return")))


def answers_in_force(session: Session, item_id: str, user_id: str) -> Sequence[Annotation]:
    """Return a person's answers to an item that nothing superseded; a withdrawn one is there, without an answer."""
    return session.scalars(_in_force(), {"item_id": item_id, "user_id": user_id}).all()


@cache
def _in_force() -> Select[Annotation]:
    newer = aliased(Annotation)
    replaced = exists().where(newer.item_id == Annotation.item_id, newer.supersedes == Annotation.id)
    mine = (Annotation.item_id == bindparam("item_id"), Annotation.user_id == bindparam("user_id"))
    return select(Annotation).where(*mine, ~replaced).order_by(Annotation.seq)


def comment_on(session: Session, submission_id: str) -> str | None:
    """Return the comment of a submission."""
    return session.scalar(select(Submission.comment).where(Submission.id == submission_id))


def review(session: Session, review_id: str) -> Review | None:
    """Return a review by id."""
    return session.scalar(select(Review).where(Review.id == review_id))


def conversation(session: Session, conversation_id: str) -> Row[Conversation, Media]:
    """Return a conversation with its audio, None where it has none."""
    query = select(Conversation, Media).outerjoin(Media, Media.id == Conversation.media_id)
    return session.execute(query.where(Conversation.id == conversation_id)).one()


def positions_up_to(session: Session, conversation_id: str, position: int | None, most: int) -> Sequence[int]:
    """Return the positions of the turns that lead up to one, and its own: at most `most`, the last ones."""
    query: Select[int] = select(Turn.position).where(Turn.conversation_id == conversation_id)
    if position is not None:
        query = query.where(Turn.position <= position).order_by(Turn.position.desc()).limit(most)
        return sorted(session.scalars(query))
    return session.scalars(query.order_by(Turn.position)).all()


def turns(session: Session, conversation_id: str, first: int | None, last: int | None) -> list[TurnRead]:
    """Return the turns from `first` to `last`, both included; None is no bound."""
    columns = [getattr(Turn, name) for name in TurnRead._fields]
    query = select(*columns).where(Turn.conversation_id == conversation_id)
    if first is not None:
        query = query.where(Turn.position >= first)
    if last is not None:
        query = query.where(Turn.position <= last)
    return [TurnRead(*row) for row in session.execute(query.order_by(Turn.position))]


def skipped(
    session: Session, project_id: str, outcome: str | None, after: str | None, limit: int
) -> Page[Submission]:
    """Return what was passed over or marked defective and not answered since by the same person, oldest first."""
    query = (
        select(Submission)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .where(Assignment.project_id == project_id, Assignment.state == "skipped")
        .where(Submission.outcome == outcome if outcome else Submission.outcome != "answered")
    )
    return page(session, query, [Submission.submitted_at, Submission.id], after, limit)


def items_and_people(session: Session, submission_ids: Sequence[str]) -> dict[str, tuple[Item, User]]:
    """Return what each of these submissions is about, and whose it is."""
    query = (
        select(Submission.id, Item, User)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .join(Item, Item.id == Assignment.item_id)
        .join(User, User.id == Submission.user_id)
        .where(Submission.id.in_(submission_ids))
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}


def answered_by(session: Session, item_id: str, user_ids: Sequence[str]) -> Sequence[Row[Assignment, Place]]:
    """Return the assignments by which people answered an item, with their places, kept from others."""
    query = (
        select(Assignment, Place)
        .join(Place, Place.id == Assignment.place_id)
        .where(
            Assignment.item_id == item_id,
            Assignment.user_id.in_(user_ids),
            Assignment.state == "submitted",
            Place.assignment_id == Assignment.id,
        )
        .order_by(Place.number)
        .with_for_update(of=Place)
        .execution_options(populate_existing=True)
    )
    return session.execute(query).all()


def sent_back(session: Session, item_id: str) -> Sequence[Row[Assignment, Place]]:
    """Return the assignments by which an item is asked anew, with their places, kept from others."""
    query = (
        select(Assignment, Place)
        .join(Place, Place.id == Assignment.place_id)
        .where(
            Assignment.item_id == item_id,
            Assignment.state == "held",
            Assignment.returned_from.is_not(None),
        )
        .order_by(Place.number)
        .with_for_update(of=Place)
        .execution_options(populate_existing=True)
    )
    return session.execute(query).all()


def may_label(session: Session, project_id: str, user_id: str, roles: Sequence[str]) -> bool:
    """Tell whether a person is in the project now, with one of these roles, and can sign in."""
    query = (
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.project_id == project_id,
            Membership.user_id == user_id,
            Membership.ended_at.is_(None),
            Membership.role.in_(roles),
            User.disabled_at.is_(None),
        )
    )
    return session.scalar(query) is not None


def lease_of(session: Session, assignment: Assignment) -> datetime | None:
    """Return until when an assignment holds its place; None when it holds none."""
    query = select(Place.lease_ends_at).where(
        Place.id == assignment.place_id, Place.assignment_id == assignment.id
    )
    return session.scalar(query)


def count_turns(session: Session, conversation_id: str, first: int, last: int) -> int:
    """Return how many turns there are from `first` to `last`, both included."""
    query = select(func.count()).where(
        Turn.conversation_id == conversation_id, Turn.position >= first, Turn.position <= last
    )
    return session.scalar(query) or 0
