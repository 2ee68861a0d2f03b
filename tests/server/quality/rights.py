"""Who sees how good the labels are, and who may take them out."""

from __future__ import annotations

RIGHTS = {
    "GET /api/projects/{project_id}/quality": "owner manager reviewer auditor client",
    "GET /api/projects/{project_id}/export": "owner manager",
}
