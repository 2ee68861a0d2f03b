"""The import: read, store, open, tidy up; each step one transaction of at most 500 rows.

Until everything is stored nobody is given anything of it: an import that is cancelled leaves nothing behind.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from earmark.errors import EarmarkError, FileError, FormatError
from earmark.server.conversations.importing import files, staging
from earmark.server.conversations.importing.opening import open_some
from earmark.server.conversations.importing.plan import AT_ONCE, Options, SoundRef
from earmark.server.conversations.importing.reading import Gathering
from earmark.server.conversations.importing.storing import Into, Ready, store
from earmark.server.conversations.importing.withdrawing import withdraw
from earmark.server.conversations.service import IMPORT
from earmark.server.kit.jobs import Kind, Progress, Running, register
from earmark.server.kit.journal import SYSTEM, latest
from earmark.server.kit.transaction import Database
from earmark.server.media import service as media
from earmark.server.projects import service as projects
from earmark.server.users import service as users

__all__ = ["KIND"]

SOUND_AT_ONCE = 64 * 2**20
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class _Read:
    """What reading the files gave."""

    rows: int
    items: int
    files: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some parts with their sounds, and where the next ones begin; no parts: all are done."""

    ready: list[Ready]
    upto: int


def _prepare(job: Running, database: Database) -> Any:
    phase = job.result.get("phase", "reading")
    if phase == "reading":
        return _read(job, database)
    if phase == "storing":
        return _next_batch(job)
    if phase == "tidying":
        staging.place_of(job.settings, job.id).unlink(missing_ok=True)
        media.remove_uploaded(job.settings, job.subject["uploads"])
    return None


def _read(job: Running, database: Database) -> _Read:
    given = files.given(database, job.settings, job.project_id or "", job.subject)
    gathering = Gathering(given, Options.of(job.subject["options"]))
    staging.lay_down(staging.place_of(job.settings, job.id), gathering.parts())
    if not gathering.conversations:
        raise FormatError(files.nothing_in(gathering.reports.values()))
    told = [files.summary(report) for report in gathering.reports.values()]
    return _Read(gathering.rows, gathering.items, told[:MOST_NAMED])


def _next_batch(job: Running) -> _Batch:
    """Take the next parts and make their sounds ready: 500 rows, or 64 MiB of sound."""
    ready: list[Ready] = []
    done: dict[SoundRef, Ready] = {}
    upto, rows, sound = job.result["at"], 0, 0
    try:
        for part, after in staging.take_up(staging.place_of(job.settings, job.id), upto):
            if ready and (rows + part.rows > AT_ONCE or sound > SOUND_AT_ONCE):
                break
            one = Ready(part) if part.sound is None else done.get(part.sound)
            if one is None or one.part is not part:
                one = files.made_ready(job.settings, part, one)
                sound += one.sound.size if one.sound and part.sound not in done else 0
            if part.sound is not None:
                done[part.sound] = one
            ready.append(one)
            upto, rows = after, rows + part.rows
    except OSError:
        raise FileError("what was read for this import is no longer there; import the files again") from None
    return _Batch(ready, upto)


def _step(session: Session, job: Running, prepared: Any) -> Progress:
    phase = job.result.get("phase", "reading")
    if phase == "reading":
        return _begin(session, prepared)
    if phase == "storing":
        return _store(session, job, prepared)
    if phase == "opening":
        return _open(session, job)
    media.forget_uploads(session, job.subject["uploads"])
    return Progress(job.done, job.done, "Done.", _outcome(job), finished=True)


def _begin(session: Session, read: _Read) -> Progress:
    result = {"phase": "storing", "at": 0, "since": latest(session), "rows": read.rows, "counts": {}}
    result |= {"files": read.files, "unusable": []}
    return Progress(0, read.rows + read.items, "Storing conversations", result)


def _store(session: Session, job: Running, batch: _Batch) -> Progress:
    into = _into(session, job)
    counts = store(session, into, batch.ready)
    if counts is None:  # a sound went away since it was made ready: once more
        return Progress(job.done, job.total, "Storing conversations", job.result)
    counts += Counter(job.result["counts"])
    unusable = job.result["unusable"] + [one.problem for one in batch.ready if one.problem is not None]
    counts["unusable"] += len(unusable) - len(job.result["unusable"])
    result = {**job.result, "at": batch.upto, "counts": dict(counts), "unusable": unusable[:MOST_NAMED]}
    done = job.done + sum(one.part.rows for one in batch.ready)
    if batch.ready:
        return Progress(done, job.total, "Storing conversations", result)
    result |= {"phase": "opening", "at": job.result["since"]}
    return Progress(done, job.result["rows"] + counts["items"], "Making the items ready", result)


def _open(session: Session, job: Running) -> Progress:
    counts = Counter(job.result["counts"])
    an_event = max(1, counts["items"] // max(1, counts["events"]))
    opened = open_some(session, job.project_id or "", job.id, job.result["at"], AT_ONCE // an_event + 1)
    result = {**job.result, "at": opened.upto, "phase": "tidying" if opened.finished else "opening"}
    return Progress(job.done + opened.items, job.total, "Making the items ready", result)


def _outcome(job: Running) -> dict[str, Any]:
    counts = Counter(job.result["counts"])
    names = ("conversations", "turns", "items", "already", "different", "rejected", "unusable")
    told = {name: counts[name] for name in names}
    told["rejected"] += sum(one["rejected"] for one in job.result["files"])
    return {**told, "files": job.result["files"], "unusable_audio": job.result["unusable"]}


def _into(session: Session, job: Running) -> Into:
    project = projects.project(session, job.project_id or "")
    return Into(project.id, job.id, _actor(session, job), int(project.settings["overlap"]), job.settings)


def _actor(session: Session, job: Running) -> str:
    try:
        return users.account(session, job.created_by or "").pseudonym
    except EarmarkError:
        return SYSTEM


def _clean_up(session: Session, job: Running) -> None:
    """Take out what was added so far. The uploads stay: the import can be tried again with them."""
    if "since" in job.result:
        withdraw(session, job.project_id or "", _actor(session, job), job.id, job.result["since"])
    staging.place_of(job.settings, job.id).unlink(missing_ok=True)


KIND = register(Kind(IMPORT, _step, _prepare, _clean_up))
