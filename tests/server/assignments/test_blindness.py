"""An annotator sees an assignment and nothing behind it; gold-to-be and ordinary items look alike."""

from __future__ import annotations

import json
from typing import Any

from tests.server.assignments.desk import Desk
from tests.server.world import World


def _shape(value: Any) -> Any:
    """Return what a value is made of, without what it says."""
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_shape(inner) for inner in value]
    return (type(value).__name__, len(value) if isinstance(value, str) else value)


def test_no_item_can_be_told_from_another_by_what_is_sent(world: World) -> None:
    desk = Desk.of(world, items=10, overlap=1)
    (one,) = desk.people(1)

    shapes = set()
    for _ in range(10):
        assignment = desk.next(one)
        shapes.add(json.dumps(_shape(assignment), sort_keys=True))
        desk.submit(one, assignment)

    assert len(shapes) == 1


def test_neither_ids_nor_purpose_nor_others_answers_are_in_what_an_annotator_is_sent(world: World) -> None:
    desk = Desk.of(world, items=5, overlap=2)
    one, two = desk.people(2)
    for _ in range(5):
        desk.submit(two, desk.next(two), "complaint", comment="seen by two")

    sent = []
    for _ in range(5):
        assignment = desk.next(one)
        again = one.get(f"/api/assignments/{assignment['id']}").text
        sent += [json.dumps(assignment), again, desk.submit(one, assignment).text]
    said = "".join(sent)

    for secret in [*desk.items, "call-", "purpose", "gold", "seen by two", two.user_id, two.pseudonym]:
        assert secret not in said


def test_only_the_turns_up_to_the_one_asked_about_are_shown(world: World) -> None:
    desk = Desk.of(world, items=1)
    (one,) = desk.people(1)

    turns = desk.next(one)["conversation"]["turns"]

    assert [(turn["position"], turn["target"]) for turn in turns] == [
        (0, False),
        (1, False),
        (2, False),
        (3, True),
    ]


def test_as_many_turns_before_it_are_shown_as_the_project_says(world: World) -> None:
    desk = Desk.of(world, items=1)
    desk.project.owner.patch(desk.project.path, {"settings": {"context_turns": 1}})
    (one,) = desk.people(1)

    assert [turn["position"] for turn in desk.next(one)["conversation"]["turns"]] == [2, 3]


def test_another_s_assignment_is_nobody_s_business(world: World) -> None:
    desk = Desk.of(world, items=1)
    one, two = desk.people(2)
    held = desk.next(one)
    at = f"/api/assignments/{held['id']}"

    for other in (two, desk.project.owner, desk.project.member("reviewer")):
        answers = [other.get(at), other.post(f"{at}/heartbeat"), desk.submit(other, held)]
        assert {(one.status_code, one.json()["error"]["code"]) for one in answers} == {(403, "not-yours")}


def test_one_s_own_list_holds_one_s_own_only(world: World) -> None:
    desk = Desk.of(world, items=2)
    one, two = desk.people(2)
    mine = [assignment["id"] for assignment in desk.label(one, "request", "problem")]
    desk.label(two, "request")

    rows = one.get(f"{desk.project.path}/assignments?limit=20").json()["rows"]

    assert {row["id"] for row in rows} == set(mine)
    assert [set(row) for row in rows] == [{"id", "state", "ended_at"}] * 2
