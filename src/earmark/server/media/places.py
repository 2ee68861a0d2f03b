"""Where files lie below the data folder: uploads by their id, sound by its content.

No name that came from outside is ever part of a path.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from earmark.audio import Source, reading
from earmark.server.settings import Settings

__all__ = ["digest_of", "incoming", "keep", "peaks_place", "remove", "stored"]

_BLOCK = 1 << 20


def incoming(settings: Settings, upload_id: str) -> Path:
    """Return where an upload gathers."""
    return settings.media / "incoming" / upload_id


def stored(settings: Settings, digest: str) -> Path:
    """Return where the file with this sha256 lies: `media/ab/cdef…`."""
    return settings.media / digest[:2] / digest[2:]


def peaks_place(settings: Settings, digest: str) -> Path:
    """Return where the peaks of the sound with this sha256 lie."""
    return settings.derived / "peaks" / digest[:2] / f"{digest[2:]}.peaks"


def digest_of(path: Source) -> str:
    """Return the sha256 of a recording, in hexadecimal digits.

    Raises:
        OSError: it cannot be read.
    """
    found = hashlib.sha256()
    with reading(path) as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def keep(settings: Settings, source: Path, digest: str) -> Path:
    """Put a file into the store under its digest; doing so again changes nothing.

    Raises:
        OSError: the disk does not take it.
    """
    target = stored(settings, digest)
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f"{target.name}.{os.getpid()}.draft")
    draft.unlink(missing_ok=True)
    try:
        os.link(source, draft)
    except OSError:
        shutil.copyfile(source, draft)  # another file system, or one without links
        _flush(draft)
    draft.replace(target)
    _flush(target.parent)
    return target


def remove(*paths: Path) -> None:
    """Remove files; those that are not there are none of our concern."""
    for path in paths:
        path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
