"""A job exists with its effect, is done step by step, and survives whatever happens to its worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from earmark.errors import SchemeError
from earmark.server.database import connect
from earmark.server.kit import jobs
from earmark.server.kit.jobs import Kind, Progress, Running
from earmark.server.kit.journal import Event, record
from earmark.server.kit.transaction import Database
from earmark.server.kit.worker import LEASE, Worker, release_left_over
from earmark.server.settings import Settings
from earmark.server.tables import Event as EventRow
from earmark.server.tables import Job
from tests.server.world import Clock

STEPS = 4


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of a worker."""
    return Settings(data=tmp_path)


@pytest.fixture(autouse=True)
def _only_kinds_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_kinds", {})


def _count(session: Session, job: Running, prepared: Any) -> Progress:
    record(session, Event(None, "system", "counted", str(job.step)))
    done = job.done + 1
    return Progress(done, STEPS, f"{done} of {STEPS}", {"last": job.step}, finished=done == STEPS)


def _clean_up(session: Session, job: Running) -> None:
    record(session, Event(None, "system", "cleaned", str(job.step)))


def _enqueue(database: Database, kind: str = "count") -> str:
    with database.writing() as session:
        return jobs.enqueue(session, kind, {"thing_ids": ["a"]}, project_id="p", created_by="u").id


def _job(database: Database, job_id: str) -> Job:
    with database.reading() as session:
        return session.get_one(Job, job_id)


def _steps(database: Database, kind: str = "counted") -> list[str]:
    with database.reading() as session:
        return list(
            session.scalars(select(EventRow.reference).where(EventRow.kind == kind).order_by(EventRow.seq))
        )


def test_a_job_is_done_step_by_step(database: Database, settings: Settings) -> None:
    jobs.register(Kind("count", _count))
    job_id = _enqueue(database)

    assert Worker(database, settings).do_one()

    job = _job(database, job_id)
    assert (job.state, job.step, job.done, job.total, job.message) == ("done", 4, 4, 4, "4 of 4")
    assert job.result == {"last": 3}
    assert _steps(database) == ["0", "1", "2", "3"]


