"""A guideline version is published whole, numbered, and never changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from typing import Any

import pytest

from earmark.model import Kind
from earmark.server.guidelines import service
from earmark.server.kit.errors import ConflictError
from earmark.server.kit.journal import recorded
from tests.server.world import GUIDELINE, World


def _changed(number: int = 0) -> dict[str, Any]:
    other = deepcopy(GUIDELINE)
    other["clauses"][0]["text"] += f" Unless it is not ({number})."
    return other


def test_versions_are_numbered_and_the_last_is_in_force(world: World) -> None:
    project = world.project()

    assert [project.publish(), project.publish(_changed())] == [1, 2]

    with world.database.reading() as session:
        assert service.in_force(session, project.id).number == 2
    listed = project.owner.get(f"{project.path}/guidelines").json()["rows"]
    assert [row["number"] for row in listed] == [1, 2]


def test_a_version_is_read_as_it_was_published(world: World) -> None:
    project = world.project()
    project.publish()

    shown = project.owner.get(f"{project.path}/guidelines/1").json()

    assert shown["clauses"] == GUIDELINE["clauses"]
    assert [label["id"] for label in shown["tasks"][0]["labels"]] == ["request", "problem", "complaint"]
    assert shown["tasks"][0]["per"] == "turn"


def test_no_address_changes_a_version(world: World) -> None:
    project = world.project()
    project.publish()

    for method in ("PUT", "PATCH", "DELETE", "POST"):
        assert project.owner.request(method, f"{project.path}/guidelines/1", GUIDELINE).status_code == 405


def test_publishing_the_same_again_is_refused(world: World) -> None:
    project = world.project()
    project.publish()

    response = project.owner.post(f"{project.path}/guidelines", {**GUIDELINE, "name": "Other name"})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "unchanged")


def test_two_who_publish_at_once_get_two_numbers(world: World) -> None:
    project = world.project()
    owners = [world.browser(project.owner.get("/api/me").json()["login"]) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        made = list(
            pool.map(
                lambda n: owners[n].post(f"{project.path}/guidelines", _changed(n)).json()["number"], range(4)
            )
        )

    assert sorted(made) == [1, 2, 3, 4]


def _with(**changes: Any) -> dict[str, Any]:
    return {**GUIDELINE, **changes}


def _task(**changes: Any) -> dict[str, Any]:
    return _with(tasks=[{**GUIDELINE["tasks"][0], **changes}])


@pytest.mark.parametrize(
    ("guideline", "why"),
    [
        (_with(tasks=[]), "at least 1 item"),
        (_with(clauses=[GUIDELINE["clauses"][0]] * 2), "two clauses have the id '4.1'"),
        (_with(tasks=[GUIDELINE["tasks"][0]] * 2), "two tasks have the name 'intent'"),
        (_task(labels=[{"id": "a"}, {"id": "a"}]), "two labels have the id 'a'"),
        (_task(labels=[{"id": "e\u0301"}, {"id": "\u00e9"}]), "two labels have the id"),
        (_task(labels=[{"id": "a"}]), "needs at least two labels"),
        (_task(kind="transcript"), "takes no labels"),
        (_task(kind="preference"), "the labels of a preference are a, b and tie"),
        (_task(kind="emotion"), "should be 'category'"),
        (_task(labels=[{"id": "p:x"}, {"id": "b"}]), "must not begin with 'p:'"),
        (_task(labels=[{"id": "x", "color": "red"}, {"id": "y"}]), "pattern"),
    ],
)
def test_a_guideline_that_cannot_be_worked_with_is_refused(
    world: World, guideline: dict[str, Any], why: str
) -> None:
    project = world.project()

    response = project.owner.post(f"{project.path}/guidelines", guideline)

    assert response.status_code == 422
    assert why in response.json()["error"]["message"]


def test_the_version_is_a_value_of_the_model(world: World) -> None:
    project = world.project()
    project.publish(_task(subjective=True))

    with world.database.reading() as session:
        version = service.as_model(service.in_force(session, project.id))

    (task,) = version.tasks
    assert (version.id, task.name, task.subjective) == ("v1", "intent", True)
    assert task.scheme.kind is Kind.CATEGORY
    assert [label.id for label in task.scheme.labels] == ["request", "problem", "complaint"]
    clause = version.clause("4.2")
    assert clause is not None
    assert clause.text.startswith("A complaint")


def test_a_project_without_a_guideline_says_so(world: World) -> None:
    project = world.project()

    with world.database.reading() as session, pytest.raises(ConflictError, match="publish one first"):
        service.in_force(session, project.id)


def test_the_record_holds_the_whole_version(world: World) -> None:
    project = world.project()
    project.publish()

    with world.database.reading() as session:
        (event,) = recorded(session, project_id=project.id, kinds=["guideline.published"])
        version = service.in_force(session, project.id)

    payload = event.payload or {}
    assert event.reference == version.id
    for name in ("id", "number", "name", "content", "digest", "author_id"):
        assert payload[name] == getattr(version, name)


def test_a_version_there_is_not_is_not_found(world: World) -> None:
    project = world.project()

    assert project.owner.get(f"{project.path}/guidelines/1").status_code == 404
    assert project.owner.get(f"{project.path}/guidelines/1/changes/2").status_code == 404
    assert project.owner.get(f"{project.path}/guidelines/99999999999999999999").status_code == 422
