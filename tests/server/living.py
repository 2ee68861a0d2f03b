"""A project in the middle of its life: calls to hear, answers, disagreement, decisions, things passed over and sent back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from earmark.server.tables import Annotation, Assignment, Conversation, Item, Media, Review, Submission
from tests.server.assignments.desk import Desk
from tests.server.media.sending import begin, run_import, sound
from tests.server.world import Project, Visitor, World

__all__ = ["Living", "living"]

TURNS = "\n".join(
    ["conversation_id,turn,speaker,text"]
    + [f"file-{call:02},{turn},caller,words {turn}" for call in range(3) for turn in range(3)]
)
TASKS: list[dict[str, Any]] = [
    {
        "name": "intent",
        "kind": "category",
        "question": "What does the customer want?",
        "labels": [{"id": "request"}, {"id": "problem"}, {"id": "complaint"}],
    },
    {"name": "note", "kind": "rewrite", "question": "In your words?", "required": False},
]
GUIDELINE = {"name": "Living", "clauses": [{"id": "4.1", "text": "A wish is a request."}], "tasks": TASKS}


@dataclass
class Living:
    """The project, some of its people, and what addresses name."""

    project: Project
    one: Visitor
    two: Visitor
    reviewer: Visitor
    things: dict[str, str]
    secrets: dict[str, str]


def living(world: World) -> Living:
    """Make one: two have answered, a reviewer has decided some, sent one back, and one was passed over."""
    project = world.project(overlap=3, context_turns=2)
    files: dict[str, bytes | str] = {"turns.csv": TURNS}
    files |= {f"file-{call:02}.wav": sound(0.3, seed=call) for call in range(2)}
    assert run_import(project, files)["state"] == "done"
    project.publish(GUIDELINE)
    one, two, reviewer = (
        project.member("annotator", login="zebra-one"),
        project.member("annotator", login="zebra-two"),
        project.member("reviewer", login="zebra-judge"),
    )
    desk = Desk(project, [])
    for person, label in ((one, "request"), (two, "complaint"), (project.member("annotator"), "problem")):
        for number in range(4):
            answers = [
                {"task": "intent", "answer": label if number % 2 else "request"},
                {"task": "note", "answer": f"zebra note {label} {number}"},
            ]
            given = desk.submit(person, desk.next(person), answers=answers, comment=f"zebra comment {label}")
            assert given.status_code == 200, given.text
    skipped = desk.submit(one, desk.next(one), outcome="skipped", reason="zebra reason")
    assert skipped.status_code == 200, skipped.text
    _reviewed(project, reviewer)
    held = desk.next(one)
    return Living(
        project, one, two, reviewer, _things(project, held["id"]), _secrets(project, (one, two, reviewer))
    )


def _reviewed(project: Project, reviewer: Visitor) -> None:
    waiting = reviewer.get(f"{project.path}/reviews?state=open&limit=20").json()["rows"]
    for row, decision in zip(waiting, ("accept", "other", "return"), strict=False):
        case = reviewer.get(f"{project.path}/items/{row['item']}/answers").json()
        (task,) = [one for one in case["tasks"] if one["task"] == "intent"]
        body: dict[str, Any] = {"item": row["item"], "task": "intent", "decision": decision, "clause": "4.1"}
        body |= {"reason": "zebra judgement"}
        if decision == "accept":
            body |= {"annotation": task["answers"][0]["annotation"]}
        elif decision == "other":
            body |= {"answer": "problem"}
        made = reviewer.post(f"{project.path}/reviews", body)
        assert made.status_code == 201, made.text


def _things(project: Project, held: str) -> dict[str, str]:
    owner, path = project.owner, project.path
    listed = owner.get(f"{path}/conversations").json()["rows"][0]
    shown = owner.get(f"/api/conversations/{listed['id']}").json()
    return {
        "project_id": project.id,
        "assignment_id": held,
        "conversation_id": listed["id"],
        "item_id": owner.get(f"{path}/decisions").json()["rows"][0]["item"],
        "job_id": owner.get(f"{path}/jobs").json()["rows"][0]["id"],
        "media_id": shown["audio"].split("/")[3],
        "upload_id": begin(project, "later.csv", 10).json()["id"],
        "user_id": project.member("client").user_id,
        "token_id": owner.post("/api/tokens", {"name": "t", "scopes": ["read"]}).json()["id"],
        "number": "1",
        "before": "1",
        "after": "1",
    }


def _secrets(project: Project, people: tuple[Visitor, ...]) -> dict[str, str]:
    """What nobody who labels may come upon, by what it is."""
    found = {f"login of {number}": f"zebra-{name}" for number, name in enumerate(("one", "two", "judge"))}
    for number, person in enumerate(people):
        found |= {f"id of {number}": person.user_id, f"pseudonym of {number}": person.pseudonym}
    found |= {"an answer": "zebra note", "a comment": "zebra comment", "a ground": "zebra judgement"}
    found |= {"a reason": "zebra reason", "an own id": "file-0", "what it is for": "purpose", "gold": "gold"}
    with project.world.database.reading() as session:
        for table in (Item, Conversation, Media, Assignment, Annotation, Submission, Review):
            for number, one in enumerate(session.scalars(select(table.id))):
                found[f"{table.__name__} {number}"] = one
    return found
