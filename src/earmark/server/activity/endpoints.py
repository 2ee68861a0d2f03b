"""`/api/health`, `/api/jobs`, and a project's jobs, journal and live updates."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

from fastapi import Query
from starlette.responses import StreamingResponse

from earmark.server.activity import policy, repository, schemas
from earmark.server.activity.policy import POLICY
from earmark.server.kit import jobs as kit_jobs
from earmark.server.kit.errors import ProblemError
from earmark.server.kit.journal import recorded
from earmark.server.kit.pagination import After, Limit, Rows
from earmark.server.kit.repository import get
from earmark.server.kit.work import Apart, Guard, Reading, Router, Work, Writing, allowed
from earmark.server.projects.policy import member, through
from earmark.server.tables import Job
from earmark.server.users import policy as users

__all__ = ["router"]

router = Router("activity")

LISTENS: Guard = member(POLICY, "stream.listen")


@router.get("/health")
@allowed(users.anyone)
def health(work: Reading) -> schemas.Health:
    """Tell that the server lives."""
    repository.answers(work.session)
    return schemas.Health(status="ok", version=version("earmark"))


@router.get("/jobs/{job_id}")
@allowed(through("job_id", repository.project_of_job, POLICY, "jobs.read"))
def job(job_id: str, work: Reading) -> schemas.JobShown:
    """Return a job and how far it is."""
    return schemas.JobShown.of(get(work.session, Job, job_id, "job"))


@router.post("/jobs/{job_id}/cancel")
@allowed(through("job_id", repository.project_of_job, POLICY, "jobs.cancel"))
def cancel(job_id: str, work: Writing) -> schemas.JobShown:
    """Ask a job to stop; what it has done so far is removed."""
    return schemas.JobShown.of(kit_jobs.ask_to_cancel(work.session, job_id))


@router.get("/projects/{project_id}/jobs")
@allowed(member(POLICY, "jobs.read"))
def jobs(project_id: str, work: Reading, after: After = None, limit: Limit = 50) -> Rows[schemas.JobShown]:
    """List the project's jobs, oldest first."""
    return Rows[schemas.JobShown].of(
        kit_jobs.of_project(work.session, project_id, after, limit), schemas.JobShown.of
    )


@router.get("/projects/{project_id}/journal")
@allowed(member(POLICY, "journal.read"))
def journal(
    project_id: str,
    work: Reading,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Limit = 100,
) -> Rows[schemas.EventShown]:
    """List what happened, in order; `next` is the number of the last event returned."""
    found = list(recorded(work.session, project_id=project_id, after=after, limit=limit + 1))
    rows = [schemas.EventShown.of(event) for event in found[:limit]]
    return Rows[schemas.EventShown](rows=rows, next=str(rows[-1].seq) if len(found) > limit else None)


@router.get("/projects/{project_id}/stream", response_class=StreamingResponse)
@allowed(LISTENS)
async def stream(project_id: str, work: Apart) -> StreamingResponse:
    """Send `changed` events as things change; `Last-Event-ID` says which was the last one seen."""
    actor = work.actor
    work.installation.stream.refuse_when_full()
    changes = work.installation.stream.listen(
        project_id, _last_seen(work), lambda change: policy.sees(actor, change), lambda: _still(work)
    )
    return StreamingResponse(changes, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _last_seen(work: Work) -> int | None:
    said = work.request.headers.get("last-event-id", "")
    return int(said) if said.isdecimal() and len(said) < 16 else None


def _still(work: Work) -> bool:
    """Ask again whether the listener may: the session may have ended, the person may have left."""
    try:
        work.ask(LISTENS)
    except ProblemError:
        return False
    return True
