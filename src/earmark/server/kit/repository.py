"""What every repository does: fetch by id, or say that there is nothing."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from earmark.server.kit.errors import NotFoundError
from earmark.server.kit.orm import Table

__all__ = ["get", "keep", "locked"]

T = TypeVar("T", bound=Table)


def get(session: Session, table: type[T], key: object, what: str = "such thing") -> T:
    """Return the row with this primary key.

    Raises:
        NotFoundError: there is none.
    """
    row = session.get(table, key)
    if row is None:
        raise NotFoundError(message=f"There is no {what} here.")
    return keep(session, row)


def keep(session: Session, row: T) -> T:
    """Hold on to a row until the session ends: fetched again by its key it costs no query."""
    session.info.setdefault("kept", []).append(row)
    return row


def locked(session: Session, table: type[T], key: object, what: str = "such thing") -> T:
    """Return the row with this primary key, and keep others from changing it until the transaction ends.

    On SQLite every writing transaction has the whole database to itself already.

    Raises:
        NotFoundError: there is none.
    """
    (column,) = inspect(table).primary_key
    query = select(table).where(column == key).with_for_update().execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise NotFoundError(message=f"There is no {what} here.")
    return row
