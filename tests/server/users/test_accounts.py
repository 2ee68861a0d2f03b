"""Accounts are made by invitation; links work once; somebody always runs the installation."""

from __future__ import annotations

from pathlib import Path

from earmark.server.kit.journal import recorded
from earmark.server.users import service
from tests.server.world import PASSWORD, Visitor, World


def _invite(world: World, operator: Visitor, login: str = "ana") -> str:
    response = operator.post("/api/users", {"login": login, "name": "Ana"})
    assert response.status_code == 201, response.text
    return str(response.json()["join_link"]).partition("#")[2]


def _join(world: World, token: str) -> int:
    return int(world.visitor().post("/api/session/join", {"token": token, "password": PASSWORD}).status_code)


def test_an_invited_person_chooses_a_password_and_is_in(world: World) -> None:
    token = _invite(world, world.person("op", is_operator=True))
    visitor = world.visitor()

    response = visitor.post("/api/session/join", {"token": token, "password": PASSWORD})

    assert response.json()["user"]["login"] == "ana"
    assert visitor.get("/api/session").status_code == 200
    assert world.visitor().sign_in("ana").status_code == 200


def test_a_link_works_once(world: World) -> None:
    token = _invite(world, world.person("op", is_operator=True))

    assert [_join(world, token), _join(world, token)] == [200, 422]


def test_a_link_works_for_two_weeks(world: World) -> None:
    token = _invite(world, world.person("op", is_operator=True))
    world.clock.passes(days=14, seconds=1)

    assert _join(world, token) == 422


def test_a_new_link_voids_the_old_one_and_ends_old_sessions(world: World) -> None:
    operator, ana = world.person("op", is_operator=True), world.person("ana")

    links = [operator.post(f"/api/users/{ana.user_id}/link").json()["join_link"] for _ in range(2)]
    first, second = (link.partition("#")[2] for link in links)

    assert [_join(world, first), _join(world, second)] == [422, 200]
    assert ana.get("/api/me").status_code == 401


def test_a_short_password_is_refused(world: World) -> None:
    token = _invite(world, world.person("op", is_operator=True))

    response = world.visitor().post("/api/session/join", {"token": token, "password": "short"})

    assert (response.status_code, response.json()["error"]["field"]) == (422, "password")


def test_a_login_belongs_to_one_person(world: World) -> None:
    operator = world.person("op", is_operator=True)
    _invite(world, operator)

    response = operator.post("/api/users", {"login": "ANA", "name": "Other"})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "login-taken")


def test_somebody_is_left_who_runs_the_installation(world: World) -> None:
    operator = world.person("op", is_operator=True)

    for change in ({"disabled": True}, {"is_operator": False}):
        response = operator.patch(f"/api/users/{operator.user_id}", change)
        assert response.json()["error"]["code"] == "last-operator"

    other = world.person("other", is_operator=True)
    assert other.patch(f"/api/users/{operator.user_id}", {"is_operator": False}).status_code == 200


def test_accounts_are_for_the_operator(world: World) -> None:
    ana = world.person("ana")

    assert ana.get("/api/users").status_code == 403
    assert ana.post("/api/users", {"login": "x", "name": "X"}).status_code == 403
    assert ana.patch(f"/api/users/{ana.user_id}", {"is_operator": True}).status_code == 403
    assert ana.post("/api/projects", {"name": "x"}).status_code == 403


def test_people_cannot_make_themselves_more_than_they_are(world: World) -> None:
    ana = world.person("ana")

    assert ana.patch("/api/me", {"name": "Ana B", "is_operator": True}).status_code == 422
    assert ana.get("/api/me").json()["is_operator"] is False


def test_settings_are_kept_and_bounded(world: World) -> None:
    ana = world.person("ana")

    assert ana.patch("/api/me", {"settings": {"keys": {"submit": "Enter"}}}).status_code == 200
    assert ana.get("/api/me").json()["settings"] == {"keys": {"submit": "Enter"}}
    assert ana.patch("/api/me", {"settings": {"x": "y" * 20_000}}).status_code == 422


def test_the_first_operator_comes_in_by_a_link_until_there_is_one(world: World) -> None:
    with world.database.writing() as session:
        first = service.first_operator(session)
    with world.database.writing() as session:
        second = service.first_operator(session)

    assert first is not None
    assert second is not None
    assert [_join(world, first), _join(world, second)] == [422, 200]
    with world.database.writing() as session:
        assert service.first_operator(session) is None


def test_a_pseudonym_tells_nothing_of_the_person(world: World) -> None:
    people = [world.person(f"jy-{number}") for number in range(5)]

    assert len({person.pseudonym for person in people}) == 5
    assert not any("jy" in person.pseudonym for person in people)


def test_the_record_says_who_made_whom_and_holds_no_secret(world: World, tmp_path: Path) -> None:
    operator = world.person("op", is_operator=True)
    token = _invite(world, operator)
    _join(world, token)

    with world.database.reading() as session:
        events = list(recorded(session))

    made = next(event for event in events if event.payload and event.payload.get("login") == "ana")
    assert (made.kind, made.actor) == ("user.created", operator.pseudonym)
    assert all(token not in str(event) and PASSWORD not in str(event) for event in events)
