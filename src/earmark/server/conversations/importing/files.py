"""The files an import was given: those that were uploaded, and those in a folder of the server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from earmark.errors import InputError
from earmark.server.conversations.importing.plan import FileReport, Part, SoundRef
from earmark.server.conversations.importing.reading import Given
from earmark.server.conversations.importing.storing import Ready
from earmark.server.kit.transaction import Database
from earmark.server.media import service as media
from earmark.server.settings import Settings

__all__ = ["given", "made_ready", "nothing_in", "summary"]


def given(database: Database, settings: Settings, project_id: str, subject: Mapping[str, Any]) -> list[Given]:
    """Return the files: uploads in the order they were named, then those of the folder or bucket by name.

    A place is listed outside of any transaction: a store may take its time.

    Raises:
        NotFoundError: an upload is not there.
        ConflictError: an upload is not whole.
        UnusableError: the folder or bucket may not be read.
    """
    with database.reading() as session:
        uploads = media.finished_uploads(session, project_id, subject["uploads"])
        found = [
            Given(SoundRef(one.name, upload_id=one.id), media.place_of_upload(settings, one.id))
            for one in uploads
        ]
    if subject.get("folder"):
        places = media.referred(settings, subject["folder"])
        found += [Given(SoundRef(one.name, path=one.address), one.address) for one in places]
    return found


def made_ready(settings: Settings, part: Part, before: Ready | None) -> Ready:
    """Make the sound of a part ready, unless that was done for a part before.

    Raises:
        OutputError: the disk does not take it.
    """
    if before is not None:
        return Ready(part, before.sound, before.problem)
    sound = part.sound
    if sound is None:
        return Ready(part)
    try:
        if sound.upload_id is not None:
            return Ready(part, media.prepare_upload(settings, sound.upload_id, sound.name))
        return Ready(part, media.prepare_reference(settings, sound.path or "", sound.name))
    except InputError as problem:
        return Ready(part, None, str(problem))


def summary(report: FileReport) -> dict[str, Any]:
    """Return what is kept of a file's report: no content of it."""
    return {
        "name": report.name,
        "kind": report.kind,
        "rows": report.rows,
        "rejected": report.rejected_rows,
        "notices": [{"code": one.code, "text": one.text} for one in report.notices],
    }


def nothing_in(reports: Iterable[FileReport]) -> str:
    """Return the sentence for files that hold nothing to be labelled."""
    refused = [report.refusal for report in reports if report.refusal is not None]
    if not refused:
        return "these files hold no conversations"
    more = f" ({len(refused) - 1} more files hold nothing either)" if len(refused) > 1 else ""
    return f"{refused[0]}{more}"
