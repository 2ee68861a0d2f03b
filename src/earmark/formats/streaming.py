"""Tables in pieces: what is too large for memory comes a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from earmark.formats.known import REGISTRY, format_named
from earmark.formats.registry import Format, ReadOptions, Source
from earmark.formats.source import one_sentence, source_of
from earmark.formats.table import Tables
from earmark.formats.tabular.delimited import Delimited
from earmark.formats.tabular.parquet import Parquet

__all__ = ["row_groups", "stream"]


def stream(
    path: str | Path,
    *,
    options: ReadOptions,
    rows: int,
    format: str | None = None,  # noqa: A002  # the command's word
    groups: range | None = None,
) -> Iterator[Tables]:
    """Yield the tables of a file in pieces of about `rows` rows; a file of another format is one piece.

    CSV and Parquet are read a piece at a time; `groups` names the row groups of a Parquet file that are wanted.

    Raises:
        InputError: the file cannot be read, or some of its rows cannot.
    """
    source = source_of(path)
    with one_sentence(source.shown):
        chosen = _format(source, format)
        if isinstance(chosen, Parquet):
            yield from chosen.stream(source, options, rows, groups)
        elif isinstance(chosen, Delimited):
            yield from chosen.stream(source, options, rows)
        else:
            yield chosen.read(source, options)


def row_groups(path: str | Path) -> list[int]:
    """Return how many rows each row group of a Parquet file has; [] for a file of another format.

    Raises:
        FileError: the file cannot be read.
    """
    source = source_of(path)
    if not isinstance(_format(source, None), Parquet):
        return []
    from pyarrow import parquet

    with one_sentence(source.shown), source.open() as file:
        about = parquet.ParquetFile(file).metadata
        return [about.row_group(one).num_rows for one in range(about.num_row_groups)]


def _format(source: Source, name: str | None) -> Format:
    return REGISTRY.recognise(source) if name is None else format_named(name)
