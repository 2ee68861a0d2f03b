"""What holds of projects and the people in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from earmark.server.guidelines import service as guidelines
from earmark.server.kit.journal import recorded
from earmark.server.projects.service import left
from earmark.server.tables import Annotation, Assignment, Conversation, Item, Place, Submission
from tests.server.world import PASSWORD, ROLES, Project, World


@contextmanager
def _queries(world: World) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(world.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(world.database.engine, "before_cursor_execute", note)


def test_who_makes_a_project_owns_it(world: World) -> None:
    project = world.project(name="Bank calls", overlap=2)

    shown = project.owner.get(project.path).json()

    assert (shown["name"], shown["role"], shown["settings"]["overlap"]) == ("Bank calls", "owner", 2)
    assert shown["counts"] == {"items": 0, "done": 0, "answers": 0, "people": 1}


def test_a_project_one_is_not_in_looks_like_none(world: World) -> None:
    project, stranger = world.project(), world.person("stranger", is_operator=True)

    theirs, nothing = stranger.get(project.path), stranger.get("/api/projects/nothing")

    assert theirs.status_code == nothing.status_code == 404
    assert theirs.json() == nothing.json()
    assert stranger.get("/api/projects").json()["rows"] == []


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_the_project_with_their_own_role(world: World, role: str) -> None:
    project = world.project()
    member = project.member(role)

    assert member.get(project.path).json()["role"] == role
    assert [row["role"] for row in member.get("/api/projects").json()["rows"]] == [role]


def test_what_is_given_is_changed_and_the_rest_stays(world: World) -> None:
    project = world.project(overlap=2, lease_minutes=10)

    changed = project.owner.patch(project.path, {"settings": {"overlap": 5}, "archived": True}).json()

    assert (changed["settings"]["overlap"], changed["settings"]["lease_minutes"]) == (5, 10)
    assert (changed["name"], changed["archived"]) == ("Calls", True)
    assert project.owner.patch(project.path, {"archived": False}).json()["archived"] is False


@pytest.mark.parametrize(
    "settings",
    [{"overlap": 0}, {"overlap": 51}, {"lease_minutes": 0}, {"language": "no language"}, {"overlp": 2}],
)
def test_settings_that_make_no_sense_are_refused(world: World, settings: dict[str, object]) -> None:
    project = world.project()

    assert project.owner.patch(project.path, {"settings": settings}).status_code == 422


def test_an_unknown_login_gets_an_account_and_a_link(world: World) -> None:
    project = world.project()

    added = project.owner.post(
        f"{project.path}/people",
        {"login": "new@example.org", "name": "New", "role": "annotator", "team": "Red"},
    ).json()

    assert (added["person"]["joined"], added["person"]["team"]) == (False, "Red")
    assert added["join_link"].startswith("http://localhost/join#")


def test_a_known_person_is_taken_in_without_a_link(world: World) -> None:
    project = world.project()
    world.person("ana")

    added = project.owner.post(f"{project.path}/people", {"login": "Ana", "role": "reviewer"}).json()

    assert (added["person"]["login"], added["join_link"]) == ("ana", None)
    assert project.owner.post(f"{project.path}/people", {"login": "ana", "role": "owner"}).status_code == 409


def test_one_link_lets_an_invited_person_into_every_project_they_were_taken_into_before_they_joined(
    world: World,
) -> None:
    first, second = world.project(), world.project()
    invitation = {"login": "new", "name": "New", "role": "annotator"}
    link = first.owner.post(f"{first.path}/people", invitation).json()["join_link"]

    again = second.owner.post(f"{second.path}/people", invitation).json()
    new = world.visitor()
    joined = new.post("/api/session/join", {"token": link.partition("#")[2], "password": PASSWORD})

    assert (again["join_link"], again["person"]["joined"]) == (None, False)
    assert joined.status_code == 200
    assert [new.get(project.path).status_code for project in (first, second)] == [200, 200]


@pytest.mark.parametrize("how", ["too old", "the only project"])
def test_an_invited_person_whose_link_is_lost_gets_another(world: World, how: str) -> None:
    boss = world.person("boss", is_operator=True)
    first, second = world.project(boss), world.project(boss)
    invitation = {"login": "new", "name": "New", "role": "annotator"}
    added = boss.post(f"{first.path}/people", invitation).json()
    if how == "too old":
        world.clock.passes(days=15)
        boss = world.browser("boss")
    else:
        boss.delete(f"{first.path}/people/{added['person']['id']}")

    again = boss.post(f"{second.path}/people", invitation).json()

    assert again["join_link"] not in (None, added["join_link"])


def test_a_new_login_needs_a_name(world: World) -> None:
    project = world.project()

    response = project.owner.post(f"{project.path}/people", {"login": "new", "role": "annotator"})

    assert (response.status_code, response.json()["error"]["field"]) == (422, "name")


def test_a_project_always_has_an_owner(world: World) -> None:
    project = world.project()
    mine = f"{project.path}/people/{project.owner.user_id}"

    assert project.owner.delete(mine).json()["error"]["code"] == "last-owner"
    assert project.owner.patch(mine, {"role": "annotator"}).json()["error"]["code"] == "last-owner"
    project.member("owner")
    assert project.owner.delete(mine).status_code == 204
    assert project.owner.get(project.path).status_code == 404


def test_a_manager_makes_and_unmakes_no_owner(world: World) -> None:
    project = world.project()
    manager, annotator = project.member("manager"), project.member("annotator")

    assert (
        manager.post(f"{project.path}/people", {"login": "x", "name": "X", "role": "owner"}).status_code
        == 403
    )
    assert manager.patch(f"{project.path}/people/{annotator.user_id}", {"role": "owner"}).status_code == 403
    assert manager.patch(f"{project.path}/people/{manager.user_id}", {"role": "owner"}).status_code == 403
    assert manager.delete(f"{project.path}/people/{project.owner.user_id}").status_code == 403
    assert (
        manager.patch(f"{project.path}/people/{annotator.user_id}", {"role": "reviewer"}).status_code == 200
    )


def test_who_is_taken_out_is_out_at_once_and_can_come_back(world: World) -> None:
    project = world.project()
    ana = project.member("annotator", "ana")

    assert project.owner.delete(f"{project.path}/people/{ana.user_id}").status_code == 204
    assert ana.get(project.path).status_code == 404
    project.take_in(ana, "reviewer")
    assert ana.get(project.path).json()["role"] == "reviewer"


def test_a_team_may_be_given_changed_and_taken(world: World) -> None:
    project = world.project()
    ana = project.member("annotator", team="Red")
    theirs = f"{project.path}/people/{ana.user_id}"

    assert project.owner.patch(theirs, {"role": "reviewer"}).json()["team"] == "Red"
    assert project.owner.patch(theirs, {"team": "Blue"}).json()["team"] == "Blue"
    assert project.owner.patch(theirs, {"team": None}).json()["team"] is None
    assert [team["name"] for team in project.owner.get(f"{project.path}/teams").json()["rows"]] == [
        "Blue",
        "Red",
    ]
    assert project.owner.post(f"{project.path}/teams", {"name": "Red"}).status_code == 409


def test_whoever_listens_learns_who_may_no_longer_label(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(left, "_listeners", [lambda session, membership: told.append(membership.user_id)])
    project = world.project()
    ana = project.member("annotator")

    project.owner.patch(f"{project.path}/people/{ana.user_id}", {"team": "Red"})
    assert told == []
    project.owner.patch(f"{project.path}/people/{ana.user_id}", {"role": "reviewer"})
    project.owner.delete(f"{project.path}/people/{ana.user_id}")

    assert told == [ana.user_id, ana.user_id]


def test_the_record_tells_who_took_whom_in_and_out(world: World) -> None:
    project = world.project()
    ana = project.member("annotator")
    project.owner.delete(f"{project.path}/people/{ana.user_id}")

    with world.database.reading() as session:
        events = list(recorded(session, project_id=project.id, kinds=["membership.changed"]))

    said = [(event.payload or {}) for event in events if event.reference == ana.user_id]
    assert [(payload["role"], payload["ended"]) for payload in said] == [
        ("annotator", False),
        ("annotator", True),
    ]
    assert {event.actor for event in events} == {project.owner.pseudonym}


def test_a_list_of_projects_takes_no_more_queries_than_one(world: World) -> None:
    owner = world.project().owner
    with _queries(world) as one:
        owner.get("/api/projects")
    for number in range(5):
        world.project(owner, f"P{number}")

    with _queries(world) as many:
        assert len(owner.get("/api/projects").json()["rows"]) == 6

    assert len(many) == len(one)


def test_a_list_of_people_takes_no_more_queries_than_one(world: World) -> None:
    project = world.project()
    with _queries(world) as one:
        project.owner.get(f"{project.path}/people")
    for _ in range(5):
        project.member("annotator", team="Red")

    with _queries(world) as many:
        assert len(project.owner.get(f"{project.path}/people").json()["rows"]) == 6

    assert len(many) == len(one)


def _work(world: World, project: Project, draw: int, states: list[str]) -> list[str]:
    """An item with places in these states, and an annotation for each filled one; return the annotations' ids."""
    at, ids = world.clock(), []
    with world.database.writing() as session:
        version = guidelines.in_force(session, project.id)
        if session.get(Conversation, "c") is None:
            session.add(Conversation(id="c", project_id=project.id, external_id="c", created_at=at))
            session.flush()
        item = Item(
            project_id=project.id,
            conversation_id="c",
            external_id=str(draw),
            overlap=3,
            draw=draw,
            created_at=at,
        )
        session.add(item)
        session.flush()
        for number, state in enumerate(states):
            place = Place(project_id=project.id, item_id=item.id, number=number, draw=draw, state=state)
            session.add(place)
            session.flush()
            if state == "filled":
                ids.append(_answer(session, project, item.id, place.id, version.id, at))
    return ids


