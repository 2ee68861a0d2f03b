"""The parts of an import, read once and laid down in a file, from which they are stored step by step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from earmark.server.conversations.importing.plan import Part
from earmark.server.settings import Settings

__all__ = ["lay_down", "place_of", "take_up"]


def place_of(settings: Settings, job_id: str) -> Path:
    """Return where the parts of a job lie."""
    return settings.derived / "imports" / f"{job_id}.parts"


def lay_down(place: Path, parts: Iterator[Part]) -> None:
    """Write the parts; they are there whole or not at all. Doing it again does it anew.

    Raises:
        OSError: the disk does not take them.
    """
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_suffix(".draft")
    with draft.open("wb") as file:
        for part in parts:
            file.write(part.dump())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)


def take_up(place: Path, at: int) -> Iterator[tuple[Part, int]]:
    """Yield the parts from a position on, each with the position after it.

    Raises:
        OSError: they are not there.
    """
    with place.open("rb") as file:
        file.seek(at)
        while line := file.readline():
            at += len(line)
            yield Part.load(line), at
