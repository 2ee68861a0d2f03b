"""The migrations make the tables, on both databases, and only forward."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from earmark.errors import CallError
from earmark.server.database import connect, only_one, open_database, upgrade
from earmark.server.kit.transaction import Database
from earmark.server.migrations.versions import __path__ as versions
from earmark.server.settings import Settings
from earmark.server.tables import Table


def test_the_migrations_make_exactly_the_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Table.metadata) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database.engine)
    upgrade(database.engine)

    with database.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() is not None


def test_a_database_of_a_newer_earmark_is_left_alone(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'earmark.db'}")
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))

    with pytest.raises(CallError, match="9999, which this Earmark does not know"):
        upgrade(engine)
    engine.dispose()


def test_every_migration_refuses_to_go_back() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(next(iter(versions))).glob("0*.py")]

    assert sources
    assert all(
        "def downgrade() -> None:" in source and "raise NotImplementedError" in source for source in sources
    )


def test_sqlite_keeps_the_last_commit_through_a_power_cut(tmp_path: Path) -> None:
    database = open_database(Settings(data=tmp_path / "data"))

    with database.engine.connect() as connection:
        asked = {
            name: connection.execute(text(f"pragma {name}")).scalar()
            for name in ("journal_mode", "synchronous")
        }
    database.close()

    assert asked == {"journal_mode": "wal", "synchronous": 2}


def test_a_data_folder_has_one_server(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)

    with only_one(settings), pytest.raises(CallError, match="another Earmark serves"), only_one(settings):
        pass


def test_an_unknown_kind_of_database_is_refused() -> None:
    with pytest.raises(CallError, match="'mysql' is not supported"):
        Settings.from_environment({}, database="mysql://x/y")
