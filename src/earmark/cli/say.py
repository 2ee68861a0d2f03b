"""How commands speak: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from earmark.formats import Table, Tables
from earmark.model import Notice

__all__ = ["notices", "print_json", "what_was_read"]


def print_json(answer: Mapping[str, Any]) -> None:
    """Print exactly one JSON object on standard output; in ASCII where it may not hold every letter."""
    ascii_only = not (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    click.echo(json.dumps(answer, ensure_ascii=ascii_only, allow_nan=False))


def notices(found: Iterable[Notice]) -> None:
    """Print each notice as one line on standard error."""
    for notice in found:
        click.echo(f"note [{notice.code}] {notice.text}", err=True)


def what_was_read(tables: Tables | Table) -> None:
    """Print the columns that were recognised under other names, and the rows left out."""
    for table in tables.all() if isinstance(tables, Tables) else (tables,):
        reading = table.reading
        if reading.mapping:
            renamed = ", ".join(f"{found} → {name}" for found, name in reading.mapping.items())
            click.echo(f"{reading.path}: columns taken as {renamed}", err=True)
        if reading.rejected_rows:
            click.echo(
                f"{reading.path}: {reading.rejected_rows:,} rows could not be read and were left out",
                err=True,
            )
