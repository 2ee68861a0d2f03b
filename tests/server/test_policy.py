"""Every address as everybody: the table of each domain's `rights.py` against what the server does.

A domain's `rights.py` holds `RIGHTS` (an address of a project → the roles that may), `OPEN` (an address outside
projects → `anyone`, `person` or `operator`), and `things(project)`, which makes what its addresses name.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import pytest

from earmark.server.app import DOMAINS
from tests.server.world import ROLES, Program, Project, Visitor, World

REFUSED = {401, 403, 404}
ORDER = {"GET": 0, "POST": 1, "PATCH": 2, "PUT": 2, "DELETE": 3}


def _domains() -> list[ModuleType]:
    names = [f"tests.server.{domain}.rights" for domain in DOMAINS]
    return [import_module(name) for name in names if find_spec(name.rpartition(".")[0]) and find_spec(name)]


def _table(kind: str) -> dict[str, str]:
    return {address: who for domain in _domains() for address, who in getattr(domain, kind, {}).items()}


RIGHTS, OPEN = _table("RIGHTS"), _table("OPEN")


def _addresses(world: World) -> set[str]:
    paths = world.app.openapi()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def _in_order(table: dict[str, str]) -> list[tuple[str, str, str]]:
    """Reading first, removing last, so that what is asked for is there."""
    rows = [(*address.split(" ", 1), who) for address, who in table.items()]
    return sorted(((method, path, who) for method, path, who in rows), key=lambda row: ORDER[row[0]])


def _prepared(world: World) -> tuple[Project, dict[str, str]]:
    project = world.project()
    things = {"project_id": project.id, "token_id": "none"}
    for domain in _domains():
        if hasattr(domain, "things"):
            things |= domain.things(project)
    world.installation.stream.let_go()  # it would go on answering for ever
    return project, things


def _status(visitor: Visitor, method: str, path: str, things: dict[str, str]) -> int:
    status = int(visitor.request(method, path.format(**things)).status_code)
    assert status < 500, f"{method} {path}: {status}"
    return status


def test_every_address_has_its_line_in_a_table(world: World) -> None:
    assert _addresses(world) == RIGHTS.keys() | OPEN.keys()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_the_table_says_and_nothing_else(world: World, role: str) -> None:
    project, things = _prepared(world)
    member = project.member(role)

    wrong = [
        f"{role}: {method} {path} → {status}"
        for method, path, roles in _in_order(RIGHTS)
        if ((status := _status(member, method, path, things)) in REFUSED) == (role in roles.split())
        or (role not in roles.split() and status != 403)
    ]

    assert wrong == []


def test_who_is_not_in_a_project_finds_nothing_of_it(world: World) -> None:
    _, things = _prepared(world)
    stranger = world.person("stranger", is_operator=True)

    found = {
        f"{method} {path}": status
        for method, path, _ in _in_order(RIGHTS)
        if (status := _status(stranger, method, path, things)) != 404
    }

    assert found == {}


def test_who_is_not_signed_in_gets_nothing_but_the_door(world: World) -> None:
    _, things = _prepared(world)

    open_to_all = {
        f"{method} {path}"
        for method, path, _ in _in_order(RIGHTS | OPEN)
        if _status(world.visitor(), method, path, things) != 401
    }

    assert open_to_all == {address for address, who in OPEN.items() if who == "anyone"}


@pytest.mark.parametrize("kind", ["person", "operator"])
def test_outside_projects_a_person_and_an_operator_may_what_the_table_says(world: World, kind: str) -> None:
    _, things = _prepared(world)
    world.person("somebody", is_operator=kind == "operator")

    refused = {
        f"{method} {path}"
        for method, path, _ in _in_order(OPEN)
        if _status(world.browser("somebody"), method, path, things) == 403
    }

    expected = {address for address, who in OPEN.items() if who == "operator"} if kind == "person" else set()
    assert refused == expected


def test_nothing_is_changed_without_the_page_s_token(world: World) -> None:
    project, things = _prepared(world)
    project.owner.csrf = None

    changed = {
        f"{method} {path}"
        for method, path, _ in _in_order(RIGHTS | OPEN)
        if method != "GET" and _status(project.owner, method, path, things) != 403
    }

    assert changed == {"POST /api/session", "POST /api/session/join"}


@pytest.mark.parametrize("scope", ["read", "label", "review", "manage"])
def test_a_token_with_one_scope_never_does_more_than_its_owner_and_reads_only_with_read(
    world: World, scope: str
) -> None:
    project, things = _prepared(world)
    answer = project.owner.post("/api/tokens", {"name": "t", "scopes": [scope], "project_id": project.id})
    program = Program(world.app, answer.json()["token"])

    let_in = {
        f"{method} {path}"
        for method, path, _ in _in_order(RIGHTS)
        if _status(program, method, path, things) not in REFUSED
    }

    if scope == "read":
        assert all(address.startswith("GET ") for address in let_in)
    else:
        assert not any(address.startswith("GET ") for address in let_in)
    assert all("owner" in RIGHTS[address].split() for address in let_in)
