"""Who may bring in audio, and who may hear it outside of an assignment."""

from __future__ import annotations

from earmark.server.kit.actor import Policy, who

__all__ = ["POLICY"]

POLICY = Policy(
    {
        "upload.read": who("owner manager", "read"),
        "upload.send": who("owner manager", "manage"),
        "media.read": who("owner manager reviewer", "read"),
    }
)
