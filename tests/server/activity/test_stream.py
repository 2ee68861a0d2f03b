"""Live updates: what changed, to those who may know, nothing twice and nothing missed."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from earmark.server.kit.stream import Change, Stream
from tests.server.world import Project, Visitor, World


class Listener:
    """An open page: collects what the server sends, in a thread of its own."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.changes: list[dict[str, Any]] = []
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, args=(lines,), daemon=True)
        self._thread.start()

    def _listen(self, lines: Iterator[str]) -> None:
        number = 0
        try:
            for line in lines:
                name, _, value = line.partition(": ")
                if name == "id":
                    number = int(value)
                elif name == "event" and value == "ended":
                    break
                elif name == "data":
                    self.changes.append({"seq": number, **json.loads(value)})
        except httpx.HTTPError:
            pass
        self.ended.set()

    def heard(self, count: int) -> list[dict[str, Any]]:
        """Wait until so many changes were heard, and return them."""
        until = time.monotonic() + 10
        while len(self.changes) < count and time.monotonic() < until:
            time.sleep(0.01)
        return self.changes


@contextmanager
def _listening(address: str, project: Project, who: Visitor, last: int | None = None) -> Iterator[Listener]:
    headers = {"Cookie": f"earmark_session={who.http.cookies['earmark_session']}"}
    if last is not None:
        headers["Last-Event-ID"] = str(last)
    with (
        httpx.Client(base_url=address, timeout=20) as client,
        client.stream("GET", f"{project.path}/stream", headers=headers) as response,
    ):
        assert response.status_code == 200
        lines = response.iter_lines()
        assert next(lines) == "retry: 2000"
        yield Listener(lines)


@pytest.fixture
def quick(world: World) -> World:
    """A world whose stream looks often and asks again at once whether one may still listen."""
    stream = Stream(world.database, every=0.02, beat=0.1, check=0.2)
    world.app.state.installation = replace(world.installation, stream=stream)
    return world


def test_a_change_is_told_to_everybody_who_listens(quick: World) -> None:
    project = quick.project()
    manager = project.member("manager")
    with (
        quick.served() as address,
        _listening(address, project, project.owner) as one,
        _listening(address, project, manager) as other,
    ):
        project.publish()

        for listener in (one, other):
            assert [change["kind"] for change in listener.heard(1)] == ["guideline.published"]


def test_who_reconnects_hears_what_was_missed_and_nothing_twice(quick: World) -> None:
    project = quick.project()
    with quick.served() as address:
        with _listening(address, project, project.owner) as first:
            project.publish()
            (heard,) = first.heard(1)
        project.member("annotator")
        project.member("annotator")
        with _listening(address, project, project.owner, heard["seq"]) as again:
            missed = again.heard(2)
            project.owner.patch(project.path, {"name": "Other"})
            all_heard = again.heard(3)

    assert [change["kind"] for change in missed[:2]] == ["membership.changed"] * 2
    assert [change["kind"] for change in all_heard] == ["membership.changed"] * 2 + ["project.changed"]
    assert len({change["seq"] for change in all_heard}) == 3


def test_an_annotator_hears_nothing_of_the_others(quick: World) -> None:
    project = quick.project()
    annotator = project.member("annotator")
    with quick.served() as address, _listening(address, project, annotator, 0) as listener:
        project.member("annotator")
        project.publish()

        assert [change["kind"] for change in listener.heard(1)] == ["guideline.published"]


def test_nothing_is_heard_of_another_project(quick: World) -> None:
    project, other = quick.project(), quick.project()
    with quick.served() as address, _listening(address, project, project.owner) as listener:
        other.publish()
        project.publish()

        assert [change["kind"] for change in listener.heard(1)] == ["guideline.published"]
        time.sleep(0.1)
        assert len(listener.changes) == 1


def test_who_may_no_longer_listen_is_let_go(quick: World) -> None:
    project = quick.project()
    manager = project.member("manager")
    with quick.served() as address, _listening(address, project, manager) as listener:
        project.owner.delete(f"{project.path}/people/{manager.user_id}")

        assert listener.ended.wait(5)


def test_listening_does_not_keep_a_session_alive(quick: World) -> None:
    project = quick.project()
    with quick.served() as address, _listening(address, project, project.owner) as listener:
        quick.clock.passes(hours=11)
        time.sleep(0.5)
        quick.clock.passes(hours=1, seconds=1)

        assert listener.ended.wait(5)


def test_a_server_that_ends_lets_its_listeners_go(quick: World) -> None:
    project = quick.project()
    with quick.served() as address, _listening(address, project, project.owner) as listener:
        quick.installation.stream.let_go()

        assert listener.ended.wait(5)


def test_a_change_says_no_more_than_what_and_which() -> None:
    sent = Change(7, "p", "submission.stored", "s1", "bodu-kira").sent().decode()

    assert sent == 'id: 7\nevent: changed\ndata: {"kind": "submission.stored", "id": "s1"}\n\n'
