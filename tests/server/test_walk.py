"""Every door tried by everybody, in a project in the middle of its life: no failure, no right exceeded, no surprise in what is sent."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from earmark.server.kit.actor import SCOPES
from tests.server.assignments.desk import Desk
from tests.server.living import Living, living
from tests.server.test_policy import OPEN, REFUSED, RIGHTS
from tests.server.world import ROLES, Program, Visitor, World

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.core.failures import FailureGroup
    from schemathesis.core.result import Ok
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

EXAMPLES = 4
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""`test_policy.py` and `test_fuzz.py` do what hangs on the database on both."""
TOKENS = [f"{role} with {scope}" for role in ("owner", "annotator") for scope in SCOPES]
OWN = "/assignments/{assignment_id}"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def _visitor(alive: Living, who: str) -> Visitor:
    project, world = alive.project, alive.project.world
    if who == "nobody":
        return world.visitor()
    if who == "outsider":
        return world.person("outsider", is_operator=False)
    role, _, scope = who.partition(" with ")
    person = project.owner if role == "owner" else project.member(role)
    if not scope:
        return person
    made = person.post("/api/tokens", {"name": "walk", "scopes": [scope], "project_id": project.id})
    return Program(world.app, made.json()["token"])


def _things(alive: Living, visitor: Visitor) -> dict[str, str]:
    """What addresses name: an assignment of one's own where one may have one."""
    answer = visitor.post(f"{alive.project.path}/assignments/next", {})
    return alive.things | ({"assignment_id": answer.json()["id"]} if answer.status_code == 200 else {})


def _sent(visitor: Visitor, case: Any) -> Any:
    sent = case.as_transport_kwargs(base_url="http://localhost")
    headers = {k: v for k, v in dict(sent.pop("headers", {}) or {}).items() if k.lower() != "user-agent"}
    method, url = sent.pop("method"), sent.pop("url")
    kept = {name: sent[name] for name in ("params", "json", "data") if sent.get(name) is not None}
    if "data" in kept:
        kept["content"] = kept.pop("data")
    return visitor.request(method, url, headers=headers, **kept)


def _excess(who: str, address: str, status: int) -> bool:
    """Whether this was more than the table of rights gives them."""
    if status in REFUSED or status >= 400:
        return False
    role, _, scope = who.partition(" with ")
    if OWN in address:
        return role in ("nobody", "outsider", "auditor", "client")
    if address in RIGHTS:
        reads = address.startswith("GET ")
        return role not in RIGHTS[address].split() or (bool(scope) and reads != (scope == "read"))
    return OPEN[address] != "anyone" and (
        role == "nobody" or (role not in ("owner",) and OPEN[address] == "operator")
    )


def _tried(operation: Any, who: str, visitor: Visitor, things: dict[str, str], wrong: set[str]) -> None:
    """Send one address what its schema allows and more; note what should not have come back."""
    address = f"{operation.method.upper()} {operation.path}"

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), real=st.sampled_from([True, True, False]))
    def send(case: Any, real: bool) -> None:
        if real:  # made-up ids lead nowhere
            named = {name: value for name, value in things.items() if name in case.path_parameters}
            case.path_parameters = {**case.path_parameters, **named}
        response = _sent(visitor, case)
        if _excess(who, address, response.status_code):
            wrong.add(f"{who} may not: {address} → {response.status_code}")
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as problem:
            said = " / ".join(str(one).splitlines()[0] for one in problem.exceptions)
            wrong.add(f"{address} → {response.status_code} {response.text[:200]}: {said}")

    send()


@pytest.mark.full
@SQLITE
@pytest.mark.parametrize("who", [*ROLES, "outsider", "nobody", *TOKENS])
def test_every_door_opens_to_whom_it_should_and_what_comes_out_is_as_described(
    world: World, who: str
) -> None:
    alive = living(world)
    world.installation.stream.let_go()  # it would go on answering for ever
    visitor = _visitor(alive, who)
    things = _things(alive, visitor)
    schema = schemathesis.openapi.from_dict(world.app.openapi())
    wrong: set[str] = set()

    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if (operation.method, operation.path) != (
            "delete",
            "/api/session",
        ):  # the rest would be done by nobody
            _tried(operation, who, visitor, things, wrong)

    assert wrong == set()


@pytest.mark.full
@SQLITE
def test_the_walk_comes_through_doors_and_not_only_up_to_them(world: World) -> None:
    """Read with real ids, every address of a project gives its owner something."""
    alive = living(world)
    world.installation.stream.let_go()
    owner = alive.project.owner
    desk = Desk(alive.project, [])
    things = alive.things | {"assignment_id": desk.next(owner)["id"]}
    points = "?level=0&first=0&last=10"
    refused = {
        path: status
        for path, methods in world.app.openapi()["paths"].items()
        if "get" in methods
        and (status := owner.get(path.format(**things) + points * path.endswith("points")).status_code) >= 400
    }

    own_sound = {path: 404 for path in refused if path.startswith("/api/assignments/")}
    assert refused in ({}, own_sound)


@pytest.mark.full
@SQLITE
def test_the_walk_sees_what_is_not_as_described_and_what_is_too_much(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    described = world.app.openapi()
    described["components"]["schemas"]["Health"]["required"].append("never sent")
    monkeypatch.setitem(OPEN, "GET /api/health", "operator")
    schema = schemathesis.openapi.from_dict(described)
    wrong: set[str] = set()

    _tried(schema["/api/health"]["GET"], "nobody", world.visitor(), {}, wrong)

    assert len(wrong) == 2
    assert any(one.startswith("nobody may not: GET /api/health") for one in wrong)
    assert any("Response violates schema" in one for one in wrong)
