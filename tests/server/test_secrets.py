"""Who labels sees an assignment and nothing behind it: not in answers, errors, headers, events, nor in what takes how long."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, update

from earmark.server.kit.shield import HEADERS
from earmark.server.kit.stream import Stream
from earmark.server.tables import Assignment, Item
from tests.server.activity.test_stream import _listening
from tests.server.assignments.desk import Desk, add_items
from tests.server.living import GUIDELINE, TASKS, Living, living
from tests.server.media.sending import import_call, run_import, sound
from tests.server.world import Visitor, World

BODIES: dict[str, Any] = {
    "/api/projects/{project_id}/imports": import_call([], folder="/"),
    "/api/projects/{project_id}/imports/preview": import_call([], folder="/"),
    "/api/projects/{project_id}/guidelines": GUIDELINE,
    "/api/projects/{project_id}/reviews/agreed": {"task": "intent", "clause": "4.1"},
    "/api/projects/{project_id}/uploads": {"name": "a.csv", "size": 10},
}
NOT_ASKED = {"/api/projects/{project_id}/stream", "/api/session"}


def _reachable(world: World, visitor: Visitor, things: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield everything the person can get by reading and posting: the address, and body and headers in one text."""
    for path, methods in world.app.openapi()["paths"].items():
        for method in sorted({"get", "post"} & set(methods)):
            if path in NOT_ASKED:
                continue
            body = BODIES.get(path, {}) if method == "post" else None
            response = visitor.request(method.upper(), path.format(**things), body)
            yield f"{method} {path}", f"{response.status_code} {dict(response.headers)} {response.text}"


def _told(said: str, secrets: dict[str, str], but: set[str]) -> list[str]:
    return sorted(name for name, secret in secrets.items() if secret not in but and secret in said)


@pytest.fixture
def alive(world: World) -> Living:
    return living(world)


def _walked(alive: Living, visitor: Visitor, things: dict[str, str], own: set[str]) -> dict[str, list[str]]:
    found = {}
    for address, said in _reachable(alive.project.world, visitor, things):
        if told := _told(said, alive.secrets, own):
            found[address] = told
    return found


def test_who_has_not_answered_comes_upon_nothing_of_others(alive: Living) -> None:
    """Wherever they ask: with their own assignment, and with every id of others that they could have guessed."""
    newcomer = alive.project.member("annotator")
    held = newcomer.post(f"{alive.project.path}/assignments/next").json()

    theirs = alive.things | {"assignment_id": held["id"]}
    assert held["draft"] is None
    assert _told(json.dumps(held), alive.secrets, set()) == []
    assert _walked(alive, newcomer, theirs, set()) == {}
    assert _walked(alive, newcomer, alive.things, set()) == {}


@pytest.mark.full
def test_who_has_answered_sees_their_own_and_no_more(alive: Living) -> None:
    """The one whose answer was sent back is told the ground of it, and by nobody."""
    mine = {row["id"] for row in alive.one.get(f"{alive.project.path}/assignments?limit=200").json()["rows"]}
    held = alive.one.post(f"{alive.project.path}/assignments/next").json()
    own = mine | {held["id"], alive.one.user_id, alive.one.pseudonym, "zebra-one"}
    own |= {"zebra note", "zebra comment", "zebra judgement"}

    walked = _walked(alive, alive.one, alive.things | {"assignment_id": held["id"]}, own)
    said = json.dumps(held) + "".join(alive.one.get(f"/api/assignments/{one}").text for one in sorted(mine))

    assert walked == {}
    for others in ("zebra note complaint", "zebra note problem", "zebra comment complaint"):
        assert others not in said


@pytest.mark.full
@pytest.mark.parametrize("role", ["auditor", "client"])
def test_who_judges_or_audits_is_told_names_by_no_list_of_work(alive: Living, role: str) -> None:
    """Logins and names of people are for those who run the project."""
    visitor = alive.project.member(role)
    said = "".join(text for _, text in _reachable(alive.project.world, visitor, alive.things))

    assert "zebra-one" not in said
    assert "Zebra-One" not in said


