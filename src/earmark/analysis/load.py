"""Whatever a caller has at hand, as tables: a path, a table, a data frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from earmark import formats
from earmark.errors import InputError, TableError
from earmark.formats import Table, Tables
from earmark.formats.registry import Progress

__all__ = ["annotations_from", "load", "table_from"]


def load(source: Any, **options: Any) -> Tables:
    """Return the tables a source holds; options are those of `formats.read`."""
    if isinstance(source, Tables):
        return source
    return formats.read(source, **options)


def annotations_from(
    source: Any,
    *,
    columns: Mapping[str, str] | None = None,
    format: str | None = None,  # noqa: A002  # the command's word
    skip_bad: bool = False,
    rejected: str | None = None,
    progress: Progress | None = None,
) -> Tables:
    """Return tables that hold annotations with at least one row.

    Raises:
        TableError: there are none, and why.
    """
    tables = load(
        source,
        kind="annotations",
        columns=columns,
        format=format,
        skip_bad=skip_bad,
        rejected=rejected,
        progress=progress,
    )
    if tables.annotations is None or not len(tables.annotations):
        raise TableError(_nothing(tables))
    return tables


def table_from(source: Any, kind: str) -> Table | None:
    """Return the table of this kind a source holds; None for no source.

    Raises:
        InputError: the source holds no such table.
    """
    if source is None:
        return None
    found: Table | None = getattr(load(source, kind=kind), kind)
    if found is None:
        raise InputError(
            f"{source} holds no {kind}; give a table with the columns the reference names for {kind}"
        )
    return found


def _nothing(tables: Tables) -> str:
    readings = [table.reading for table in tables.all()]
    losses = [loss.text for reading in readings for loss in reading.losses]
    path = readings[0].path if readings else "the source"
    why = f": {' '.join(losses)}" if losses else ""
    return f"{path} holds no annotations Earmark can measure{why}"
