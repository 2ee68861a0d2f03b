"""Waiting for long work tells how far it is, and how it ended."""

from __future__ import annotations

import pytest

from earmark.errors import JobError, UnreachableError
from tests.client.standin import Play, Sleeps, hangs_up, playing, says


def job(state: str, done: int = 0, **more: object) -> Play:
    return says(
        {"id": "j1", "kind": "import", "state": state, "done": done, "total": 12, "message": "", **more}
    )


def test_a_job_is_waited_for_and_its_progress_told(sleeps: Sleeps) -> None:
    told: list[tuple[str, int, int | None]] = []
    with playing(
        sleeps, job("waiting"), job("running", 5), hangs_up, job("done", 12, result={"items": 9})
    ) as (_, client):
        done = client.jobs.wait("j1", progress=lambda *facts: told.append(facts))

    assert told == [("import", 0, 12), ("import", 5, 12), ("import", 12, 12)]
    assert done.result == {"items": 9}


@pytest.mark.parametrize("state", ["failed", "cancelled"])
def test_a_job_that_comes_to_nothing_says_why(state: str, sleeps: Sleeps) -> None:
    with (
        playing(sleeps, job(state, message="calls.csv has no column text.")) as (_, client),
        pytest.raises(JobError, match=r"calls\.csv has no column text") as ended,
    ):
        client.jobs.wait("j1")

    assert ended.value.code == state


def test_waiting_has_an_end(sleeps: Sleeps) -> None:
    with (
        playing(sleeps, job("running")) as (_, client),
        pytest.raises(UnreachableError, match="it goes on on the server"),
    ):
        client.jobs.wait("j1", seconds=0.0)
