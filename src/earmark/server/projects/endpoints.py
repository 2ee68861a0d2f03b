"""`/api/projects`, and the people and teams of a project."""

from __future__ import annotations

from earmark.server.kit.pagination import After, Limit, Rows
from earmark.server.kit.work import Reading, Router, Work, Writing, allowed
from earmark.server.projects import repository, schemas, service
from earmark.server.projects.policy import POLICY, member
from earmark.server.tables import Project
from earmark.server.users import policy as users
from earmark.server.users.service import join_link

__all__ = ["router"]

router = Router("projects")


@router.get("/projects")
@allowed(users.with_scope("read"))
def projects(work: Reading, after: After = None, limit: Limit = 50) -> Rows[schemas.ProjectShown]:
    """List the projects one is in."""
    found = repository.of_person(work.session, work.actor, after, limit)
    ids = [project.id for project in found.rows]
    roles = repository.roles(work.session, work.actor.user_id, ids)
    counts = repository.counts(work.session, ids)
    return Rows[schemas.ProjectShown].of(
        found, lambda project: schemas.ProjectShown.of(project, roles[project.id], counts[project.id])
    )


@router.post("/projects", status_code=201)
@allowed(users.operator)
def create_project(body: schemas.NewProject, work: Writing) -> schemas.ProjectShown:
    """Make a project; its maker owns it."""
    project = service.create(work.session, work.actor, body.name, body.settings.model_dump())
    return _shown(work, project, "owner")


@router.get("/projects/{project_id}")
@allowed(member(POLICY, "project.read"))
def project(project_id: str, work: Reading) -> schemas.ProjectShown:
    """Return a project."""
    return _shown(work, service.project(work.session, project_id), work.actor.role)


@router.patch("/projects/{project_id}")
@allowed(member(POLICY, "project.change"))
def change_project(project_id: str, body: schemas.ProjectChange, work: Writing) -> schemas.ProjectShown:
    """Change a project's name or settings, or put it away."""
    settings = body.settings.model_dump(exclude_none=True) if body.settings else {}
    changed = service.change(work.session, work.actor, project_id, body.name, settings, body.archived)
    return _shown(work, changed, work.actor.role)


@router.get("/projects/{project_id}/people")
@allowed(member(POLICY, "people.read"))
def people(project_id: str, work: Reading) -> Rows[schemas.PersonShown]:
    """List everybody in the project."""
    rows = [schemas.PersonShown.of(*row) for row in repository.people(work.session, project_id)]
    return Rows[schemas.PersonShown](rows=rows, next=None)


@router.post("/projects/{project_id}/people", status_code=201)
@allowed(member(POLICY, "people.change"))
def add_person(project_id: str, body: schemas.NewPerson, work: Writing) -> schemas.PersonAdded:
    """Take somebody into the project."""
    user, token = service.add_person(
        work.session, work.actor, project_id, body.login, body.name, body.role, body.team
    )
    link = None if token is None else join_link(str(work.request.base_url), token)
    return schemas.PersonAdded(person=_person(work, project_id, user.id), join_link=link)


@router.patch("/projects/{project_id}/people/{user_id}")
@allowed(member(POLICY, "people.change"))
def change_person(
    project_id: str, user_id: str, body: schemas.PersonChange, work: Writing
) -> schemas.PersonShown:
    """Give somebody another role or team."""
    set_team = "team" in body.model_fields_set
    service.change_person(
        work.session, work.actor, project_id, user_id, body.role, body.team, set_team=set_team
    )
    return _person(work, project_id, user_id)


@router.delete("/projects/{project_id}/people/{user_id}", status_code=204)
@allowed(member(POLICY, "people.change"))
def remove_person(project_id: str, user_id: str, work: Writing) -> None:
    """Take somebody out of the project; their answers stay."""
    service.remove_person(work.session, work.actor, project_id, user_id)


@router.get("/projects/{project_id}/teams")
@allowed(member(POLICY, "teams.read"))
def teams(project_id: str, work: Reading) -> Rows[schemas.TeamShown]:
    """List the project's teams."""
    rows = [schemas.TeamShown.model_validate(team) for team in repository.teams(work.session, project_id)]
    return Rows[schemas.TeamShown](rows=rows, next=None)


@router.post("/projects/{project_id}/teams", status_code=201)
@allowed(member(POLICY, "teams.change"))
def add_team(project_id: str, body: schemas.NewTeam, work: Writing) -> schemas.TeamShown:
    """Make a team."""
    return schemas.TeamShown.model_validate(service.add_team(work.session, work.actor, project_id, body.name))


def _shown(work: Work, project: Project, role: str | None) -> schemas.ProjectShown:
    counts = repository.counts(work.session, [project.id])[project.id]
    return schemas.ProjectShown.of(project, role or "", counts)


def _person(work: Work, project_id: str, user_id: str) -> schemas.PersonShown:
    work.session.flush()
    return schemas.PersonShown.of(*service.person(work.session, project_id, user_id))
