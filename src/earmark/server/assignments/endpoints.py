"""`/api/projects/{project_id}/assignments` and `/api/assignments/{assignment_id}`."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query, Response
from starlette.responses import FileResponse

from earmark.server.assignments import content, repository, schemas, service
from earmark.server.assignments.policy import POLICY, mine
from earmark.server.assignments.showing import assignment_shown, lease_end
from earmark.server.kit.errors import NotFoundError
from earmark.server.kit.pagination import After, Limit, Rows
from earmark.server.kit.work import Reading, Router, Work, Writing, allowed
from earmark.server.media import service as media
from earmark.server.projects.policy import member
from earmark.server.tables import Media, Submission

__all__ = ["router"]

router = Router("assignments")

READS = mine(POLICY, "assignment.read")
TAKES = mine(POLICY, "assignment.take")
Level = Annotated[int, Query(ge=0, le=100, description="0 is the finest.")]
Point = Annotated[int, Query(ge=0, le=2**40, description="A point of the level.")]


@router.post(
    "/projects/{project_id}/assignments/next",
    response_model=schemas.AssignmentShown,
    responses={204: {"description": "There is nothing to do."}},
)
@allowed(member(POLICY, "assignment.take"))
def next_one(
    project_id: str, work: Writing, body: schemas.NextWanted | None = None
) -> schemas.AssignmentShown | Response:
    """Return what to answer next; 204 when there is nothing."""
    prefetch = body is not None and body.prefetch
    found = service.next_assignment(work.session, work.actor, project_id, prefetch=prefetch)
    return Response(status_code=204) if found is None else assignment_shown(work.session, found)


@router.get("/projects/{project_id}/assignments")
@allowed(member(POLICY, "assignment.read"))
def recent(project_id: str, work: Reading, limit: Limit = 50) -> Rows[schemas.AssignmentListed]:
    """List what one has submitted or passed over oneself, the latest first."""
    found = repository.own(work.session, project_id, work.actor.user_id, limit)
    return Rows[schemas.AssignmentListed](rows=[schemas.AssignmentListed.of(one) for one in found], next=None)


@router.get("/projects/{project_id}/skipped")
@allowed(member(POLICY, "skipped.read"))
def skipped(
    project_id: str,
    work: Reading,
    outcome: Literal["skipped", "defective"] | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Rows[schemas.SkippedShown]:
    """List what was passed over or marked defective, and why, oldest first."""
    found = repository.skipped(work.session, project_id, outcome, after, limit)
    about = repository.items_and_people(work.session, [one.id for one in found.rows])

    def show(submission: Submission) -> schemas.SkippedShown:
        return schemas.SkippedShown.of(submission, *about[submission.id])

    return Rows[schemas.SkippedShown].of(found, show)


@router.get("/assignments/{assignment_id}")
@allowed(READS)
def assignment(assignment_id: str, work: Reading) -> schemas.AssignmentShown:
    """Return an assignment of one's own, with what one answered to it."""
    return assignment_shown(work.session, service.own(work.session, work.actor, assignment_id))


@router.post("/assignments/{assignment_id}/heartbeat")
@allowed(TAKES)
def heartbeat(assignment_id: str, work: Writing) -> schemas.LeaseShown:
    """Say that one is still at it; it is kept for another lease."""
    held = service.heartbeat(work.session, work.actor, assignment_id)
    return schemas.LeaseShown(lease_ends_at=lease_end(work.session, held))


@router.get("/assignments/{assignment_id}/audio", response_class=FileResponse)
@allowed(READS)
def audio(assignment_id: str, work: Reading) -> Response:
    """Return the sound of one's own assignment; a player asks for the ranges it needs."""
    return media.open_audio(work.installation.settings, _sound(work, assignment_id)).response()


@router.get("/assignments/{assignment_id}/peaks")
@allowed(READS)
def peaks(assignment_id: str, work: Reading) -> schemas.PeaksThere:
    """Say which peaks there are."""
    opened = media.open_peaks(work.session, work.installation.settings, _sound(work, assignment_id))
    return schemas.PeaksThere.model_validate(opened.to_json())


@router.get("/assignments/{assignment_id}/peaks/points", response_class=Response)
@allowed(READS)
def points(assignment_id: str, level: Level, first: Point, last: Point, work: Reading) -> Response:
    """Return the points [first, last) of a level: 16-bit whole numbers, little-endian."""
    opened = media.open_peaks(work.session, work.installation.settings, _sound(work, assignment_id))
    return opened.points(level, first, last)


def _sound(work: Work, assignment_id: str) -> Media:
    found = content.sound(work.session, service.heard(work.session, work.actor, assignment_id))
    if found is None:
        raise NotFoundError("no-audio", "This conversation has no audio.")
    return found
