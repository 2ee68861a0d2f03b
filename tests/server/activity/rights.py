"""Who may see what goes on in a project."""

from __future__ import annotations

from earmark.server.kit import jobs
from earmark.server.kit.jobs import Kind, Progress
from tests.server.world import Project

OPEN = {"GET /api/health": "anyone"}

RIGHTS = {
    "GET /api/jobs/{job_id}": "owner manager",
    "POST /api/jobs/{job_id}/cancel": "owner manager",
    "GET /api/projects/{project_id}/jobs": "owner manager",
    "GET /api/projects/{project_id}/journal": "owner auditor",
    "GET /api/projects/{project_id}/stream": "owner manager reviewer annotator auditor client",
}


def things(project: Project) -> dict[str, str]:
    """A job of the project."""
    jobs.register(Kind("test.rights", lambda session, job, prepared: Progress(1, finished=True)))
    with project.world.database.writing() as session:
        return {"job_id": jobs.enqueue(session, "test.rights", {}, project_id=project.id).id}
