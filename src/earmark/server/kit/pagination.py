"""Lists in pieces: `?after=CURSOR&limit=50` → `{"rows": […], "next": cursor or null}`.

A cursor holds the sort key of the last row, not an offset: rows added meanwhile neither repeat nor vanish.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import Field
from sqlalchemy import Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from earmark.server.kit.errors import BadCallError
from earmark.server.kit.orm import UtcTime
from earmark.server.kit.schemas import Schema

__all__ = ["After", "Limit", "Page", "Rows", "page"]

T = TypeVar("T")
Row = TypeVar("Row")
Shown = TypeVar("Shown")

After = Annotated[str | None, Query(max_length=400, description="The `next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=200, description="The most rows to return.")]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and where to go on."""

    rows: Sequence[T]
    next: str | None


class Rows(Schema, Generic[Shown]):
    """A page as it is sent."""

    rows: list[Shown] = Field(description="The rows of this page.")
    next: str | None = Field(description="Where the next page starts; null when this is the last.")

    @classmethod
    def of(cls, found: Page[Row], show: Callable[[Row], Shown]) -> Rows[Shown]:
        """Return a page with each row as it is shown."""
        return cls(rows=[show(row) for row in found.rows], next=found.next)


def page(
    session: Session,
    query: Select[T],
    keys: Sequence[InstrumentedAttribute[Any]],
    after: str | None,
    limit: int,
) -> Page[T]:
    """Return up to `limit` entities after the cursor, ordered by `keys` (together unique, none null).

    Raises:
        BadCallError: the cursor is not one that was given out for this list.
    """
    if after is not None:
        seen = [literal(value, key.type) for value, key in zip(_read(after, keys), keys, strict=True)]
        query = query.where(tuple_(*keys) > tuple_(*seen))
    rows = session.scalars(query.order_by(*keys).limit(limit + 1)).all()
    if len(rows) <= limit:
        return Page(rows, None)
    last = rows[limit - 1]
    return Page(rows[:limit], _write([getattr(last, key.key) for key in keys]))


def _write(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read(cursor: str, keys: Sequence[InstrumentedAttribute[Any]]) -> list[Any]:
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(plain, list) or len(plain) != len(keys):
            raise ValueError("another list's cursor")  # noqa: TRY301  # one answer for all of these
        return [_typed(value, key) for value, key in zip(plain, keys, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise BadCallError(
            "bad-cursor", "This list does not know the cursor; start again without it.", "after"
        ) from None


def _typed(value: Any, key: InstrumentedAttribute[Any]) -> Any:
    if isinstance(key.type, UtcTime):
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise ValueError("a time without a zone")
        return at.astimezone(UTC)
    wanted = key.type.python_type
    if (
        type(value) is not wanted
        or (wanted is int and abs(value) >= 2**31)
        or (wanted is str and "\0" in value)
    ):
        raise ValueError("not a value of this column")
    return value
