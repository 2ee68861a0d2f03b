"""An assignment as its person sees it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from earmark.server.assignments import places, repository, schemas, service
from earmark.server.guidelines import service as guidelines
from earmark.server.kit.clock import now
from earmark.server.kit.repository import get
from earmark.server.projects import service as projects
from earmark.server.tables import Assignment, Item

__all__ = ["assignment_shown", "lease_end"]


def assignment_shown(session: Session, assignment: Assignment) -> schemas.AssignmentShown:
    """Return an assignment with its conversation, and with what its person answered before."""
    session.flush()
    item = get(session, Item, assignment.item_id)
    version = guidelines.by_id(session, assignment.guideline_version_id)
    content = service.shown(session, item, version, assignment.context)
    target = None if item.position is None else schemas.TargetShown(position=item.position)
    return schemas.AssignmentShown(
        id=assignment.id,
        lease_ends_at=lease_end(session, assignment),
        guideline=content.guideline(),
        conversation=content.conversation(f"/api/assignments/{assignment.id}"),
        target=target,
        tasks=service.tasks_of(session, assignment, item, version),
        draft=_draft(session, assignment),
        returned=_returned(session, assignment),
    )


def lease_end(session: Session, assignment: Assignment) -> datetime:
    """Return until when it is kept; what nobody else can take is kept as long as a lease from now."""
    held = repository.lease_of(session, assignment)
    if held is not None:
        return held
    return now(session) + places.lease(projects.project(session, assignment.project_id))


def _draft(session: Session, assignment: Assignment) -> schemas.DraftShown | None:
    before = repository.answers_in_force(session, assignment.item_id, assignment.user_id)
    answers = [
        schemas.AnswerShown(task=one.task, answer=one.answer) for one in before if one.answer is not None
    ]
    if not answers:
        return None
    comment = repository.comment_on(session, before[-1].submission_id)
    return schemas.DraftShown(answers=answers, comment=comment, clauses=service.cited(before[-1]))


def _returned(session: Session, assignment: Assignment) -> schemas.ReturnedShown | None:
    if assignment.returned_from is None:
        return None
    review = repository.review(session, assignment.returned_from)
    return None if review is None else schemas.ReturnedShown(reason=review.reason, clause=review.clause)
