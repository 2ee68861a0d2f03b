"""Making a sound file ready without a transaction: looked into, hashed, kept, its peaks written.

All of it may be done again after any kind of end: files lie where their content says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from earmark.audio import PeakFacts, Sound, Source, examine, size_of, write_peaks
from earmark.errors import FileError, OutputError
from earmark.server.media import places
from earmark.server.media.referring import recording_at
from earmark.server.media.store import StoredObject, StoreError
from earmark.server.settings import Settings

__all__ = ["Prepared", "prepare_reference", "prepare_upload"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sound file that can be written down: its bytes are kept (or lie where `address` says), its peaks are there."""

    digest: str
    name: str
    address: str | None
    size: int
    sound: Sound
    peaks: PeakFacts


def prepare_upload(settings: Settings, upload_id: str, name: str) -> Prepared:
    """Make an upload ready, and keep its bytes in the store.

    Raises:
        FileError: it is gone, or empty.
        FormatError: it is no sound, or damaged.
        OutputError: the disk does not take it.
    """
    return _prepared(settings, places.incoming(settings, upload_id), name, in_store=True)


def prepare_reference(settings: Settings, address: str, name: str) -> Prepared:
    """Make a file ready that stays where it is.

    Raises:
        FileError: it is gone, empty, or nowhere that may be read (any more).
        FormatError: it is no sound, or damaged.
        OutputError: the disk does not take its peaks.
    """
    return _prepared(settings, recording_at(settings, address, name), name, in_store=False)


def _prepared(settings: Settings, source: Source, name: str, *, in_store: bool) -> Prepared:
    sound = examine(source, name)
    try:
        size, digest = size_of(source), places.digest_of(source)
        peaks = _peaks(settings, source, sound, digest, name)
        if in_store and isinstance(source, Path):
            places.keep(settings, source, digest)
    except StoreError as problem:
        raise FileError(f"{name} cannot be read: {problem.strerror}") from None
    except OSError as problem:
        raise OutputError(f"{name} could not be kept: {(problem.strerror or 'unknown').lower()}") from None
    return Prepared(digest, name, None if in_store else _address(source, sound), size, sound, peaks)


def _address(source: Source, sound: Sound) -> str:
    return source.known_as(sound.kind).address if isinstance(source, StoredObject) else str(source)


def _peaks(settings: Settings, source: Source, sound: Sound, digest: str, name: str) -> PeakFacts:
    target = places.peaks_place(settings, digest)
    if target.exists():
        return PeakFacts.of(sound)
    return write_peaks(source, sound, target, name)
