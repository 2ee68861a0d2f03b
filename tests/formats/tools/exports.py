"""Exports in memory, and what was read from them, for the tests of the tool formats."""

from __future__ import annotations

import io
from typing import Any

from earmark.formats.registry import Source
from earmark.formats.table import Table

__all__ = ["codes", "column", "rows", "source"]


def source(content: bytes, shown: str = "export.json") -> Source:
    """Return a source that holds these bytes."""
    return Source(shown, content[:65536], lambda: io.BytesIO(content))


def column(table: Table | None, name: str) -> list[Any]:
    """Return the values of a column."""
    assert table is not None
    held: list[Any] = table.data[name].to_pylist()
    return held


def codes(table: Table | None) -> dict[str, int]:
    """Return what was noticed and lost in reading: code → count."""
    assert table is not None
    return {one.code: one.count for one in (*table.reading.notices, *table.reading.losses)}


def rows(table: Table | None) -> list[dict[str, Any]]:
    """Return all rows; none for no table."""
    return [] if table is None else list(table.data.to_pylist())
