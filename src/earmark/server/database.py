"""Opening a database, and bringing it to the version this program needs."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError

from earmark.errors import CallError, FileError
from earmark.server.kit.clock import Clock, system_clock
from earmark.server.kit.transaction import Database
from earmark.server.settings import Settings

__all__ = ["connect", "only_one", "open_database", "upgrade"]

ONE_UPGRADE_AT_A_TIME = 4_837_202
"""The PostgreSQL advisory lock under which tables are changed."""


def open_database(settings: Settings, clock: Clock = system_clock) -> Database:
    """Make the data folder, open the database and bring its tables up to date.

    Raises:
        FileError: the data folder cannot be made or written.
        CallError: the database cannot be reached, or was written by a newer Earmark.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings.media.mkdir(exist_ok=True)
        settings.derived.mkdir(exist_ok=True)
    except OSError as problem:
        raise FileError(f"the data folder {settings.data} cannot be used: {problem.strerror}") from None
    engine = connect(settings.database_url)
    try:
        upgrade(engine)
    except OperationalError as problem:
        raise CallError(f"the database cannot be opened: {problem.orig}") from None
    return Database(engine, clock)


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold the data folder for as long as the server runs: SQLite takes one server process.

    Raises:
        CallError: another server holds it.
    """
    if not settings.database_url.startswith("sqlite:"):
        yield
        return
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.data / "earmark.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CallError(
                f"another Earmark serves the data folder {settings.data}; stop it, choose another folder with "
                "--data, or use PostgreSQL, which takes several"
            ) from None
        yield


def connect(url: str) -> Engine:
    """Return an engine that keeps the promises of the record on SQLite and on PostgreSQL."""
    if url.startswith("sqlite:"):
        return _sqlite(url)
    return create_engine(url, pool_size=20, max_overflow=20, pool_use_lifo=True, pool_pre_ping=True)


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, pool_size=64, max_overflow=0, pool_use_lifo=True)

    @event.listens_for(engine, "connect")
    def settle(connection: Any, record: Any) -> None:  # noqa: ARG001  # SQLAlchemy's signature
        connection.isolation_level = None  # else sqlite3 opens transactions of its own
        cursor = connection.cursor()
        for pragma in ("journal_mode=wal", "synchronous=full", "busy_timeout=30000", "foreign_keys=on"):
            cursor.execute(f"pragma {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine


def upgrade(engine: Engine) -> None:
    """Bring the tables to the newest version; all of it happens, or nothing does.

    Raises:
        CallError: the database was written by a newer Earmark.
    """
    with as_file(files("earmark.server") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", os.fspath(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        with engine.execution_options(writes=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(
                    text("select pg_advisory_xact_lock(:lock)"), {"lock": ONE_UPGRADE_AT_A_TIME}
                )
            _refuse_newer(connection, ScriptDirectory.from_config(config))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    stands_at = MigrationContext.configure(connection).get_current_revision()
    if stands_at is not None and stands_at not in known:
        raise CallError(
            f"the database is at version {stands_at}, which this Earmark does not know; start the newer Earmark "
            "that wrote it, or restore the copy made before"
        )
