"""Where a table came from, as the report shows it."""

from __future__ import annotations

from typing import Any

from earmark.formats import Table

__all__ = ["source_of"]


def source_of(table: Table) -> dict[str, Any]:
    """Return path, format, kind, rows, the columns renamed, the rows left out and what was lost."""
    reading = table.reading
    return {
        "path": reading.path,
        "format": reading.format,
        "kind": table.kind.value,
        "rows": reading.rows,
        "mapping": dict(reading.mapping),
        "rejected_rows": reading.rejected_rows,
        "losses": [loss.to_json() for loss in reading.losses],
    }
