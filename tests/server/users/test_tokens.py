"""A token does what its scopes and its person's role both allow, and no more."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from earmark.server.tables import ApiToken
from tests.server.world import GUIDELINE, Program, Project, Visitor, World


def _token(visitor: Visitor, *scopes: str, **more: object) -> str:
    response = visitor.post("/api/tokens", {"name": "script", "scopes": list(scopes), **more})
    assert response.status_code == 201, response.text
    return str(response.json()["token"])


def _program(project: Project, *scopes: str, **more: object) -> Program:
    return Program(project.world.app, _token(project.owner, *scopes, **more))


def test_a_program_needs_no_csrf_token(world: World) -> None:
    project = world.project()

    assert _program(project, "manage").post(f"{project.path}/guidelines", GUIDELINE).status_code == 201


def test_a_scope_that_is_missing_is_missed(world: World) -> None:
    project = world.project()
    reader = _program(project, "read")

    assert reader.get(project.path).status_code == 200
    refused = reader.post(f"{project.path}/guidelines", GUIDELINE)
    assert refused.status_code == 403
    assert "lacks the scope 'manage'" in refused.json()["error"]["message"]


def test_a_token_cannot_do_what_its_person_cannot(world: World) -> None:
    project = world.project()
    annotator = project.member("annotator")
    program = Program(world.app, _token(annotator, "read", "label", "review", "manage"))

    assert program.post(f"{project.path}/guidelines", GUIDELINE).status_code == 403


def test_a_token_for_one_project_sees_no_other(world: World) -> None:
    project = world.project()
    other = world.project(project.owner, "Other")
    program = _program(project, "read", "manage", project_id=project.id)

    assert program.get(project.path).status_code == 200
    assert program.get(other.path).status_code == 404
    assert [row["id"] for row in program.get("/api/projects").json()["rows"]] == [project.id]
    assert program.post("/api/projects", {"name": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/tokens"),
        ("GET", "/api/tokens"),
        ("PATCH", "/api/me"),
        ("POST", "/api/me/password"),
        ("GET", "/api/session"),
        ("DELETE", "/api/session"),
    ],
)
def test_a_token_cannot_take_over_its_person_s_account(world: World, method: str, path: str) -> None:
    project = world.project()

    response = _program(project, "read", "label", "review", "manage").request(method, path)

    assert (response.status_code, response.json()["error"]["code"]) == (403, "browser-only")


def test_a_revoked_token_is_useless_at_once(world: World) -> None:
    project = world.project()
    program = _program(project, "read")
    (listed,) = project.owner.get("/api/tokens").json()["rows"]

    assert project.owner.delete(f"/api/tokens/{listed['id']}").status_code == 204

    assert program.get(project.path).status_code == 401
    assert project.owner.get("/api/tokens").json()["rows"] == []


def test_a_token_ends_when_it_was_to_end(world: World) -> None:
    project = world.project()
    program = _program(project, "read", days=30)

    world.clock.passes(days=29)
    assert program.get("/api/me").status_code == 200
    world.clock.passes(days=1)
    assert program.get("/api/me").status_code == 401


def test_nobody_revokes_another_s_token(world: World) -> None:
    project, other = world.project(), world.person("other")
    program = _program(project, "read")
    (listed,) = project.owner.get("/api/tokens").json()["rows"]

    assert other.delete(f"/api/tokens/{listed['id']}").status_code == 404
    assert program.get("/api/me").status_code == 200


def test_a_token_for_a_project_one_is_not_in_is_not_made(world: World) -> None:
    project, other = world.project(), world.person("other")

    response = other.post("/api/tokens", {"name": "x", "scopes": ["read"], "project_id": project.id})

    assert response.status_code == 404


def test_the_secret_is_shown_once_and_kept_as_a_hash(world: World) -> None:
    project = world.project()
    secret = _token(project.owner, "read")

    with world.database.reading() as session:
        kept = session.scalars(select(ApiToken)).one()

    assert secret.startswith("em_")
    assert kept.token_hash != secret
    assert secret not in project.owner.get("/api/tokens").text


@pytest.mark.parametrize("header", ["Bearer em_nothing", "Bearer", "Basic YTpi", "", "Bearer \u00e9"])
def test_a_header_that_is_no_token_is_not_overlooked(world: World, header: str) -> None:
    """Not even beside a good cookie: a program that got its token wrong should learn so."""
    visitor = world.person("ana")

    response = visitor.get("/api/me", headers={"Authorization": header.encode("latin-1")})

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