def _answer(
    session: Session,
    project: Project,
    item: str,
    place: int,
    version: str,
    at: datetime,
    supersedes: str | None = None,
) -> str:
    mine = {"user_id": project.owner.user_id, "item_id": item, "guideline_version_id": version}
    given = Assignment(
        project_id=project.id, place_id=place, state="submitted", context={}, created_at=at, **mine
    )
    session.add(given)
    session.flush()
    key = f"{given.id}"
    sent = Submission(
        assignment_id=given.id,
        user_id=mine["user_id"],
        idempotency_key=key,
        body_digest="",
        outcome="answered",
        submitted_at=at,
    )
    session.add(sent)
    session.flush()
    annotation = Annotation(
        project_id=project.id,
        submission_id=sent.id,
        task="intent",
        kind="category",
        answer="request",
        context={},
        supersedes=supersedes,
        submitted_at=at,
        **mine,
    )
    session.add(annotation)
    session.flush()
    return annotation.id


def test_an_item_is_done_when_every_place_is_filled_and_a_correction_counts_once(world: World) -> None:
    project = world.project()
    project.publish()
    (first, *_) = _work(world, project, 1, ["filled", "filled"])
    _work(world, project, 2, ["filled", "free"])
    _work(world, project, 3, ["held", "free"])
    with world.database.writing() as session:
        old = session.scalars(select(Annotation).where(Annotation.id == first)).one()
        place = session.scalars(select(Place.id)).first() or 0
        _answer(
            session, project, old.item_id, place, old.guideline_version_id, world.clock(), supersedes=first
        )

    assert project.owner.get(project.path).json()["counts"] == {
        "items": 3,
        "done": 1,
        "answers": 3,
        "people": 1,
    }
