"""An import step by step, to be stopped wherever one likes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from earmark.server.conversations import jobs
from earmark.server.conversations.importing import opening, parts, withdrawing
from earmark.server.kit.jobs import Running
from earmark.server.kit.worker import Worker
from tests.server.media.sending import import_call, upload
from tests.server.world import Project

__all__ = ["Import", "small_steps"]


def small_steps(monkeypatch: pytest.MonkeyPatch, rows: int = 2) -> None:
    """Let a transaction take two rows, so that a small import has many."""
    for module in (jobs, opening, parts, withdrawing):
        monkeypatch.setattr(module, "AT_ONCE", rows)


class Import:
    """An import that has begun."""

    def __init__(self, project: Project, files: Mapping[str, bytes | str], **options: Any) -> None:
        self.project = project
        self.world = project.world
        uploads = [upload(project, name, content) for name, content in files.items()]
        response = project.owner.post(f"{project.path}/imports", import_call(uploads, **options))
        assert response.status_code == 202, response.text
        self.id = str(response.json()["job"])
        self._worker = Worker(self.world.database, self.world.settings)
        self._running: Running | None = self._worker._claim()

    def step(self) -> bool:
        """Do one step; return whether there is another."""
        assert self._running is not None
        self._running = self._worker._one_step(self._running)
        return self._running is not None

    def steps(self, count: int) -> bool:
        """Do up to so many steps; return whether there is another."""
        return all(self.step() for _ in range(count))

    def prepared_only(self) -> None:
        """Get as far as a worker that is killed before its step is stored."""
        assert self._running is not None
        jobs.KIND.prepare(self._running, self.world.database)

    def taken_over(self) -> None:
        """Let another worker go on, once the lease of this one has ended."""
        self.world.clock.passes(seconds=31)
        self._worker = Worker(self.world.database, self.world.settings)
        self._running = self._worker._claim()

    def cancel(self) -> None:
        """Ask to stop, and let the worker see it."""
        answer = self.project.owner.post(f"/api/jobs/{self.id}/cancel")
        assert answer.status_code == 200
        while self._running is not None:
            self.step()
        self.world.do_jobs()

    @property
    def job(self) -> dict[str, Any]:
        """The job as the page sees it."""
        found: dict[str, Any] = self.project.owner.get(f"/api/jobs/{self.id}").json()
        return found
