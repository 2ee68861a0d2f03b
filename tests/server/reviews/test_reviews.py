"""A fair hearing: names hidden, nobody judges their own answer, every decision has its ground and stays on record."""

from __future__ import annotations

from typing import Any

import pytest

from tests.server.assignments.desk import Desk
from tests.server.world import Visitor, World


def _code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


def _queue(desk: Desk, reviewer: Visitor, state: str = "open") -> list[Any]:
    rows: list[Any] = reviewer.get(f"{desk.project.path}/reviews?state={state}").json()["rows"]
    return rows


def _case(desk: Desk, reviewer: Visitor, item: str | None = None) -> Any:
    return reviewer.get(f"{desk.project.path}/items/{item or desk.items[0]}/answers")


def _decide(desk: Desk, reviewer: Visitor, decision: str, item: str | None = None, **more: Any) -> Any:
    body = {"item": item or desk.items[0], "task": "intent", "decision": decision, **more}
    return reviewer.post(f"{desk.project.path}/reviews", body)


@pytest.fixture
def desk(world: World) -> Desk:
    """Three items, answered by two people who differ on the first."""
    desk = Desk.of(world, items=3, overlap=2)
    one, two = desk.people(2)
    desk.label(one, "request", "request", "problem")
    desk.label(two, "complaint", "request", "problem")
    return desk


@pytest.fixture
def reviewer(desk: Desk) -> Visitor:
    return desk.project.member("reviewer")


def test_only_what_differs_waits_and_most_disagreement_comes_first(world: World) -> None:
    desk = Desk.of(world, items=3, overlap=3)
    for labels in (("request",) * 3, ("request", "problem", "problem"), ("request", "request", "complaint")):
        desk.label(desk.people(1)[0], *labels)
    reviewer = desk.project.member("reviewer")

    rows = _queue(desk, reviewer)

    assert [row["item"] for row in rows] == [desk.items[2], desk.items[1]]
    assert [round(row["disagreement"], 3) for row in rows] == [1.0, 0.667]
    assert reviewer.get(f"{desk.project.path}/reviews/next").json() == rows[0]


def test_the_queue_is_read_in_pages(world: World) -> None:
    desk = Desk.of(world, items=5, overlap=2)
    one, two = desk.people(2)
    desk.label(one, *["request"] * 5)
    desk.label(two, *["problem"] * 5)
    reviewer = desk.project.member("reviewer")
    seen, after = [], ""
    while after is not None:
        page = reviewer.get(f"{desk.project.path}/reviews?limit=2{after and f'&after={after}'}").json()
        seen += [row["item"] for row in page["rows"]]
        after = page["next"]

    assert seen == desk.items


def test_an_item_waits_only_once_all_its_places_are_filled(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=3)
    one, two = desk.people(2)
    desk.label(one, "request")
    desk.label(two, "problem")
    reviewer = desk.project.member("reviewer")

    assert _queue(desk, reviewer) == []
    assert _code(_case(desk, reviewer)) == (409, "not-complete")


def test_names_are_hidden_until_it_is_decided(desk: Desk, reviewer: Visitor) -> None:
    before = _case(desk, reviewer).json()["tasks"][0]
    annotation = before["answers"][0]["annotation"]
    assert _decide(desk, reviewer, "accept", annotation=annotation, clause="4.2").status_code == 201
    after = _case(desk, reviewer).json()["tasks"][0]

    assert [answer["letter"] for answer in before["answers"]] == ["A", "B"]
    assert [answer["name"] for answer in before["answers"]] == [None, None]
    assert sorted(answer["answer"] for answer in before["answers"]) == ["complaint", "request"]
    assert None not in [answer["name"] for answer in after["answers"]]
    assert after["decision"] == {
        "decision": "accept",
        "annotation": annotation,
        "answer": before["answers"][0]["answer"],
        "clause": "4.2",
        "reason": None,
    }


def test_the_letters_do_not_follow_the_order_of_answering(world: World) -> None:
    desk = Desk.of(world, items=12, overlap=2)
    one, two = desk.people(2)
    desk.label(one, *["request"] * 12)
    desk.label(two, *["problem"] * 12)
    reviewer = desk.project.member("reviewer")

    firsts = {_case(desk, reviewer, item).json()["tasks"][0]["answers"][0]["answer"] for item in desk.items}

    assert firsts == {"request", "problem"}


def test_a_decided_item_no_longer_waits_and_its_answers_stay_as_they_are(
    desk: Desk, reviewer: Visitor
) -> None:
    assert _decide(desk, reviewer, "other", answer="problem", reason="he says so himself").status_code == 201
    one = desk.people(1)[0]
    rows = reviewer.get(f"{desk.project.path}/decisions").json()["rows"]

    assert _queue(desk, reviewer) == []
    assert [(row["task"], row["answer"], row["reviewer"]) for row in rows] == [
        ("intent", "problem", reviewer.pseudonym)
    ]
    assert desk.next(one) is None


