"""A file arrives whole, whatever happens on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from earmark.client import Client, Patience
from earmark.client.uploads import Uploads
from earmark.errors import FailedError, FileError, RefusedError
from tests.client.standin import Play, Sleeps, Stage, breaks_off, hangs_up, refuses, says, standin

CONTENT = bytes(range(256)) * 40


class Store:
    """An upload on a server: takes a part only where it belongs."""

    def __init__(self, *, keeps_when_broken: bool = False, breaks_at: tuple[int, ...] = ()) -> None:
        self.content = b""
        self.breaks_at = list(breaks_at)
        self.keeps_when_broken = keeps_when_broken

    def __call__(self, stage: Stage) -> None:
        heard = stage.heard
        if heard.method == "PATCH":
            offset = int(heard.headers["Upload-Offset"])
            if offset != len(self.content):
                refuses(409, "wrong-offset", "The upload stands elsewhere.")(stage)
                return
            if offset in self.breaks_at:
                self.breaks_at.remove(offset)
                self.content += heard.body if self.keeps_when_broken else b""
                hangs_up(stage)
                return
            self.content += heard.body
        says({"id": "u1", "received": len(self.content)})(stage)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "call.wav"
    path.write_bytes(CONTENT)
    return path


def send(file: Path, *plays: Play, patience: Patience, part: int = 1000) -> list[int]:
    told: list[int] = []
    with standin(*plays) as server, Client(server.address, "em_test", patience=patience) as client:
        client.uploads = Uploads(client._connection, part)
        client.uploads.send("p1", file, progress=lambda sent, size: told.append(sent))
    return told


def test_a_file_is_sent_in_parts_and_told_as_it_goes(file: Path, sleeps: Sleeps) -> None:
    store = Store()

    told = send(file, store, patience=sleeps.patience)

    assert store.content == CONTENT
    assert told == [*range(0, len(CONTENT), 1000), len(CONTENT)]


@pytest.mark.parametrize("keeps", [True, False], ids=["the part had arrived", "the part was lost"])
def test_after_a_break_it_goes_on_where_the_server_stands(keeps: bool, file: Path, sleeps: Sleeps) -> None:
    store = Store(keeps_when_broken=keeps, breaks_at=(0, 3000, 10_000))

    send(file, store, patience=sleeps.patience)

    assert store.content == CONTENT
    assert len(sleeps.seconds) == 3


def test_an_upload_begun_before_is_gone_on_with(file: Path, sleeps: Sleeps) -> None:
    store = Store()
    store.content = CONTENT[:4321]
    with standin(store) as server, Client(server.address, "em_test", patience=sleeps.patience) as client:
        done = client.uploads.send("p1", file, resume="u1")

    assert store.content == CONTENT
    assert done.received == len(CONTENT)


def test_a_server_that_never_takes_a_part_is_given_up(file: Path, sleeps: Sleeps) -> None:
    fails = refuses(500, "internal", "Something went wrong.")

    with pytest.raises(FailedError):
        send(file, says({"id": "u1", "received": 0}), fails, patience=sleeps.patience)


def test_a_server_that_will_not_take_the_file_says_why_at_once(file: Path, sleeps: Sleeps) -> None:
    with pytest.raises(RefusedError, match="too large"):
        send(file, refuses(413, "too-large", "This file is too large."), patience=sleeps.patience)

    assert sleeps.seconds == []


def test_a_file_that_is_not_there_is_named(tmp_path: Path, sleeps: Sleeps) -> None:
    with pytest.raises(FileError, match=r"nowhere\.wav cannot be read: No such file"):
        send(tmp_path / "nowhere.wav", breaks_off, patience=sleeps.patience)


def test_a_file_that_shrinks_on_the_way_is_not_passed_off_as_whole(file: Path, sleeps: Sleeps) -> None:
    store = Store()

    def shrinks(stage: Stage) -> None:
        store(stage)
        file.write_bytes(CONTENT[:1000])

    with pytest.raises(FileError, match="became shorter"):
        send(file, store, shrinks, patience=sleeps.patience)
