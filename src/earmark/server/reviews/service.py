"""Cases to be decided, and deciding them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from earmark.server.annotations import service as answering
from earmark.server.assignments import service as assignments
from earmark.server.guidelines import service as guidelines
from earmark.server.kit.actor import Actor
from earmark.server.kit.clock import now
from earmark.server.kit.errors import ConflictError, NotAllowedError, NotFoundError, UnusableError
from earmark.server.kit.journal import Event, record
from earmark.server.kit.orm import new_id
from earmark.server.kit.transaction import one_at_a_time
from earmark.server.reviews import queue, repository
from earmark.server.tables import Annotation, GuidelineVersion, Item, Review

__all__ = ["accept_agreed", "decide", "decisive", "open_case", "reviewed_tasks", "tasks_reviewed"]

AT_ONCE = 200
"""Items that one request accepts."""


def tasks_reviewed(version: GuidelineVersion) -> list[str]:
    """Return the tasks on which there is something to decide: a subjective one has no single truth."""
    return [task["name"] for task in version.content["tasks"] if not task["subjective"]]


def reviewed_tasks(version: GuidelineVersion, item: Item) -> list[str]:
    """Return those of them that are asked of this kind of item."""
    per = "conversation" if item.position is None else "turn"
    asked = {task["name"] for task in version.content["tasks"] if task["per"] == per}
    return [name for name in tasks_reviewed(version) if name in asked]


def open_case(session: Session, actor: Actor, project_id: str, item_id: str) -> Item:
    """Return an item whose answers the actor may see beside each other.

    Raises:
        NotFoundError: there is no such item in the project.
        NotAllowedError: they answered it themselves.
        ConflictError: not all who are to answer it have done so.
    """
    item = repository.item_of(session, project_id, item_id)
    if item is None:
        raise NotFoundError(message="There is no such item here.")
    if repository.has_answered(session, item_id, actor.user_id):
        raise NotAllowedError("own-answer", "You answered this yourself: somebody else decides on it.")
    if not repository.is_complete(session, item_id):
        raise ConflictError("not-complete", "Not everybody has answered this yet; until then nobody sees it.")
    return item


def decisive(session: Session, item_id: str) -> dict[str, Review]:
    """Return the decision in force on each task; one that sent it back holds until the answer is there again."""
    waits = repository.waits(session, item_id)
    latest = repository.latest(session, item_id)
    return {task: review for task, review in latest.items() if review.decision != "return" or waits}


def decide(session: Session, actor: Actor, project_id: str, given: Mapping[str, Any]) -> Review:
    """Decide on one task of one item; the latest decision is in force.

    `given` has the fields of `schemas.DecisionGiven`.

    Raises:
        NotFoundError: there is no such item, or no such task or clause in the guideline in force.
        NotAllowedError: they answered it themselves.
        ConflictError: an answer is missing, was replaced meanwhile, or there is nobody to send it back to; or
            the key was used for another decision.
        UnusableError: what the decision needs is not there.
    """
    one_at_a_time(session, f"review of {given['item']}")
    before = _made_before(session, actor, project_id, given)
    if before is not None:
        return before
    item = open_case(session, actor, project_id, given["item"])
    version = guidelines.in_force(session, project_id)
    if given["task"] not in reviewed_tasks(version, item):
        raise UnusableError("no-such-task", "There is nothing to decide on this task here.", "task")
    _check_clause(version, given["clause"])
    found = repository.answers(session, item.id, given["task"])
    review = _review(session, actor, item, version, given)
    match given["decision"]:
        case "accept":
            review.annotation_id, review.answer = _accepted(found, given["annotation"])
        case "other":
            review.answer = _other(session, item, version, given)
        case "return":
            return _send_back(session, actor, item, review, found)
    session.add(review)
    session.flush()
    decided = decisive(session, item.id)
    if all(task in decided for task in reviewed_tasks(version, item)):
        assignments.take_back(session, item.id)
    _record(session, actor, review, [])
    return review


def _id_of(actor: Actor, key: str | None) -> str:
    """Return the id of a decision; it follows from the key, so that what is sent twice is stored once."""
    return new_id() if key is None else hashlib.sha256(f"{actor.user_id} {key}".encode()).hexdigest()[:32]


def _made_before(session: Session, actor: Actor, project_id: str, given: Mapping[str, Any]) -> Review | None:
    if given["key"] is None:
        return None
    before = repository.by_id(session, _id_of(actor, given["key"]))
    if before is None:
        return None
    wanted = (project_id, given["item"], given["task"], given["decision"])
    if (before.project_id, before.item_id, before.task, before.decision) != wanted:
        message = "This key belongs to another decision; make a new one for each."
        raise ConflictError("key-reused", message, "key")
    return before


def _check_clause(version: GuidelineVersion, clause: str | None) -> None:
    if clause is not None and guidelines.as_model(version).clause(clause) is None:
        message = f"Version {version.number} of the guideline, which is in force, has no clause {clause}."
        raise UnusableError("no-such-clause", message, "clause")


def _review(
    session: Session, actor: Actor, item: Item, version: GuidelineVersion, given: Mapping[str, Any]
) -> Review:
    return Review(
        id=_id_of(actor, given["key"]),
        project_id=item.project_id,
        item_id=item.id,
        task=given["task"],
        reviewer_id=actor.user_id,
        decision=given["decision"],
        clause=given["clause"],
        reason=(given["reason"] or "").strip() or None,
        guideline_version_id=version.id,
        annotation_id=given["annotation"] if given["decision"] == "return" else None,
        decided_at=now(session),
    )


def _accepted(found: Sequence[Annotation], annotation_id: str | None) -> tuple[str, Any]:
    chosen = next((one for one in found if one.id == annotation_id), None)
    if chosen is None:
        message = "This answer is not, or no longer, among those to choose from; look again."
        raise ConflictError("answer-changed", message, "annotation")
    return chosen.id, chosen.answer


def _other(session: Session, item: Item, version: GuidelineVersion, given: Mapping[str, Any]) -> Any:
    if answering.is_blank(given["answer"]):
        raise UnusableError("answer-missing", "Give the answer that is right.", "answer")
    task = next(one for one in guidelines.as_model(version).tasks if one.name == given["task"])
    bounds = answering.bounds_of(session, item, version)
    return answering.checked(task.name, task.scheme, given["answer"], bounds)


def _send_back(
    session: Session, actor: Actor, item: Item, review: Review, found: Sequence[Annotation]
) -> Review:
    if review.reason is None and review.clause is None:
        raise UnusableError("reason-missing", "Say why it is sent back, or cite the clause.", "reason")
    wanted = [one for one in found if review.annotation_id in (None, one.id)]
    if not wanted:
        _accepted(found, review.annotation_id)
    session.add(review)
    session.flush()
    people = list(dict.fromkeys(one.user_id for one in wanted))
    again = assignments.give_back(session, actor, item, people, review.id)
    if not again:
        message = "None of those who answered can be asked again; decide it otherwise."
        raise ConflictError("nobody-left", message)
    _record(session, actor, review, [one.id for one in again])
    return review


def accept_agreed(
    session: Session, actor: Actor, project_id: str, task: str, clause: str | None, reason: str | None
) -> tuple[int, bool]:
    """Accept what all agree on, some hundred items at a time; return how many, and whether there are more.

    Raises:
        UnusableError: there is no such task or clause in the guideline in force.
    """
    one_at_a_time(session, f"agreed of {project_id}")
    version = guidelines.in_force(session, project_id)
    if task not in tasks_reviewed(version):
        raise UnusableError("no-such-task", "There is nothing to decide on this task here.", "task")
    _check_clause(version, clause)
    found = queue.agreed_annotations(session, project_id, actor.user_id, task, AT_ONCE + 1)
    for one in found[:AT_ONCE]:
        review = Review(
            id=new_id(),
            project_id=project_id,
            item_id=one.item_id,
            task=task,
            reviewer_id=actor.user_id,
            decision="accept",
            answer=one.answer,
            annotation_id=one.id,
            clause=clause,
            reason=(reason or "").strip() or None,
            guideline_version_id=version.id,
            decided_at=now(session),
        )
        session.add(review)
        session.flush()
        _record(session, actor, review, [])
    return len(found[:AT_ONCE]), len(found) > AT_ONCE


def _record(session: Session, actor: Actor, review: Review, handed_out: Sequence[str]) -> None:
    columns = (column.key for column in review.__table__.columns if column.key != "seq")
    facts = {name: getattr(review, name) for name in columns}
    facts |= {"decided_at": review.decided_at.isoformat(), "handed_out": list(handed_out)}
    record(session, Event(review.project_id, actor.pseudonym, "review.decided", review.id, facts))
