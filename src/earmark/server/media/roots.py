"""Folders of this machine: only those the installation names and what is below them, wherever links may lead."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from earmark.audio import SUFFIXES
from earmark.server.kit.errors import UnusableError
from earmark.server.settings import Settings

__all__ = ["MOST_FILES", "allowed", "folder_of", "sounds_in", "too_many"]

MOST_FILES = 200_000


def allowed(settings: Settings, path: Path) -> Path | None:
    """Return where a path really leads, or None when that is not below one of the folders."""
    try:
        real = path.resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    return real if any(real.is_relative_to(root.resolve()) for root in settings.media_roots) else None


def folder_of(settings: Settings, named: str) -> Path:
    """Return the folder that was named: whole, or from one of the folders of the installation on.

    Raises:
        UnusableError: it is not there, is no folder, or is none that the server may read: all answered alike.
    """
    tries = [Path(named)] if Path(named).is_absolute() else [root / named for root in settings.media_roots]
    for path in tries:
        real = allowed(settings, path)
        if real is not None and real.is_dir():
            return real
    raise UnusableError(
        "no-such-folder",
        f"The folder {named!r} is none that this server may read; EARMARK_MEDIA_ROOTS names those it may.",
        "folder",
    )


def too_many() -> UnusableError:
    """Return the refusal of a place that holds more sound files than are taken at once."""
    message = f"There are more than {MOST_FILES:,} sound files there; name a place below it."
    return UnusableError("too-many-files", message, "folder")


def sounds_in(settings: Settings, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the sound files in a folder and those below it, by name: from the folder on, and where they lie.

    Links to folders are not followed; a link to a file counts if the file is below an allowed folder too.

    Raises:
        UnusableError: there are more files than can be taken at once.
    """
    found: list[tuple[str, Path]] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                path = Path(place) / name
                found.append((path.relative_to(folder).as_posix(), path))
        if len(found) > MOST_FILES:
            raise too_many()
    for name, path in sorted(found):
        real = allowed(settings, path)
        if real is not None and real.is_file():
            yield name, real
