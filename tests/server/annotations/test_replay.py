"""What people did can be told from the journal alone, and equals the tables."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, update

from earmark.server.annotations.replay import differences, history_of, replayed
from earmark.server.kit.journal import recorded
from earmark.server.tables import Annotation, EventPayload
from tests.server.assignments.desk import Desk
from tests.server.world import Visitor, World


def _review(desk: Desk, reviewer: Visitor, random: Random) -> None:
    rows = reviewer.get(f"{desk.project.path}/reviews").json()["rows"]
    for row in rows[:2]:
        case = reviewer.get(f"{desk.project.path}/items/{row['item']}/answers").json()
        task = next(task for task in case["tasks"] if task["task"] == row["task"])
        body: dict[str, Any] = {"item": row["item"], "task": row["task"], "clause": "4.1"}
        kind = random.choice(["accept", "other", "return"])
        more = {
            "accept": {"annotation": task["answers"][0]["annotation"]},
            "other": {"answer": task["answers"][0]["answer"]},
            "return": {"reason": "again"},
        }[kind]
        assert (
            reviewer.post(f"{desk.project.path}/reviews", {**body, "decision": kind, **more}).status_code
            == 201
        )


def _bustle(desk: Desk, seed: int, steps: int) -> list[Visitor]:
    """People take, answer, correct, pass over, let lapse, leave; a reviewer decides and sends back."""
    random = Random(seed)
    people = desk.people(4)
    reviewer = desk.project.member("reviewer")
    done: dict[str, list[Any]] = {person.user_id: [] for person in people}
    for _ in range(steps):
        person = random.choice(people)
        what = random.random()
        if what < 0.1:
            desk.world.clock.passes(minutes=random.choice([5, 31]))
        elif what < 0.2:
            _review(desk, reviewer, random)
        elif what < 0.3 and done[person.user_id]:
            desk.submit(person, random.choice(done[person.user_id]), random.choice(["request", "problem"]))
        elif (assignment := desk.next(person, prefetch=what < 0.4)) is not None and what < 0.9:
            outcome = random.choices(["answered", "skipped", "defective"], [8, 1, 1])[0]
            label = random.choice(["request", "problem", "complaint"])
            desk.submit(person, assignment, label, outcome=outcome, reason="r", comment="c")
            done[person.user_id].append(assignment)
    desk.next(people[0])
    desk.project.owner.delete(f"{desk.project.path}/people/{people[0].user_id}")
    return people


@pytest.mark.parametrize(
    "seed", [1, pytest.param(2, marks=pytest.mark.full), pytest.param(3, marks=pytest.mark.full)]
)
def test_the_journal_and_the_tables_tell_the_same(world: World, seed: int) -> None:
    desk = Desk.of(world, items=30, overlap=2)
    people = _bustle(desk, seed, 100)

    with world.database.reading() as session:
        found = history_of(session, desk.project.id)
        assert differences(session, desk.project.id) == []
        for person in people:
            assert differences(session, desk.project.id, person.user_id) == []

    assert len(found.submissions) > 20
    assert found.reviews
    assert {row["state"] for row in found.assignments.values()} >= {"submitted", "skipped", "lapsed"}


def test_a_row_changed_behind_the_journal_s_back_is_found(world: World) -> None:
    desk = Desk.of(world, items=1)
    one, two = desk.people(2)
    desk.label(one, "request")
    desk.label(two, "request")
    with world.database.writing() as session:
        (row,) = session.scalars(
            select(Annotation).where(Annotation.user_id == one.user_id, Annotation.task == "intent")
        )
        row.answer = "problem"

    with world.database.reading() as session:
        assert differences(session, desk.project.id, two.user_id) == []
        (found,) = differences(session, desk.project.id, one.user_id)
    assert (found.table, found.id) == ("annotations", row.id)
    assert found.by_journal is not None
    assert found.by_journal["answer"] == "request"


def test_a_payload_that_was_changed_is_not_believed(world: World) -> None:
    desk = Desk.of(world, items=1)
    desk.label(desk.people(1)[0], "request")
    with world.database.reading() as session:
        event = next(recorded(session, project_id=desk.project.id, kinds=["submission.stored"]))
    assert event.payload is not None
    forged = json.dumps({**event.payload, "forged": True})
    with world.database.writing() as session:
        session.execute(update(EventPayload).where(EventPayload.event_id == event.id).values(payload=forged))

    with world.database.reading() as session:
        told = replayed(recorded(session, project_id=desk.project.id, kinds=["submission.stored"]))
    assert told.unreadable == [event.id]
    assert told.submissions == {}
