"""Many turns, and sound without end, come in without memory growing, and can be stopped wherever they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.server.conversations.sizing import OVERLAP, Import, write_calls

TURNS = 50_000
EACH = 10
NOTHING = {"conversations": 0, "turns": 0, "items": 0, "places": 0, "media": 0, "derived": 0, "told": 0}


def _progress_is_true(found: dict[str, Any], seen: list[tuple[int, int]]) -> None:
    done = [one for one, _ in seen]
    assert done == sorted(done)
    assert all(one <= total for one, total in seen)
    assert len(set(done)) > 5
    assert (found["state"], found["done"]) == ("done", found["total"])


def _whole(found: dict[str, Any], turns: int = TURNS) -> None:
    told = {name: found[name] for name in ("turns", "items", "names", "places", "conversations")}
    assert told == {
        "turns": turns,
        "items": turns,
        "names": turns,
        "places": turns * OVERLAP,
        "conversations": turns // EACH,
    }
    assert not found["staged"]


@pytest.mark.full
@pytest.mark.parametrize("what", ["csv", "jsonl"])
def test_50_000_turns_come_in_in_bounded_memory_with_true_progress(
    database_url: str, tmp_path: Path, what: str
) -> None:
    large = Import(database_url, tmp_path, what, TURNS)
    worked = large.work()
    found = large.check()

    _whole(found)
    _progress_is_true(found, worked["seen"])
    assert worked["peak"] - worked["before"] < 150


@pytest.mark.full
def test_a_large_import_that_is_killed_half_way_goes_on_and_holds_nothing_twice(
    database_url: str, tmp_path: Path
) -> None:
    large = Import(database_url, tmp_path, "csv", TURNS)
    for share in (0.25, 0.6):
        assert large.killed_at(share) >= share
    large.work()

    _whole(large.check())


@pytest.mark.full
def test_a_large_import_that_is_cancelled_half_way_leaves_nothing(database_url: str, tmp_path: Path) -> None:
    large = Import(database_url, tmp_path, "jsonl", TURNS)
    large.work(cancel=True)
    found = large.check()

    assert (found["state"], found["staged"]) == ("cancelled", False)
    assert {name: found[name] for name in NOTHING} == NOTHING


@pytest.mark.full
def test_a_folder_of_two_gigabytes_comes_in_in_bounded_memory_and_is_not_copied(
    database_url: str, tmp_path: Path
) -> None:
    assert write_calls(tmp_path / "calls", 18) > 2 * 10**9
    large = Import(database_url, tmp_path, "folder")
    worked = large.work()
    found = large.check()

    _progress_is_true(found, worked["seen"])
    assert (found["media"], found["items"], found["peaks"], found["stored"]) == (18, 18, 18, 0)
    assert worked["peak"] - worked["before"] < 100


@pytest.mark.full
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_server_that_receives_large_files_in_parts_takes_little_memory_for_it(
    database_url: str, tmp_path: Path
) -> None:
    size = write_calls(tmp_path / "calls", 4)
    large = Import(database_url, tmp_path, "upload")
    large.work()
    found = large.check()

    assert (found["media"], found["stored"]) == (4, size)
    assert large.prepared["peak"] - large.prepared["before"] < 64
