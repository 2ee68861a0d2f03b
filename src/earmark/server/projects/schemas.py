"""Projects and people in them, as they are sent and received."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from earmark.server.kit.schemas import Login, Name, Schema
from earmark.server.projects.repository import Counts
from earmark.server.tables import Membership, Project, Team, User

__all__ = [
    "CountsShown",
    "NewPerson",
    "NewProject",
    "NewTeam",
    "PersonAdded",
    "PersonChange",
    "PersonShown",
    "ProjectChange",
    "ProjectSettings",
    "ProjectShown",
    "Role",
    "SettingsChange",
    "TeamShown",
]

Role = Literal["owner", "manager", "reviewer", "annotator", "auditor", "client"]
Overlap = Annotated[int, Field(ge=1, le=50, description="How many people answer each item.")]
Lease = Annotated[int, Field(ge=1, le=24 * 60, description="Minutes an item is kept for whoever took it.")]
ContextTurns = Annotated[int, Field(ge=0, le=1_000, description="Turns shown before the one to be labelled.")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", max_length=35)]


class ProjectSettings(Schema):
    """How work is handed out."""

    overlap: Overlap = 3
    lease_minutes: Lease = 30
    context_turns: ContextTurns = 20
    language: Language = "en"


class SettingsChange(Schema):
    """What is given is changed. A new overlap holds for items added from then on."""

    overlap: Overlap | None = None
    lease_minutes: Lease | None = None
    context_turns: ContextTurns | None = None
    language: Language | None = None


class NewProject(Schema):
    """A project to be made; whoever makes it owns it."""

    name: Name
    settings: ProjectSettings = ProjectSettings()


class ProjectChange(Schema):
    """What is given is changed."""

    name: Name | None = None
    settings: SettingsChange | None = None
    archived: bool | None = None


class CountsShown(Schema):
    """How far the project is."""

    items: int
    done: int
    answers: int
    people: int


class ProjectShown(Schema):
    """A project, and one's own role in it."""

    id: str
    name: str
    settings: ProjectSettings
    role: Role
    counts: CountsShown
    archived: bool
    created_at: datetime

    @classmethod
    def of(cls, project: Project, role: str, counts: Counts) -> ProjectShown:
        """Return a project as its people see it."""
        return cls.model_validate(
            {
                "id": project.id,
                "name": project.name,
                "settings": project.settings,
                "role": role,
                "counts": CountsShown.model_validate(counts),
                "archived": project.archived_at is not None,
                "created_at": project.created_at,
            }
        )


class NewPerson(Schema):
    """Somebody to be taken into the project; an unknown login makes an account."""

    login: Login
    name: Name | None = None
    role: Role
    team: Name | None = None


class PersonChange(Schema):
    """What is given is changed; `team` null takes the person out of their team."""

    role: Role | None = None
    team: Name | None = None


class PersonShown(Schema):
    """Somebody in the project, as those who run it see them."""

    id: str
    login: str
    name: str
    pseudonym: str
    role: Role
    team: str | None
    since: datetime
    joined: bool
    disabled: bool

    @classmethod
    def of(cls, membership: Membership, user: User, team: Team | None) -> PersonShown:
        """Return one of the project's people."""
        return cls.model_validate(
            {
                "id": user.id,
                "login": user.login,
                "name": user.name,
                "pseudonym": user.pseudonym,
                "role": membership.role,
                "team": None if team is None else team.name,
                "since": membership.since,
                "joined": user.password_hash is not None,
                "disabled": user.disabled_at is not None,
            }
        )


class PersonAdded(Schema):
    """The person, and the link with which they choose a password, if they have none yet; it is shown once."""

    person: PersonShown
    join_link: str | None


class NewTeam(Schema):
    """A team to be made."""

    name: Name


class TeamShown(Schema):
    """A team."""

    id: str
    name: str
