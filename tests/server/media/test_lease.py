"""The sound of an assignment is for the person who keeps it, for as long as they keep it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.server.assignments.desk import Desk
from tests.server.media.sending import run_import, sound
from tests.server.world import Visitor, World

ABOUT_A_CALL: dict[str, Any] = {
    "name": "Calls",
    "tasks": [
        {"name": name, "kind": "category", "per": "conversation", "labels": [{"id": one} for one in labels]}
        for name, labels in (("intent", ["request", "problem"]), ("polite", ["1", "2"]))
    ],
}
PARTS = ("audio", "peaks", "peaks/points?level=0&first=0&last=9")


@pytest.fixture
def desk(world: World) -> Desk:
    """A project with one call, which one person is to hear."""
    project = world.project(overlap=1, lease_minutes=30)
    project.publish(ABOUT_A_CALL)
    run_import(project, {"call.wav": sound(1.0)})
    return Desk(project, [])


def _heard(visitor: Visitor, assignment: Any) -> set[tuple[int, str]]:
    found = set()
    for part in PARTS:
        response = visitor.get(f"/api/assignments/{assignment['id']}/{part}")
        said = response.json()["error"]["code"] if response.status_code >= 400 else ""
        found.add((response.status_code, said))
    return found


def test_who_keeps_it_hears_it(desk: Desk) -> None:
    (one,) = desk.people(1)

    assert _heard(one, desk.next(one)) == {(200, "")}


def test_nobody_else_hears_it_by_this_address(desk: Desk) -> None:
    one, two = desk.people(2)
    held = desk.next(one)

    assert _heard(two, held) == {(403, "not-yours")}
    assert _heard(desk.project.owner, held) == {(403, "not-yours")}
    assert _heard(desk.world.person("stranger"), held) == {(404, "not-found")}
    assert _heard(desk.world.visitor(), held) == {(401, "not-signed-in")}


def test_when_the_lease_ends_the_sound_ends_and_a_sign_of_life_brings_it_back(desk: Desk) -> None:
    (one,) = desk.people(1)
    held = desk.next(one)
    desk.world.clock.passes(minutes=29)
    assert _heard(one, held) == {(200, "")}
    desk.world.clock.passes(minutes=1)
    assert _heard(one, held) == {(403, "sound-over")}

    assert one.post(f"/api/assignments/{held['id']}/heartbeat").status_code == 200

    assert _heard(one, held) == {(200, "")}


def test_once_it_is_with_others_it_is_not_heard_any_more(desk: Desk) -> None:
    one, two = desk.people(2)
    lost = desk.next(one)
    desk.world.clock.passes(minutes=31)
    taken = desk.next(two)

    assert _heard(one, lost) == {(403, "sound-over")}
    assert _heard(two, taken) == {(200, "")}


def test_what_was_handed_in_can_be_gone_back_to_for_as_long_as_a_lease(desk: Desk) -> None:
    (one,) = desk.people(1)
    done = desk.next(one)
    answers = [{"task": "intent", "answer": "request"}, {"task": "polite", "answer": "1"}]
    assert desk.submit(one, done, answers=answers).status_code == 200

    assert _heard(one, done) == {(200, "")}
    desk.world.clock.passes(minutes=31)
    assert _heard(one, done) == {(403, "sound-over")}


def test_who_leaves_the_project_hears_nothing_of_it(desk: Desk) -> None:
    (one,) = desk.people(1)
    held = desk.next(one)
    desk.project.owner.delete(f"{desk.project.path}/people/{one.user_id}")

    assert _heard(one, held) == {(404, "not-found")}
