"""What a worker does, in a process of its own or not: jobs as plain functions of picklable values."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from earmark.engines.protocol import Kernel
from earmark.engines.shards import Reading, Shard, Told
from earmark.engines.spill import read_rows, write_rows
from earmark.engines.splitting import BUCKETS, joined, split_shard

__all__ = ["count_part", "spill_shard"]

_HELD = 4  # times as many rows as are read at once

_last_shared: tuple[str, Any] | None = None


def spill_shard(shard: Shard, reading: Reading, stem: str) -> tuple[list[list[tuple[str, int]]], Told]:
    """Write the rows of a shard by bucket, some pieces at a time; return each bucket's files with their rows, and
    what there is to tell of the shard."""
    files: list[list[tuple[str, int]]] = [[] for _ in range(BUCKETS)]
    held: list[list[pa.Table]] = [[] for _ in range(BUCKETS)]
    told, waiting, number = Told(), 0, 0
    for rows, about in split_shard(shard, reading):
        for bucket, piece in rows:
            held[bucket].append(piece)
        told = told.plus(about)
        waiting += about.rows
        if waiting >= _HELD * reading.rows:
            number, waiting = number + 1, 0
            _spill(held, files, f"{stem}-{number}")
    _spill(held, files, f"{stem}-{number + 1}")
    return files, told


def _spill(held: list[list[pa.Table]], files: list[list[tuple[str, int]]], stem: str) -> None:
    """Write what is held of each bucket to one file, and let it go."""
    for bucket, pieces in enumerate(held):
        if pieces:
            path = f"{stem}-{bucket}"
            whole = joined(pieces)
            write_rows(path, [whole])
            files[bucket].append((path, whole.num_rows))
            pieces.clear()


def count_part(kernel: Kernel, paths: Sequence[str], shared: str | None, keep: str) -> tuple[Any, int]:
    """Return the statistic that a kernel makes of the rows in files, and how many rows it kept in the file `keep`:
    −1 where it kept none."""
    statistic, kept = kernel(rows_of(paths), _shared(shared))
    if kept is None:
        return statistic, -1
    write_rows(keep, [kept])
    return statistic, kept.num_rows


def rows_of(paths: Sequence[str]) -> pa.Table:
    """Return the rows of a part; a part in one file lies there, mapped into memory."""
    pieces = [read_rows(path) for path in paths]
    return pieces[0] if len(pieces) == 1 else joined(pieces)


def _shared(path: str | None) -> Any:
    """Return what all parts share; what was read last is kept, since many parts come with the same."""
    global _last_shared  # a worker's only memory
    if path is None:
        return None
    if _last_shared is None or _last_shared[0] != path:
        _last_shared = None
        with Path(path).open("rb") as file:
            _last_shared = (path, pickle.load(file))  # noqa: S301  # written by the engine that calls
    return _last_shared[1]
