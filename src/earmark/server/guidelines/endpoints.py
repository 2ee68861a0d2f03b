"""`/api/projects/{project_id}/guidelines`."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from earmark.server.guidelines import repository, schemas, service
from earmark.server.guidelines.policy import POLICY
from earmark.server.kit.pagination import After, Limit, Rows
from earmark.server.kit.work import Reading, Router, Writing, allowed
from earmark.server.projects.policy import member

__all__ = ["router"]

router = Router("guidelines")

Number = Annotated[int, Path(ge=1, le=1_000_000)]


@router.get("/projects/{project_id}/guidelines")
@allowed(member(POLICY, "guideline.read"))
def versions(
    project_id: str, work: Reading, after: After = None, limit: Limit = 50
) -> Rows[schemas.VersionListed]:
    """List the versions, oldest first; the last is in force."""
    found = repository.of_project(work.session, project_id, after, limit)
    return Rows[schemas.VersionListed].of(found, schemas.VersionListed.of)


@router.post("/projects/{project_id}/guidelines", status_code=201)
@allowed(member(POLICY, "guideline.publish"))
def publish(project_id: str, body: schemas.NewVersion, work: Writing) -> schemas.VersionShown:
    """Publish a version; it is in force from now on."""
    content = body.model_dump(include={"clauses", "tasks"})
    return schemas.VersionShown.of(service.publish(work.session, work.actor, project_id, body.name, content))


@router.get("/projects/{project_id}/guidelines/{number}")
@allowed(member(POLICY, "guideline.read"))
def version(project_id: str, number: Number, work: Reading) -> schemas.VersionShown:
    """Return a version as a whole."""
    return schemas.VersionShown.of(service.version(work.session, project_id, number))


@router.get("/projects/{project_id}/guidelines/{before}/changes/{after}")
@allowed(member(POLICY, "guideline.read"))
def differences(project_id: str, before: Number, after: Number, work: Reading) -> schemas.ChangesShown:
    """Return what is different in the version `after`."""
    found = service.difference(work.session, project_id, before, after)
    return schemas.ChangesShown.of(before, after, found)