def test_a_reviewed_answer_cannot_be_corrected(world: World) -> None:
    desk = Desk.of(world, items=1)
    one, two = desk.people(2)
    (mine,) = desk.label(one, "request")
    desk.label(two, "problem")
    reviewer = desk.project.member("reviewer")
    _decide(desk, reviewer, "other", answer="complaint")

    assert _code(desk.submit(one, mine, "problem")) == (409, "reviewed")


def test_nobody_reviews_what_they_answered(world: World) -> None:
    desk = Desk.of(world, items=1)
    one = desk.people(1)[0]
    reviewer = desk.project.member("reviewer")
    desk.label(one, "request")
    desk.label(reviewer, "problem")

    assert _queue(desk, reviewer) == []
    assert _code(_case(desk, reviewer)) == (403, "own-answer")
    assert _code(_decide(desk, reviewer, "other", answer="request")) == (403, "own-answer")


def test_the_clause_must_be_in_the_guideline_in_force(desk: Desk, reviewer: Visitor) -> None:
    assert _code(_decide(desk, reviewer, "other", answer="request", clause="9.9")) == (422, "no-such-clause")


def test_an_answer_that_was_replaced_meanwhile_cannot_be_accepted(world: World) -> None:
    desk = Desk.of(world, items=1)
    one, two = desk.people(2)
    (mine,) = desk.label(one, "request")
    desk.label(two, "problem")
    reviewer = desk.project.member("reviewer")
    seen = next(
        answer
        for answer in _case(desk, reviewer).json()["tasks"][0]["answers"]
        if answer["answer"] == "request"
    )
    desk.submit(one, mine, "complaint")

    assert _code(_decide(desk, reviewer, "accept", annotation=seen["annotation"])) == (409, "answer-changed")


def test_another_answer_must_be_one_that_the_task_takes(desk: Desk, reviewer: Visitor) -> None:
    assert _code(_decide(desk, reviewer, "other", answer="refund")) == (422, "bad-answer")
    assert _code(_decide(desk, reviewer, "other")) == (422, "answer-missing")


def test_sending_back_says_why(desk: Desk, reviewer: Visitor) -> None:
    assert _code(_decide(desk, reviewer, "return")) == (422, "reason-missing")


def test_what_was_sent_back_comes_first_with_the_reason_and_supersedes(world: World) -> None:
    desk = Desk.of(world, items=2)
    one, two = desk.people(2)
    (before,) = desk.label(one, "request")
    desk.label(two, "problem")
    reviewer = desk.project.member("reviewer")
    waiting = desk.next(one)
    answers = _case(desk, reviewer).json()["tasks"][0]["answers"]
    mine = next(answer for answer in answers if answer["answer"] == "request")
    _decide(desk, reviewer, "return", annotation=mine["annotation"], clause="4.1", reason="read it again")
    assert _queue(desk, reviewer) == []

    again = desk.next(one)
    assert again["id"] not in (before["id"], waiting["id"])
    assert again["returned"] == {"reason": "read it again", "clause": "4.1"}
    assert again["draft"]["answers"][0] == {"task": "intent", "answer": "request"}
    assert _code(desk.submit(one, before, "complaint")) == (409, "given-again")

    assert desk.submit(one, again, "complaint").status_code == 200
    assert [row["item"] for row in _queue(desk, reviewer)] == [desk.items[0]]
    assert {a["answer"] for a in _case(desk, reviewer).json()["tasks"][0]["answers"]} == {
        "complaint",
        "problem",
    }
    assert desk.next(one)["id"] == waiting["id"]
    assert desk.states()[:2] == ["filled", "filled"]


def test_sent_back_to_all_who_answered_when_nobody_is_named(desk: Desk, reviewer: Visitor) -> None:
    _decide(desk, reviewer, "return", reason="both read the wrong turn")
    case = _case(desk, reviewer).json()["tasks"][0]

    assert case["decision"]["decision"] == "return"
    assert [answer["name"] for answer in case["answers"]] == [None, None]


def test_what_was_sent_back_and_decided_otherwise_is_asked_of_nobody(world: World) -> None:
    desk = Desk.of(world, items=1)
    one, two = desk.people(2)
    desk.label(one, "request")
    desk.label(two, "problem")
    reviewer = desk.project.member("reviewer")
    polite = {"task": "polite", "answer": "2"}
    _decide(desk, reviewer, "return", reason="again")
    assert desk.next(one) is not None

    _decide(desk, reviewer, "other", answer="complaint")
    assert desk.next(one)["tasks"] == ["polite"]
    assert desk.submit(one, desk.next(one), answers=[polite]).status_code == 200

    _decide(desk, reviewer, "other", task="polite", answer="3")
    assert desk.next(two) is None


