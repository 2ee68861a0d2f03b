"""Overlap is never exceeded and never silently short; nobody has two parts in an item."""

from __future__ import annotations

import pytest

from tests.server.assignments.desk import Desk, add_items
from tests.server.world import World


def test_an_item_goes_to_as_many_people_as_its_overlap(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=2)
    one, two, three = desk.people(3)

    assert desk.next(one) is not None
    assert desk.next(two) is not None
    assert desk.next(three) is None


def test_items_go_out_in_the_order_of_their_draw_and_nobody_gets_one_twice(world: World) -> None:
    desk = Desk.of(world, items=3, overlap=1)
    (one,) = desk.people(1)

    desk.label(one, "request", "request", "request")

    assert desk.next(one) is None
    assert desk.states() == ["filled"] * 3


def test_what_is_held_is_given_again_after_a_reload(world: World) -> None:
    desk = Desk.of(world, items=2)
    (one,) = desk.people(1)

    assert desk.next(one)["id"] == desk.next(one)["id"]


def test_nobody_holds_more_than_the_one_at_hand_and_the_one_after_it(world: World) -> None:
    desk = Desk.of(world, items=5)
    (one,) = desk.people(1)
    at_hand = desk.next(one)["id"]
    after = desk.next(one, prefetch=True)["id"]

    assert at_hand != after
    assert desk.next(one, prefetch=True)["id"] == after
    assert desk.states().count("held") == 2


def test_a_lapsed_lease_lets_others_in_and_the_one_who_lost_it_back_in_later(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=1)
    one, two = desk.people(2)
    lost = desk.next(one)["id"]

    assert desk.next(two) is None
    world.clock.passes(minutes=31)
    taken = desk.next(two)
    assert taken is not None
    assert desk.submit(two, taken, outcome="skipped").status_code == 200

    assert desk.next(one)["id"] == lost


def test_who_comes_back_before_others_took_it_still_has_it(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=1)
    (one,) = desk.people(1)
    held = desk.next(one)
    world.clock.passes(hours=2)

    assert desk.next(one)["id"] == held["id"]
    assert desk.submit(one, held).status_code == 200


def test_a_heartbeat_keeps_it(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=1)
    one, two = desk.people(2)
    held = desk.next(one)
    world.clock.passes(minutes=20)
    answer = one.post(f"/api/assignments/{held['id']}/heartbeat")
    world.clock.passes(minutes=20)

    assert answer.json()["lease_ends_at"] > held["lease_ends_at"]
    assert desk.next(two) is None


def test_a_heartbeat_after_others_took_it_says_so(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=1)
    one, two = desk.people(2)
    held = desk.next(one)
    world.clock.passes(minutes=31)
    desk.next(two)

    answer = one.post(f"/api/assignments/{held['id']}/heartbeat")

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "lease-lapsed")


@pytest.mark.parametrize("outcome", ["skipped", "defective"])
def test_passing_over_fills_no_place_and_never_comes_back_to_the_same_person(
    world: World, outcome: str
) -> None:
    desk = Desk.of(world, items=1, overlap=1)
    one, two = desk.people(2)
    answer = desk.submit(one, desk.next(one), outcome=outcome, reason="noise")

    assert answer.status_code == 200
    assert desk.states() == ["free"]
    assert desk.next(one) is None
    assert desk.next(two) is not None


def test_what_was_passed_over_is_listed_with_its_reason(world: World) -> None:
    desk = Desk.of(world, items=2, overlap=1)
    (one,) = desk.people(1)
    desk.submit(one, desk.next(one), outcome="defective", reason="no sound")
    desk.submit(one, desk.next(one), outcome="skipped")

    rows = desk.project.owner.get(f"{desk.project.path}/skipped?outcome=defective").json()["rows"]

    assert [(row["external_id"], row["reason"], row["annotator"]) for row in rows] == [
        ("call-0/3", "no sound", one.pseudonym)
    ]


def test_who_leaves_the_project_leaves_what_they_held(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=1)
    one, two = desk.people(2)
    desk.next(one)
    desk.project.owner.delete(f"{desk.project.path}/people/{one.user_id}")

    assert desk.next(two) is not None


def test_a_guideline_that_asks_only_of_turns_hands_out_no_conversations(world: World) -> None:
    desk = Desk.of(world, items=1, whole=True)
    (one,) = desk.people(1)

    assert desk.next(one) is None
    add_items(desk.project, 1)
    assert desk.next(one)["target"] == {"position": 3}


def test_without_a_guideline_or_in_a_project_put_away_nothing_is_handed_out(world: World) -> None:
    project = world.project()
    add_items(project, 1)
    refused = project.owner.post(f"{project.path}/assignments/next")
    project.publish()
    project.owner.patch(project.path, {"archived": True})
    put_away = project.owner.post(f"{project.path}/assignments/next")

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "no-guideline")
    assert (put_away.status_code, put_away.json()["error"]["code"]) == (409, "project-archived")


def test_what_was_handed_out_keeps_its_guideline_version(world: World) -> None:
    desk = Desk.of(world, items=2)
    (one,) = desk.people(1)
    first = desk.next(one)
    desk.project.publish({"name": "Second", "tasks": [{"name": "other", "kind": "transcript"}]})

    assert desk.next(one)["guideline"]["number"] == first["guideline"]["number"] == 1
    assert desk.submit(one, first).status_code == 200
    assert desk.next(one)["tasks"] == ["other"]
