"""Uploads and media: taking them in, giving them out, and taking them out again."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from earmark.audio import MEDIA_TYPES, SUFFIXES, PeakFacts, Sound, examine, media_type
from earmark.server.kit.actor import Actor
from earmark.server.kit.clock import now
from earmark.server.kit.errors import ConflictError, NotFoundError, TooLargeError, TooManyError, UnusableError
from earmark.server.kit.jobs import enqueue
from earmark.server.kit.journal import Event, record
from earmark.server.kit.orm import new_id
from earmark.server.kit.repository import get
from earmark.server.kit.transaction import one_at_a_time
from earmark.server.media import limits, places, repository, roots, store
from earmark.server.media.opened import OpenedAudio, OpenedPeaks
from earmark.server.media.prepared import Prepared, prepare_reference, prepare_upload
from earmark.server.media.referring import Referred, check_place, recording_at, referred
from earmark.server.settings import Settings
from earmark.server.tables import Derived, Media, Upload

__all__ = [
    "SUFFIXES",
    "OpenedAudio",
    "OpenedPeaks",
    "Prepared",
    "Referred",
    "add",
    "begin_upload",
    "check_place",
    "drop_uploads",
    "finished_uploads",
    "forget_uploads",
    "look_into",
    "media",
    "open_audio",
    "open_peaks",
    "place_of_upload",
    "prepare_reference",
    "prepare_upload",
    "referred",
    "remove_uploaded",
    "upload",
    "withdraw",
]

SWEEP = "media.sweep"
AT_ONCE = 500
UNREADABLE = (".m4a", ".mp4", ".aac", ".wma", ".amr", ".webm", ".aiff", ".aif", ".au", ".mkv", ".mov", ".3gp")

place_of_upload = places.incoming


def begin_upload(
    session: Session, settings: Settings, actor: Actor, project_id: str, name: str, size: int
) -> Upload:
    """Make room for a file that is going to come in parts.

    Raises:
        UnusableError: it is empty, of a kind that cannot be read, or does not fit on the disk.
        TooLargeError: it is larger than a file may be.
        TooManyError: the project has too many uploads that nobody imported.
    """
    _refuse_unfit(name, size)
    _drop_stale(session, project_id)
    if repository.count_uploads(session, project_id) >= limits.MOST_UPLOADS:
        message = f"There are {limits.MOST_UPLOADS:,} uploads already; import or remove them first."
        raise TooManyError("too-many-uploads", message, retry_after=60)
    free = shutil.disk_usage(settings.media).free - repository.outstanding(session) - limits.RESERVE
    if size > free:
        message = f"{name} needs {size:,} bytes and the server's disk has {max(0, free):,} left for uploads."
        raise UnusableError("no-space", message, "size")
    made = Upload(
        id=new_id(),
        project_id=project_id,
        user_id=actor.user_id,
        name=name,
        size=size,
        received=0,
        created_at=now(session),
    )
    session.add(made)
    session.flush()
    return made


def _refuse_unfit(name: str, size: int) -> None:
    if size == 0:
        raise UnusableError("empty", f"{name} is empty (0 bytes); copy or export it again.", "size")
    if size > limits.LARGEST_UPLOAD:
        message = f"{name} has {size:,} bytes; at most {limits.LARGEST_UPLOAD:,} are taken in one file."
        raise TooLargeError("too-large", message, "size")
    if name.lower().endswith(UNREADABLE):
        message = f"{name} is of a kind that cannot be read; convert it to WAV, FLAC, MP3, OGG or Opus."
        raise UnusableError("unreadable-kind", message, "name")


def _drop_stale(session: Session, project_id: str) -> None:
    stale = repository.stale_uploads(session, project_id, now(session) - limits.UPLOADS_KEPT)
    if stale:
        drop_uploads(session, stale)


def upload(session: Session, upload_id: str) -> Upload:
    """Return an upload by id."""
    return get(session, Upload, upload_id, "upload")


def drop_uploads(session: Session, ids: Sequence[str]) -> None:
    """Remove uploads; their files go in a job of their own, once this is stored."""
    for first in range(0, len(ids), AT_ONCE):
        some = list(ids[first : first + AT_ONCE])
        repository.delete_uploads(session, some)
        enqueue(session, SWEEP, {"uploads": some})


def finished_uploads(session: Session, project_id: str, ids: Sequence[str]) -> list[Upload]:
    """Return these uploads, in this order.

    Raises:
        NotFoundError: one is not there, or is another project's.
        ConflictError: one is not whole yet.
    """
    found: dict[str, Upload] = {}
    for first in range(0, len(ids), AT_ONCE):
        some = repository.uploads(session, project_id, ids[first : first + AT_ONCE])
        found |= {one.id: one for one in some}
    if any(upload_id not in found for upload_id in ids):
        raise NotFoundError("no-such-upload", "One of these uploads is not there, or no longer.")
    for one in found.values():
        if one.finished_at is None:
            message = f"{one.name} is not whole yet: {one.received:,} of {one.size:,} bytes are there."
            raise ConflictError("upload-unfinished", message, "uploads")
    return [found[upload_id] for upload_id in dict.fromkeys(ids)]


def forget_uploads(session: Session, ids: Sequence[str]) -> None:
    """Remove the rows of uploads that were used."""
    for first in range(0, len(ids), AT_ONCE):
        repository.delete_uploads(session, list(ids[first : first + AT_ONCE]))


def remove_uploaded(settings: Settings, ids: Sequence[str]) -> None:
    """Remove the files of uploads that were used; without a transaction, and as often as one likes."""
    places.remove(*(places.incoming(settings, upload_id) for upload_id in ids))


def look_into(settings: Settings, place: Path | str, name: str) -> Sound:
    """Look into an upload (by where it lies), or into a file that stays where it is (by its address).

    Raises:
        FileError: it is gone, empty, or may not be read.
        FormatError: it is no sound, or damaged.
    """
    return examine(place if isinstance(place, Path) else recording_at(settings, place, name), name)


def media(session: Session, media_id: str) -> Media:
    """Return an audio file by id."""
    return get(session, Media, media_id, "audio")


def add(
    session: Session, settings: Settings, project_id: str, actor: str, prepared: Prepared
) -> Media | None:
    """Write down a sound file that was made ready; the same bytes twice in a project are one.

    Returns None when its files went away since: make it ready again.
    """
    one_at_a_time(session, f"media {prepared.digest}")
    found = repository.by_digest(session, project_id, prepared.digest)
    if found is not None:
        return found
    peaks = places.peaks_place(settings, prepared.digest)
    if not (_is_kept(settings, prepared) and peaks.is_file()):
        return None
    made = Media(
        id=new_id(),
        project_id=project_id,
        digest=prepared.digest,
        name=prepared.name[-300:],
        place="reference" if prepared.address else "store",
        address=prepared.address,
        size=prepared.size,
        seconds=prepared.sound.seconds,
        channels=prepared.sound.channels,
        sample_rate=prepared.sound.sample_rate,
        created_at=now(session),
    )
    derived = Derived(
        id=new_id(),
        source_kind="media",
        source_id=made.id,
        kind="peaks",
        path=peaks.relative_to(settings.data).as_posix(),
        facts=prepared.peaks.to_json(),
        created_at=now(session),
    )
    session.add_all([made, derived])
    session.flush()
    record(session, Event(project_id, actor, "media.added", made.id, _facts(made, derived)))
    return made


def _is_kept(settings: Settings, prepared: Prepared) -> bool:
    """Tell whether the bytes are there; those in a store are asked for again when they are played."""
    if prepared.address is None:
        return places.stored(settings, prepared.digest).is_file()
    return store.is_address(prepared.address) or Path(prepared.address).is_file()


def _facts(made: Media, derived: Derived) -> dict[str, object]:
    columns = ("id", "digest", "name", "place", "address", "size", "seconds", "channels", "sample_rate")
    peaks = {"id": derived.id, "path": derived.path, "facts": derived.facts}
    return {name: getattr(made, name) for name in columns} | {"peaks": peaks}


def withdraw(session: Session, project_id: str, actor: str, ids: Sequence[str]) -> None:
    """Take out those of these audio files that no conversation has; their bytes go once this is stored."""
    for first in range(0, len(ids), AT_ONCE):
        gone = repository.unused(session, ids[first : first + AT_ONCE])
        if not gone:
            continue
        facts = {"ids": [one.id for one in gone]}
        digests = [one.digest for one in gone]
        repository.delete_media(session, facts["ids"])
        enqueue(session, SWEEP, {"digests": digests})
        record(session, Event(project_id, actor, "media.removed", project_id, facts))


def open_audio(settings: Settings, of: Media) -> OpenedAudio:
    """Find the bytes of an audio file.

    Raises:
        NotFoundError: they are not where they were, or are others: what was labelled cannot be heard any more.
    """
    opened = _in_store(settings, of) if store.is_address(of.address or "") else _on_disk(settings, of)
    if opened is None:
        message = (
            "This audio is no longer where it was, or was changed; whoever runs the server can bring it back."
        )
        raise NotFoundError("audio-gone", message)
    return opened


def _in_store(settings: Settings, of: Media) -> OpenedAudio | None:
    found = store.object_at(settings, of.address or "")
    return None if found is None else OpenedAudio(found, MEDIA_TYPES[found.kind], of.digest)


def _on_disk(settings: Settings, of: Media) -> OpenedAudio | None:
    path: Path | None = places.stored(settings, of.digest)
    if of.place == "reference":
        path = roots.allowed(settings, Path(of.address or ""))
    try:
        stat = None if path is None else path.stat()
        kind = None if path is None else media_type(path)
    except OSError:
        return None
    if path is None or stat is None or kind is None or stat.st_size != of.size:
        return None
    return OpenedAudio(path, kind, of.digest, stat)


def open_peaks(session: Session, settings: Settings, of: Media) -> OpenedPeaks:
    """Find the peaks of an audio file.

    Raises:
        NotFoundError: there are none.
    """
    derived = repository.peaks_of(session, of.id)
    path = None if derived is None else settings.data / derived.path
    if derived is None or path is None or not path.is_file():
        raise NotFoundError("no-peaks", "There are no peaks of this audio.")
    return OpenedPeaks(path, PeakFacts.from_json(derived.facts))
