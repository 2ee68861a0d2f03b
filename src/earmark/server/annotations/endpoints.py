"""`/api/assignments/{assignment_id}/submission`."""

from __future__ import annotations

from earmark.server.annotations import schemas, service
from earmark.server.annotations.policy import POLICY
from earmark.server.assignments.policy import mine
from earmark.server.kit.work import Router, Writing, allowed

__all__ = ["router"]

router = Router("annotations")


@router.post("/assignments/{assignment_id}/submission")
@allowed(mine(POLICY, "submission.send"))
def submit(assignment_id: str, body: schemas.SubmissionGiven, work: Writing) -> schemas.Answered:
    """Store the answers of an assignment; sent again under the same key it is stored once."""
    done = service.submit(work.session, work.actor, assignment_id, body.model_dump())
    return schemas.Answered(submission=done.submission.id, annotations=[one.id for one in done.annotations])
