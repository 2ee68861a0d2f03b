"""`/api/session`, `/api/me`, `/api/tokens`, `/api/users`."""

from __future__ import annotations

from fastapi import Response

from earmark.server.kit.pagination import After, Limit, Rows
from earmark.server.kit.work import Apart, Reading, Router, Work, Writing, allowed
from earmark.server.users import policy, repository, schemas, service, sessions

__all__ = ["router"]

router = Router("users")


@router.post("/session")
@allowed(policy.anyone)
def sign_in(body: schemas.Credentials, work: Apart, response: Response) -> schemas.SignedIn:
    """Sign in; sets the cookie `earmark_session`."""
    opened = sessions.sign_in(
        work.installation,
        body.login,
        body.password,
        address=work.address,
        old_cookie=work.request.cookies.get(policy.COOKIE),
    )
    return _enter(work, response, opened)


@router.post("/session/join")
@allowed(policy.anyone)
def join(body: schemas.Join, work: Apart, response: Response) -> schemas.SignedIn:
    """Choose a password with the one-time token of an invitation, and sign in."""
    return _enter(work, response, sessions.join(work.installation, body.token, body.password))


@router.get("/session")
@allowed(policy.in_browser)
def session(work: Reading) -> schemas.SignedIn:
    """Return who is signed in, and the CSRF token of the session."""
    user = service.account(work.session, work.actor.user_id)
    return schemas.SignedIn(
        user=schemas.Person.of(user),
        csrf=sessions.csrf(work.session, work.actor),
        demo=work.installation.demo,
    )


@router.delete("/session", status_code=204)
@allowed(policy.in_browser)
def sign_out(work: Writing, response: Response) -> None:
    """Sign out."""
    sessions.sign_out(work.session, work.actor)
    response.delete_cookie(policy.COOKIE, path="/", httponly=True, samesite="strict")


@router.get("/me")
@allowed(policy.with_scope("read"))
def me(work: Reading) -> schemas.Profile:
    """Return oneself, with settings."""
    return schemas.Profile.of(service.account(work.session, work.actor.user_id))


@router.patch("/me")
@allowed(policy.in_browser)
def change_me(body: schemas.ProfileChange, work: Writing) -> schemas.Profile:
    """Change one's name or settings."""
    return schemas.Profile.of(service.change_profile(work.session, work.actor, body.name, body.settings))


@router.post("/me/password", status_code=204)
@allowed(policy.in_browser)
def change_password(body: schemas.NewPassword, work: Apart) -> None:
    """Change one's password; every other session of the person ends."""
    sessions.change_password(work.installation, work.actor, body.current, body.new)


@router.get("/tokens")
@allowed(policy.in_browser)
def tokens(work: Reading, after: After = None, limit: Limit = 50) -> Rows[schemas.Token]:
    """List one's tokens."""
    return Rows[schemas.Token].of(
        repository.tokens(work.session, work.actor.user_id, after, limit), schemas.Token.of
    )


@router.post("/tokens", status_code=201)
@allowed(policy.in_browser)
def issue_token(body: schemas.NewToken, work: Writing) -> schemas.TokenWithSecret:
    """Make a token; its secret is shown this once."""
    key, secret = service.issue_token(
        work.session, work.actor, body.name, list(body.scopes), body.project_id, body.days
    )
    return schemas.TokenWithSecret(**schemas.Token.of(key).model_dump(), token=secret)


@router.delete("/tokens/{token_id}", status_code=204)
@allowed(policy.in_browser)
def revoke_token(token_id: str, work: Writing) -> None:
    """Revoke a token."""
    service.revoke_token(work.session, work.actor, token_id)


@router.get("/users")
@allowed(policy.operator)
def users(work: Reading, after: After = None, limit: Limit = 50) -> Rows[schemas.Person]:
    """List everybody with an account."""
    return Rows[schemas.Person].of(repository.everybody(work.session, after, limit), schemas.Person.of)


@router.post("/users", status_code=201)
@allowed(policy.operator)
def invite(body: schemas.Invitation, work: Writing) -> schemas.Invited:
    """Make an account, and the link with which its person chooses a password."""
    user, token = service.invite(
        work.session, work.actor.pseudonym, body.login, body.name, is_operator=body.is_operator
    )
    return schemas.Invited(
        user=schemas.Person.of(user), join_link=service.join_link(str(work.request.base_url), token)
    )


@router.patch("/users/{user_id}")
@allowed(policy.operator)
def change_user(user_id: str, body: schemas.UserChange, work: Writing) -> schemas.Person:
    """Disable or enable an account, or change who runs the installation."""
    user = service.change_user(
        work.session, work.actor, user_id, is_operator=body.is_operator, is_disabled=body.disabled
    )
    return schemas.Person.of(user)


@router.post("/users/{user_id}/link", status_code=201)
@allowed(policy.operator)
def renew_link(user_id: str, work: Writing) -> schemas.Invited:
    """Make a new link to choose a password, for somebody who lost the first one or forgot the password."""
    user = service.account(work.session, user_id)
    token = service.new_join_token(work.session, user)
    return schemas.Invited(
        user=schemas.Person.of(user), join_link=service.join_link(str(work.request.base_url), token)
    )


def _enter(work: Work, response: Response, opened: sessions.Opened) -> schemas.SignedIn:
    response.set_cookie(
        policy.COOKIE,
        opened.cookie,
        max_age=int(policy.LONGEST.total_seconds()),
        path="/",
        secure=work.request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return schemas.SignedIn(
        user=schemas.Person.of(opened.user), csrf=opened.csrf, demo=work.installation.demo
    )
