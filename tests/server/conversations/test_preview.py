"""What an import would bring is what it then brings; a preview stores nothing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from earmark.server.tables import Table
from tests.server.conversations.seeing import TURNS, items, stored
from tests.server.media.sending import import_call, run_import, sound, upload
from tests.server.world import Project, World

FILES: dict[str, dict[str, bytes | str]] = {
    "turns": {"turns.csv": TURNS},
    "texts": {"texts.csv": "text\na\nb\n"},
    "bad rows": {"turns.csv": TURNS + "c1,x,agent,bad\n,9,agent,bad\n"},
    "audio": {"a.wav": sound(), "b.wav": sound(seed=2)},
    "all": {"turns.csv": TURNS, "c2.wav": sound(), "z.wav": sound(seed=4), "notes.md": "# notes\n"},
}


@pytest.fixture
def project(world: World) -> Project:
    """A project without anything."""
    return world.project()


def _preview(project: Project, files: dict[str, bytes | str], **options: Any) -> dict[str, Any]:
    uploads = [upload(project, name, content) for name, content in files.items()]
    response = project.owner.post(f"{project.path}/imports/preview", import_call(uploads, **options))
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()
    return shown


def _rows(project: Project) -> dict[str, int]:
    with project.world.database.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Table.metadata.sorted_tables
            if table.name != "uploads"
        }


@pytest.mark.parametrize("label", ["turns", "conversations"])
@pytest.mark.parametrize("name", FILES)
def test_what_is_foreseen_comes_true(project: Project, name: str, label: str) -> None:
    before = _rows(project)
    shown = _preview(project, FILES[name], label=label)
    assert _rows(project) == before

    run_import(project, FILES[name], label=label)

    assert (shown["conversations"], shown["items"]) == (len(stored(project)), len(items(project)))
    assert shown["already"] == 0


def test_what_a_file_was_taken_for_is_shown(project: Project) -> None:
    rows = "dialogue_id,turn,role,utterance,mood\nc1,0,agent,hello,good\nc1,x,agent,hello,good\n"
    (file,) = _preview(project, {"calls/t.csv": rows})["files"]

    assert (file["name"], file["format"], file["kind"], file["rows"]) == (
        "calls/t.csv",
        "delimited",
        "turns",
        1,
    )
    assert file["mapping"] == {
        "conversation_id": "dialogue_id",
        "turn": "turn",
        "speaker": "role",
        "text": "utterance",
    }
    assert file["columns"] == ["dialogue_id", "turn", "role", "utterance", "mood"]
    assert file["rejected"] == [{"row": 2, "column": "turn", "found": '"x"', "allowed": "a whole number"}]


def test_a_file_that_is_not_taken_says_why(project: Project) -> None:
    shown = _preview(project, {"notes.md": "# notes\n", "turns.csv": TURNS})

    notes, turns = shown["files"]
    assert (notes["kind"], turns["kind"]) == ("none", "turns")
    assert notes["rejected"][0]["row"] is None
    assert notes["rejected"][0]["found"].startswith("notes.md ")


def test_the_speakers_are_named_the_most_frequent_first(project: Project) -> None:
    assert _preview(project, {"turns.csv": TURNS})["speakers"] == ["agent", "customer"]


def test_of_chosen_speakers_only_their_turns_are_counted(project: Project) -> None:
    shown = _preview(project, {"turns.csv": TURNS}, speakers=("customer",))

    assert (shown["conversations"], shown["items"]) == (2, 2)


def test_what_is_there_already_is_counted(project: Project) -> None:
    run_import(project, {"turns.csv": TURNS})

    shown = _preview(project, {"turns.csv": TURNS + "c3,0,agent,new\n"})

    assert (shown["items"], shown["already"]) == (6, 5)


def test_columns_that_no_file_has_are_passed_over(project: Project) -> None:
    files: dict[str, bytes | str] = {"a.csv": "cid,n,t\nc1,0,hi\n", "b.csv": TURNS}

    shown = _preview(project, files, columns={"conversation_id": "cid", "turn": "n", "text": "t"})

    assert [file["rows"] for file in shown["files"]] == [1, 5]


@pytest.mark.parametrize(
    "body",
    [
        {"uploads": [], "options": {"label": "words"}},
        {"uploads": [], "options": {"columns": {"nonsense": "a"}}},
        {"uploads": ["x" * 33]},
        {"uploads": "all"},
        {"file": "/etc/passwd"},
    ],
)
def test_a_call_that_makes_no_sense_is_refused(project: Project, body: dict[str, Any]) -> None:
    for path in ("/imports", "/imports/preview"):
        assert project.owner.post(project.path + path, body).status_code == 422


def test_an_import_of_nothing_is_refused(project: Project) -> None:
    refused = project.owner.post(f"{project.path}/imports", {})

    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "nothing-to-import")
