"""Every query for measuring and for taking out: rows as plain values, in a fixed order, without a thousand objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Executable, Row, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from earmark.server.tables import (
    Annotation,
    Assignment,
    Conversation,
    Derived,
    Event,
    GuidelineVersion,
    Item,
    Media,
    Membership,
    Place,
    Review,
    Submission,
    Team,
    Turn,
    User,
)

__all__ = [
    "annotation_rows",
    "complete_among",
    "decided",
    "derived",
    "items",
    "known_gold",
    "last_change",
    "passed_over",
    "places_by_kind",
    "reviews",
    "versions",
    "versions_used",
]

AT_ONCE = 5_000


def _stream(session: Session, query: Executable) -> Iterator[Row[Any]]:
    yield from session.execute(query.execution_options(yield_per=AT_ONCE))


def annotation_rows(session: Session, project_id: str) -> Iterator[Row[Any]]:
    """Return every annotation that was ever stored, in the order of storing."""
    query = (
        select(
            Annotation.id.label("annotation_id"),
            Annotation.task,
            Annotation.kind,
            Annotation.answer,
            Annotation.context,
            Annotation.suggested,
            Annotation.suggestion_source,
            Annotation.supersedes,
            Annotation.submitted_at,
            Item.external_id.label("item_id"),
            Item.purpose,
            User.pseudonym.label("annotator_id"),
            Submission.seconds,
            Submission.outcome,
            Submission.comment,
            GuidelineVersion.number.label("guideline"),
            Conversation.domain,
            Conversation.language,
            Team.name.label("team"),
        )
        .join(Item, Item.id == Annotation.item_id)
        .join(Conversation, Conversation.id == Item.conversation_id)
        .join(User, User.id == Annotation.user_id)
        .join(Submission, Submission.id == Annotation.submission_id)
        .join(GuidelineVersion, GuidelineVersion.id == Annotation.guideline_version_id)
        .outerjoin(
            Membership,
            and_(Membership.project_id == Annotation.project_id, Membership.user_id == Annotation.user_id),
        )
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(Annotation.project_id == project_id)
        .order_by(Annotation.seq)
    )
    return _stream(session, query)


def passed_over(session: Session, project_id: str) -> Iterator[Row[Any]]:
    """Return what was skipped or marked defective without an answer that it withdraws, in order of time."""
    withdraws = exists().where(Annotation.submission_id == Submission.id)
    query = (
        select(
            Submission.id.label("annotation_id"),
            Submission.submitted_at,
            Submission.seconds,
            Submission.outcome,
            Submission.comment,
            Item.external_id.label("item_id"),
            Item.purpose,
            User.pseudonym.label("annotator_id"),
            GuidelineVersion.number.label("guideline"),
            Conversation.domain,
            Conversation.language,
        )
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .join(Item, Item.id == Assignment.item_id)
        .join(Conversation, Conversation.id == Item.conversation_id)
        .join(User, User.id == Submission.user_id)
        .join(GuidelineVersion, GuidelineVersion.id == Assignment.guideline_version_id)
        .where(Assignment.project_id == project_id, Submission.outcome != "answered", ~withdraws)
        .order_by(Submission.submitted_at, Submission.id)
    )
    return _stream(session, query)


def items(session: Session, project_id: str) -> Iterator[Row[Any]]:
    """Return every item with its turn, in the order in which they were added."""
    query = (
        select(
            Item.external_id.label("item_id"),
            Conversation.external_id.label("conversation_id"),
            Item.position.label("turn"),
            Turn.speaker,
            Turn.text,
            Turn.start,
            Turn.end,
            Media.name.label("audio"),
            Conversation.domain,
            Conversation.language,
        )
        .join(Conversation, Conversation.id == Item.conversation_id)
        .outerjoin(Turn, and_(Turn.conversation_id == Item.conversation_id, Turn.position == Item.position))
        .outerjoin(Media, Media.id == Conversation.media_id)
        .where(Item.project_id == project_id)
        .order_by(Conversation.external_id, Item.position, Item.external_id)
    )
    return _stream(session, query)


def reviews(session: Session, project_id: str) -> Iterator[Row[Any]]:
    """Return the decisions in force that settled something, in the order of deciding."""
    later = aliased(Review)
    replaced = exists().where(
        later.item_id == Review.item_id, later.task == Review.task, later.seq > Review.seq
    )
    query = (
        select(
            Item.external_id.label("item_id"),
            Review.task,
            Review.answer,
            Review.decision,
            Review.clause,
            Review.reason,
            Review.decided_at,
            User.pseudonym.label("reviewer"),
            GuidelineVersion.number.label("guideline"),
        )
        .join(Item, Item.id == Review.item_id)
        .join(User, User.id == Review.reviewer_id)
        .join(GuidelineVersion, GuidelineVersion.id == Review.guideline_version_id)
        .where(Review.project_id == project_id, Review.decision != "return", ~replaced)
        .order_by(Review.seq)
    )
    return _stream(session, query)


def known_gold(session: Session, project_id: str) -> Iterator[Row[Any]]:
    """Return the items whose answers were known when they were added, in the order of their ids."""
    query = select(Item.external_id.label("item_id"), Item.gold).where(
        Item.project_id == project_id, Item.gold.is_not(None)
    )
    return _stream(session, query.order_by(Item.external_id))


def versions(session: Session, project_id: str) -> Sequence[GuidelineVersion]:
    """Return the guideline versions, the newest first."""
    query = select(GuidelineVersion).where(GuidelineVersion.project_id == project_id)
    return session.scalars(query.order_by(GuidelineVersion.number.desc())).all()


def versions_used(session: Session, project_id: str) -> set[tuple[str, str]]:
    """Return each task with the ids of the guideline versions under which it was answered."""
    query = select(Annotation.task, Annotation.guideline_version_id)
    query = query.where(Annotation.project_id == project_id).distinct()
    return {(row[0], row[1]) for row in session.execute(query)}


def last_change(session: Session, project_id: str) -> int:
    """Return the number of the last event that bears on what is measured: handing out and lapsing do not."""
    query = select(Event.seq).where(
        Event.project_id == project_id, Event.kind.not_like("assignment.%"), Event.kind != "export.made"
    )
    return session.scalar(query.order_by(Event.seq.desc()).limit(1)) or 0


def places_by_kind(session: Session, project_id: str) -> dict[str, tuple[int, int]]:
    """Return how many items there are about a turn and about a conversation, and how many have all places filled."""
    some = exists().where(Place.item_id == Item.id)
    not_filled = exists().where(Place.item_id == Item.id, Place.state != "filled")
    of_turn = Item.position.is_not(None)
    every = select(of_turn, func.count()).where(Item.project_id == project_id, some).group_by(of_turn)
    done = every.where(~not_filled)
    counts = {bool(key): number for key, number in session.execute(every)}
    filled = {bool(key): number for key, number in session.execute(done)}
    kinds = (("turn", True), ("conversation", False))
    return {name: (counts.get(key, 0), filled.get(key, 0)) for name, key in kinds}


def decided(session: Session, project_id: str) -> dict[str, int]:
    """Return on how many items each task was decided by a review."""
    later = aliased(Review)
    replaced = exists().where(
        later.item_id == Review.item_id, later.task == Review.task, later.seq > Review.seq
    )
    query = select(Review.task, func.count()).where(
        Review.project_id == project_id, Review.decision != "return", ~replaced
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(Review.task))}


def complete_among(
    session: Session, project_id: str, external_ids: Sequence[str], user_id: str
) -> dict[str, str]:
    """Return the ids of those of these items that everybody has answered, and the person has no part in."""
    not_filled = exists().where(Place.item_id == Item.id, Place.state != "filled")
    own = exists().where(
        Assignment.item_id == Item.id, Assignment.user_id == user_id, Assignment.state != "lapsed"
    )
    query = select(Item.external_id, Item.id).where(
        Item.project_id == project_id, Item.external_id.in_(external_ids), ~or_(not_filled, own)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def derived(session: Session, project_id: str, kind: str) -> Derived | None:
    """Return the last file of this kind that was made of a project's data."""
    query = select(Derived).where(
        Derived.source_kind == "project", Derived.source_id == project_id, Derived.kind == kind
    )
    return session.scalar(query)
