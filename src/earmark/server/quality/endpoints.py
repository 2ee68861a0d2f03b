"""`/api/projects/{project_id}/quality` and `/api/projects/{project_id}/export`."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from starlette.responses import FileResponse

from earmark.server.kit.work import Apart, Router, allowed
from earmark.server.projects.policy import member
from earmark.server.quality import export, schemas, service
from earmark.server.quality.measuring import measured
from earmark.server.quality.policy import POLICY

__all__ = ["router"]

router = Router("quality")

OnlyTask = Annotated[str | None, Query(max_length=100, description="One task; all without it.")]
Safe = Annotated[
    Literal["spreadsheet"] | None,
    Query(description="CSV for people: nothing in it is taken for a formula."),
]


@router.get("/projects/{project_id}/quality")
@allowed(member(POLICY, "quality.read"))
def quality(project_id: str, work: Apart, task: OnlyTask = None) -> schemas.QualityShown:
    """Return how far people agree, where they do not, and how far the work is."""
    database = work.installation.database
    found = measured(database, project_id)
    with database.reading() as session:
        return service.shown(session, work.actor, project_id, found, task)


@router.get("/projects/{project_id}/export", response_class=FileResponse)
@allowed(member(POLICY, "export.make"))
def make_export(
    project_id: str,
    work: Apart,
    table: export.Exported = "annotations",
    format: export.FileFormat = "csv",  # noqa: A002  # the word of the address
    safe: Safe = None,
) -> FileResponse:
    """Return a table: annotations, items, gold (what was decided), labels (final ones), or the scheme of the tasks."""
    made = export.make(work.installation, work.actor, project_id, table, format, safe=safe is not None)
    return FileResponse(
        made.path, media_type=export.MEDIA_TYPES[made.format], filename=f"{table}.{made.format}"
    )
