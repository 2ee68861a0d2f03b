"""Who may call what about a project and its people."""

from __future__ import annotations

from tests.server.world import Project

OPEN = {"GET /api/projects": "person", "POST /api/projects": "operator"}

RIGHTS = {
    "GET /api/projects/{project_id}": "owner manager reviewer annotator auditor client",
    "PATCH /api/projects/{project_id}": "owner manager",
    "GET /api/projects/{project_id}/people": "owner manager",
    "POST /api/projects/{project_id}/people": "owner manager",
    "PATCH /api/projects/{project_id}/people/{user_id}": "owner manager",
    "DELETE /api/projects/{project_id}/people/{user_id}": "owner manager",
    "GET /api/projects/{project_id}/teams": "owner manager",
    "POST /api/projects/{project_id}/teams": "owner manager",
}


def things(project: Project) -> dict[str, str]:
    """Somebody of the project."""
    return {"user_id": project.member("annotator").user_id}
