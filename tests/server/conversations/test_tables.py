"""Tables of turns, of texts and the exports of tools become conversations and items."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from tests.server.conversations.seeing import TURNS, conversation, items, places, replayed, stored, tables
from tests.server.media.sending import run_import
from tests.server.world import Project, World


@pytest.fixture
def project(world: World) -> Project:
    """A project in which two people answer each item."""
    return world.project(overlap=2)


def test_each_turn_is_an_item_of_its_conversation(project: Project) -> None:
    job = run_import(project, {"turns.csv": TURNS})

    assert (job["state"], job["done"], job["total"]) == ("done", 10, 10)
    assert stored(project)["c1"] == [
        [0, "agent", None, "Good morning", None, None],
        [1, "customer", None, "My card is gone", None, None],
        [2, "agent", None, "Since when?", None, None],
    ]
    assert items(project) == {"c1:0": 0, "c1:1": 1, "c1:2": 2, "c2:0": 0, "c2:1": 1}


def test_every_item_has_as_many_places_as_its_overlap(project: Project) -> None:
    run_import(project, {"turns.csv": TURNS})

    assert places(project) == [(name, number) for name in items(project) for number in (1, 2)]


def test_of_some_speakers_only_their_turns_are_items_and_the_others_are_context(project: Project) -> None:
    run_import(project, {"turns.csv": TURNS}, speakers=("customer",))

    assert items(project) == {"c1:1": 1, "c2:0": 0}
    assert len(stored(project)["c1"]) == 3


def test_whole_conversations_can_be_the_items(project: Project) -> None:
    run_import(project, {"turns.csv": TURNS}, label="conversations")

    assert items(project) == {"c1": None, "c2": None}
    assert [len(turns) for turns in stored(project).values()] == [3, 2]


def test_turns_are_in_order_whatever_the_order_of_the_rows(project: Project) -> None:
    header, *rows = TURNS.splitlines()
    run_import(project, {"turns.csv": "\n".join([header, *reversed(rows)]) + "\n"})
    other = project.world.project()
    run_import(other, {"turns.csv": TURNS})

    assert stored(project) == stored(other)
    assert items(project) == items(other)


def test_without_turn_numbers_the_rows_are_in_order(project: Project) -> None:
    run_import(project, {"turns.csv": "dialogue_id,utterance\nc1,first\nc2,other\nc1,second\n"})

    assert [turn[:4:3] for turn in stored(project)["c1"]] == [[0, "first"], [1, "second"]]
    assert items(project) == {"c1:0": 0, "c1:1": 1, "c2:0": 0}


def test_ids_of_the_source_are_kept(project: Project) -> None:
    run_import(project, {"t.csv": "item_id,conversation_id,turn,text\nx-7,c1,0,hello\nx-8,c1,1,there\n"})

    assert items(project) == {"x-7": 0, "x-8": 1}


def test_ids_that_repeat_name_nothing(project: Project) -> None:
    job = run_import(project, {"t.csv": "id,conversation_id,turn,text\n0,c1,0,a\n1,c1,1,b\n0,c2,0,c\n"})

    assert items(project) == {"c1:0": 0, "c1:1": 1, "c2:0": 0}
    assert [notice["code"] for notice in job["result"]["files"][0]["notices"]] == ["ids-repeated"]


def test_texts_alone_are_conversations_of_one_turn(project: Project) -> None:
    run_import(project, {"wishes/texts.csv": 'text\nhello\n"hi, you"\n'})

    assert stored(project) == {
        "texts:1": [[0, None, None, "hello", None, None]],
        "texts:2": [[0, None, None, "hi, you", None, None]],
    }
    assert items(project) == {"texts:1": 0, "texts:2": 0}


def test_texts_with_ids_are_named_by_them_and_taken_once(project: Project) -> None:
    """As in a table of answers, where each text stands once for each annotator."""
    rows = "item_id,annotator_id,label,text\na,x,yes,one\nb,x,no,two\na,y,no,one\n"
    job = run_import(project, {"labels.csv": rows})

    assert items(project) == {"a": 0, "b": 0}
    assert [notice["code"] for notice in job["result"]["files"][0]["notices"]] == ["rows-repeated"]


@pytest.mark.parametrize("name", ["t.jsonl", "t.json", "t.csv.gz", "t.tsv", "t.parquet"])
def test_every_kind_of_table_says_the_same(project: Project, name: str) -> None:
    run_import(project, {name: _as(name)})
    other = project.world.project()
    run_import(other, {"t.csv": TURNS})

    assert stored(project) == stored(other)
    assert items(project) == items(other)


def _as(name: str) -> bytes:
    header, *lines = [line.split(",") for line in TURNS.splitlines()]
    rows: list[dict[str, Any]] = [dict(zip(header, line, strict=True)) for line in lines]
    for row in rows:
        row["turn"] = int(row["turn"])
    if name.endswith(".jsonl"):
        return "".join(json.dumps(row) + "\n" for row in rows).encode()
    if name.endswith(".json"):
        return json.dumps(rows).encode()
    if name.endswith(".gz"):
        return gzip.compress(TURNS.encode())
    if name.endswith(".tsv"):
        return TURNS.replace(",", "\t").encode()
    import pyarrow as pa
    from pyarrow import parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_pylist(rows), sink)
    return bytes(sink.getvalue())


def test_the_tasks_of_a_tool_are_items(project: Project) -> None:
    task = {
        "id": 7,
        "data": {"text": "My card is gone"},
        "annotations": [{"id": 1, "completed_by": 1, "result": []}],
    }
    run_import(project, {"export.json": json.dumps([task])})

    assert stored(project) == {"7": [[0, None, None, "My card is gone", None, None]]}


def test_columns_can_be_named_and_left_out(project: Project) -> None:
    rows = "dlg,n,who,words,text\nc1,0,agent,hello,ignore me\n"
    columns = {"conversation_id": "dlg", "turn": "n", "speaker": "", "text": "words", "channel": "n"}
    run_import(project, {"t.csv": rows}, columns=columns)

    assert stored(project) == {"c1": [[0, None, None, "hello", None, None]]}


def test_times_and_channels_are_kept(project: Project) -> None:
    run_import(
        project, {"t.csv": "conversation_id,turn,channel,start,end,text\nc1,0,0,0.5,1.25,hi\nc1,1,1,1,2,ho\n"}
    )

    assert stored(project)["c1"] == [[0, None, 0, "hi", 0.5, 1.25], [1, None, 1, "ho", 1.0, 2.0]]


def test_domain_and_language_are_those_of_the_conversation(project: Project) -> None:
    run_import(project, {"t.csv": "conversation_id,turn,text,domain,language\nc1,0,hi,bank,en\n"})

    shown = conversation(project, "c1")
    assert (shown["domain"], shown["language"]) == ("bank", "en")


BAD_ROWS = [
    ("c1,x,hello,0,1", "turn"),
    ("c1,-1,hello,0,1", "turn"),
    ("c1,0.5,hello,0,1", "turn"),
    (",0,hello,0,1", "conversation_id"),
    ("c1,0,,,", "text"),
    ("c1,0,hello,2,1", "end"),
    ("c1,0,hello,-1,1", "start"),
    ("c1,0,hello,nan,1", "start"),
    ("c1,0,hello,0,99999999", "end"),
    (f"{'x' * 301},0,hello,0,1", "conversation_id"),
    ("c1,0,hello,0", None),
    ("c9,0,something else,0,1", "turn"),
]


@pytest.mark.parametrize(("row", "column"), BAD_ROWS)
def test_a_row_that_cannot_be_stored_is_left_out_and_counted(
    project: Project, row: str, column: str | None
) -> None:
    content = f"conversation_id,turn,text,start,end\nc9,0,good,0,1\n{row}\nc9,1,good too,1,2\n"
    job = run_import(project, {"t.csv": content})

    assert (job["state"], job["result"]["rejected"]) == ("done", 1)
    assert list(items(project)) == ["c9:0", "c9:1"]


def test_a_text_with_a_null_character_is_left_out(project: Project) -> None:
    rows = [
        {"conversation_id": "c1", "turn": 0, "text": "a\0b"},
        {"conversation_id": "c1", "turn": 1, "text": "b"},
    ]
    job = run_import(project, {"t.jsonl": "".join(json.dumps(row) + "\n" for row in rows)})

    assert job["result"]["rejected"] == 1
    assert list(items(project)) == ["c1:1"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", "a,b\n1,2\n", "t.csv has no column with a text or an audio"),
        ("t.csv", "conversation_id,turn,text\nc1,x,hello\n", "t.csv"),
        ("t.csv", "conversation_id,turn,text\n", "t.csv has a header but no rows"),
        ("t.csv", b"conversation_id,turn,text\nc1,0,caf\xe9\n", "t.csv is not UTF-8"),
        ("t.csv", b"\x00\x01\x02\x03" * 100, "t.csv"),
        ("t.json", '{"broken": ', "t.json"),
        ("t.csv.gz", gzip.compress(b"text\nhello\n" * 500, mtime=0)[:40], "t.csv.gz"),
        ("t.rttm", "SPEAKER c1 1 x y <NA> <NA> a <NA> <NA>\n", "t.rttm"),
        ("notes.txt", "Dear all,\nplease find attached.\n", "notes.txt"),
    ],
)
def test_files_that_hold_nothing_to_label_fail_with_one_sentence_and_leave_nothing(
    project: Project, name: str, content: str | bytes, said: str
) -> None:
    job = run_import(project, {name: content})

    assert job["state"] == "failed"
    assert job["message"].startswith(said)
    assert "\n" not in job["message"]
    assert str(project.world.settings.data) not in job["message"]
    assert (stored(project), items(project)) == ({}, {})


def test_the_same_again_adds_nothing_and_says_so(project: Project) -> None:
    run_import(project, {"turns.csv": TURNS})
    before = tables(project)
    job = run_import(project, {"turns.csv": TURNS})

    assert tables(project) == before
    result = job["result"]
    assert (result["conversations"], result["items"], result["already"]) == (0, 0, 5)


def test_only_what_is_new_is_added(project: Project) -> None:
    run_import(project, {"turns.csv": TURNS})
    more = TURNS + "c1,3,customer,Since yesterday\nc3,0,customer,Hi\n"
    job = run_import(project, {"turns.csv": more})

    result = job["result"]
    assert (result["conversations"], result["turns"], result["items"], result["already"]) == (1, 2, 2, 5)
    assert len(stored(project)["c1"]) == 4
    assert ("c1:3", 2) in places(project)


def test_what_is_there_is_never_changed(project: Project) -> None:
    run_import(project, {"turns.csv": TURNS})
    before = tables(project)
    job = run_import(project, {"turns.csv": TURNS.replace("My card is gone", "My card is lost")})

    assert tables(project) == before
    assert (job["result"]["already"], job["result"]["different"]) == (4, 1)


def test_a_conversation_longer_than_a_transaction_stays_one(project: Project) -> None:
    rows = [f"c1,{turn},agent,turn {turn}" for turn in range(1_203)]
    job = run_import(project, {"t.csv": "\n".join(["conversation_id,turn,speaker,text", *rows])})

    assert (job["state"], job["result"]["conversations"]) == ("done", 1)
    assert [turn[0] for turn in stored(project)["c1"]] == list(range(1_203))
    assert len(items(project)) == 1_203
    assert tables(project) == replayed(project)


def test_the_journal_alone_makes_every_row_again(project: Project) -> None:
    run_import(project, {"turns.csv": TURNS}, speakers=("customer",))
    run_import(project, {"turns.csv": TURNS + "c1,3,agent,more\nc4,0,agent,new\n"}, label="conversations")

    assert tables(project) == replayed(project)


def test_what_was_used_is_not_kept_twice(project: Project) -> None:
    run_import(project, {"turns.csv": TURNS})

    left = [path for path in project.world.settings.data.rglob("*") if path.is_file()]
    assert [path for path in left if "incoming" in path.parts or "imports" in path.parts] == []


def test_two_projects_do_not_know_of_each_other(project: Project) -> None:
    other = project.world.project()
    run_import(project, {"turns.csv": TURNS})
    job = run_import(other, {"turns.csv": TURNS})

    assert job["result"]["items"] == 5
    assert items(project) == items(other)
