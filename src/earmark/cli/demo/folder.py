"""The data folder of a demo: made once, as a whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING

from earmark.errors import CallError, FileError

if TYPE_CHECKING:
    from earmark.formats.registry import Progress

__all__ = ["MARK", "demo_folder"]

MARK = "demo.json"
"""The file of a data folder that says it is a demo's, and what is in it."""

Shown = Callable[[], AbstractContextManager["Progress | None"]]
"""Opens a progress bar; see `cli.progress.shown_progress`."""


@contextmanager
def demo_folder(named: str | None, shown: Shown) -> Iterator[Path]:
    """Give a demo's data folder: the one named, which is kept, or a new one that goes at the end.

    Raises:
        CallError: the folder named holds something else.
        FileError: it cannot be made.
    """
    if named is None:
        with TemporaryDirectory(prefix="earmark-demo-", ignore_cleanup_errors=True) as place:
            _make(Path(place) / "data", shown)
            yield Path(place) / "data"
        return
    folder = Path(named).absolute()
    if not (folder / MARK).exists():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CallError(f"{folder} holds something other than a demo; name a new folder with --data")
        _make(folder, shown)
    yield folder


def _make(folder: Path, shown: Shown) -> None:
    """Fill a new folder beside it, and move it into place once it is whole."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as problem:
        raise FileError(f"the data folder {folder} cannot be made: {problem.strerror}") from None
    try:
        with shown() as progress:
            _fill(beside / "data", progress)
        (beside / "data").rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _fill(folder: Path, progress: Progress | None) -> None:
    from earmark.cli.demo.samples import Samples
    from earmark.cli.demo.seeding import NAME, seed
    from earmark.cli.demo.tour import tour
    from earmark.server.database import open_database
    from earmark.server.settings import Settings

    settings, samples = Settings(data=folder, job_workers=0), Samples()
    seeded = seed(settings, samples, datetime.now(UTC), progress)
    database = open_database(settings)
    try:
        shown = tour(database, samples, seeded)
    finally:
        database.close()
    known = {"project": seeded.project, "name": NAME, "people": seeded.people, "tour": shown}
    (folder / MARK).write_text(json.dumps(known, ensure_ascii=False, indent=1), "utf-8")
