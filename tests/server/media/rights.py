"""Who may call what about uploads and audio."""

from __future__ import annotations

from tests.server.media.sending import begin, run_import, sound
from tests.server.world import Project

RIGHTS = {
    "POST /api/projects/{project_id}/uploads": "owner manager",
    "GET /api/uploads/{upload_id}": "owner manager",
    "PATCH /api/uploads/{upload_id}": "owner manager",
    "DELETE /api/uploads/{upload_id}": "owner manager",
    "GET /api/media/{media_id}/audio": "owner manager reviewer",
    "GET /api/media/{media_id}/peaks": "owner manager reviewer",
    "GET /api/media/{media_id}/peaks/points": "owner manager reviewer",
}


def things(project: Project) -> dict[str, str]:
    """An upload, a conversation and its audio."""
    run_import(project, {"call.wav": sound()})
    (listed,) = project.owner.get(f"{project.path}/conversations").json()["rows"]
    shown = project.owner.get(f"/api/conversations/{listed['id']}").json()
    return {
        "upload_id": begin(project, "a.csv", 10).json()["id"],
        "media_id": shown["audio"].split("/")[3],
        "conversation_id": listed["id"],
    }
