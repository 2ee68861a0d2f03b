"""Making projects, and deciding who is in them as what."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from earmark.server.kit.actor import Actor
from earmark.server.kit.clock import now
from earmark.server.kit.errors import ConflictError, NotAllowedError, NotFoundError, UnusableError
from earmark.server.kit.journal import Event, record
from earmark.server.kit.orm import new_id
from earmark.server.kit.repository import get, locked
from earmark.server.kit.signals import Signal
from earmark.server.kit.transaction import one_at_a_time
from earmark.server.projects import policy, repository
from earmark.server.tables import Membership, Project, Team, User
from earmark.server.users import service as users

__all__ = [
    "add_person",
    "add_team",
    "change",
    "change_person",
    "create",
    "left",
    "person",
    "project",
    "remove_person",
]

left: Signal[Membership] = Signal("person left the project, or may no longer label in it")
"""Sent when somebody is taken out of a project or given another role; what they hold can go to others."""


def project(session: Session, project_id: str) -> Project:
    """Return a project by id. Whether one may see it is the guard's question."""
    return get(session, Project, project_id, "project")


def create(session: Session, actor: Actor, name: str, settings: dict[str, Any]) -> Project:
    """Make a project with the actor as its owner.

    Raises:
        NotAllowedError: the actor does not run the installation.
    """
    made = Project(id=new_id(), name=name, settings=settings, created_at=now(session))
    session.add(made)
    session.flush()
    record(
        session,
        Event(
            made.id,
            actor.pseudonym,
            "project.created",
            made.id,
            {"id": made.id, "name": name, "settings": settings},
        ),
    )
    _join(session, actor, made.id, users.account(session, actor.user_id), "owner", None)
    return made


def change(
    session: Session,
    actor: Actor,
    project_id: str,
    name: str | None,
    settings: dict[str, Any],
    archived: bool | None,
) -> Project:
    """Change a project's name or settings, or put it away."""
    changed = locked(session, Project, project_id, "project")
    changed.name = name or changed.name
    changed.settings = {**changed.settings, **settings}
    if archived is not None:
        changed.archived_at = (changed.archived_at or now(session)) if archived else None
    facts = {
        "id": changed.id,
        "name": changed.name,
        "settings": changed.settings,
        "archived": changed.archived_at is not None,
    }
    record(session, Event(changed.id, actor.pseudonym, "project.changed", changed.id, facts))
    return changed


def person(session: Session, project_id: str, user_id: str) -> Row[Membership, User, Team]:
    """Return one of the project's people, with their team or None.

    Raises:
        NotFoundError: there is no such person in the project.
    """
    found = repository.person(session, project_id, user_id)
    if found is None:
        raise NotFoundError(message="There is no such person in this project.")
    return found


def add_person(
    session: Session, actor: Actor, project_id: str, login: str, name: str | None, role: str, team: str | None
) -> tuple[User, str | None]:
    """Take somebody into the project; return them, and a one-time token if they have no password yet.

    Who was invited to another project and has not joined yet keeps the link they have, as long as it is good: a
    new one would void it, and would let whoever asked for it into the other project.

    Raises:
        NotAllowedError: the actor may not give this role.
        ConflictError: the person is in the project already.
        UnusableError: the login is new and no name was given, or the account is disabled.
    """
    _may_appoint(actor, role)
    one_at_a_time(session, f"people of {project_id}")
    user = users.by_login(session, login)
    token = None
    if user is None:
        if name is None:
            raise UnusableError("name-missing", "This login is new: give the person's name as well.", "name")
        user, token = users.invite(session, actor.pseudonym, login, name)
        session.flush()
    elif user.disabled_at is not None:
        raise UnusableError("disabled", "This account is disabled; the operator can enable it.", "login")
    elif user.password_hash is None and not (
        users.is_invited(session, user) and repository.is_in_another(session, user.id, project_id)
    ):
        token = users.new_join_token(session, user)
    if repository.person(session, project_id, user.id) is not None:
        raise ConflictError("already-in", f"{login} is in this project already.", "login")
    _join(session, actor, project_id, user, role, team)
    return user, token


def change_person(
    session: Session,
    actor: Actor,
    project_id: str,
    user_id: str,
    role: str | None,
    team: str | None,
    *,
    set_team: bool,
) -> None:
    """Give somebody another role or team.

    Raises:
        NotFoundError: there is no such person in the project.
        NotAllowedError: the actor may not give or take these roles.
        ConflictError: the project would have no owner.
    """
    one_at_a_time(session, f"people of {project_id}")
    membership = person(session, project_id, user_id)[0]
    if role is not None and role != membership.role:
        _may_appoint(actor, membership.role)
        _may_appoint(actor, role)
        _leave_an_owner(session, membership)
        membership.role = role
        left.send(session, membership)
    if set_team:
        membership.team_id = _team(session, actor, project_id, team)
    _record(session, actor, membership)


def remove_person(session: Session, actor: Actor, project_id: str, user_id: str) -> None:
    """Take somebody out of the project. What they answered stays.

    Raises:
        NotFoundError: there is no such person in the project.
        NotAllowedError: the actor may not take this role.
        ConflictError: the project would have no owner.
    """
    one_at_a_time(session, f"people of {project_id}")
    membership = person(session, project_id, user_id)[0]
    _may_appoint(actor, membership.role)
    _leave_an_owner(session, membership)
    membership.ended_at = now(session)
    left.send(session, membership)
    _record(session, actor, membership)


def add_team(session: Session, actor: Actor, project_id: str, name: str) -> Team:
    """Make a team.

    Raises:
        ConflictError: there is one with this name.
    """
    if repository.team_by_name(session, project_id, name) is not None:
        raise ConflictError("team-exists", f"There is already a team {name}.", "name")
    team = Team(id=new_id(), project_id=project_id, name=name)
    session.add(team)
    record(
        session, Event(project_id, actor.pseudonym, "team.created", team.id, {"id": team.id, "name": name})
    )
    return team


def _join(session: Session, actor: Actor, project_id: str, user: User, role: str, team: str | None) -> None:
    team_id = _team(session, actor, project_id, team)
    membership = session.get(Membership, (project_id, user.id))  # of somebody who was in it before
    if membership is None:
        membership = Membership(project_id=project_id, user_id=user.id)
        session.add(membership)
    membership.role, membership.team_id = role, team_id
    membership.since, membership.ended_at = now(session), None
    _record(session, actor, membership)


def _team(session: Session, actor: Actor, project_id: str, name: str | None) -> str | None:
    if name is None:
        return None
    return (
        repository.team_by_name(session, project_id, name) or add_team(session, actor, project_id, name)
    ).id


def _record(session: Session, actor: Actor, membership: Membership) -> None:
    facts = {
        "user_id": membership.user_id,
        "role": membership.role,
        "team_id": membership.team_id,
        "ended": membership.ended_at is not None,
    }
    event = Event(membership.project_id, actor.pseudonym, "membership.changed", membership.user_id, facts)
    record(session, event)


def _may_appoint(actor: Actor, role: str) -> None:
    if not policy.may_appoint(actor, role):
        raise NotAllowedError("owners-only", "Only an owner makes or unmakes owners.")


def _leave_an_owner(session: Session, membership: Membership) -> None:
    if membership.role == "owner" and not repository.has_other_owner(
        session, membership.project_id, membership.user_id
    ):
        raise ConflictError("last-owner", "A project needs an owner: make somebody else one first.")