def test_who_passes_over_what_was_sent_back_leaves_the_earlier_answer_standing(world: World) -> None:
    desk = Desk.of(world, items=1)
    one, two = desk.people(2)
    desk.label(one, "request")
    desk.label(two, "problem")
    reviewer = desk.project.member("reviewer")
    _decide(desk, reviewer, "return", reason="again")
    for person in (one, two):
        assert desk.submit(person, desk.next(person), outcome="skipped").status_code == 200

    assert [row["item"] for row in _queue(desk, reviewer)] == [desk.items[0]]
    assert desk.states() == ["filled", "filled"]
    assert _decide(desk, reviewer, "return", reason="really").status_code == 201


def test_what_all_agree_on_is_accepted_at_once(desk: Desk, reviewer: Visitor) -> None:
    assert [row["item"] for row in _queue(desk, reviewer, "agreed")][:1] == [desk.items[0]]
    done = reviewer.post(f"{desk.project.path}/reviews/agreed", {"task": "intent", "clause": "4.1"})
    again = reviewer.post(f"{desk.project.path}/reviews/agreed", {"task": "intent"})

    assert (done.json(), again.json()) == ({"accepted": 2, "more": False}, {"accepted": 0, "more": False})
    assert [row["item"] for row in _queue(desk, reviewer)] == [desk.items[0]]


def test_on_a_subjective_task_there_is_nothing_to_decide(world: World) -> None:
    task = {"name": "intent", "kind": "category", "labels": [{"id": "a"}, {"id": "b"}], "subjective": True}
    desk = Desk.of(world, items=1, guideline={"name": "Felt", "tasks": [task]})
    for person, answer in zip(desk.people(2), "ab", strict=True):
        desk.submit(person, desk.next(person), answers=[{"task": "intent", "answer": answer}])
    reviewer = desk.project.member("reviewer")

    assert _queue(desk, reviewer) == []
    assert _code(_decide(desk, reviewer, "other", answer="a")) == (422, "no-such-task")


def test_an_annotator_sees_nothing_of_reviews(desk: Desk) -> None:
    one = desk.people(1)[0]

    assert _case(desk, one).status_code == 403
    assert one.get(f"{desk.project.path}/reviews").status_code == 403


def test_a_decision_sent_twice_under_its_key_is_one(desk: Desk, reviewer: Visitor) -> None:
    annotation = _case(desk, reviewer).json()["tasks"][0]["answers"][0]["annotation"]
    first, again = (
        _decide(desk, reviewer, "accept", annotation=annotation, key="decision-1") for _ in range(2)
    )
    other = _decide(desk, reviewer, "other", answer="praise", key="decision-1")

    assert first.json() == again.json()
    assert _code(other) == (409, "key-reused")
    assert len(reviewer.get(f"{desk.project.path}/decisions").json()["rows"]) == 1


def test_a_decision_that_was_kept_back_does_not_undo_a_later_one(desk: Desk, reviewer: Visitor) -> None:
    answers = _case(desk, reviewer).json()["tasks"][0]["answers"]
    early = {"annotation": answers[0]["annotation"], "key": "decision-1"}
    _decide(desk, reviewer, "accept", **early)
    _decide(desk, desk.project.member("reviewer"), "accept", annotation=answers[1]["annotation"])
    _decide(desk, reviewer, "accept", **early)

    decided = _case(desk, reviewer).json()["tasks"][0]["decision"]
    assert decided["annotation"] == answers[1]["annotation"]


def test_a_key_is_the_keeper_s_own(desk: Desk, reviewer: Visitor) -> None:
    annotation = _case(desk, reviewer).json()["tasks"][0]["answers"][0]["annotation"]
    one = _decide(desk, reviewer, "accept", annotation=annotation, key="decision-1")
    other = _decide(desk, desk.project.member("reviewer"), "accept", annotation=annotation, key="decision-1")

    assert other.status_code == 201
    assert one.json() != other.json()


def test_the_clauses_people_cited_stand_beside_their_answers(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=2)
    one, two = desk.people(2)
    desk.submit(one, desk.next(one), "request", clauses=["4.2"])
    desk.submit(two, desk.next(two), "problem")

    answers = _case(desk, desk.project.member("reviewer")).json()["tasks"][0]["answers"]
    assert {answer["answer"]: answer["clauses"] for answer in answers} == {"request": ["4.2"], "problem": []}
