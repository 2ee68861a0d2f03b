"""The one door through which tables go out."""

from __future__ import annotations

import gzip
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, cast

from earmark.formats.known import REGISTRY, TABLE_FORMATS, format_named
from earmark.formats.output import written
from earmark.formats.registry import Format
from earmark.formats.table import Tables
from earmark.formats.tabular.outgoing import main_table
from earmark.model import Notice

__all__ = ["write"]


def write(tables: Tables, path: str | Path, *, format: str | None = None) -> tuple[Notice, ...]:  # noqa: A002
    """Write tables to a path, in the format its ending names (`.gz` after it zips); all of them or nothing.

    A file of CSV, JSON Lines or Parquet holds one table: the annotations, or the only one. The others are
    written beside it, as `labels.items.csv` beside `labels.csv`. Returned is what went where, and what the
    format could not hold.

    Raises:
        FormatError: there is no table, no format has that ending, or the format can hold none of this.
        OutputError: a file cannot be written; then none is.
    """
    target = Path(path)
    chosen = format_named(format) if format is not None else REGISTRY.for_writing(target.name)
    if chosen not in TABLE_FORMATS:
        return _write_all({target: tables}, chosen)
    main = main_table(tables)
    files = {target: Tables(**{main.kind.value: main})}
    beside: list[Notice] = []
    for table in tables.all():
        if table is not main:
            where = _beside(target, table.kind.value)
            files[where] = Tables(**{table.kind.value: table})
            text = f"The {table.kind.value} are written beside it, to {where}."
            beside.append(Notice("written-beside", text, count=len(table), examples=(str(where),)))
    return (*beside, *_write_all(files, chosen))


def _beside(target: Path, kind: str) -> Path:
    """Return `labels.items.csv.gz` for `labels.csv.gz`."""
    stem, dot, endings = target.name.partition(".")
    return target.with_name(f"{stem}.{kind}{dot}{endings}")


def _write_all(files: dict[Path, Tables], chosen: Format) -> tuple[Notice, ...]:
    notices: list[Notice] = []
    with ExitStack() as stack:
        opened = {path: stack.enter_context(written(path)) for path in files}
        for path, tables in files.items():
            notices += _write_one(tables, chosen, opened[path], zipped=path.suffix == ".gz")
            # Before the first file takes its place the last must have found room on the disk.
            opened[path].flush()
    return tuple(notices)


def _write_one(tables: Tables, chosen: Format, file: BinaryIO, *, zipped: bool) -> tuple[Notice, ...]:
    if not zipped:
        return chosen.write(tables, file)
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        return chosen.write(tables, cast("BinaryIO", packed))
