"""Who may do what in a project; and how the domains above ask the same."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from earmark.server.kit.actor import Actor, Policy, who
from earmark.server.kit.errors import NotFoundError
from earmark.server.kit.work import Guard, Work
from earmark.server.projects import repository
from earmark.server.users import policy as users

__all__ = ["POLICY", "in_project", "may_appoint", "member", "through"]

POLICY = Policy(
    {
        "project.read": who("*", "read"),
        "project.change": who("owner manager", "manage"),
        "people.read": who("owner manager", "read"),
        "people.change": who("owner manager", "manage"),
        "teams.read": who("owner manager", "read"),
        "teams.change": who("owner manager", "manage"),
    }
)


def in_project(work: Work, project_id: str, policy: Policy, action: str) -> Actor:
    """Return who asks, with their role in the project, if they may do this in it.

    Raises:
        NotSignedInError: nobody is signed in.
        NotFoundError: there is no such project, or they are not in it: the two look alike.
        NotAllowedError: their role, or their token, does not include it.
    """
    actor = repository.with_role(work.session, users.signed_in(work), project_id)
    if actor is None:
        raise NotFoundError(message="There is no such project here.")
    policy.check(actor, action)
    return actor


def member(policy: Policy, action: str) -> Guard:
    """Return a guard for addresses with a `{project_id}` in them."""
    _known(policy, action)
    return lambda work: in_project(work, work.path("project_id"), policy, action)


def through(parameter: str, find: Callable[[Session, str], str | None], policy: Policy, action: str) -> Guard:
    """Return a guard for addresses that name a thing of a project: `find` returns the project of the thing.

    What is not there, and what is somebody else's, is answered alike.
    """
    _known(policy, action)

    def guard(work: Work) -> Actor:
        actor = users.signed_in(work)
        project_id = find(work.session, work.path(parameter))
        within = None if project_id is None else repository.with_role(work.session, actor, project_id)
        if within is None:
            raise NotFoundError
        policy.check(within, action)
        return within

    return guard


def may_appoint(actor: Actor, role: str) -> bool:
    """Tell whether the actor may give or take a role: owners are made and unmade by owners only."""
    return actor.role == "owner" or (actor.role == "manager" and role != "owner")


def _known(policy: Policy, action: str) -> None:
    if action not in policy.rules:
        raise ValueError(f"the policy has no rule for {action!r}")
