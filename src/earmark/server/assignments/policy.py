"""Who may be handed items, and who sees what was passed over."""

from __future__ import annotations

from earmark.server.assignments import repository
from earmark.server.kit.actor import Actor, Policy, who
from earmark.server.kit.errors import NotAllowedError
from earmark.server.kit.work import Guard, Work
from earmark.server.projects.policy import through

__all__ = ["LABELLING", "POLICY", "mine"]

LABELLING = "owner manager reviewer annotator"
"""The roles that may answer. What one has answered oneself one never reviews."""

POLICY = Policy(
    {
        "assignment.take": who(LABELLING, "label"),
        "assignment.read": who(LABELLING, "read"),
        "skipped.read": who("owner manager reviewer", "read"),
    }
)


def mine(policy: Policy, action: str) -> Guard:
    """Return a guard for addresses with an `{assignment_id}`: it is its person's business and nobody else's."""
    within = through("assignment_id", repository.project_of, policy, action)

    def guard(work: Work) -> Actor | None:
        actor = within(work)
        if actor is None or repository.person_of(work.session, work.path("assignment_id")) != actor.user_id:
            raise NotAllowedError("not-yours", "This was handed to somebody else.")
        return actor

    return guard
