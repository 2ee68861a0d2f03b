"""Projects: what there is, how far it is, how work is handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from earmark.client.connection import Connection
from earmark.errors import AbsentError

__all__ = ["Counts", "Project", "ProjectSettings", "Projects", "address_of"]


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """How work is handed out: answers an item, minutes a lease, turns shown before the one asked about."""

    overlap: int
    lease_minutes: int
    context_turns: int
    language: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a project is: items, those with all their answers, answers in force, people."""

    items: int
    done: int
    answers: int
    people: int


@dataclass(frozen=True, slots=True)
class Project:
    """A project, and one's own role in it."""

    id: str
    name: str
    settings: ProjectSettings
    role: str
    counts: Counts
    archived: bool
    created_at: datetime


def address_of(project: str | Project) -> str:
    """Return where a project lies: `/api/projects/…`. A project is given as itself or by its id."""
    return f"/api/projects/{quote(project if isinstance(project, str) else project.id, safe='')}"


class Projects:
    """`client.projects`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self) -> tuple[Project, ...]:
        """Return the projects one is in, oldest first."""
        return tuple(self._connection.pages(Project, "/api/projects"))

    def get(self, project: str | Project) -> Project:
        """Return a project as it stands now."""
        return self._connection.get(Project, address_of(project))

    def find(self, name: str) -> Project:
        """Return the project with this id, or this name.

        Raises:
            AbsentError: there is none, or several with this name.
        """
        there = self.list()
        found = [one for one in there if one.id == name] or [one for one in there if one.name == name]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(one.id for one in found)
            raise AbsentError(f"there are {len(found)} projects named {name!r}; name one by its id: {ids}")
        names = ", ".join(repr(one.name) for one in there[:10]) or "none"
        raise AbsentError(f"there is no project {name!r} here; you are in: {names}")

    def create(
        self,
        name: str,
        *,
        overlap: int | None = None,
        lease_minutes: int | None = None,
        context_turns: int | None = None,
        language: str | None = None,
    ) -> Project:
        """Make a project, and own it; what is not given is the server's default."""
        settings = _given(
            overlap=overlap, lease_minutes=lease_minutes, context_turns=context_turns, language=language
        )
        return self._connection.post(Project, "/api/projects", {"name": name, "settings": settings})

    def change(
        self,
        project: str | Project,
        *,
        name: str | None = None,
        archived: bool | None = None,
        overlap: int | None = None,
        lease_minutes: int | None = None,
        context_turns: int | None = None,
        language: str | None = None,
    ) -> Project:
        """Change what is given; a new overlap holds for items added from then on."""
        settings = _given(
            overlap=overlap, lease_minutes=lease_minutes, context_turns=context_turns, language=language
        )
        body = _given(name=name, archived=archived, settings=settings or None)
        return self._connection.patch(Project, address_of(project), body)


def _given(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}