@pytest.mark.full
def test_what_is_sent_over_the_stream_to_who_labels_is_about_the_project_only(world: World) -> None:
    world.app.state.installation = replace(
        world.installation, stream=Stream(world.database, every=0.02, beat=0.1, check=0.2)
    )
    alive = living(world)
    listener = alive.project.member("annotator")
    desk = Desk(alive.project, [])
    with world.served() as address, _listening(address, alive.project, listener) as told:
        desk.submit(alive.two, desk.next(alive.two), answers=[{"task": "intent", "answer": "request"}])
        alive.project.publish({**GUIDELINE, "clauses": [{"id": "4.2", "text": "Another."}]})
        heard = told.heard(1)

    assert [one["kind"] for one in heard] == ["guideline.published"]
    assert _told(json.dumps(heard), alive.secrets, set()) == []


@contextmanager
def _statements(world: World) -> Iterator[Counter[str]]:
    """Count what is asked of the database."""
    seen: Counter[str] = Counter()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen[statement] += 1

    engine = world.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_shape(inner) for inner in value]
    return (type(value).__name__, len(value) if isinstance(value, str) else value)


PURPOSES = ("label", "gold", "retest", "seeded")


def test_what_an_item_is_for_changes_nothing_of_how_it_is_handed_out(world: World) -> None:
    """Each purpose in turn: the same shape, the same headers, and the same questions to the database (so the same time)."""
    desk = Desk.of(world, items=0, overlap=1)
    items = add_items(desk.project, 12, overlap=1)
    with world.database.writing() as session:
        for number, item in enumerate(items):
            purpose = PURPOSES[number % 4]
            gold = {"intent": "problem"} if purpose in ("gold", "seeded") else None
            session.execute(update(Item).where(Item.id == item).values(purpose=purpose, gold=gold))
    (one,) = desk.people(1)
    desk.label(one, "request", "request", "request", "request")  # what is only done once is behind us

    seen: list[list[str]] = [[] for _ in PURPOSES]
    for number in range(8):
        with _statements(world) as asked:
            response = one.post(f"{desk.project.path}/assignments/next", {})
            submitted = desk.submit(one, response.json(), "complaint")
        shapes = [_shape(response.json()), _shape(submitted.json()), sorted(response.headers.items())]
        seen[number % 4].append(json.dumps([shapes, sorted(asked.items())], sort_keys=True, default=str))

    assert len({told for told_of in seen for told in told_of}) == 1


def test_the_order_of_handing_out_follows_the_draw_whatever_items_are_for(world: World) -> None:
    orders = []
    for turn in range(2):
        desk = Desk.of(world, items=0, overlap=1)
        items = add_items(desk.project, 8, overlap=1)
        with world.database.writing() as session:
            for number, item in enumerate(items):
                purpose = PURPOSES[(number + turn) % 4]
                session.execute(update(Item).where(Item.id == item).values(purpose=purpose))
        (one,) = desk.people(1)
        orders.append([_taken(desk, one, items) for _ in items])

    assert orders[0] == orders[1]


def _taken(desk: Desk, person: Visitor, items: list[str]) -> int:
    desk.submit(person, assignment := desk.next(person))
    with desk.world.database.reading() as session:
        return items.index(session.get_one(Assignment, assignment["id"]).item_id)


def test_the_draw_is_no_order_of_the_files(world: World) -> None:
    """Who knows the table cannot know from the order what is next."""
    project = world.project(overlap=1)
    rows = "conversation_id,turn,text\n" + "".join(f"c{number:03},0,words\n" for number in range(60))
    run_import(project, {"turns.csv": rows})
    with world.database.reading() as session:
        items = session.query(Item).order_by(Item.draw).all()
        drawn, places = [one.external_id for one in items], {one.draw for one in items}

    assert drawn != sorted(drawn)
    assert len(places) == 60


def test_the_sound_of_an_assignment_tells_nothing_of_its_file(world: World) -> None:
    project = world.project(overlap=1)
    project.publish({"name": "Calls", "tasks": [{**TASKS[0], "per": "conversation"}]})
    run_import(project, {"gold/zebra-refund.wav": sound(0.5)})
    one = project.member("annotator")
    held = one.post(f"{project.path}/assignments/next").json()

    response = one.get(held["conversation"]["audio"])

    assert response.status_code == 200
    assert {name.lower() for name in response.headers} <= {
        "accept-ranges",
        "cache-control",
        "content-length",
        "content-type",
        "etag",
        "last-modified",
        *(name.lower() for name in HEADERS),
    }
    assert response.headers["last-modified"].endswith("1970 00:00:00 GMT")
    assert "zebra" not in str(response.headers) + json.dumps(held)
