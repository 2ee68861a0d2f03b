"""Whatever people do, in whatever order: their whole history is in the journal, and it is the tables'."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from earmark.server.annotations.replay import KINDS, differences, history_of, replayed
from earmark.server.kit.journal import recorded
from earmark.server.tables import Annotation
from tests.server.annotations.office import ACTIONS, Office, Step
from tests.server.assignments.desk import Desk
from tests.server.world import World

PEOPLE = 3
LIKELY = (*ACTIONS, "take", "take", "answer", "answer", "answer", "correct", "send back", "accept")
STEPS = st.builds(Step, st.sampled_from(LIKELY), st.integers(0, PEOPLE - 1), st.integers(0, 11))


def _as(person: int, *actions: str) -> list[Step]:
    return [Step(action, person, person) for action in actions]  # so that people differ


CORRECTED = [*_as(0, "take", "answer", "correct"), *_as(1, "take", "answer")]
SENT_BACK = [*CORRECTED, *_as(1, "send back"), *_as(0, "take")]  # to both
ANSWERED_ANEW = [*SENT_BACK, *_as(0, "answer"), *_as(1, "take", "answer", "accept")]
GIVEN_UP = [*SENT_BACK, *_as(0, "leave", "correct", "withdraw", "take")]
LATE = [
    *_as(0, "take", "be away", "be away"),
    Step("be away", 0, 1),
    *_as(1, "take"),
    *_as(0, "answer", "answer"),
]


def _live(world: World, steps: list[Step]) -> Desk:
    desk = Desk.of(world, items=2, overlap=2)
    office = Office.of(desk, PEOPLE)
    for step in steps:
        office.do(step)
    return desk


def _assert_told_alike(world: World, desk: Desk) -> None:
    with world.database.reading() as session:
        assert differences(session, desk.project.id) == []
        told = replayed(recorded(session, project_id=desk.project.id, kinds=KINDS))
        found = history_of(session, desk.project.id)
        everybody = {row["user_id"] for row in found.assignments.values()}
        assert all(told.of(person) == found.of(person) for person in everybody)


@pytest.mark.parametrize("steps", [CORRECTED, SENT_BACK, ANSWERED_ANEW, GIVEN_UP, LATE])
def test_corrections_returns_and_late_answers_are_told_by_the_journal(
    world: World, steps: list[Step]
) -> None:
    desk = _live(world, steps)

    _assert_told_alike(world, desk)


def test_a_person_s_history_is_what_they_were_handed_answered_and_decided(world: World) -> None:
    desk = _live(world, ANSWERED_ANEW)
    with world.database.reading() as session:
        told = replayed(recorded(session, project_id=desk.project.id, kinds=KINDS))
    (reviewer,) = {row["reviewer_id"] for row in told.reviews.values()}
    first = next(iter(told.submissions.values()))["user_id"]

    assert len(told.of(first).submissions) == 3
    assert Counter(row["state"] for row in told.of(first).assignments.values()) == {
        "returned": 1,
        "submitted": 1,
    }
    assert len(told.of(first).places) == 1
    assert told.of(reviewer).submissions == {}
    assert [row["decision"] for row in told.of(reviewer).reviews.values()] == ["return", "accept"]


@pytest.mark.full
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=10, max_size=40))
@example(steps=GIVEN_UP)
def test_any_history_can_be_replayed_and_nothing_is_superseded_twice(world: World, steps: list[Step]) -> None:
    desk = _live(world, steps)

    _assert_told_alike(world, desk)
    with world.database.reading() as session:
        mine = select(Annotation.supersedes).where(
            Annotation.project_id == desk.project.id, Annotation.supersedes.is_not(None)
        )
        assert max(Counter(session.scalars(mine)).values(), default=1) == 1
