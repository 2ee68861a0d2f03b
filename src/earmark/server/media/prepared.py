"""Making a sound file ready without a transaction: looked into, hashed, kept, its peaks written.

All of it may be done again after any kind of end: files lie where their content says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from earmark.audio import PeakFacts, Sound, examine, write_peaks
from earmark.errors import FileError, OutputError
from earmark.server.media import places, roots
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


def prepare_reference(settings: Settings, path: Path, name: str) -> Prepared:
    """Make a file ready that stays where it is.

    Raises:
        FileError: it is gone, empty, or no longer below a folder that may be read.
        FormatError: it is no sound, or damaged.
        OutputError: the disk does not take its peaks.
    """
    real = roots.allowed(settings, path)
    if real is None:
        raise FileError(f"{name} lies in no folder that this server may read")
    return _prepared(settings, real, name, in_store=False)


def _prepared(settings: Settings, source: Path, name: str, *, in_store: bool) -> Prepared:
    sound = examine(source, name)
    try:
        size, digest = source.stat().st_size, places.digest_of(source)
        peaks = _peaks(settings, source, sound, digest, name)
        if in_store:
            places.keep(settings, source, digest)
    except OSError as problem:
        raise OutputError(f"{name} could not be kept: {(problem.strerror or 'unknown').lower()}") from None
    return Prepared(digest, name, None if in_store else str(source), size, sound, peaks)


def _peaks(settings: Settings, source: Path, sound: Sound, digest: str, name: str) -> PeakFacts:
    target = places.peaks_place(settings, digest)
    if target.exists():
        return PeakFacts.of(sound)
    return write_peaks(source, sound, target, name)
