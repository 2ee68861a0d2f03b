"""Who may read a project's guideline, and who may publish one."""

from __future__ import annotations

from earmark.server.kit.actor import Policy, who

__all__ = ["POLICY"]

POLICY = Policy(
    {
        "guideline.read": who("*", "read"),
        "guideline.publish": who("owner manager", "manage"),
    }
)
