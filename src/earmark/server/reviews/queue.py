"""The queries of the queue: items whose places are filled and whose answers differ, most disagreement first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Float, Select, Subquery, Text, and_, cast, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from earmark.server.reviews.cursor import read, write
from earmark.server.tables import Annotation, Assignment, Item, Place, Review

__all__ = ["State", "Waiting", "agreed_annotations", "waiting"]

State = Literal["open", "agreed"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item to be decided: the task it is disputed most on, the share of pairs of answers that differ, and how
    many tasks are open."""

    item_id: str
    task: str
    disagreement: float
    tasks: int


def waiting(
    session: Session,
    project_id: str,
    user_id: str,
    tasks: Sequence[str],
    state: State,
    after: str | None,
    limit: int,
) -> tuple[list[Waiting], str | None]:
    """Return a page of the queue, without what the person answered or holds, and where the next begins."""
    pairs = _undecided(project_id, user_id, tasks, state)
    by_item = (
        select(
            pairs.c.item_id,
            func.min(pairs.c.agreement).label("agreement"),
            func.count().label("tasks"),
            Item.draw.label("draw"),
        )
        .join(Item, Item.id == pairs.c.item_id)
        .group_by(pairs.c.item_id, Item.draw)
        .subquery()
    )
    keys = (by_item.c.agreement, by_item.c.draw, by_item.c.item_id)
    query = select(by_item).order_by(*keys).limit(limit + 1)
    if after is not None:
        query = query.where(tuple_(*keys) > tuple_(*read(after, float, int, str)))
    rows = session.execute(query).all()
    following = None
    if len(rows) > limit:
        last = rows[limit - 1]
        following = write([float(last.agreement), last.draw, last.item_id])
    most = _most_disputed(session, pairs, [row.item_id for row in rows[:limit]])
    found = [
        Waiting(row.item_id, most[row.item_id], 1 - float(row.agreement), row.tasks) for row in rows[:limit]
    ]
    return found, following


def _most_disputed(session: Session, pairs: Subquery, item_ids: Sequence[str]) -> dict[str, str]:
    query = select(pairs.c.item_id, pairs.c.task, pairs.c.agreement).where(pairs.c.item_id.in_(item_ids))
    rows = sorted(session.execute(query), key=lambda row: (-row.agreement, row.task), reverse=True)
    return {row.item_id: row.task for row in rows}


def _undecided(project_id: str, user_id: str, tasks: Sequence[str], state: State) -> Subquery:
    """Return (item, task, agreement) of complete items: the share of pairs of answers that are the same."""
    counted = _counted(project_id, tasks)
    n, same = func.sum(counted.c.n), func.sum(counted.c.n * (counted.c.n - 1))
    agreement = cast(same, Float) / cast(n * (n - 1), Float)
    query = (
        select(counted.c.item_id, counted.c.task, agreement.label("agreement"))
        .group_by(counted.c.item_id, counted.c.task)
        .having(n >= 2)
        .having(func.count() > 1 if state == "open" else func.count() == 1)
    )
    item_id = counted.c.item_id
    not_filled = exists().where(Place.item_id == item_id, Place.state != "filled")
    own = exists().where(
        Assignment.item_id == item_id, Assignment.user_id == user_id, Assignment.state != "lapsed"
    )
    return query.where(~not_filled, ~own, _is_open(counted, state)).subquery()


def _counted(project_id: str, tasks: Sequence[str]) -> Subquery:
    """Return how often each answer in force was given to each task of each item."""
    newer = select(Annotation.supersedes).where(
        Annotation.project_id == project_id, Annotation.supersedes.is_not(None)
    )
    text = cast(Annotation.answer, Text)
    query = (
        select(Annotation.item_id, Annotation.task, func.count().label("n"))
        .where(
            Annotation.project_id == project_id,
            Annotation.task.in_(tasks),
            Annotation.answer.is_not(None),
            Annotation.id.not_in(newer),
        )
        .group_by(Annotation.item_id, Annotation.task, text)
    )
    return query.subquery()


def _is_open(counted: Subquery, state: State) -> Any:
    """Return that nothing was decided; for what differs also that it was sent back and has come back."""
    review, later = aliased(Review), aliased(Review)
    about = and_(review.item_id == counted.c.item_id, review.task == counted.c.task)
    if state == "agreed":
        return ~exists().where(about, review.decision != "return")
    is_last = ~exists().where(
        later.item_id == review.item_id, later.task == review.task, later.seq > review.seq
    )
    on_its_way = exists().where(
        Assignment.item_id == review.item_id,
        Assignment.state == "held",
        Assignment.returned_from.is_not(None),
    )
    settled = or_(review.decision != "return", on_its_way)
    return ~exists().where(about, is_last, settled)


def agreed_annotations(
    session: Session, project_id: str, user_id: str, task: str, limit: int
) -> Sequence[Annotation]:
    """Return, for items on whose task all agree and nothing was decided, the first of the answers."""
    agreed = _undecided(project_id, user_id, [task], "agreed")
    newer = aliased(Annotation)
    replaced = exists().where(newer.item_id == Annotation.item_id, newer.supersedes == Annotation.id)
    first: Select[Any] = (
        select(func.min(Annotation.seq))
        .join(agreed, (agreed.c.item_id == Annotation.item_id) & (agreed.c.task == Annotation.task))
        .where(Annotation.answer.is_not(None), ~replaced)
        .group_by(Annotation.item_id)
    )
    query = select(Annotation).where(Annotation.seq.in_(first)).order_by(Annotation.seq).limit(limit)
    return session.scalars(query).all()
