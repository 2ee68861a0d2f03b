"""The engine of several machines: Ray's core tasks over shards; parts lie in Ray's object store.

A task that dies with its worker, or whose result is lost with a machine, is done again by Ray. Shards must be where
every machine can read them. Without RAY_ADDRESS a cluster of this machine alone is started, and stopped at the end.
Nothing is sent to anyone: usage statistics are off.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from functools import reduce
from importlib import import_module
from types import TracebackType
from typing import Any

import pyarrow as pa

from earmark.engines.local import workers_within
from earmark.engines.protocol import Kernel, Outcome, Part, Progress
from earmark.engines.shards import Reading, Shard, Told
from earmark.engines.splitting import BUCKETS, grouped, joined, split_shard
from earmark.errors import CallError, EngineError

__all__ = ["OnRay"]

_ATTEMPTS = 3
_STORE_BYTES = 1 << 30
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "disabled",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}


class OnRay:
    """Counts with `workers` of Ray's processes, each at most one task at a time, in about `memory` bytes together.

    Of the memory a third is the object store; what does not fit there Ray writes to disk.
    """

    def __init__(
        self, workers: int | None = None, memory: int | None = None, progress: Progress | None = None
    ) -> None:
        self.workers = workers_within(workers, memory)
        self._memory = memory
        self._progress = progress
        self._ray: Any = None
        self._told: Any = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> OnRay:
        """Start Ray, or connect to the cluster that RAY_ADDRESS names.

        Raises:
            EngineError: Ray is not installed.
        """
        for name, value in _QUIET.items():
            os.environ.setdefault(name, value)
        try:
            self._ray = import_module("ray")
        except ImportError:
            raise EngineError(
                "--engine ray needs Ray, which is not installed; install earmark[ray], or use --engine local"
            ) from None
        settings: dict[str, Any] = {
            "include_dashboard": False,
            "log_to_driver": False,
            "logging_level": "ERROR",
        }
        if "RAY_ADDRESS" not in os.environ:
            self._folder = tempfile.TemporaryDirectory(prefix="earmark-", ignore_cleanup_errors=True)
            store = _STORE_BYTES if self._memory is None else max(80 << 20, self._memory // 3)
            settings |= {
                "num_cpus": self.workers,
                "object_store_memory": store,
                "_temp_dir": self._folder.name,
            }
        self._ray.init(**settings)
        self._told = _silenced(_no_word)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop what was started, and remove what it left."""
        if self._ray is not None:
            self._ray.shutdown()
            _silenced(self._told)
        if self._folder is not None:
            self._folder.cleanup()
        self._ray = self._folder = None

    def split(self, shards: Sequence[Shard], reading: Reading) -> tuple[list[Part], Told]:
        """Return the rows of all shards in parts, and what there is to tell of them."""
        ray = self._open()
        task = ray.remote(_split).options(num_returns=BUCKETS + 1, max_retries=_ATTEMPTS)
        refs = [task.remote(shard, reading) for shard in shards]
        told = dict(self._as_done({one[0]: number for number, one in enumerate(refs)}, "reading"))
        rows = [sum(told[number][0][bucket] for number in told) for bucket in range(BUCKETS)]
        parts = [
            Part(
                tuple(
                    refs[number][bucket + 1]
                    for bucket in buckets
                    for number in range(len(shards))
                    if told[number][0][bucket]
                ),
                sum(rows[bucket] for bucket in buckets),
            )
            for buckets in grouped(rows)
        ]
        return parts, reduce(Told.plus, (told[number][1] for number in range(len(shards))))

    def run(
        self, kernel: Kernel, parts: Sequence[Part], shared: Any = None, *, doing: str = "counting"
    ) -> Iterator[Outcome]:
        """Yield what the kernel makes of each part, as it is done."""
        ray = self._open()
        task = ray.remote(_count).options(num_returns=2, max_retries=_ATTEMPTS)
        given = ray.put(shared)
        waiting: dict[Any, int] = {}
        kept: dict[int, Any] = {}
        for number, part in enumerate(parts):
            answer, table = task.remote(kernel, given, *part.pieces)
            waiting[answer] = number
            kept[number] = table
        for number, (statistic, rows) in self._as_done(waiting, doing):
            table = kept.pop(number)
            yield Outcome(number, statistic, None if rows < 0 else Part((table,), rows))

    def _as_done(self, waiting: dict[Any, int], doing: str) -> Iterator[tuple[int, Any]]:
        ray, every = self._open(), len(waiting)
        waiting = dict(waiting)
        while waiting:
            done, _ = ray.wait(list(waiting), num_returns=1)
            for ref in done:
                number = waiting.pop(ref)
                yield number, self._got(ref, number)
                if self._progress is not None:
                    self._progress(doing, every - len(waiting), every)

    def _got(self, ref: Any, number: int) -> Any:
        ray = self._open()
        try:
            return ray.get(ref)
        except ray.exceptions.RayTaskError as error:
            raise error.cause from None
        except ray.exceptions.RayError as error:
            first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise EngineError(
                f"Ray did not get through with part {number}, also when it was tried again: {first}; if memory ran "
                "out, give --memory more, or --workers fewer"
            ) from None

    def _open(self) -> Any:
        if self._ray is None:
            raise CallError("an engine is entered before it counts: with OnRay() as engine")
        return self._ray


def _silenced(instead: Any) -> Any:
    """Put something in place of what prints that a worker died, and return what was there: Ray prints it on standard
    output, where the answers of commands go, although it does the task again."""
    worker = import_module("ray._private.worker")
    before = getattr(worker, "print_to_stdstream", None)
    if before is not None and instead is not None:
        worker.print_to_stdstream = instead  # type: ignore[attr-defined]
    return before


def _no_word(*_: Any, **__: Any) -> None:
    """Print nothing."""


def _split(shard: Shard, reading: Reading) -> tuple[Any, ...]:
    """Return how many rows each bucket has and what there is to tell of a shard, then the rows by bucket."""
    pieces: list[list[pa.Table]] = [[] for _ in range(BUCKETS)]
    told = Told()
    for rows, about in split_shard(shard, reading):
        for bucket, piece in rows:
            pieces[bucket].append(piece)
        told = told.plus(about)
    tables = [joined(some) if some else None for some in pieces]
    counts = [0 if table is None else table.num_rows for table in tables]
    return (counts, told), *tables


def _count(kernel: Kernel, shared: Any, *pieces: pa.Table) -> tuple[tuple[Any, int], pa.Table | None]:
    """Return a part's statistic with how many rows the kernel kept (−1: none), and these rows."""
    whole = pieces[0] if len(pieces) == 1 else joined(pieces)
    statistic, kept = kernel(whole, shared)
    return (statistic, -1 if kept is None else kept.num_rows), kept
