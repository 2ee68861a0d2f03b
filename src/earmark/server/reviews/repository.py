"""Every query about answers beside each other, and what was decided on them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import Session, aliased

from earmark.server.kit.pagination import Page, page
from earmark.server.tables import (
    Annotation,
    Assignment,
    GuidelineVersion,
    Item,
    Place,
    Review,
    Submission,
    Turn,
    User,
)

__all__ = [
    "answers",
    "answers_in_full",
    "by_id",
    "has_answered",
    "is_complete",
    "item_of",
    "items_of_reviews",
    "latest",
    "of_project",
    "texts",
    "waits",
]


def item_of(session: Session, project_id: str, item_id: str) -> Item | None:
    """Return an item of the project."""
    return session.scalar(select(Item).where(Item.id == item_id, Item.project_id == project_id))


def has_answered(session: Session, item_id: str, user_id: str) -> bool:
    """Tell whether a person answered an item, or holds it."""
    query = select(Assignment.id).where(
        Assignment.item_id == item_id, Assignment.user_id == user_id, Assignment.state != "lapsed"
    )
    return session.scalar(query.limit(1)) is not None


def is_complete(session: Session, item_id: str) -> bool:
    """Tell whether every place of an item is filled."""
    states = set(session.scalars(select(Place.state).where(Place.item_id == item_id)))
    return states == {"filled"}


def waits(session: Session, item_id: str) -> bool:
    """Tell whether somebody is to answer the item anew because a review sent it back."""
    query = select(Assignment.id).where(
        Assignment.item_id == item_id, Assignment.state == "held", Assignment.returned_from.is_not(None)
    )
    return session.scalar(query.limit(1)) is not None


def answers(session: Session, item_id: str, task: str) -> Sequence[Annotation]:
    """Return the answers to one task of an item that are in force, oldest first."""
    newer = aliased(Annotation)
    replaced = exists().where(newer.item_id == Annotation.item_id, newer.supersedes == Annotation.id)
    query = select(Annotation).where(
        Annotation.item_id == item_id, Annotation.task == task, Annotation.answer.is_not(None), ~replaced
    )
    return session.scalars(query.order_by(Annotation.seq)).all()


def answers_in_full(
    session: Session, item_id: str
) -> Sequence[Row[Annotation, Submission, User, GuidelineVersion]]:
    """Return all answers in force to an item, with their comments, people and guideline versions."""
    newer = aliased(Annotation)
    replaced = exists().where(newer.item_id == Annotation.item_id, newer.supersedes == Annotation.id)
    query = (
        select(Annotation, Submission, User, GuidelineVersion)
        .join(Submission, Submission.id == Annotation.submission_id)
        .join(User, User.id == Annotation.user_id)
        .join(GuidelineVersion, GuidelineVersion.id == Annotation.guideline_version_id)
        .where(Annotation.item_id == item_id, Annotation.answer.is_not(None), ~replaced)
    )
    return session.execute(query.order_by(Annotation.seq)).all()


def latest(session: Session, item_id: str) -> dict[str, Review]:
    """Return the decision in force on each task of an item."""
    query = select(Review).where(Review.item_id == item_id).order_by(Review.seq)
    return {review.task: review for review in session.scalars(query)}


def by_id(session: Session, review_id: str) -> Review | None:
    """Return the decision with this id."""
    return session.scalar(select(Review).where(Review.id == review_id))


def of_project(session: Session, project_id: str, after: str | None, limit: int) -> Page[Review]:
    """Return the decisions of a project, oldest first."""
    query = select(Review).where(Review.project_id == project_id)
    return page(session, query, [Review.seq], after, limit)


def items_of_reviews(session: Session, reviews: Sequence[Review]) -> dict[str, tuple[Item, User]]:
    """Return the item and the reviewer of each of these decisions."""
    query = (
        select(Review.id, Item, User)
        .join(Item, Item.id == Review.item_id)
        .join(User, User.id == Review.reviewer_id)
        .where(Review.id.in_([one.id for one in reviews]))
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}


def texts(session: Session, item_ids: Sequence[str]) -> dict[str, str | None]:
    """Return what is said in the turn each of these items is about; items about a conversation are not in it."""
    query = (
        select(Item.id, Turn.text)
        .join(Turn, (Turn.conversation_id == Item.conversation_id) & (Turn.position == Item.position))
        .where(Item.id.in_(item_ids))
    )
    return {row[0]: row[1] for row in session.execute(query)}
