"""`/api/uploads` and `/api/media`."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from fastapi import Header, Query
from starlette.responses import FileResponse, Response

from earmark.server.kit.work import Apart, Reading, Router, Writing, allowed
from earmark.server.media import repository, schemas, service
from earmark.server.media.policy import POLICY
from earmark.server.media.receiving import receive
from earmark.server.projects.policy import member, through

__all__ = ["First", "Last", "Level", "router"]

router = Router("media")

Offset = Annotated[int, Header(alias="Upload-Offset", ge=0, le=2**50, description="Where the part belongs.")]
Level = Annotated[int, Query(ge=0, le=100, description="0 is the finest.")]
First = Annotated[int, Query(ge=0, le=2**40, description="The first point.")]
Last = Annotated[int, Query(ge=0, le=2**40, description="The point after the last.")]
Responses: TypeAlias = dict[int | str, dict[str, Any]]

BYTES: dict[str, Any] = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
}
SOUND: Responses = {
    200: {"content": {"audio/*": {}}, "description": "The sound."},
    206: {"description": "A range of it."},
}
POINTS: Responses = {200: {**BYTES, "description": "Channel after channel, in each low and high by turns."}}


@router.post("/projects/{project_id}/uploads", status_code=201)
@allowed(member(POLICY, "upload.send"))
def begin(project_id: str, body: schemas.NewUpload, work: Writing) -> schemas.UploadShown:
    """Begin an upload; its parts are sent to `/api/uploads/{id}`."""
    made = service.begin_upload(
        work.session, work.installation.settings, work.actor, project_id, body.name, body.size
    )
    return schemas.UploadShown.of(made)


@router.get("/uploads/{upload_id}")
@allowed(through("upload_id", repository.project_of_upload, POLICY, "upload.read"))
def upload(upload_id: str, work: Reading) -> schemas.UploadShown:
    """Return an upload: `received` says where to go on."""
    return schemas.UploadShown.of(service.upload(work.session, upload_id))


@router.patch("/uploads/{upload_id}", openapi_extra={"requestBody": {**BYTES, "required": True}})
@allowed(through("upload_id", repository.project_of_upload, POLICY, "upload.send"))
async def send(upload_id: str, offset: Offset, work: Apart) -> schemas.Received:
    """Send the next part: raw bytes, up to 32 MiB. At a wrong offset 409 tells the right one in `facts.offset`."""
    at = work.installation
    received = await receive(at.database, at.settings, upload_id, offset, work.request.stream())
    return schemas.Received(received=received)


@router.delete("/uploads/{upload_id}", status_code=204)
@allowed(through("upload_id", repository.project_of_upload, POLICY, "upload.send"))
def drop(upload_id: str, work: Writing) -> None:
    """Remove an upload."""
    service.drop_uploads(work.session, [upload_id])


@router.get("/media/{media_id}/audio", response_class=FileResponse, responses=SOUND)
@allowed(through("media_id", repository.project_of_media, POLICY, "media.read"))
def audio(media_id: str, work: Reading) -> Response:
    """Return the sound; a player asks for the ranges it needs."""
    found = service.media(work.session, media_id)
    return service.open_audio(work.installation.settings, found).response()


@router.get("/media/{media_id}/peaks")
@allowed(through("media_id", repository.project_of_media, POLICY, "media.read"))
def peaks(media_id: str, work: Reading) -> schemas.PeaksShown:
    """Say which peaks there are."""
    found = service.media(work.session, media_id)
    opened = service.open_peaks(work.session, work.installation.settings, found)
    return schemas.PeaksShown.model_validate(opened.to_json())


@router.get("/media/{media_id}/peaks/points", response_class=Response, responses=POINTS)
@allowed(through("media_id", repository.project_of_media, POLICY, "media.read"))
def points(media_id: str, level: Level, first: First, last: Last, work: Reading) -> Response:
    """Return the points [first, last) of a level: 16-bit whole numbers, little-endian."""
    found = service.media(work.session, media_id)
    return service.open_peaks(work.session, work.installation.settings, found).points(level, first, last)
