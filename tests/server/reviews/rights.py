"""Who may call what about reviews."""

from __future__ import annotations

from tests.server.world import Project

REVIEWING = "owner manager reviewer"

RIGHTS = {
    "GET /api/projects/{project_id}/reviews": REVIEWING,
    "GET /api/projects/{project_id}/reviews/next": REVIEWING,
    "GET /api/projects/{project_id}/items/{item_id}/answers": REVIEWING,
    "POST /api/projects/{project_id}/reviews": REVIEWING,
    "POST /api/projects/{project_id}/reviews/agreed": REVIEWING,
    "GET /api/projects/{project_id}/decisions": f"{REVIEWING} auditor",
}


def things(project: Project) -> dict[str, str]:
    """Nothing beyond what is handed out."""
    return {}
