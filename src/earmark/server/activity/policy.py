"""Who may see what goes on in a project."""

from __future__ import annotations

from earmark.server.kit.actor import Actor, Policy, who
from earmark.server.kit.stream import Change

__all__ = ["POLICY", "sees"]

POLICY = Policy(
    {
        "jobs.read": who("owner manager", "read"),
        "jobs.cancel": who("owner manager", "manage"),
        "journal.read": who("owner auditor", "read"),
        "stream.listen": who("*", "read"),
        "stream.everything": who("owner manager reviewer", "read"),
    }
)

FOR_EVERYBODY = ("guideline.published", "project.changed")


def sees(actor: Actor, change: Change) -> bool:
    """Tell whether a listener is told of a change: annotators learn nothing of each other's work."""
    return change.kind in FOR_EVERYBODY or POLICY.may(actor, "stream.everything")
