"""Who may decide, and who may read what was decided. Nobody decides on an item they answered themselves."""

from __future__ import annotations

from earmark.server.kit.actor import Policy, who

__all__ = ["POLICY"]

POLICY = Policy(
    {
        "review.read": who("owner manager reviewer", "read"),
        "review.decide": who("owner manager reviewer", "review"),
        "decisions.read": who("owner manager reviewer auditor", "read"),
    }
)
