"""A transaction is whole, or it is nothing; writers take turns."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from earmark.server.kit.clock import now
from earmark.server.kit.journal import Event, record
from earmark.server.kit.queue import WriterQueue
from earmark.server.kit.transaction import Database
from earmark.server.tables import Event as EventRow
from earmark.server.tables import Project
from tests.server.world import Clock


def _project(name: str, clock: Clock) -> Project:
    return Project(id=name, name=name, settings={}, created_at=clock())


def test_nothing_is_stored_of_a_transaction_that_fails(database: Database, clock: Clock) -> None:
    def fail() -> None:
        with database.writing() as session:
            session.add(_project("a", clock))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with database.reading() as session:
        assert session.get(Project, "a") is None


def test_a_reading_transaction_refuses_to_write(database: Database, clock: Clock) -> None:
    with database.reading() as session:
        session.add(_project("a", clock))

        with pytest.raises(RuntimeError, match="asked to write"):
            session.flush()


def test_a_reading_transaction_sees_one_unchanging_state(database: Database, clock: Clock) -> None:
    with database.reading() as reader:
        assert reader.scalars(select(Project.id)).all() == []
        with database.writing() as writer:
            writer.add(_project("a", clock))

        assert reader.scalars(select(Project.id)).all() == []


def test_a_thread_cannot_wait_for_itself(database: Database) -> None:
    with (
        database.writing(),
        pytest.raises(RuntimeError, match="already in a writing transaction"),
        database.writing(),
    ):
        pass


def test_one_transaction_has_one_time(database: Database, clock: Clock) -> None:
    with database.writing() as session:
        first = now(session)
        clock.passes(seconds=5)

        assert now(session) == first
    with database.writing() as session:
        assert (now(session) - first).total_seconds() == 5


def test_the_order_of_numbers_is_the_order_of_commits(database: Database) -> None:
    """Else whoever follows the journal would pass over an event that was numbered early and committed late."""
    seen: list[int] = []
    ended = threading.Event()

    def follow() -> None:
        while not ended.is_set() or seen[-1:] != [_last(database)]:
            with database.reading() as session:
                after = seen[-1] if seen else 0
                seen.extend(
                    session.scalars(select(EventRow.seq).where(EventRow.seq > after).order_by(EventRow.seq))
                )
            time.sleep(0.005)

    def write(number: int) -> None:
        with database.writing() as session:
            record(session, Event(None, "x", "thing.happened", str(number)))
            time.sleep(0.002 * (number % 3))

    follower = threading.Thread(target=follow)
    follower.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(60)))
    ended.set()
    follower.join(20)

    with database.reading() as session:
        assert seen == session.scalars(select(EventRow.seq).order_by(EventRow.seq)).all()
    assert len(seen) == 60


def _last(database: Database) -> int | None:
    with database.reading() as session:
        return session.scalar(select(EventRow.seq).order_by(EventRow.seq.desc()).limit(1))


def test_writers_are_served_in_the_order_they_came() -> None:
    queue, served = WriterQueue(), list[int]()
    queue.enter(1)

    def come(number: int) -> None:
        queue.enter(10)
        served.append(number)
        queue.leave()

    threads = []
    for number in range(10):
        threads.append(threading.Thread(target=come, args=(number,)))
        threads[-1].start()
        while len(queue._waiting) <= number:
            time.sleep(0.001)
    queue.leave()
    for thread in threads:
        thread.join(5)

    assert served == list(range(10))


def test_a_writer_who_gave_up_keeps_nobody_waiting() -> None:
    queue = WriterQueue()
    queue.enter(1)

    assert not queue.enter(0.01)
    queue.leave()
    assert queue.enter(0.01)
