"""One request, one job step, one transaction: begun and ended here and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from earmark.server.kit.clock import Clock, system_clock
from earmark.server.kit.errors import BusyError
from earmark.server.kit.queue import WriterQueue

__all__ = ["Database", "ReadingSession", "one_at_a_time", "passes_when_tried_again"]

PATIENCE = 30.0
"""Seconds a writer waits for its turn before it is told that the server is busy."""

TRY_AGAIN = {"40001", "40P01", "23505"}
"""Serialization failure, deadlock, and a unique value somebody else took a moment before."""


class ReadingSession(Session):
    """A session that refuses to write: a GET changes nothing."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Refuse, when there is anything to write."""
        if self.new or self.dirty or self.deleted:
            raise RuntimeError("a reading transaction was asked to write; ask for `work: Writing`")
        super().flush(objects)


class Database:
    """Where transactions come from. Application code never commits: leaving the block does.

    SQLite takes one writer at a time: writers queue here, in order of arrival, instead of polling the file.
    """

    def __init__(self, engine: Engine, clock: Clock = system_clock) -> None:
        self.engine = engine
        self.clock = clock
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._readers = engine.execution_options(
            postgresql_readonly=True, **({} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"})
        )
        self._writers = engine.execution_options(writes=True)
        self._queue = WriterQueue()
        self._mine = threading.local()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one unchanging state of the database and cannot write."""
        with ReadingSession(self._readers, expire_on_commit=False) as session:
            session.info["clock"] = self.clock
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose work is stored as a whole at the end of the block, or not at all.

        Raises:
            BusyError: no turn came within half a minute.
            RuntimeError: this thread is already writing: it would wait for itself.
        """
        if getattr(self._mine, "writing", False):
            raise RuntimeError("this thread is already in a writing transaction; pass its session on")
        if self.is_sqlite and not self._queue.enter(PATIENCE):
            raise BusyError
        self._mine.writing = True
        try:
            with Session(self._writers, expire_on_commit=False) as session, session.begin():
                session.info["clock"] = self.clock
                yield session
        finally:
            self._mine.writing = False
            if self.is_sqlite:
                self._queue.leave()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def one_at_a_time(session: Session, what: str) -> None:
    """Keep others from doing the same until this transaction ends. On SQLite that is so for all writing anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what})


def passes_when_tried_again(problem: DBAPIError) -> bool:
    """Tell whether two transactions got into each other's way, so that a new attempt sees the other's work."""
    return getattr(problem.orig, "sqlstate", None) in TRY_AGAIN
