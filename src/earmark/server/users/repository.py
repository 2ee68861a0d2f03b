"""Every query about people, sessions and tokens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.orm import Session

from earmark.server.kit.pagination import Page, page
from earmark.server.tables import ApiToken, LoginAttempt, LoginSession, Membership, User

__all__ = [
    "attempts",
    "by_join_token",
    "by_login",
    "end_sessions",
    "everybody",
    "forget_attempts",
    "forget_old",
    "has_other_operator",
    "in_project",
    "pseudonym_taken",
    "session_of",
    "slide",
    "token_of",
    "tokens",
]


def by_login(session: Session, login: str) -> User | None:
    """Return the person with this login."""
    return session.scalar(select(User).where(User.login == login))


def by_join_token(session: Session, token_hash: str, at: datetime) -> User | None:
    """Return the invited person a join link that is still good belongs to."""
    good = (User.join_token_hash == token_hash, User.join_ends_at > at, User.disabled_at.is_(None))
    return session.scalar(select(User).where(*good))


def everybody(session: Session, after: str | None, limit: int) -> Page[User]:
    """Return people, ordered by login."""
    return page(session, select(User), [User.login], after, limit)


def has_other_operator(session: Session, user_id: str) -> bool:
    """Tell whether somebody else can run the installation."""
    others = (User.is_operator, User.disabled_at.is_(None), User.id != user_id)
    return session.scalar(select(User.id).where(*others).limit(1)) is not None


def pseudonym_taken(session: Session, pseudonym: str) -> bool:
    """Tell whether somebody has this pseudonym."""
    return session.scalar(select(User.id).where(User.pseudonym == pseudonym)) is not None


def session_of(session: Session, token_hash: str) -> Row[LoginSession, User] | None:
    """Return the signed-in browser with this cookie, and its person."""
    query = select(LoginSession, User).join(User, User.id == LoginSession.user_id)
    return session.execute(query.where(LoginSession.token_hash == token_hash)).one_or_none()


def slide(session: Session, token_hash: str, expires_at: datetime) -> None:
    """Let a session last longer."""
    mine = LoginSession.token_hash == token_hash
    session.execute(update(LoginSession).where(mine).values(expires_at=expires_at))


def end_sessions(session: Session, user_id: str, *, but: str | None = None) -> None:
    """Sign a person out everywhere, or everywhere else."""
    theirs = delete(LoginSession).where(LoginSession.user_id == user_id)
    session.execute(theirs if but is None else theirs.where(LoginSession.token_hash != but))


def forget_old(session: Session, at: datetime, attempts_before: datetime) -> None:
    """Remove sessions that have ended and attempts too old to count."""
    session.execute(delete(LoginSession).where(LoginSession.expires_at <= at))
    session.execute(delete(LoginAttempt).where(LoginAttempt.at <= attempts_before))


def attempts(
    session: Session, since: datetime, *, login_hash: str | None = None, address_hash: str | None = None
) -> tuple[int, datetime | None]:
    """Return how many attempts there were for a login or from an address, and when the first of them was."""
    query = select(func.count(), func.min(LoginAttempt.at)).where(LoginAttempt.at > since)
    if login_hash is not None:
        query = query.where(LoginAttempt.login_hash == login_hash)
    if address_hash is not None:
        query = query.where(LoginAttempt.address_hash == address_hash)
    count, first = session.execute(query).one()
    return count, first


def forget_attempts(session: Session, login_hash: str) -> None:
    """Forget the attempts for a login: its person is in."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.login_hash == login_hash))


def token_of(session: Session, token_hash: str) -> Row[ApiToken, User] | None:
    """Return the token with this hash, and its person."""
    query = select(ApiToken, User).join(User, User.id == ApiToken.user_id)
    return session.execute(query.where(ApiToken.token_hash == token_hash)).one_or_none()


def tokens(session: Session, user_id: str, after: str | None, limit: int) -> Page[ApiToken]:
    """Return a person's tokens that were not revoked, oldest first."""
    query = select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None))
    return page(session, query, [ApiToken.created_at, ApiToken.id], after, limit)


def in_project(session: Session, user_id: str, project_id: str) -> bool:
    """Tell whether the person is in the project now."""
    theirs = (
        Membership.project_id == project_id,
        Membership.user_id == user_id,
        Membership.ended_at.is_(None),
    )
    return session.scalar(select(Membership.user_id).where(*theirs)) is not None
