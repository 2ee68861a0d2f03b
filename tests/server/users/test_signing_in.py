"""Signing in lets the right person in, tells the others nothing, and can be ended."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from sqlalchemy import func, select

from earmark.server.tables import LoginAttempt, LoginSession
from tests.server.world import PASSWORD, Visitor, World


def _cookie(response: object) -> object:
    return SimpleCookie(response.headers["set-cookie"])["earmark_session"]  # type: ignore[attr-defined]  # a response


def _sessions(world: World) -> int:
    with world.database.reading() as session:
        return session.scalar(select(func.count()).select_from(LoginSession)) or 0


def test_who_knows_the_password_is_let_in(world: World) -> None:
    world.person("ana")
    visitor = world.visitor()

    assert visitor.sign_in("Ana").status_code == 200
    assert visitor.get("/api/session").json()["user"]["login"] == "ana"
    assert visitor.get("/api/session").json()["csrf"] == visitor.csrf


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    world.person("ana")

    cookie = _cookie(world.visitor().sign_in("ana"))

    assert cookie["httponly"]  # type: ignore[index]  # a morsel
    assert cookie["samesite"] == "strict"  # type: ignore[index]  # a morsel
    assert cookie["path"] == "/"  # type: ignore[index]  # a morsel
    assert not cookie["secure"]  # type: ignore[index]  # plain http on this machine


def test_over_https_the_cookie_goes_over_https_only(world: World) -> None:
    world.person("ana")
    visitor = world.visitor()
    visitor.http.base_url = "https://localhost"

    assert _cookie(visitor.sign_in("ana"))["secure"]  # type: ignore[index]  # a morsel


def test_a_wrong_login_and_a_wrong_password_look_alike(world: World) -> None:
    world.person("ana")

    unknown, wrong = world.visitor().sign_in("bea"), world.visitor().sign_in("ana", "something else")

    assert unknown.status_code == wrong.status_code == 401
    assert unknown.json() == wrong.json()


def test_a_session_of_before_is_not_the_session_of_after(world: World) -> None:
    """Whoever planted a cookie (session fixation) holds nothing once its browser signs in."""
    world.person("ana")
    visitor = world.visitor()
    visitor.http.cookies.set("earmark_session", "planted", domain="localhost.local")
    visitor.sign_in("ana")

    planted = world.visitor()
    planted.http.cookies.set("earmark_session", "planted", domain="localhost.local")

    assert visitor.http.cookies["earmark_session"] != "planted"
    assert planted.get("/api/session").status_code == 401


def test_signing_in_again_ends_the_session_the_browser_had(world: World) -> None:
    visitor = world.person("ana")
    old = visitor.http.cookies["earmark_session"]
    visitor.sign_in("ana")

    stale = world.visitor()
    stale.http.cookies.set("earmark_session", old, domain="localhost.local")

    assert stale.get("/api/session").status_code == 401
    assert visitor.get("/api/session").status_code == 200


def test_the_cookie_is_kept_as_a_hash_only(world: World) -> None:
    visitor = world.person("ana")

    with world.database.reading() as session:
        kept = session.scalars(select(LoginSession.token_hash)).all()

    assert visitor.http.cookies["earmark_session"] not in kept


def test_signing_out_ends_the_session_in_the_server_too(world: World) -> None:
    visitor = world.person("ana")
    cookie = visitor.http.cookies["earmark_session"]

    assert visitor.delete("/api/session").status_code == 204
    visitor.http.cookies.set("earmark_session", cookie, domain="localhost.local")
    assert visitor.get("/api/session").status_code == 401


@pytest.mark.parametrize("token", [None, "", "x" * 43])
def test_without_the_page_s_token_nothing_is_changed(world: World, token: str | None) -> None:
    visitor = world.person("ana", is_operator=True)
    visitor.csrf = token

    response = visitor.post("/api/projects", {"name": "x"})

    assert (response.status_code, response.json()["error"]["code"]) == (403, "csrf")


def test_the_token_of_another_session_does_not_do(world: World) -> None:
    ana, bea = world.person("ana", is_operator=True), world.person("bea")
    ana.csrf = bea.csrf

    assert ana.post("/api/projects", {"name": "x"}).status_code == 403


def test_a_session_ends_twelve_hours_after_its_last_use(world: World) -> None:
    visitor = world.person("ana")

    world.clock.passes(hours=11)
    assert visitor.get("/api/me").status_code == 200
    world.clock.passes(hours=11)
    assert visitor.get("/api/me").status_code == 200
    world.clock.passes(hours=12)
    assert visitor.get("/api/me").json()["error"]["code"] == "session-ended"


def test_writing_keeps_a_session_alive_as_reading_does(world: World) -> None:
    visitor = world.person("ana")

    world.clock.passes(hours=11)
    assert visitor.patch("/api/me", {"settings": {"theme": "dark"}}).status_code == 200
    world.clock.passes(hours=11)
    assert visitor.get("/api/me").status_code == 200


def test_a_session_ends_after_seven_days_however_it_is_used(world: World) -> None:
    visitor = world.person("ana")

    for _ in range(16):
        world.clock.passes(hours=10)
        assert visitor.get("/api/me").status_code == 200
    world.clock.passes(hours=10)

    assert visitor.get("/api/me").status_code == 401


def test_a_disabled_person_is_out_at_once_and_cannot_come_back(world: World) -> None:
    operator, ana = world.person("op", is_operator=True), world.person("ana")
    token = ana.post("/api/tokens", {"name": "t", "scopes": ["read"]}).json()["token"]

    assert operator.patch(f"/api/users/{ana.user_id}", {"disabled": True}).status_code == 200

    assert ana.get("/api/me").status_code == 401
    assert world.visitor().sign_in("ana").status_code == 401
    assert world.visitor().get("/api/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def _fail(visitor: Visitor, login: str) -> int:
    return int(visitor.sign_in(login, "wrong password").status_code)


def test_five_wrong_passwords_close_a_login_for_a_quarter_of_an_hour(world: World) -> None:
    world.person("ana")
    visitor = world.visitor()

    assert [_fail(visitor, "ana") for _ in range(6)] == [401] * 5 + [429]

    closed = visitor.sign_in("ana")
    assert closed.status_code == 429
    assert 0 < int(closed.headers["Retry-After"]) <= 15 * 60 + 1
    world.clock.passes(minutes=15, seconds=1)
    assert visitor.sign_in("ana").status_code == 200


def test_a_login_nobody_has_is_closed_just_the_same(world: World) -> None:
    visitor = world.visitor()

    assert [_fail(visitor, "nobody") for _ in range(6)] == [401] * 5 + [429]


def test_writing_the_login_otherwise_gives_no_further_attempts(world: World) -> None:
    visitor = world.visitor()

    tried = [_fail(visitor, login) for login in ("ana", "ANA", " ana", "Ana ", "aNa", "anA")]

    assert tried == [401] * 5 + [429]


def test_thirty_attempts_close_an_address(world: World) -> None:
    visitor = world.visitor()

    tried = [_fail(visitor, f"person-{number}") for number in range(31)]

    assert tried == [401] * 30 + [429]


def test_the_right_password_opens_the_count_again(world: World) -> None:
    world.person("ana")
    visitor = world.visitor()
    for _ in range(4):
        _fail(visitor, "ana")

    assert visitor.sign_in("ana").status_code == 200
    assert _fail(visitor, "ana") == 401


def test_attempts_are_forgotten_when_they_no_longer_count(world: World) -> None:
    for number in range(3):
        _fail(world.visitor(), f"person-{number}")
    world.clock.passes(minutes=16)
    _fail(world.visitor(), "ana")

    with world.database.reading() as session:
        rows = session.scalars(select(LoginAttempt)).all()

    assert len(rows) == 1
    assert "ana" not in (rows[0].login_hash, rows[0].address_hash)


def test_sessions_that_have_ended_are_removed(world: World) -> None:
    world.person("ana")
    world.clock.passes(days=1)
    world.visitor().sign_in("ana")

    assert _sessions(world) == 1


def test_changing_the_password_ends_every_other_session(world: World) -> None:
    here, there = world.person("ana"), world.browser("ana")

    change = {"current": PASSWORD, "new": "another long password"}

    assert here.post("/api/me/password", {**change, "current": "wrong"}).status_code == 422
    assert here.post("/api/me/password", change).status_code == 204
    assert here.get("/api/me").status_code == 200
    assert there.get("/api/me").status_code == 401
    assert world.visitor().sign_in("ana").status_code == 401
    assert world.visitor().sign_in("ana", "another long password").status_code == 200


def test_only_a_demo_says_that_it_is_one(world: World) -> None:
    visitor = world.project().member("annotator")

    assert visitor.get("/api/session").json()["demo"] is False
