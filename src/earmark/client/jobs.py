"""Long work on the server: how far it is, waiting for it, stopping it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import quote

from earmark.client.connection import Connection
from earmark.client.projects import Project, address_of
from earmark.errors import JobError, UnreachableError

__all__ = ["Job", "JobProgress", "Jobs"]

JobProgress: TypeAlias = Callable[[str, int, int | None], None]
"""Called with what is being done, how much of it is done, and of how much (None: not known)."""

QUICK, SLOW = 0.1, 1.0


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of long work; `result` is there once it is done."""

    id: str
    kind: str
    state: str
    done: int
    total: int | None
    message: str
    result: Mapping[str, Any] | None = None
    cancelling: bool = False
    created_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed", "cancelled")


class Jobs:
    """`client.jobs`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, job: str | Job) -> Job:
        """Return a job as it stands now."""
        return self._connection.get(Job, f"/api/jobs/{_id(job)}")

    def list(self, project: str | Project) -> tuple[Job, ...]:
        """Return the project's jobs, oldest first."""
        return tuple(self._connection.pages(Job, f"{address_of(project)}/jobs"))

    def cancel(self, job: str | Job) -> Job:
        """Ask a job to stop; what it has done so far is removed."""
        return self._connection.post(Job, f"/api/jobs/{_id(job)}/cancel", repeatable=True)

    def wait(
        self, job: str | Job, *, progress: JobProgress | None = None, seconds: float | None = None
    ) -> Job:
        """Wait until a job is done and return it; a server that restarts meanwhile goes on with it.

        Raises:
            JobError: it failed, or was cancelled.
            UnreachableError: it was not done within `seconds`; it goes on without us.
        """
        until = None if seconds is None else time.monotonic() + seconds
        pause = QUICK
        while True:
            now = self.get(job)
            if progress is not None:
                progress(now.message or now.kind, now.done, now.total)
            if now.state == "done":
                return now
            if now.ended:
                raise JobError(
                    now.message or f"the {now.kind} was {now.state}", code=now.state, facts={"job": now.id}
                )
            if until is not None and time.monotonic() >= until:
                raise UnreachableError(
                    f"the {now.kind} was not done within {seconds:g} s; it goes on on the server"
                )
            self._connection.patience.sleep(pause)
            pause = min(SLOW, pause * 1.5)


def _id(job: str | Job) -> str:
    return quote(job if isinstance(job, str) else job.id, safe="")
