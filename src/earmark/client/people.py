"""The people of a project, and their teams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from earmark.client.connection import Connection
from earmark.client.projects import Project, address_of

__all__ = ["Added", "People", "Person", "Team"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the project, as those who run it see them; `pseudonym` is what exports show."""

    id: str
    login: str
    name: str
    pseudonym: str
    role: str
    team: str | None
    since: datetime
    joined: bool
    disabled: bool


@dataclass(frozen=True, slots=True)
class Added:
    """The person, and the link with which they choose a password, if they have none yet; it is shown once."""

    person: Person
    join_link: str | None


@dataclass(frozen=True, slots=True)
class Team:
    """Annotators who work together."""

    id: str
    name: str


class People:
    """`client.people`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, project: str | Project) -> tuple[Person, ...]:
        """Return everybody in the project."""
        return tuple(self._connection.pages(Person, f"{address_of(project)}/people"))

    def add(
        self,
        project: str | Project,
        login: str,
        role: str,
        *,
        name: str | None = None,
        team: str | None = None,
    ) -> Added:
        """Take somebody into the project; an unknown login makes an account, which needs a name."""
        body = {"login": login, "role": role, "name": name, "team": team}
        return self._connection.post(Added, f"{address_of(project)}/people", body)

    def appoint(self, project: str | Project, person: str | Person, role: str) -> Person:
        """Give somebody another role."""
        return self._connection.patch(Person, _of(project, person), {"role": role})

    def place(self, project: str | Project, person: str | Person, team: str | None) -> Person:
        """Put somebody into a team, or out of it (None)."""
        return self._connection.patch(Person, _of(project, person), {"team": team})

    def remove(self, project: str | Project, person: str | Person) -> None:
        """Take somebody out of the project; their answers stay."""
        self._connection.ask("DELETE", _of(project, person))

    def teams(self, project: str | Project) -> tuple[Team, ...]:
        """Return the project's teams."""
        return tuple(self._connection.pages(Team, f"{address_of(project)}/teams"))

    def add_team(self, project: str | Project, name: str) -> Team:
        """Make a team."""
        return self._connection.post(Team, f"{address_of(project)}/teams", {"name": name})


def _of(project: str | Project, person: str | Person) -> str:
    return f"{address_of(project)}/people/{quote(person if isinstance(person, str) else person.id, safe='')}"
