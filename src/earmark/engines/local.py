"""The engine of one machine: worker processes that read and write Arrow files in a temporary folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import reduce
from types import TracebackType
from typing import Any

from earmark.engines.pool import Job, Pool
from earmark.engines.protocol import Kernel, Outcome, Part, Progress
from earmark.engines.shards import Reading, Shard, Told
from earmark.engines.spill import Spill
from earmark.engines.splitting import BUCKETS, grouped
from earmark.engines.tasks import count_part, spill_shard
from earmark.errors import CallError

__all__ = ["Local", "workers_within"]

WORKER_BYTES = 300 << 20  # what a worker needs before it holds a row
ROW_BYTES = 300  # what it needs for each row of a part, at most
TYPICAL_ROWS = 1 << 20


class Local:
    """Counts with `workers` processes (1: in this one), in about `memory` bytes together.

    With fewer bytes than the workers need, fewer work.
    """

    def __init__(
        self, workers: int | None = None, memory: int | None = None, progress: Progress | None = None
    ) -> None:
        self.workers = workers_within(workers, memory)
        self._progress = progress
        self._spill: Spill | None = None
        self._pool: Pool | None = None

    def __enter__(self) -> Local:
        """Make the folder."""
        self._spill = Spill()
        self._pool = Pool(self.workers) if self.workers > 1 else None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers and remove the folder."""
        if self._pool is not None:
            self._pool.close()
        if self._spill is not None:
            self._spill.close()
        self._pool = self._spill = None

    def split(self, shards: Sequence[Shard], reading: Reading) -> tuple[list[Part], Told]:
        """Return the rows of all shards in parts, and what there is to tell of them."""
        spill = self._open()
        jobs: list[Job] = [(spill_shard, (shard, reading, spill.file(""))) for shard in shards]
        found: dict[int, Any] = dict(self._do(jobs, "reading"))
        files: list[list[str]] = [[] for _ in range(BUCKETS)]
        rows = [0] * BUCKETS
        for number in range(len(shards)):
            for bucket, pieces in enumerate(found[number][0]):
                files[bucket] += [path for path, _ in pieces]
                rows[bucket] += sum(size for _, size in pieces)
        parts = [
            Part(tuple(path for one in buckets for path in files[one]), sum(rows[one] for one in buckets))
            for buckets in grouped(rows)
        ]
        return parts, reduce(Told.plus, (found[number][1] for number in range(len(shards))))

    def run(
        self, kernel: Kernel, parts: Sequence[Part], shared: Any = None, *, doing: str = "counting"
    ) -> Iterator[Outcome]:
        """Yield what the kernel makes of each part, as it is done."""
        spill = self._open()
        given = spill.shared(shared)
        keep = [spill.file(".arrow") for _ in parts]
        jobs: list[Job] = [
            (count_part, (kernel, part.pieces, given, path)) for part, path in zip(parts, keep, strict=True)
        ]
        try:
            for number, (statistic, rows) in self._do(jobs, doing):
                yield Outcome(number, statistic, None if rows < 0 else Part((keep[number],), rows))
        finally:
            spill.remove(given)

    def _do(self, jobs: Sequence[Job], doing: str) -> Iterator[tuple[int, Any]]:
        answers = (
            ((number, function(*given)) for number, (function, given) in enumerate(jobs))
            if self._pool is None
            else self._pool.run(jobs)
        )
        for done, answer in enumerate(answers, 1):
            if self._progress is not None:
                self._progress(doing, done, len(jobs))
            yield answer

    def _open(self) -> Spill:
        if self._spill is None:
            raise CallError("an engine is entered before it counts: with Local() as engine")
        return self._spill


def workers_within(workers: int | None, memory: int | None) -> int:
    """Return how many workers fit into so many bytes, at most as many as asked for (None: as there are cores).

    >>> workers_within(8, 2 << 30), workers_within(1, None)
    (3, 1)

    Raises:
        CallError: there is to be less than one worker, or the memory does not suffice for one.
    """
    wanted = (os.cpu_count() or 1) if workers is None else workers
    if wanted < 1:
        raise CallError(f"--workers is a whole number from 1 on, found {wanted}")
    if memory is None:
        return wanted
    one = WORKER_BYTES + TYPICAL_ROWS * ROW_BYTES
    if memory < one:
        raise CallError(
            f"--memory must be at least {one >> 20} MiB, what one worker needs, found {memory >> 20} MiB"
        )
    return max(1, min(wanted, memory // one))
