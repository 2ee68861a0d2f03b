"""Who may submit: the one it was handed to, and nobody else."""

from __future__ import annotations

RIGHTS = {"POST /api/assignments/{assignment_id}/submission": ""}
