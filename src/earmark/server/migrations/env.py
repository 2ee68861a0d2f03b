"""Runs the changes on the connection `database.upgrade` gives; there is no configuration file."""

from __future__ import annotations

from alembic import context

from earmark.server.tables import Table


def run() -> None:
    """Apply every change that is not applied yet."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=Table.metadata, render_as_batch=True)
    context.run_migrations()


if hasattr(context, "config"):  # Alembic is at work; else somebody only reads this file
    run()
