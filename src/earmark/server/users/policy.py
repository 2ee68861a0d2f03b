"""Who is asking, and who may ask again."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from earmark.server.kit.actor import SCOPES, Actor
from earmark.server.kit.clock import now
from earmark.server.kit.errors import NotAllowedError, NotSignedInError, TooManyError
from earmark.server.kit.tokens import digest, keyed_digest, same
from earmark.server.kit.transaction import one_at_a_time
from earmark.server.kit.work import Guard, Work
from earmark.server.tables import LoginAttempt, LoginSession, User
from earmark.server.users import repository

__all__ = [
    "COOKIE",
    "LONGEST",
    "SLIDING",
    "anyone",
    "in_browser",
    "let_try",
    "login_hash",
    "operator",
    "signed_in",
    "with_scope",
]

COOKIE = "earmark_session"
SLIDING = timedelta(hours=12)
"""How long a session lasts without being used."""
LONGEST = timedelta(days=7)
"""How long it lasts at all."""
SLIDE_EVERY = timedelta(minutes=15)

WINDOW = timedelta(minutes=15)
MOST_PER_LOGIN = 5
MOST_PER_ADDRESS = 30

SAFE = {"GET", "HEAD", "OPTIONS"}


def anyone(work: Work) -> None:  # noqa: ARG001  # a guard's signature
    """Let anyone in: only signing in, and telling that the server lives, are for anyone."""
    return


def signed_in(work: Work) -> Actor:
    """Return who asks: by the token in the header, else by the cookie of the browser.

    Raises:
        NotSignedInError: by neither.
        NotAllowedError: a browser wants to change something without the page's CSRF token.
    """
    header = work.request.headers.get("authorization")
    if header is not None:
        return _program(work, header)
    return _browser(work, work.request.cookies.get(COOKIE))


def with_scope(scope: str) -> Guard:
    """Return a guard for what is about oneself: a browser may, a program needs the scope."""
    if scope not in SCOPES:
        raise ValueError(f"no scope {scope!r}")

    return lambda work: _scoped(work, scope)


def in_browser(work: Work) -> Actor:
    """Return who asks, if a person does: a program must not make itself new keys."""
    actor = signed_in(work)
    if actor.is_program:
        raise NotAllowedError("browser-only", "This is done in the browser, not with a token.")
    return actor


def operator(work: Work) -> Actor:
    """Return who asks, if they run the installation."""
    actor = _scoped(work, "manage")
    if not actor.is_operator or actor.bound_to is not None:
        raise NotAllowedError("operator-only", "This is for those who run the installation.")
    return actor


def _scoped(work: Work, scope: str) -> Actor:
    actor = signed_in(work)
    if actor.scopes is not None and scope not in actor.scopes:
        raise NotAllowedError(message=f"This token lacks the scope {scope!r}.")
    return actor


def _program(work: Work, header: str) -> Actor:
    scheme, _, token = header.partition(" ")
    found = repository.token_of(work.session, digest(token.strip())) if scheme.lower() == "bearer" else None
    if found is None:
        raise NotSignedInError("bad-token", "This token is not known.")
    key, user = found
    at = now(work.session)
    if (
        key.revoked_at is not None
        or user.disabled_at is not None
        or (key.expires_at and key.expires_at <= at)
    ):
        raise NotSignedInError("bad-token", "This token is no longer good.")
    return Actor(user.id, user.pseudonym, user.is_operator, frozenset(key.scopes), key.project_id)


def _browser(work: Work, cookie: str | None) -> Actor:
    found = repository.session_of(work.session, digest(cookie)) if cookie else None
    if found is None:
        raise NotSignedInError
    login, user = found
    if login.expires_at <= now(work.session) or user.disabled_at is not None:
        raise NotSignedInError("session-ended", "Your session has ended; sign in to go on.")
    if work.request.method not in SAFE and not same(work.request.headers.get("x-csrf-token", ""), login.csrf):
        raise NotAllowedError(
            "csrf", "This request does not come from the page you are signed in to; reload it."
        )
    _keep_alive(work, login)
    return _person(user, login)


def _person(user: User, login: LoginSession) -> Actor:
    return Actor(user.id, user.pseudonym, user.is_operator, session_hash=login.token_hash)


def _keep_alive(work: Work, login: LoginSession) -> None:
    until = min(now(work.session) + SLIDING, login.created_at + LONGEST)
    if until - login.expires_at >= SLIDE_EVERY:
        work.afterwards(lambda session: repository.slide(session, login.token_hash, until))


def login_hash(key: bytes, login: str) -> str:
    """Return what is remembered of a login somebody tried."""
    return keyed_digest(key, "login", login)


def let_try(session: Session, key: bytes, login: str, address: str) -> None:
    """Count an attempt to sign in before it is made, so that many at once are counted too.

    Raises:
        TooManyError: five in a quarter of an hour for the login, or thirty from the address.
    """
    at = now(session)
    one_at_a_time(session, "signing in")
    repository.forget_old(session, at, at - WINDOW)
    tried, came = login_hash(key, login), keyed_digest(key, "address", address)
    for most, (count, first) in (
        (MOST_PER_LOGIN, repository.attempts(session, at - WINDOW, login_hash=tried)),
        (MOST_PER_ADDRESS, repository.attempts(session, at - WINDOW, address_hash=came)),
    ):
        if count >= most and first is not None:
            wait = int((first + WINDOW - at).total_seconds()) + 1
            minutes = -(-wait // 60)
            message = (
                f"Too many attempts to sign in; try again in {minutes} minute{'s' if minutes > 1 else ''}."
            )
            raise TooManyError("too-many-attempts", message, wait)
    session.add(LoginAttempt(login_hash=tried, address_hash=came, at=at))
