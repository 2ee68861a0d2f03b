"""Rows as they lie in files: which pieces of which files, and how they are read a few at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from earmark.errors import CallError, TableError
from earmark.formats import Table
from earmark.formats.registry import ReadOptions
from earmark.formats.streaming import row_groups, stream
from earmark.formats.table import TableKind
from earmark.model import Notice, Scheme

__all__ = ["Reading", "Shard", "Told", "pieces_of", "shards_of"]

SHARD_ROWS = 4_000_000
_MOST_WORDS = 4096


@dataclass(frozen=True, slots=True)
class Shard:
    """A file, or some row groups of a Parquet file."""

    path: str
    groups: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How shards are read: which columns are meant, what becomes of bad rows, which columns are kept, and how
    many rows are in memory at a time."""

    columns: Mapping[str, str] = field(default_factory=dict)
    format: str | None = None
    skip_bad: bool = False
    keep: tuple[str, ...] = ()
    rows: int = 1 << 18


def shards_of(sources: str | Path | Sequence[str | Path]) -> list[Shard]:
    """Return the shards of files and folders: the files of a folder by name, large Parquet files in several.

    Raises:
        CallError: there is no file.
        FileError: a file cannot be read.
    """
    listed = [sources] if isinstance(sources, str | Path) else list(sources)
    files = [file for source in listed for file in _files(Path(source))]
    if not files:
        raise CallError(f"no file to read in {', '.join(map(str, listed)) or 'an empty list'}")
    return [shard for file in files for shard in _shards(file)]


def _files(source: Path) -> list[Path]:
    if not source.is_dir():
        return [source]
    return sorted(one for one in source.iterdir() if one.is_file() and not one.name.startswith((".", "_")))


def _shards(file: Path) -> list[Shard]:
    groups = row_groups(file)
    if sum(groups) <= SHARD_ROWS or len(groups) < 2:
        return [Shard(str(file))]
    shards, first, rows = [], 0, 0
    for number, size in enumerate(groups):
        if rows and rows + size > SHARD_ROWS:
            shards.append(Shard(str(file), (first, number)))
            first, rows = number, 0
        rows += size
    return [*shards, Shard(str(file), (first, len(groups)))]


def pieces_of(shard: Shard, reading: Reading) -> Iterator[Table]:
    """Yield the annotations of a shard a piece at a time, with the columns to be kept.

    Raises:
        InputError: the shard cannot be read, or holds no annotations.
    """
    options = ReadOptions(
        kind=TableKind.ANNOTATIONS, columns=dict(reading.columns), skip_bad=reading.skip_bad
    )
    groups = None if shard.groups is None else range(*shard.groups)
    for tables in stream(
        shard.path, options=options, rows=reading.rows, format=reading.format, groups=groups
    ):
        table = tables.annotations
        if table is None:
            raise TableError(f"{shard.path} holds no annotations")
        kept = [name for name in reading.keep if name in table.data.column_names]
        yield Table(table.kind, _plain(table.data.select(kept)), table.reading, table.schemes)


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell of rows that were read: how many, how many were left out, what to know about them, and
    what kinds of answers the file states."""

    rows: int = 0
    rejected: int = 0
    notices: tuple[Notice, ...] = ()
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    mapping: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table) -> Told:
        """Return what there is to tell of one piece."""
        reading = table.reading
        return cls(len(table), reading.rejected_rows, reading.notices, table.schemes, reading.mapping)

    def plus(self, other: Told) -> Told:
        """Return what there is to tell of both; notices of one code become one, their numbers added up."""
        notices = {one.code: one for one in self.notices}
        for one in other.notices:
            notices[one.code] = _together(notices[one.code], one) if one.code in notices else one
        return Told(
            self.rows + other.rows,
            self.rejected + other.rejected,
            tuple(notices.values()),
            {**other.schemes, **self.schemes},
            {**other.mapping, **self.mapping},
        )


def _together(one: Notice, other: Notice) -> Notice:
    count = one.count + other.count
    return replace(one, count=count, text=one.text.replace(str(one.count), str(count), 1))


def _plain(data: pa.Table) -> pa.Table:
    """Return the columns with many words as texts: a part holds few of a piece's words."""
    columns = {}
    for name in data.column_names:
        column = data[name]
        if pa.types.is_dictionary(column.type) and (
            name == "item_id" or sum(len(chunk.dictionary) for chunk in column.chunks) > _MOST_WORDS
        ):
            column = pc.cast(column, pa.string())
        columns[name] = column
    return pa.table(columns)
