"""Who acts, and what a role may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from earmark.server.kit.errors import NotAllowedError

__all__ = ["ROLES", "SCOPES", "Actor", "Policy", "Rule", "who"]

ROLES = ("owner", "manager", "reviewer", "annotator", "auditor", "client")
"""What a person can be in a project."""

SCOPES = ("read", "label", "review", "manage")
"""What a program's token can be good for."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, or a program with their token, and (within a project) their role.

    `scopes` is None in a browser: there the role alone decides. `bound_to` is the one project a token is good
    for, None for all. `role` is None outside a project.
    """

    user_id: str
    pseudonym: str
    is_operator: bool = False
    scopes: frozenset[str] | None = None
    bound_to: str | None = None
    session_hash: str | None = None
    project_id: str | None = None
    role: str | None = None

    @property
    def is_program(self) -> bool:
        """Whether this is a token, not a browser."""
        return self.scopes is not None


@dataclass(frozen=True, slots=True)
class Rule:
    """Which roles may, and which scope a token needs for it besides."""

    roles: frozenset[str]
    scope: str


def who(roles: str, scope: str) -> Rule:
    """Return a rule from the roles' names in one string; `*` is every role.

    >>> sorted(who("owner manager", "manage").roles)
    ['manager', 'owner']
    """
    named = frozenset(ROLES if roles == "*" else roles.split())
    unknown = (named - set(ROLES)) | ({scope} - set(SCOPES))
    if unknown:
        raise ValueError(f"no such role or scope: {', '.join(sorted(unknown))}")
    return Rule(named, scope)


class Policy:
    """What each action of a domain takes.

    >>> policy = Policy({"guideline.publish": who("owner manager", "manage")})
    >>> policy.may(Actor("u1", "quiet-heron", role="manager"), "guideline.publish")
    True
    >>> policy.may(Actor("u1", "quiet-heron", role="manager", scopes=frozenset({"read"})), "guideline.publish")
    False
    """

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self.rules = dict(rules)

    def may(self, actor: Actor, action: str) -> bool:
        """Tell whether the actor, in the project they are in, may do this.

        Raises:
            KeyError: the policy has no rule for the action: a mistake in the program.
        """
        rule = self.rules[action]
        return actor.role in rule.roles and (actor.scopes is None or rule.scope in actor.scopes)

    def check(self, actor: Actor, action: str) -> None:
        """Raise NotAllowedError unless the actor may."""
        if not self.may(actor, action):
            raise NotAllowedError(message=self._why(actor, action))

    def actions(self) -> Iterable[str]:
        """Return the actions there are rules for."""
        return self.rules.keys()

    def _why(self, actor: Actor, action: str) -> str:
        rule = self.rules[action]
        if actor.role in rule.roles:
            return f"This token lacks the scope {rule.scope!r}."
        return f"This needs the role {' or '.join(role for role in ROLES if role in rule.roles)}; yours is {actor.role}."
