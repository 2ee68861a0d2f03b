"""Who does the jobs: a thread that claims one, does it step by step, and takes over what others left."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from earmark.errors import EarmarkError
from earmark.server.kit import jobs
from earmark.server.kit.clock import now
from earmark.server.kit.stored import Job
from earmark.server.kit.transaction import Database, passes_when_tried_again
from earmark.server.settings import Settings

__all__ = ["LEASE", "Worker", "release_left_over"]

LEASE = timedelta(seconds=30)
"""How long a job belongs to a worker that has stopped speaking."""

ATTEMPTS = 3
"""How many workers may die of one step before the job is given up."""

log = logging.getLogger("earmark.jobs")


class Worker:
    """Does jobs one after another. Several may run, in several processes: a job has one worker at a time."""

    def __init__(self, database: Database, settings: Settings, *, lease: timedelta = LEASE) -> None:
        self.name = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._database = database
        self._settings = settings
        self._lease = lease
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="earmark-jobs", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        """Finish the present step, give the job back, and end."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def do_one(self) -> bool:
        """Claim a job and do it to its end; return whether there was one."""
        job = self._claim()
        if job is None:
            return False
        beat = threading.Event()
        heart = threading.Thread(target=self._beat, args=(job.id, beat), daemon=True)
        heart.start()
        try:
            self._do(job)
        finally:
            beat.set()
            heart.join()
        return True

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                found = self.do_one()
            except Exception:
                log.exception("the job worker stumbled and goes on")
                found = False
            if not found:
                self._stop.wait(0.5)

    def _claim(self) -> jobs.Running | None:
        with self._database.reading() as session:
            if session.scalar(_open_jobs(session)) is None:
                return None  # idle looking must not stand in the writers' queue
        with self._database.writing() as session:
            job = session.scalar(_open_jobs(session).with_for_update(skip_locked=True))
            if job is None:
                return None
            job.state, job.worker = "running", self.name
            job.lease_ends_at = now(session) + self._lease
            job.attempts += 1
            if job.attempts > ATTEMPTS:
                self._end(
                    session, job, "failed", "The server stopped several times at this step; it was given up."
                )
                return None
            return self._as_running(job)

    def _do(self, job: jobs.Running) -> None:
        following: jobs.Running | None = job
        while following is not None:
            job = following
            if self._stop.is_set():
                self._give_back(job.id)
                return
            try:
                following = self._one_step(job)
            except DBAPIError as problem:
                if not passes_when_tried_again(problem):
                    self._fail(job, problem)
                    return
            except Exception as problem:  # whatever it is, the job must not stay behind as running
                self._fail(job, problem)
                return

    def _one_step(self, job: jobs.Running) -> jobs.Running | None:
        kind = jobs.kind(job.kind)
        prepared: Any = None if self._is_cancelled(job.id) else kind.prepare(job, self._database)
        with self._database.writing() as session:
            row = self._mine(session, job.id)
            if row is None:
                return None
            if row.cancel_asked:
                self._end(session, row, "cancelled", "Cancelled; what it had done so far was removed.")
                return None
            progress = kind.step(session, self._as_running(row), prepared)
            row.step += 1
            row.attempts = 1
            row.done, row.total, row.message = progress.done, progress.total, progress.message
            row.result = progress.result
            row.lease_ends_at = now(session) + self._lease
            if progress.finished:
                row.state, row.ended_at, row.worker, row.lease_ends_at = "done", now(session), None, None
                return None
            return self._as_running(row)

    def _is_cancelled(self, job_id: str) -> bool:
        with self._database.reading() as session:
            return bool(session.scalar(select(Job.cancel_asked).where(Job.id == job_id)))

    def _mine(self, session: Session, job_id: str) -> Job | None:
        query = select(Job).where(Job.id == job_id, Job.worker == self.name, Job.state == "running")
        return session.scalar(query.with_for_update())

    def _end(self, session: Session, row: Job, state: str, message: str) -> None:
        jobs.kind(row.kind).clean_up(session, self._as_running(row))
        row.state, row.message, row.ended_at = state, message, now(session)
        row.worker = row.lease_ends_at = None

    def _fail(self, job: jobs.Running, problem: Exception) -> None:
        message = str(problem)
        if not isinstance(problem, EarmarkError):
            reference = secrets.token_hex(4)
            log.error("job %s (%s) failed, reference %s", job.id, job.kind, reference, exc_info=problem)
            message = f"Something went wrong in the server; its log says what, under {reference}."
        try:
            with self._database.writing() as session:
                row = self._mine(session, job.id)
                if row is not None:
                    self._end(session, row, "failed", message)
        except Exception:
            log.exception("job %s could not clean up", job.id)
            with self._database.writing() as session:
                row = self._mine(session, job.id)
                if row is not None:
                    row.state, row.message, row.ended_at = "failed", message, now(session)

    def _give_back(self, job_id: str) -> None:
        with self._database.writing() as session:
            row = self._mine(session, job_id)
            if row is not None:
                row.state, row.worker, row.lease_ends_at, row.attempts = "waiting", None, None, 0

    def _beat(self, job_id: str, stop: threading.Event) -> None:
        while not stop.wait(self._lease.total_seconds() / 3):
            mine = and_(Job.id == job_id, Job.worker == self.name, Job.state == "running")
            try:
                with self._database.writing() as session:
                    session.execute(update(Job).where(mine).values(lease_ends_at=now(session) + self._lease))
            except Exception:
                log.exception("the heartbeat of job %s failed; it is tried again", job_id)

    def _as_running(self, row: Job) -> jobs.Running:
        return jobs.Running(
            id=row.id,
            kind=row.kind,
            subject=dict(row.subject),
            project_id=row.project_id,
            created_by=row.created_by,
            step=row.step,
            done=row.done,
            total=row.total,
            result=dict(row.result or {}),
            settings=self._settings,
        )


def _open_jobs(session: Session) -> Select[Job]:
    left = and_(Job.state == "running", Job.lease_ends_at < now(session))
    return select(Job).where(or_(Job.state == "waiting", left)).order_by(Job.created_at, Job.id).limit(1)


def release_left_over(database: Database) -> None:
    """Free the jobs of a server that is gone. Only right where no other process works on the database."""
    with database.writing() as session:
        session.execute(
            update(Job)
            .where(Job.state == "running")
            .values(lease_ends_at=now(session) - timedelta(seconds=1))
        )
