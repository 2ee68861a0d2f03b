"""From files to a measured, decided, exported project, against the real server."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from earmark.client import Client, ImportOptions, Project
from earmark.errors import AbsentError, ConflictError, ForbiddenError, JobError, RefusedError
from tests.server.world import TASKS, World

ClientOf = Callable[..., Client]
TURNS = [
    ("agent", "Hello."),
    ("customer", "My card is gone."),
    ("agent", "Oh."),
    ("customer", "Send me a new one."),
]
ANSWERS = {1: ("problem", "problem", "complaint"), 3: ("request", "request", "request")}
FOUR = ("c1", "c2", "c3", "c4")


def table(path: Path, *conversations: str) -> Path:
    rows = [
        {"conversation_id": one, "item_id": f"{one}:{turn}", "turn": turn, "speaker": speaker, "text": text}
        for one in conversations
        for turn, (speaker, text) in enumerate(TURNS)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def manager(world: World, client_of: ClientOf) -> Client:
    return client_of(world.person("ana", is_operator=True))


@pytest.fixture
def project(manager: Client) -> Project:
    made = manager.projects.create("Calls")
    manager.guidelines.publish(made, "First", tasks=TASKS[:1], clauses=[{"id": "4.1", "text": "A wish."}])
    return made


def take_in(world: World, client: Client, project: Project, file: Path) -> dict[str, object]:
    upload = client.uploads.send(project, file)
    job = client.imports.start(project, [upload], ImportOptions(speakers=("customer",)))
    world.do_jobs()
    return dict(client.jobs.wait(job).result or {})


def annotators(world: World, manager: Client, project: Project, client_of: ClientOf) -> list[Client]:
    made = []
    for login in ("ben", "cem", "dia"):
        person = world.person(login)
        manager.people.add(project, login, "annotator")
        made.append(client_of(person, "read", "label"))
    return made


def label_all(world: World, manager: Client, project: Project, client_of: ClientOf) -> None:
    for number, client in enumerate(annotators(world, manager, project, client_of)):
        while (assignment := client.assignments.next(project)) is not None:
            assert assignment.turn is not None
            client.submissions.send(
                assignment, {"intent": ANSWERS[assignment.turn.position][number]}, seconds=3.5
            )


def test_what_files_hold_is_seen_before_it_is_stored(
    manager: Client, project: Project, tmp_path: Path
) -> None:
    upload = manager.uploads.send(project, table(tmp_path / "chats.jsonl", "c1", "c2"))

    seen = manager.imports.preview(project, [upload], ImportOptions(speakers=("customer",)))

    assert (seen.conversations, seen.items, seen.already) == (2, 4, 0)
    assert set(seen.speakers) == {"agent", "customer"}
    assert [(file.name, file.kind, file.rows) for file in seen.files] == [("chats.jsonl", "turns", 8)]
    assert manager.conversations.list(project) == ()


def test_an_import_is_waited_for_and_may_be_repeated(
    world: World, manager: Client, project: Project, tmp_path: Path
) -> None:
    first = take_in(world, manager, project, table(tmp_path / "chats.jsonl", "c1"))
    again = take_in(world, manager, project, table(tmp_path / "chats.jsonl", "c1"))

    listed = manager.conversations.list(project)
    whole = manager.conversations.get(listed[0])
    assert (first["items"], again["items"], again["already"]) == (2, 0, 4)
    assert [(one.external_id, one.counts.turns, one.counts.items) for one in listed] == [("c1", 4, 2)]
    assert [(turn.speaker, turn.text) for turn in whole.turns] == TURNS


def test_a_conversation_of_many_turns_comes_as_a_whole(
    world: World, manager: Client, project: Project, tmp_path: Path
) -> None:
    rows = [{"conversation_id": "long", "turn": turn, "text": f"Turn {turn}"} for turn in range(4_100)]
    (tmp_path / "long.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    upload = manager.uploads.send(project, tmp_path / "long.jsonl")
    manager.imports.start(project, [upload], ImportOptions("conversations"))
    world.do_jobs()

    whole = manager.conversations.get(manager.conversations.list(project)[0])

    assert [turn.position for turn in whole.turns] == list(range(4_100))


def test_an_import_of_nothing_usable_says_why(
    world: World, manager: Client, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "notes.csv").write_text("colour,size\nred,3\n")
    upload = manager.uploads.send(project, tmp_path / "notes.csv")
    job = manager.imports.start(project, [upload])
    world.do_jobs()

    with pytest.raises(JobError, match="text"):
        manager.jobs.wait(job)


def test_an_answer_sent_twice_under_one_key_is_stored_once(
    world: World, manager: Client, project: Project, client_of: ClientOf, tmp_path: Path
) -> None:
    take_in(world, manager, project, table(tmp_path / "chats.jsonl", "c1"))
    ben, *_ = annotators(world, manager, project, client_of)
    assignment = ben.assignments.next(project)
    assert assignment is not None
    assert assignment.guideline.number == 1
    assert ben.assignments.heartbeat(assignment) >= assignment.lease_ends_at

    once = ben.submissions.send(assignment, {"intent": "request"}, seconds=3, key="key-0001")
    again = ben.submissions.send(assignment, {"intent": "request"}, seconds=3, key="key-0001")

    assert once == again
    assert [one.state for one in ben.assignments.recent(project)] == ["submitted"]
    assert manager.projects.get(project).counts.answers == 1
    with pytest.raises(ConflictError) as reused:
        ben.submissions.send(assignment, {"intent": "problem"}, seconds=3, key="key-0001")
    assert reused.value.code == "key-reused"


def test_the_same_item_is_given_again_until_it_is_done(
    world: World, manager: Client, project: Project, client_of: ClientOf, tmp_path: Path
) -> None:
    take_in(world, manager, project, table(tmp_path / "chats.jsonl", "c1"))
    ben, *_ = annotators(world, manager, project, client_of)
    first = ben.assignments.next(project)
    world.clock.passes(seconds=1)
    following = ben.assignments.next(project, prefetch=True)
    assert first is not None
    assert following is not None

    again = ben.assignments.next(project)
    ben.submissions.skip(first, "I do not know.")
    after = ben.assignments.next(project)

    assert again is not None
    assert after is not None
    assert (again.id, after.id) == (first.id, following.id)
    assert after.id != first.id


def test_people_differ_are_decided_on_measured_and_exported(
    world: World, manager: Client, project: Project, client_of: ClientOf, tmp_path: Path
) -> None:
    take_in(world, manager, project, table(tmp_path / "chats.jsonl", *FOUR))
    label_all(world, manager, project, client_of)
    waiting = manager.reviews.list(project)
    case = manager.reviews.case(project, waiting[0])
    hidden = [answer.name for answer in case.tasks[0].answers]
    right = next(answer for answer in case.tasks[0].answers if answer.answer == "complaint")

    decision = manager.reviews.accept(
        project, case.item, "intent", right.annotation, clause="4.1", reason="So."
    )

    decided = manager.reviews.case(project, case.item).tasks[0]
    measured = manager.quality.get(project, "intent").tasks[0]
    assert [one.text for one in waiting] == ["My card is gone."] * 4
    assert hidden == [None, None, None]
    assert decided.decision is not None
    assert (decided.decision.clause, len({answer.name for answer in decided.answers})) == ("4.1", 3)
    assert [(one.id, one.decision, one.answer) for one in manager.reviews.decisions(project)] == [
        (decision, "accept", "complaint")
    ]
    assert manager.reviews.next(project) == manager.reviews.list(project)[0]
    assert manager.reviews.accept_agreed(project, "intent") == 4
    assert measured.percent.value == pytest.approx(4 / 6)
    assert (measured.progress.items, measured.progress.done, measured.progress.decided) == (8, 8, 1)


def test_an_export_holds_what_was_answered_and_audits_to_the_same_figures(
    world: World, manager: Client, project: Project, client_of: ClientOf, tmp_path: Path
) -> None:
    import earmark as em

    take_in(world, manager, project, table(tmp_path / "chats.jsonl", *FOUR))
    label_all(world, manager, project, client_of)

    for name in ("labels.csv", "labels.jsonl", "labels.parquet"):
        manager.exports.save(project, tmp_path / name, format=name.partition(".")[2])
    manager.exports.save(project, tmp_path / "scheme.json", table="scheme")

    alphas = {
        em.agreement(tmp_path / name, metric="krippendorff_alpha").results[0].estimate.value
        for name in ("labels.csv", "labels.jsonl", "labels.parquet")
    }
    people = {row.login: row.pseudonym for row in manager.people.list(project)}
    exported = (tmp_path / "labels.csv").read_text()
    assert alphas == {manager.quality.get(project).tasks[0].alpha.value}
    assert all(people[login] in exported for login in ("ben", "cem", "dia"))
    assert not any(f",{login}," in exported for login in people)
    assert set(json.loads((tmp_path / "scheme.json").read_text())["task"]) == {"intent"}


def test_many_threads_share_a_client(
    world: World, manager: Client, project: Project, client_of: ClientOf, tmp_path: Path
) -> None:
    take_in(world, manager, project, table(tmp_path / "chats.jsonl", *(f"c{n}" for n in range(6))))
    found: list[int] = []

    def ask() -> None:
        found.append(manager.projects.get(project).counts.items)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [12] * 8


def test_an_annotator_gets_no_more_than_an_annotator_may(
    world: World, manager: Client, project: Project, client_of: ClientOf, tmp_path: Path
) -> None:
    take_in(world, manager, project, table(tmp_path / "chats.jsonl", "c1"))
    ben, *_ = annotators(world, manager, project, client_of)

    with pytest.raises(ForbiddenError):
        ben.conversations.list(project)
    with pytest.raises(ForbiddenError):
        ben.exports.save(project, tmp_path / "labels.csv")
    with pytest.raises(AbsentError):
        ben.projects.get("no-such-project")
    with pytest.raises(RefusedError, match="Answer 'intent' too"):
        ben.submissions.send(ben.assignments.next(project) or "", {}, seconds=1)
