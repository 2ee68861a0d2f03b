"""Who may call what about conversations; the things are made with those of `media`."""

from __future__ import annotations

RIGHTS = {
    "GET /api/projects/{project_id}/conversations": "owner manager reviewer",
    "GET /api/conversations/{conversation_id}": "owner manager reviewer",
    "POST /api/projects/{project_id}/imports/preview": "owner manager",
    "POST /api/projects/{project_id}/imports": "owner manager",
}
