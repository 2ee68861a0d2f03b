"""Against the real server: projects, people, guidelines, the journal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from earmark.client import Client, GuidelineTask, TaskLabel
from earmark.errors import AbsentError, ConflictError, ForbiddenError, RefusedError, SignInError
from earmark.model import Clause, GuidelineVersion, Kind, Label, Scheme, Task
from tests.server.world import PASSWORD, Visitor, World

ClientOf = Callable[..., Client]
TASKS = [
    GuidelineTask("intent", "What?", "category", (TaskLabel("yes", "Yes"), TaskLabel("no", color="#0072b2")))
]


@pytest.fixture
def operator(world: World) -> Visitor:
    return world.person("ana", is_operator=True)


def test_a_project_is_made_changed_and_found(operator: Visitor, client_of: ClientOf) -> None:
    client = client_of(operator)
    made = client.projects.create("Calls", overlap=2, language="de")

    changed = client.projects.change(made, name="Calls of May", lease_minutes=45)

    assert (made.role, made.settings.overlap, made.counts.people) == ("owner", 2, 1)
    assert (changed.settings.overlap, changed.settings.lease_minutes) == (2, 45)
    assert client.projects.find("Calls of May") == client.projects.find(made.id) == changed
    assert client.projects.list() == (changed,)


def test_a_project_that_is_not_there_is_told_with_those_that_are(
    operator: Visitor, client_of: ClientOf
) -> None:
    client = client_of(operator)
    client.projects.create("Calls")
    client.projects.create("Calls")

    with pytest.raises(AbsentError, match="no project 'Chats' here; you are in: 'Calls', 'Calls'"):
        client.projects.find("Chats")
    with pytest.raises(AbsentError, match="2 projects named 'Calls'; name one by its id"):
        client.projects.find("Calls")


def test_people_come_into_a_project_change_and_leave(operator: Visitor, client_of: ClientOf) -> None:
    client = client_of(operator)
    project = client.projects.create("Calls")
    client.people.add_team(project, "Early")
    added = client.people.add(project, "ben", "annotator", name="Ben", team="Early")

    reviewer = client.people.appoint(project, added.person, "reviewer")
    alone = client.people.place(project, added.person, None)

    assert added.join_link is not None
    assert (added.person.team, added.person.joined) == ("Early", False)
    assert (reviewer.role, alone.team) == ("reviewer", None)
    assert [one.login for one in client.people.list(project)] == ["ana", "ben"]
    client.people.remove(project, added.person)
    assert [one.login for one in client.people.list(project)] == ["ana"]
    assert [team.name for team in client.people.teams(project)] == ["Early"]


def test_an_invited_person_joins_by_the_link(operator: Visitor, client_of: ClientOf, address: str) -> None:
    client = client_of(operator)
    link = client.people.add(client.projects.create("Calls"), "ben", "annotator", name="Ben").join_link
    assert link is not None
    with Client(address) as joining:
        joined = joining.join(link.partition("#")[2], PASSWORD)
        seen = [project.role for project in joining.projects.list()]
    with Client(address) as again:
        account = again.sign_in("ben", PASSWORD)

    assert (joined.login, seen, account.id) == ("ben", ["annotator"], joined.id)


def test_a_guideline_is_published_read_and_compared(operator: Visitor, client_of: ClientOf) -> None:
    client = client_of(operator)
    project = client.projects.create("Calls")
    first = client.guidelines.publish(project, "First", tasks=TASKS, clauses=[Clause("1", "Read on.")])
    client.guidelines.publish(project, "Second", tasks=TASKS, clauses=[{"id": "1", "text": "Read all."}])

    changes = client.guidelines.changes(project, 1, 2)

    assert first.tasks[0].labels[1].color == "#0072b2"
    assert [version.name for version in client.guidelines.list(project)] == ["First", "Second"]
    assert client.guidelines.get(project, 1) == first
    assert [(one.what, one.id, one.change) for one in changes] == [("clause", "1", "changed")]
    with pytest.raises(ConflictError, match="Nothing is different") as same:
        client.guidelines.publish(project, "Third", tasks=TASKS, clauses=[Clause("1", "Read all.")])
    assert same.value.code == "unchanged"
    assert same.value.facts == {"number": 2}


def test_a_guideline_of_the_model_is_published_as_it_is(operator: Visitor, client_of: ClientOf) -> None:
    client = client_of(operator)
    scheme = Scheme(Kind.CATEGORY, (Label("a", "A"), Label("b")))
    version = GuidelineVersion("v1", (Clause("1", "Text."),), (Task("intent", scheme, "What?", True),))

    made = client.guidelines.publish_model(client.projects.create("Calls"), version)

    assert made.tasks == (
        GuidelineTask("intent", "What?", "category", (TaskLabel("a", "A"), TaskLabel("b")), subjective=True),
    )


def test_the_journal_is_read_in_order_from_any_place(operator: Visitor, client_of: ClientOf) -> None:
    client = client_of(operator)
    project = client.projects.create("Calls")
    client.guidelines.publish(project, "First", tasks=TASKS)

    entries = list(client.journal.each(project))
    later = list(client.journal.each(project, after=entries[0].seq))

    assert {entry.kind for entry in entries} >= {"project.created", "guideline.published"}
    assert later == entries[1:]


def test_a_mistake_is_told_with_its_field(operator: Visitor, client_of: ClientOf) -> None:
    client = client_of(operator)

    with pytest.raises(RefusedError) as refused:
        client.projects.create("Calls", overlap=0)

    assert (refused.value.code, refused.value.field) == ("invalid", "settings.overlap")


def test_a_program_may_do_what_its_token_is_good_for(operator: Visitor, client_of: ClientOf) -> None:
    project = client_of(operator).projects.create("Calls")
    reading = client_of(operator, "read")

    assert reading.projects.get(project.id).id == project.id
    assert reading.me().login == "ana"
    with pytest.raises(ForbiddenError, match="lacks the scope 'manage'"):
        reading.people.add(project, "ben", "annotator", name="Ben")


def test_a_wrong_token_or_password_is_a_matter_of_signing_in(operator: Visitor, address: str) -> None:
    with Client(address, "em_wrong") as client, pytest.raises(SignInError, match="not known"):
        client.projects.list()
    with Client(address) as client, pytest.raises(SignInError, match="login or the password is wrong"):
        client.sign_in("ana", "not the password")
