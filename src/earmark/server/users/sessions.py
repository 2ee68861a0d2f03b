"""Signing in and out; choosing and changing a password."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from earmark.server.kit.actor import Actor
from earmark.server.kit.clock import now
from earmark.server.kit.errors import NotSignedInError, UnusableError
from earmark.server.kit.installation import Installation
from earmark.server.kit.journal import Event, record
from earmark.server.kit.repository import get, locked
from earmark.server.kit.tokens import digest, new_token
from earmark.server.tables import LoginSession, User
from earmark.server.users import policy, repository

__all__ = ["Opened", "change_password", "csrf", "join", "sign_in", "sign_out"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session: the cookie's value and the page's CSRF token are nowhere stored in plain but here."""

    user: User
    cookie: str
    csrf: str


def join(installation: Installation, token: str, password: str) -> Opened:
    """Set the password of an invited person and sign them in.

    Raises:
        UnusableError: the link is not known, was used, or is too old.
    """
    with installation.database.reading() as session:
        _invited(session, token)  # before the costly hash: anyone may call this
    password_hash = installation.passwords.hash(password)
    with installation.database.writing() as session:
        user = _invited(session, token)
        user.password_hash, user.join_token_hash, user.join_ends_at = password_hash, None, None
        repository.end_sessions(session, user.id)
        record(session, Event(None, user.pseudonym, "user.joined", user.id))
        return _open(session, user)


def sign_in(
    installation: Installation, login: str, password: str, *, address: str, old_cookie: str | None
) -> Opened:
    """Sign a person in, in a new session; the browser's old one ends.

    Raises:
        NotSignedInError: login or password is wrong; it does not say which, nor by its time.
        TooManyError: too many attempts.
    """
    database = installation.database
    with database.writing() as session:
        policy.let_try(session, installation.key, login, address)
        user = repository.by_login(session, login)
    stored = user.password_hash if user is not None and user.disabled_at is None else None
    if not installation.passwords.right(password, stored):
        raise NotSignedInError("wrong-login", "The login or the password is wrong.")
    with database.writing() as session:
        user = repository.by_login(session, login)
        if user is None or user.disabled_at is not None or user.password_hash != stored:
            raise NotSignedInError("wrong-login", "The login or the password is wrong.")
        repository.forget_attempts(session, policy.login_hash(installation.key, login))
        if old_cookie:
            _close(session, digest(old_cookie))
        return _open(session, user)


def sign_out(session: Session, actor: Actor) -> None:
    """End the session the actor is in."""
    if actor.session_hash is not None:
        _close(session, actor.session_hash)
        record(session, Event(None, actor.pseudonym, "session.closed", actor.user_id))


def csrf(session: Session, actor: Actor) -> str:
    """Return the CSRF token of the actor's session."""
    return get(session, LoginSession, actor.session_hash, "session").csrf


def change_password(installation: Installation, actor: Actor, current: str, new: str) -> None:
    """Change the password and end the person's other sessions.

    Raises:
        UnusableError: the current password is not that.
        TooManyError: too many attempts.
    """
    with installation.database.writing() as session:
        user = get(session, User, actor.user_id, "person")
        policy.let_try(session, installation.key, user.login, f"account {user.id}")
        stored = user.password_hash
    if not installation.passwords.right(current, stored):
        raise UnusableError("wrong-password", "The current password is wrong.", "current")
    password_hash = installation.passwords.hash(new)
    with installation.database.writing() as session:
        user = locked(session, User, actor.user_id, "person")
        user.password_hash = password_hash
        repository.forget_attempts(session, policy.login_hash(installation.key, user.login))
        repository.end_sessions(session, user.id, but=actor.session_hash)
        record(session, Event(None, user.pseudonym, "user.password_changed", user.id))


def _invited(session: Session, token: str) -> User:
    user = repository.by_join_token(session, digest(token), now(session))
    if user is None:
        raise UnusableError(
            "bad-link", "This link was used already, or is too old; ask for a new one.", "token"
        )
    return user


def _open(session: Session, user: User) -> Opened:
    cookie, csrf, at = new_token(), new_token(), now(session)
    session.add(
        LoginSession(
            token_hash=digest(cookie),
            user_id=user.id,
            csrf=csrf,
            created_at=at,
            expires_at=at + policy.SLIDING,
        )
    )
    record(session, Event(None, user.pseudonym, "session.opened", user.id))
    return Opened(user, cookie, csrf)


def _close(session: Session, token_hash: str) -> None:
    old = session.get(LoginSession, token_hash)
    if old is not None:
        session.delete(old)
