"""Who sees how good the labels are, and who may take them out."""

from __future__ import annotations

from earmark.server.kit.actor import Policy, who

__all__ = ["POLICY"]

POLICY = Policy(
    {
        "quality.read": who("owner manager reviewer auditor client", "read"),
        "export.make": who("owner manager", "read"),
    }
)
