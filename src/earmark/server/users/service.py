"""Accounts: who there is, and the tokens of their programs."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from earmark.server.kit.actor import Actor
from earmark.server.kit.clock import now
from earmark.server.kit.errors import ConflictError, NotFoundError
from earmark.server.kit.journal import SYSTEM, Event, record
from earmark.server.kit.orm import new_id
from earmark.server.kit.repository import get, locked
from earmark.server.kit.signals import Signal
from earmark.server.kit.tokens import digest, new_token
from earmark.server.tables import ApiToken, User
from earmark.server.users import repository

__all__ = [
    "account",
    "by_login",
    "change_profile",
    "change_user",
    "disabled",
    "first_operator",
    "invite",
    "is_invited",
    "issue_token",
    "join_link",
    "new_join_token",
    "revoke_token",
]

INVITATION = timedelta(days=14)
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]

disabled: Signal[User] = Signal("user disabled")
"""Sent when a person may no longer sign in; what they hold can be given to others."""


def account(session: Session, user_id: str) -> User:
    """Return a person by id."""
    return get(session, User, user_id, "person")


def by_login(session: Session, login: str) -> User | None:
    """Return the person with this login."""
    return repository.by_login(session, login)


def invite(
    session: Session, by: str, login: str, name: str, *, is_operator: bool = False
) -> tuple[User, str]:
    """Make an account without a password and return it with the one-time token to choose one.

    Raises:
        ConflictError: the login is taken.
    """
    if repository.by_login(session, login) is not None:
        raise ConflictError("login-taken", f"There is already somebody with the login {login}.", "login")
    user = User(
        id=new_id(),
        login=login,
        name=name,
        pseudonym=_pseudonym(session),
        is_operator=is_operator,
        settings={},
        created_at=now(session),
    )
    session.add(user)
    token = new_join_token(session, user)
    facts = {
        "id": user.id,
        "login": login,
        "name": name,
        "pseudonym": user.pseudonym,
        "is_operator": is_operator,
    }
    record(session, Event(None, by, "user.created", user.id, facts))
    return user, token


def is_invited(session: Session, user: User) -> bool:
    """Tell whether the person has a link to join with that is still good."""
    return user.join_ends_at is not None and user.join_ends_at > now(session)


def new_join_token(session: Session, user: User) -> str:
    """Return a new one-time token with which the person chooses a password; an earlier one is void."""
    token = new_token()
    user.join_token_hash, user.join_ends_at = digest(token), now(session) + INVITATION
    return token


def join_link(server: str, token: str) -> str:
    """Return the address with which an invited person joins; what follows the # is never sent to a server.

    >>> join_link("http://127.0.0.1:8765/", "abc")
    'http://127.0.0.1:8765/join#abc'
    """
    return f"{server.rstrip('/')}/join#{token}"


def first_operator(session: Session) -> str | None:
    """Return a join token for the operator of a new installation; None once one has a password."""
    user = repository.by_login(session, "operator")
    if user is None and not repository.has_other_operator(session, ""):
        return invite(session, SYSTEM, "operator", "Operator", is_operator=True)[1]
    if user is None or user.password_hash is not None or user.disabled_at is not None:
        return None
    return new_join_token(session, user)


def change_profile(session: Session, actor: Actor, name: str | None, settings: dict[str, Any] | None) -> User:
    """Change what people may change about themselves."""
    user = locked(session, User, actor.user_id, "person")
    if settings is not None:
        user.settings = settings  # how one likes one's pages is no part of the record
    if name is not None and name != user.name:
        user.name = name
        record(session, Event(None, actor.pseudonym, "user.changed", user.id, {"name": name}))
    return user


def change_user(
    session: Session, actor: Actor, user_id: str, *, is_operator: bool | None, is_disabled: bool | None
) -> User:
    """Change what the operator may change: who runs the installation, and who may sign in.

    Raises:
        ConflictError: nobody would be left to run the installation.
    """
    user = locked(session, User, user_id, "person")
    loses = is_operator is False or is_disabled is True
    if user.is_operator and loses and not repository.has_other_operator(session, user.id):
        raise ConflictError("last-operator", "Somebody has to be left who runs the installation.")
    if is_operator is not None:
        user.is_operator = is_operator
    if is_disabled is not None:
        user.disabled_at = (user.disabled_at or now(session)) if is_disabled else None
    facts = {"is_operator": user.is_operator, "disabled": user.disabled_at is not None}
    record(session, Event(None, actor.pseudonym, "user.changed", user.id, facts))
    if is_disabled:
        repository.end_sessions(session, user.id)
        disabled.send(session, user)
    return user


def issue_token(
    session: Session, actor: Actor, name: str, scopes: list[str], project_id: str | None, days: int | None
) -> tuple[ApiToken, str]:
    """Make a token for a program of the actor's; it can do no more than the actor can.

    Raises:
        NotFoundError: the actor is in no such project.
    """
    if project_id is not None and not repository.in_project(session, actor.user_id, project_id):
        raise NotFoundError(message="There is no such project here.")
    secret = new_token("em_")
    key = ApiToken(
        id=new_id(),
        user_id=actor.user_id,
        project_id=project_id,
        name=name,
        token_hash=digest(secret),
        scopes=sorted(set(scopes)),
        created_at=now(session),
        expires_at=now(session) + timedelta(days=days) if days else None,
    )
    session.add(key)
    facts = {"id": key.id, "name": name, "scopes": key.scopes, "project_id": project_id, "days": days}
    record(session, Event(None, actor.pseudonym, "token.created", key.id, facts))
    return key, secret


def revoke_token(session: Session, actor: Actor, token_id: str) -> None:
    """Make a token useless, from this moment on.

    Raises:
        NotFoundError: the actor has no such token.
    """
    key = session.get(ApiToken, token_id)
    if key is None or key.user_id != actor.user_id:
        raise NotFoundError(message="There is no such token here.")
    if key.revoked_at is None:
        key.revoked_at = now(session)
        record(session, Event(None, actor.pseudonym, "token.revoked", key.id))


def _pseudonym(session: Session) -> str:
    """Return a name that can be said and tells nothing."""
    while True:
        name = "-".join("".join(secrets.choice(SYLLABLES) for _ in range(2)) for _ in range(2))
        if not repository.pseudonym_taken(session, name):
            return name
