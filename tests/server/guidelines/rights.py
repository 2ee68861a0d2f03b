"""Who may call what about a project's guideline."""

from __future__ import annotations

from tests.server.world import Project

RIGHTS = {
    "GET /api/projects/{project_id}/guidelines": "owner manager reviewer annotator auditor client",
    "POST /api/projects/{project_id}/guidelines": "owner manager",
    "GET /api/projects/{project_id}/guidelines/{number}": "owner manager reviewer annotator auditor client",
    "GET /api/projects/{project_id}/guidelines/{before}/changes/{after}": (
        "owner manager reviewer annotator auditor client"
    ),
}


def things(project: Project) -> dict[str, str]:
    """A version."""
    number = str(project.publish())
    return {"number": number, "before": number, "after": number}
