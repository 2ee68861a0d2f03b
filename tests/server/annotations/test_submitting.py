"""What was confirmed is stored, once, whole, with all that makes it accountable."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from earmark.server.tables import Annotation, Submission
from tests.server.assignments.desk import Desk, new_key
from tests.server.world import Visitor, World


def _annotations(world: World) -> list[Annotation]:
    with world.database.reading() as session:
        return list(session.scalars(select(Annotation).order_by(Annotation.seq)))


def _submissions(world: World) -> list[Submission]:
    with world.database.reading() as session:
        return list(session.scalars(select(Submission)))


def _code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk.of(world, items=2)


@pytest.fixture
def one(desk: Desk) -> Visitor:
    return desk.people(1)[0]


def test_an_answer_knows_who_when_under_which_version_and_what_was_shown(desk: Desk, one: Visitor) -> None:
    response = desk.submit(one, desk.next(one), "problem", context={"first": 1, "last": 3})
    intent, polite = _annotations(desk.world)

    assert response.json()["annotations"] == [intent.id, polite.id]
    assert (intent.task, intent.answer, intent.kind) == ("intent", "problem", "category")
    assert (intent.user_id, intent.submitted_at) == (one.user_id, desk.world.clock())
    assert intent.context == {"given": [0, 3], "seen": [1, 3], "turns": 2}
    assert intent.guideline_version_id == polite.guideline_version_id


def test_the_clauses_cited_are_kept_with_the_answers_and_come_back(desk: Desk, one: Visitor) -> None:
    assignment = desk.next(one)
    desk.submit(one, assignment, clauses=["4.2", "4.2"])

    assert [annotation.context["clauses"] for annotation in _annotations(desk.world)] == [["4.2"], ["4.2"]]
    assert one.get(f"/api/assignments/{assignment['id']}").json()["draft"]["clauses"] == ["4.2"]


def test_a_clause_the_version_lacks_is_refused_and_so_is_one_with_what_is_passed_over(
    desk: Desk, one: Visitor
) -> None:
    assignment = desk.next(one)
    lacking = desk.submit(one, assignment, clauses=["9.9"])
    skipped = desk.submit(one, assignment, clauses=["4.2"], outcome="skipped")

    assert _code(lacking) == (422, "no-such-clause")
    assert skipped.status_code == 422


def test_the_same_again_is_stored_once_and_answered_alike(desk: Desk, one: Visitor) -> None:
    assignment, key = desk.next(one), new_key()
    first, again = (desk.submit(one, assignment, key=key) for _ in range(2))

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert len(_submissions(desk.world)) == 1


def test_a_double_click_stores_one(desk: Desk, one: Visitor) -> None:
    assignment, key = desk.next(one), new_key()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: desk.submit(one, assignment, key=key), range(6)))

    assert {answer.text for answer in answers} == {answers[0].text}
    assert len(_submissions(desk.world)) == 1


def test_a_key_stands_for_one_submission(desk: Desk, one: Visitor) -> None:
    assignment, key = desk.next(one), new_key()
    desk.submit(one, assignment, "request", key=key)

    assert _code(desk.submit(one, assignment, "problem", key=key)) == (409, "key-reused")


def test_a_correction_supersedes_and_nothing_is_overwritten(desk: Desk, one: Visitor) -> None:
    assignment = desk.next(one)
    desk.submit(one, assignment, "request")
    desk.submit(one, assignment, "complaint")
    rows = [row for row in _annotations(desk.world) if row.task == "intent"]

    assert [row.answer for row in rows] == ["request", "complaint"]
    assert [row.supersedes for row in rows] == [None, rows[0].id]
    assert desk.states() == ["filled", "free", "free", "free"]


def test_one_s_own_answer_comes_back_to_be_corrected(desk: Desk, one: Visitor) -> None:
    assignment = desk.next(one)
    desk.submit(one, assignment, "request", comment="not sure")
    again = one.get(f"/api/assignments/{assignment['id']}").json()

    assert again["draft"] == {
        "answers": [{"task": "intent", "answer": "request"}, {"task": "polite", "answer": "2"}],
        "comment": "not sure",
        "clauses": [],
    }


def test_an_answer_can_be_taken_back_as_defective_and_its_place_is_free_again(
    desk: Desk, one: Visitor
) -> None:
    assignment = desk.next(one)
    desk.submit(one, assignment, "request")
    desk.submit(one, assignment, outcome="defective", reason="another language")
    rows = [row for row in _annotations(desk.world) if row.task == "intent"]

    assert [row.answer for row in rows] == ["request", None]
    assert rows[1].supersedes == rows[0].id
    assert desk.states() == ["free"] * 4


def test_what_was_passed_over_can_still_be_answered_while_there_is_room(desk: Desk, one: Visitor) -> None:
    assignment = desk.next(one)
    desk.submit(one, assignment, outcome="skipped")

    assert desk.submit(one, assignment).status_code == 200
    assert desk.states() == ["filled", "free", "free", "free"]


def test_an_answer_after_the_lease_is_taken_while_a_place_is_left(desk: Desk, one: Visitor) -> None:
    (two,) = desk.people(1)
    late = desk.next(one)
    desk.world.clock.passes(hours=5)
    desk.label(two, "request")

    assert desk.submit(one, late).status_code == 200
    assert desk.states() == ["filled", "filled", "free", "free"]


def test_an_answer_after_the_place_went_to_others_is_refused_and_overlap_holds(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=1)
    one, two = desk.people(2)
    late = desk.next(one)
    desk.world.clock.passes(minutes=31)
    desk.label(two, "request")

    assert _code(desk.submit(one, late)) == (409, "place-gone")
    assert len(_submissions(world)) == 1


def test_an_answer_after_others_let_it_lapse_too_is_taken_from_them(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=1)
    one, two = desk.people(2)
    late = desk.next(one)
    desk.world.clock.passes(minutes=31)
    other = desk.next(two)
    desk.world.clock.passes(minutes=31)

    assert desk.submit(one, late).status_code == 200
    assert _code(desk.submit(two, other)) == (409, "place-gone")


def test_a_task_that_must_be_answered_is_asked_for_and_nothing_is_stored(desk: Desk, one: Visitor) -> None:
    assignment = desk.next(one)
    response = desk.submit(one, assignment, answers=[{"task": "intent", "answer": "request"}])

    assert _code(response) == (422, "task-open")
    assert response.json()["error"]["field"] == "polite"
    assert (_submissions(desk.world), desk.states()[0]) == ([], "held")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([{"task": "intent", "answer": "refund"}, {"task": "polite", "answer": "2"}], "bad-answer"),
        ([{"task": "intent", "answer": ["request"]}, {"task": "polite", "answer": "2"}], "bad-answer"),
        ([{"task": "intent", "answer": "request"}, {"task": "polite", "answer": 2}], "bad-answer"),
        ([{"task": "intent", "answer": "request"}, {"task": "colour", "answer": "red"}], "no-such-task"),
        ([{"task": "intent", "answer": "request"}, {"task": "intent", "answer": "problem"}], "invalid"),
    ],
)
def test_an_answer_that_its_task_does_not_take_is_refused(
    desk: Desk, one: Visitor, answers: Any, code: str
) -> None:
    assert _code(desk.submit(one, desk.next(one), answers=answers)) == (422, code)


def test_turns_that_were_never_shown_cannot_have_been_seen(desk: Desk, one: Visitor) -> None:
    response = desk.submit(one, desk.next(one), context={"first": 0, "last": 4})

    assert _code(response) == (422, "bad-context")


def test_an_optional_answer_taken_back_leaves_nothing_in_force(world: World) -> None:
    tasks = [
        {"name": "intent", "kind": "category", "labels": [{"id": "a"}, {"id": "b"}]},
        {"name": "note", "kind": "rewrite", "required": False},
    ]
    desk = Desk.of(world, items=1, guideline={"name": "Optional", "tasks": tasks})
    (one,) = desk.people(1)
    assignment = desk.next(one)
    intent = {"task": "intent", "answer": "a"}
    desk.submit(one, assignment, answers=[intent, {"task": "note", "answer": "better so"}])
    desk.submit(one, assignment, answers=[intent])

    draft = one.get(f"/api/assignments/{assignment['id']}").json()["draft"]

    assert draft["answers"] == [intent]
    assert len(_annotations(world)) == 4
