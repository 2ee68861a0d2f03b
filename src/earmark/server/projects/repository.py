"""Every query about projects, memberships and teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from earmark.server.kit.actor import Actor
from earmark.server.kit.pagination import Page, page
from earmark.server.tables import Annotation, Item, Membership, Place, Project, Team, User

__all__ = [
    "Counts",
    "counts",
    "has_other_owner",
    "is_in_another",
    "of_person",
    "people",
    "person",
    "roles",
    "team_by_name",
    "teams",
    "with_role",
]


OPEN = ("free", "held")


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a project is: items, those with every place filled, answers in force, people in it now."""

    items: int = 0
    done: int = 0
    answers: int = 0
    people: int = 0


def with_role(session: Session, actor: Actor, project_id: str) -> Actor | None:
    """Return the actor with their role in the project; None when they, or their token, have nothing to do with it."""
    if actor.bound_to is not None and actor.bound_to != project_id:
        return None
    role = session.scalar(
        select(Membership.role).where(
            Membership.project_id == project_id,
            Membership.user_id == actor.user_id,
            Membership.ended_at.is_(None),
        )
    )
    return None if role is None else replace(actor, project_id=project_id, role=role)


def of_person(session: Session, actor: Actor, after: str | None, limit: int) -> Page[Project]:
    """Return the projects the actor is in, oldest first."""
    query = (
        select(Project)
        .join(Membership, Membership.project_id == Project.id)
        .where(Membership.user_id == actor.user_id, Membership.ended_at.is_(None))
    )
    if actor.bound_to is not None:
        query = query.where(Project.id == actor.bound_to)
    return page(session, query, [Project.created_at, Project.id], after, limit)


def is_in_another(session: Session, user_id: str, project_id: str) -> bool:
    """Tell whether the person is in a project besides this one now."""
    others = (
        Membership.user_id == user_id,
        Membership.project_id != project_id,
        Membership.ended_at.is_(None),
    )
    return session.scalar(select(Membership.user_id).where(*others).limit(1)) is not None


def roles(session: Session, user_id: str, project_ids: Sequence[str]) -> dict[str, str]:
    """Return the person's role in each of these projects."""
    mine = (
        Membership.user_id == user_id,
        Membership.ended_at.is_(None),
        Membership.project_id.in_(project_ids),
    )
    found = session.execute(select(Membership.project_id, Membership.role).where(*mine))
    return {row.project_id: row.role for row in found}


def counts(session: Session, project_ids: Sequence[str]) -> dict[str, Counts]:
    """Count what is in these projects, in five queries for any number of them, each answered by an index.

    An item is done when none of its places is open; all places of an item share its draw. Every correction
    takes one answer out of force.
    """
    number, open_items = func.count(), func.count(Place.draw.distinct())
    items = _by_project(session, project_ids, Item.project_id, number)
    unfinished = _by_project(session, project_ids, Place.project_id, open_items, Place.state.in_(OPEN))
    written = _by_project(session, project_ids, Annotation.project_id, number)
    corrections = _by_project(
        session, project_ids, Annotation.project_id, number, Annotation.supersedes.is_not(None)
    )
    members = _by_project(session, project_ids, Membership.project_id, number, Membership.ended_at.is_(None))
    return {
        project_id: Counts(
            items=items.get(project_id, 0),
            done=items.get(project_id, 0) - unfinished.get(project_id, 0),
            answers=written.get(project_id, 0) - corrections.get(project_id, 0),
            people=members.get(project_id, 0),
        )
        for project_id in project_ids
    }


def _by_project(
    session: Session,
    project_ids: Sequence[str],
    column: InstrumentedAttribute[str],
    counted: ColumnElement[int],
    *where: ColumnElement[bool],
) -> dict[str, int]:
    query = select(column, counted).where(column.in_(project_ids), *where).group_by(column)
    return {row[0]: row[1] for row in session.execute(query)}


def people(session: Session, project_id: str) -> Sequence[Row[Membership, User, Team]]:
    """Return everybody in the project now, by login; the team is None for those in none."""
    return session.execute(_people(project_id).order_by(User.login)).all()


def person(session: Session, project_id: str, user_id: str) -> Row[Membership, User, Team] | None:
    """Return one of the people in the project now."""
    return session.execute(_people(project_id).where(User.id == user_id)).one_or_none()


def has_other_owner(session: Session, project_id: str, user_id: str) -> bool:
    """Tell whether somebody else, able to sign in, owns the project."""
    query = (
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.project_id == project_id,
            Membership.role == "owner",
            Membership.ended_at.is_(None),
            User.disabled_at.is_(None),
            User.id != user_id,
        )
    )
    return session.scalar(query.limit(1)) is not None


def teams(session: Session, project_id: str) -> Sequence[Team]:
    """Return the project's teams, by name."""
    return session.scalars(select(Team).where(Team.project_id == project_id).order_by(Team.name)).all()


def team_by_name(session: Session, project_id: str, name: str) -> Team | None:
    """Return the team with this name."""
    return session.scalar(select(Team).where(Team.project_id == project_id, Team.name == name))


def _people(project_id: str) -> Select[Membership, User, Team]:
    return (
        select(Membership, User, Team)
        .join(User, User.id == Membership.user_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(Membership.project_id == project_id, Membership.ended_at.is_(None))
    )
