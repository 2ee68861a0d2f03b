"""An endpoint runs behind its guard, in one transaction, and its answer is sent after the commit."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from earmark.server.kit.actor import Actor
from earmark.server.kit.errors import ConflictError, NotSignedInError
from earmark.server.kit.schemas import Schema
from earmark.server.kit.work import Apart, Reading, Router, Work, Writing, allowed
from earmark.server.tables import Project
from earmark.server.users.policy import anyone
from tests.server.world import World


class Named(Schema):
    """A name."""

    name: str


class Deadlock(Exception):  # noqa: N818  # stands for the driver's error
    """What PostgreSQL says to one of two."""

    sqlstate = "40P01"


def _nobody(work: Work) -> Actor:
    raise NotSignedInError


def _add(session: Session, name: str, world: World) -> None:
    session.add(Project(id=name, name=name, settings={}, created_at=world.clock()))


def _stored(world: World) -> list[str]:
    with world.database.reading() as session:
        return sorted(project.id for project in session.query(Project))


def test_a_route_without_a_guard_is_refused() -> None:
    with pytest.raises(TypeError, match="say who may call open_to_all"):

        @Router("x").get("/x")
        def open_to_all(work: Reading) -> None:
            """Forgotten."""


def test_a_route_without_work_is_refused() -> None:
    with pytest.raises(TypeError, match="needs a parameter work"):

        @Router("x").get("/x")
        @allowed(anyone)
        def workless() -> None:
            """Forgotten."""


def test_the_guard_speaks_before_the_body_is_judged(world: World) -> None:
    router = Router("x")

    @router.post("/x")
    @allowed(_nobody)
    def add(body: Named, work: Writing) -> None:
        """Add."""

    world.app.router.routes.insert(0, router.routes[0])

    for body in ({"name": "x"}, {"nmae": "x"}, None):
        assert world.visitor().post("/api/x", body).status_code == 401


def test_what_fails_leaves_nothing(world: World) -> None:
    router = Router("x")

    @router.post("/x")
    @allowed(anyone)
    def add(work: Writing) -> None:
        """Add, then think better of it."""
        _add(work.session, "a", world)
        raise ConflictError("no", "No.")

    world.app.router.routes.insert(0, router.routes[0])

    assert world.visitor().post("/api/x").status_code == 409
    assert _stored(world) == []


def test_two_that_got_into_each_others_way_are_tried_again(world: World) -> None:
    router, calls = Router("x"), list[int]()

    @router.post("/x")
    @allowed(anyone)
    def add(work: Writing) -> None:
        """Succeed at the third attempt."""
        _add(work.session, "a", world)
        work.session.flush()
        calls.append(1)
        if len(calls) < 3:
            raise OperationalError("insert", {}, Deadlock())

    world.app.router.routes.insert(0, router.routes[0])

    assert world.visitor().post("/api/x").status_code == 200
    assert _stored(world) == ["a"]


def test_a_get_cannot_write(world: World) -> None:
    router = Router("x")

    @router.get("/x")
    @allowed(anyone)
    def look(work: Reading) -> None:
        """Try to write."""
        _add(work.session, "a", world)
        work.session.flush()

    world.app.router.routes.insert(0, router.routes[0])

    assert world.visitor().get("/api/x").status_code == 500
    assert _stored(world) == []


def test_an_async_endpoint_opens_its_own_transactions(world: World) -> None:
    router = Router("x")

    @router.post("/x")
    @allowed(anyone)
    async def add(work: Apart, response: Response) -> Named:
        """Write in a transaction of its own."""
        with pytest.raises(RuntimeError, match="no transaction is open"):
            _ = work.session
        with work.installation.database.writing() as session:
            _add(session, "a", world)
        return Named(name=work.address)

    world.app.router.routes.insert(0, router.routes[0])

    assert world.visitor().post("/api/x").json() == {"name": "testclient"}
    assert _stored(world) == ["a"]


def test_the_installation_key_stays_the_same_and_private(world: World, tmp_path: Path) -> None:
    place = tmp_path / "data" / "secret"

    assert world.installation.key == place.read_bytes()
    assert len(world.installation.key) == 32
    assert place.stat().st_mode & 0o077 == 0
