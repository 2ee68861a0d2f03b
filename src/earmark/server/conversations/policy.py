"""Who may bring conversations in, and who may read them outside of an assignment."""

from __future__ import annotations

from earmark.server.kit.actor import Policy, who

__all__ = ["POLICY"]

POLICY = Policy(
    {
        "conversations.read": who("owner manager reviewer", "read"),
        "conversations.import": who("owner manager", "manage"),
    }
)
