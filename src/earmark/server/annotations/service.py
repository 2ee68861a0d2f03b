"""Storing what people submit: all of it, once, with everything that makes it accountable."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from earmark.model import Task
from earmark.server.annotations import repository
from earmark.server.annotations.checking import Bounds, checked, is_blank
from earmark.server.assignments import service as assignments
from earmark.server.guidelines import service as guidelines
from earmark.server.kit.actor import Actor
from earmark.server.kit.clock import now
from earmark.server.kit.errors import ConflictError, UnusableError
from earmark.server.kit.journal import Event, canonical, record
from earmark.server.kit.orm import new_id
from earmark.server.kit.repository import get
from earmark.server.kit.signals import Signal
from earmark.server.tables import Annotation, Assignment, GuidelineVersion, Item, Place, Submission

__all__ = ["Stored", "bounds_of", "checked", "is_blank", "stored", "submit"]

stored: Signal[Submission] = Signal("submission stored")
"""Sent when a submission was stored."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A submission and its annotations, in the order of their tasks."""

    submission: Submission
    annotations: Sequence[Annotation]


def submit(session: Session, actor: Actor, assignment_id: str, given: Mapping[str, Any]) -> Stored:
    """Store a submission, or return the one that was stored under its key before.

    `given` has the fields of `schemas.SubmissionGiven`. What the person answered to the item before is
    superseded, as long as no review has decided on it.

    Raises:
        ConflictError: the key was used for something else, a review has decided, or the place is gone.
        UnusableError: a task that must be answered is not, or an answer is none that its task takes.
    """
    assignments.alone(session, actor.user_id)
    digest = _digest(given, assignment_id)
    before = repository.by_key(session, actor.user_id, given["key"])
    if before is not None:
        return _again(session, before, digest)
    assignment = assignments.own(session, actor, assignment_id)
    version = guidelines.by_id(session, assignment.guideline_version_id)
    item = get(session, Item, assignment.item_id)
    wanted = _answers(session, assignment, item, version, given)
    context = _context(session, assignment, item, given["context"]) | _cited(version, given)
    _refuse_decided(session, assignment)
    place = assignments.settle(session, assignment, given["outcome"])
    submission = _submission(session, actor, assignment, given, digest)
    session.add(submission)
    session.flush()
    made = _annotations(session, submission, assignment, version, wanted, context)
    session.add_all(made)
    session.flush()
    stored.send(session, submission)
    _record(session, actor, submission, made, assignment, place)
    return Stored(submission, made)


def _digest(given: Mapping[str, Any], assignment_id: str) -> str:
    said = {name: value for name, value in given.items() if name != "clauses" or value}
    return hashlib.sha256(canonical({**said, "assignment": assignment_id}).encode()).hexdigest()


def _again(session: Session, before: Submission, digest: str) -> Stored:
    if before.body_digest != digest:
        message = "This key belongs to another submission; make a new one for each."
        raise ConflictError("key-reused", message, "key")
    return Stored(before, repository.annotations_of(session, before.id))


def _refuse_decided(session: Session, assignment: Assignment) -> None:
    """What a reviewer has decided on stays as it was decided; sent back, it is asked under a new assignment."""
    if assignment.state == "submitted" and assignments.is_decided(session, assignment.item_id):
        raise ConflictError("reviewed", "A reviewer has decided on this already; your answer stays as it is.")