def test_a_job_vanishes_with_the_effect_that_asked_for_it(database: Database) -> None:
    jobs.register(Kind("count", _count))

    def fail() -> None:
        with database.writing() as session:
            jobs.enqueue(session, "count", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_a_kind_nobody_knows_is_not_enqueued(database: Database) -> None:
    with pytest.raises(KeyError):
        _enqueue(database, "unknown")


def test_jobs_are_done_in_the_order_they_came(database: Database, settings: Settings, clock: Clock) -> None:
    jobs.register(Kind("count", _count))
    ids = []
    for _ in range(3):
        ids.append(_enqueue(database))
        clock.passes(seconds=1)
    worker = Worker(database, settings)

    for number, job_id in enumerate(ids):
        assert worker.do_one()
        assert [_job(database, other).state for other in ids[number:]].count("done") == 1
        assert _job(database, job_id).state == "done"
    assert not worker.do_one()


def test_what_a_job_was_refused_is_said(database: Database, settings: Settings) -> None:
    def refuse(session: Session, job: Running, prepared: Any) -> Progress:
        raise SchemeError("row 3 is not a label")

    jobs.register(Kind("count", refuse, clean_up=_clean_up))
    job_id = _enqueue(database)
    Worker(database, settings).do_one()

    job = _job(database, job_id)
    assert (job.state, job.message) == ("failed", "row 3 is not a label")
    assert _steps(database, "cleaned") == ["0"]


def test_what_fails_inside_is_logged_and_not_told(
    database: Database, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(session: Session, job: Running, prepared: Any) -> Progress:
        record(session, Event(None, "system", "counted", "half"))
        raise RuntimeError("secret inside")

    jobs.register(Kind("count", fail))
    job_id = _enqueue(database)
    Worker(database, settings).do_one()

    job = _job(database, job_id)
    assert job.state == "failed"
    assert "secret" not in job.message
    assert "secret inside" in caplog.text
    assert _steps(database) == []


def test_a_job_whose_cleaning_up_fails_ends_all_the_same(
    database: Database, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(session: Session, job: Running, prepared: Any = None) -> Any:
        raise RuntimeError("again")

    jobs.register(Kind("count", fail, clean_up=fail))
    job_id = _enqueue(database)
    Worker(database, settings).do_one()

    assert _job(database, job_id).state == "failed"
    assert "could not clean up" in caplog.text


def test_a_waiting_job_is_cancelled_at_once(database: Database, settings: Settings) -> None:
    jobs.register(Kind("count", _count))
    job_id = _enqueue(database)
    with database.writing() as session:
        jobs.ask_to_cancel(session, job_id)

    assert _job(database, job_id).state == "cancelled"
    assert not Worker(database, settings).do_one()


def test_a_running_job_is_cancelled_after_its_step_and_leaves_nothing(
    database: Database, settings: Settings
) -> None:
    def cancelled_in_the_second(session: Session, job: Running, prepared: Any) -> Progress:
        if job.step == 1:
            jobs.ask_to_cancel(session, job.id)
        return _count(session, job, prepared)

    jobs.register(Kind("count", cancelled_in_the_second, clean_up=_clean_up))
    job_id = _enqueue(database)
    Worker(database, settings).do_one()

    job = _job(database, job_id)
    assert (job.state, job.done) == ("cancelled", 2)
    assert _steps(database, "cleaned") == ["2"]


def test_a_job_that_has_ended_cannot_be_cancelled(database: Database, settings: Settings) -> None:
    jobs.register(Kind("count", _count))
    job_id = _enqueue(database)
    Worker(database, settings).do_one()
    with database.writing() as session:
        jobs.ask_to_cancel(session, job_id)

    job = _job(database, job_id)
    assert (job.state, job.cancel_asked) == ("done", False)


def _die_after_two(database: Database, settings: Settings) -> str:
    """Leave a job as a worker leaves it that was killed between its second and third step."""
    job_id = _enqueue(database)
    worker = Worker(database, settings)
    running = worker._claim()
    for _ in range(2):
        assert running is not None
        running = worker._one_step(running)
    return job_id


def test_another_worker_goes_on_when_the_lease_has_ended(
    database: Database, settings: Settings, clock: Clock
) -> None:
    jobs.register(Kind("count", _count))
    job_id = _die_after_two(database, settings)
    other = Worker(database, settings)

    assert not other.do_one()
    clock.passes(seconds=LEASE.total_seconds() + 1)
    assert other.do_one()

    assert _job(database, job_id).state == "done"
    assert _steps(database) == ["0", "1", "2", "3"]


def test_a_server_that_starts_takes_over_without_waiting(database: Database, settings: Settings) -> None:
    jobs.register(Kind("count", _count))
    job_id = _die_after_two(database, settings)

    release_left_over(database)
    assert Worker(database, settings).do_one()

    assert _job(database, job_id).state == "done"


def test_a_worker_that_was_thought_dead_does_no_step_twice(
    database: Database, settings: Settings, clock: Clock
) -> None:
    jobs.register(Kind("count", _count))
    _enqueue(database)
    slow = Worker(database, settings)
    running = slow._claim()
    assert running is not None
    clock.passes(seconds=LEASE.total_seconds() + 1)
    Worker(database, settings).do_one()

    assert slow._one_step(running) is None
    assert _steps(database) == ["0", "1", "2", "3"]


def test_a_job_that_kills_its_workers_is_given_up(
    database: Database, settings: Settings, clock: Clock
) -> None:
    jobs.register(Kind("count", _count, clean_up=_clean_up))
    job_id = _enqueue(database)
    for _ in range(3):
        assert Worker(database, settings)._claim() is not None
        clock.passes(seconds=LEASE.total_seconds() + 1)

    assert Worker(database, settings)._claim() is None
    assert _job(database, job_id).state == "failed"
    assert _steps(database, "cleaned") == ["0"]


def test_long_preparation_keeps_its_lease(database: Database, settings: Settings) -> None:
    seen: list[Any] = []

    def prepare(job: Running, database: Database) -> str:
        database.clock.passes(seconds=1)  # type: ignore[attr-defined]  # the test's clock
        before = _job(database, job.id).lease_ends_at
        until = time.monotonic() + 5
        while _job(database, job.id).lease_ends_at == before and time.monotonic() < until:
            time.sleep(0.01)
        seen.append((before, _job(database, job.id).lease_ends_at))
        return "prepared"

    def step(session: Session, job: Running, prepared: Any) -> Progress:
        return Progress(1, 1, prepared, finished=True)

    jobs.register(Kind("count", step, prepare))
    job_id = _enqueue(database)
    Worker(database, settings, lease=timedelta(seconds=0.3)).do_one()

    ((before, after),) = seen
    assert after > before
    assert _job(database, job_id).message == "prepared"


def test_a_worker_that_stops_gives_its_job_back(database: Database, settings: Settings) -> None:
    workers: list[Worker] = []

    def stop_in_the_first(session: Session, job: Running, prepared: Any) -> Progress:
        workers[0]._stop.set()
        return _count(session, job, prepared)

    jobs.register(Kind("count", stop_in_the_first))
    job_id = _enqueue(database)
    workers.append(Worker(database, settings))
    workers[0].do_one()

    assert (_job(database, job_id).state, _job(database, job_id).step) == ("waiting", 1)
    jobs.register(Kind("count", _count))
    Worker(database, settings).do_one()
    assert _steps(database) == ["0", "1", "2", "3"]


WORKER = """
import sys, time
from pathlib import Path
from earmark.server.database import connect
from earmark.server.kit import jobs
from earmark.server.kit.jobs import Kind, Progress
from earmark.server.kit.journal import Event, record
from earmark.server.kit.transaction import Database
from earmark.server.kit.worker import Worker
from earmark.server.settings import Settings
import earmark.server.tables

def step(session, job, prepared):
    record(session, Event(None, "system", "counted", str(job.step)))
    session.flush()
    print(job.step, flush=True)
    time.sleep(0.02)
    return Progress(job.done + 1, 60, finished=job.done + 1 == 60)

jobs.register(Kind("count", step))
Worker(Database(connect(sys.argv[1])), Settings(data=Path(sys.argv[2]))).do_one()
"""


@pytest.mark.full
def test_no_step_is_lost_or_half_done_when_workers_are_killed(database_url: str, tmp_path: Path) -> None:
    """Kill the process with signal 9 at whatever point it has reached, five times over, inside its steps."""
    jobs.register(Kind("count", _count))
    database = Database(connect(database_url))
    job_id = _enqueue(database)
    command = [sys.executable, "-c", textwrap.dedent(WORKER), database_url, str(tmp_path)]

    for kill_at in (5, 9, 20, 33, 50, None):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout is not None
            for line in worker.stdout:
                if kill_at is not None and int(line) >= kill_at:
                    os.kill(worker.pid, signal.SIGKILL)
                    break
        release_left_over(database)

    steps, job = _steps(database), _job(database, job_id)
    database.close()
    assert job.state == "done"
    assert steps == [str(number) for number in range(60)]
