"""Who may call what about assignments. An assignment itself is its person's alone."""

from __future__ import annotations

from tests.server.assignments.desk import Desk, add_items
from tests.server.world import GUIDELINE, Project

LABELLING = "owner manager reviewer annotator"

RIGHTS = {
    "POST /api/projects/{project_id}/assignments/next": LABELLING,
    "GET /api/projects/{project_id}/assignments": LABELLING,
    "GET /api/projects/{project_id}/skipped": "owner manager reviewer",
    "GET /api/assignments/{assignment_id}": "",
    "POST /api/assignments/{assignment_id}/heartbeat": "",
    "GET /api/assignments/{assignment_id}/audio": "",
    "GET /api/assignments/{assignment_id}/peaks": "",
    "GET /api/assignments/{assignment_id}/peaks/points": "",
}


def things(project: Project) -> dict[str, str]:
    """An assignment of somebody."""
    project.owner.post(f"{project.path}/guidelines", GUIDELINE)
    desk = Desk(project, add_items(project, 3))
    return {"assignment_id": desk.next(project.member("annotator"))["id"], "item_id": desk.items[0]}
