"""Audio finds its turns, by the name a table gives or by the name of the conversation; audio alone is a conversation."""

from __future__ import annotations

import json

import pytest

from tests.server.conversations.seeing import conversation, items, replayed, stored, tables
from tests.server.media.sending import run_import, sound
from tests.server.world import Project, World

CALL = sound(4.0)
RTTM = """;; by hand
SPKR-INFO c1 1 <NA> <NA> <NA> unknown ann <NA>
SPEAKER c1 1 0.500 1.000 <NA> <NA> ann <NA> <NA>
SPEAKER c1 1 2.000 0.500 <NA> <NA> ann <NA> <NA>
SPEAKER c1 1 1.250 1.000 <NA> <NA> bob <NA> <NA>
"""


@pytest.fixture
def project(world: World) -> Project:
    """A project in which one person answers each item."""
    return world.project(overlap=1)


@pytest.mark.parametrize(
    "said",
    [
        "audio/c1.wav",
        "c1.wav",
        "./audio/c1.wav",
        "C:\\calls\\c1.wav",
        "https://files.example/x/c1.wav?key=1",
        "",
    ],
)
def test_a_table_finds_its_audio(project: Project, said: str) -> None:
    rows = f"conversation_id,turn,text,start,end,audio\nc1,0,hello,0,1,{said}\n"
    run_import(project, {"calls/turns.csv": rows, "calls/audio/c1.wav": CALL})

    assert conversation(project, "c1")["seconds"] == 4.0
    assert items(project) == {"c1:0": 0}


def test_of_two_files_with_one_name_only_the_path_decides(project: Project) -> None:
    rows = "conversation_id,turn,text,audio\nx,0,hello,b/c.wav\ny,0,hello,c.wav\n"
    files: dict[str, bytes | str] = {"turns.csv": rows, "a/c.wav": sound(1.0), "b/c.wav": sound(2.0)}
    job = run_import(project, files)

    assert (conversation(project, "x")["seconds"], conversation(project, "y")["seconds"]) == (2.0, None)
    assert [one["code"] for one in job["result"]["files"][0]["notices"]] == ["audio-missing"]


def test_audio_alone_is_a_conversation_and_its_item(project: Project) -> None:
    job = run_import(project, {"calls/one.wav": CALL, "calls/two.flac": sound(1.5, kind="FLAC")})

    assert items(project) == {"one": None, "two": None}
    assert stored(project) == {"one": [], "two": []}
    assert conversation(project, "two")["seconds"] == 1.5
    assert (job["done"], job["total"]) == (4, 4)


def test_rttm_says_who_speaks_when(project: Project) -> None:
    job = run_import(project, {"ref.rttm": RTTM, "c1.wav": CALL})

    assert stored(project)["c1"] == [
        [0, "ann", None, None, 0.5, 1.5],
        [1, "bob", None, None, 1.25, 2.25],
        [2, "ann", None, None, 2.0, 2.5],
    ]
    assert items(project) == {"c1:0": 0, "c1:1": 1, "c1:2": 2}
    assert [one["code"] for one in job["result"]["files"][0]["notices"]] == ["lines-passed-over"]


def test_rttm_with_two_channels_has_channels(project: Project) -> None:
    run_import(project, {"ref.rttm": RTTM.replace("c1 1 1.250", "c1 2 1.250"), "c1.wav": CALL})

    assert [turn[2] for turn in stored(project)["c1"]] == [0, 1, 0]


def test_rttm_without_its_audio_shows_nothing(project: Project) -> None:
    job = run_import(project, {"ref.rttm": RTTM})

    assert job["state"] == "failed"
    assert "nothing to see and nothing to hear" in job["message"]


def test_where_a_table_has_the_same_conversation_rttm_adds_nothing(project: Project) -> None:
    rows = "conversation_id,turn,speaker,text,start,end\nc1,0,ann,hello,0.5,1.5\n"
    job = run_import(project, {"a.rttm": RTTM, "turns.csv": rows, "c1.wav": CALL})

    assert stored(project)["c1"] == [[0, "ann", None, "hello", 0.5, 1.5]]
    assert {one["code"] for file in job["result"]["files"] for one in file["notices"]} == {
        "conversations-given-twice",
        "lines-passed-over",
    }


def test_turns_without_text_need_times_in_an_audio(project: Project) -> None:
    rows = "conversation_id,turn,text,start,end\nc1,0,,0,1\nc1,1,,,\nc2,0,,0,1\nc2,1,seen,,\n"
    job = run_import(project, {"turns.csv": rows, "c1.wav": CALL})

    assert items(project) == {"c1:0": 0, "c2:1": 1}
    assert job["result"]["rejected"] == 2


def test_one_conversation_has_one_audio(project: Project) -> None:
    rows = "conversation_id,turn,text,audio\nc1,0,a,x.wav\nc1,1,b,y.wav\nc1,2,c,\n"
    job = run_import(project, {"turns.csv": rows, "x.wav": sound(1.0), "y.wav": sound(2.0)})

    assert list(items(project)) == ["c1:0", "c1:2", "y"]
    assert job["result"]["rejected"] == 1


def test_audio_that_comes_later_is_added_to_its_conversation(project: Project) -> None:
    rows = "conversation_id,turn,text,start,end\nc1,0,hello,0,1\n"
    run_import(project, {"turns.csv": rows})
    run_import(project, {"turns.csv": rows, "c1.wav": CALL})

    assert conversation(project, "c1")["seconds"] == 4.0
    assert items(project) == {"c1:0": 0}
    assert tables(project) == replayed(project)


def test_the_audio_of_an_exported_task_is_found(project: Project) -> None:
    task = {
        "id": 7,
        "data": {"audio": "/data/upload/3/c1.wav"},
        "annotations": [{"id": 1, "completed_by": 1, "result": []}],
    }
    run_import(project, {"export.json": json.dumps([task]), "c1.wav": CALL})

    assert conversation(project, "7")["seconds"] == 4.0


def test_every_sound_that_was_brought_in_can_be_made_again_from_the_journal(project: Project) -> None:
    run_import(project, {"one.wav": CALL, "two.wav": sound(1.0, seed=2), "same.wav": CALL})

    assert tables(project) == replayed(project)
    assert len(tables(project)["media"]) == 2