def _answers(
    session: Session,
    assignment: Assignment,
    item: Item,
    version: GuidelineVersion,
    given: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the answer to each task in the guideline's order; None where an optional one was left open."""
    asked = assignments.tasks_of(session, assignment, item, version)
    if given["outcome"] != "answered":
        # What was sent back and is passed over stays as it was answered before.
        return dict.fromkeys(asked) if assignment.state == "submitted" else {}
    answers = {one["task"]: one["answer"] for one in given["answers"]}
    strange = [name for name in answers if name not in asked]
    if strange:
        raise UnusableError("no-such-task", f"The task {strange[0]!r} is not asked here.", strange[0])
    required = {task["name"] for task in version.content["tasks"] if task["required"]}
    open_ones = [name for name in asked if name in required and is_blank(answers.get(name))]
    if open_ones:
        message = f"Answer {open_ones[0]!r} too, or pass this over."
        raise UnusableError("task-open", message, open_ones[0], tasks=open_ones)
    bounds = bounds_of(session, item, version)
    tasks = {task.name: task for task in guidelines.as_model(version).tasks}
    return {name: _checked(tasks[name], answers.get(name), bounds) for name in asked}


def _checked(task: Task, answer: Any, bounds: Bounds) -> Any:
    return None if is_blank(answer) else checked(task.name, task.scheme, answer, bounds)


def bounds_of(session: Session, item: Item, version: GuidelineVersion) -> Bounds:
    """Return where marks in an item may lie; without asking the database when the guideline takes none."""
    if not any(task["kind"] in ("spans", "segments") for task in version.content["tasks"]):
        return Bounds()
    content = assignments.shown(session, item, version, None)
    ends = [turn.end for turn in content.turns if turn.end is not None]
    seconds = content.media.seconds if content.media is not None else max(ends, default=None)
    if item.position is None:
        return Bounds(texts={turn.position: turn.text or "" for turn in content.turns}, seconds=seconds)
    return Bounds(text=(content.target.text if content.target else None) or "", seconds=seconds)


def _context(
    session: Session, assignment: Assignment, item: Item, seen: Mapping[str, int] | None
) -> dict[str, Any]:
    """Return what was shown: the turns handed out, those that were in view, and how many of these came before."""
    handed_out = assignment.context
    first, last = handed_out["first"], handed_out["last"]
    if seen is None:
        return {"given": [first, last], "seen": None, "turns": handed_out["turns"]}
    if first is None or seen["first"] < first or seen["last"] > last:
        message = "The turns in view are not among those that were handed out."
        raise UnusableError("bad-context", message, "context")
    upto = seen["last"] if item.position is None else min(seen["last"], item.position - 1)
    count = assignments.count_turns(session, item.conversation_id, seen["first"], upto)
    return {"given": [first, last], "seen": [seen["first"], seen["last"]], "turns": count}


def _cited(version: GuidelineVersion, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the clauses cited, in the order they were; they are kept with what else the answers rest on."""
    cited = list(dict.fromkeys(given["clauses"]))
    known = guidelines.as_model(version)
    strange = [clause for clause in cited if known.clause(clause) is None]
    if strange:
        message = f"Version {version.number} of the guideline, under which this is answered, has no clause {strange[0]}."
        raise UnusableError("no-such-clause", message, "clauses")
    return {"clauses": cited} if cited else {}


def _submission(
    session: Session, actor: Actor, assignment: Assignment, given: Mapping[str, Any], digest: str
) -> Submission:
    return Submission(
        id=new_id(),
        assignment_id=assignment.id,
        user_id=actor.user_id,
        idempotency_key=given["key"],
        body_digest=digest,
        outcome=given["outcome"],
        reason=given["reason"] or None,
        comment=given["comment"] or None,
        seconds=given["seconds"],
        submitted_at=now(session),
    )


def _annotations(
    session: Session,
    submission: Submission,
    assignment: Assignment,
    version: GuidelineVersion,
    wanted: Mapping[str, Any],
    context: dict[str, Any],
) -> list[Annotation]:
    """Return the rows to be stored: an answer a task, and an empty one where an earlier answer is withdrawn."""
    earlier = {
        one.task: one for one in assignments.answers_in_force(session, assignment.item_id, submission.user_id)
    }
    kinds = {task["name"]: task["kind"] for task in version.content["tasks"]}
    return [
        Annotation(
            id=new_id(),
            project_id=assignment.project_id,
            item_id=assignment.item_id,
            user_id=submission.user_id,
            submission_id=submission.id,
            guideline_version_id=version.id,
            task=task,
            kind=kinds[task],
            answer=answer,
            context=context,
            supersedes=earlier[task].id if task in earlier else None,
            submitted_at=submission.submitted_at,
        )
        for task, answer in wanted.items()
        if answer is not None or (task in earlier and earlier[task].answer is not None)
    ]


def _record(
    session: Session,
    actor: Actor,
    submission: Submission,
    made: Sequence[Annotation],
    assignment: Assignment,
    place: Place | None,
) -> None:
    facts = {
        "submission": _facts(submission),
        "annotations": [_facts(one) for one in made],
        "assignment": {
            "id": assignment.id,
            "item_id": assignment.item_id,
            "place_id": assignment.place_id,
            "state": assignment.state,
        },
        "place": None if place is None else {"id": place.id, "state": place.state},
    }
    event = Event(assignment.project_id, actor.pseudonym, "submission.stored", submission.id, facts)
    record(session, event)


def _facts(row: Submission | Annotation) -> dict[str, Any]:
    """Return a row's columns; its number in the table is no part of what was said."""
    columns = {
        column.key: getattr(row, column.key) for column in row.__table__.columns if column.key != "seq"
    }
    return {**columns, "submitted_at": row.submitted_at.isoformat()}
