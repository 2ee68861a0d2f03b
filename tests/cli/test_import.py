"""`earmark import` says what it takes for what, refuses what it cannot read, and may be repeated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from earmark.cli.import_ import named_files
from earmark.errors import FileError
from earmark.server.tables import Upload
from tests.cli.conftest import Shell
from tests.server.world import World

CHATS = """dialogue_id,turn,speaker,utterance
c1,0,agent,Hello.
c1,1,customer,My card is gone.
c2,0,customer,"Hello? Hello."
"""


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    path = tmp_path / "chats.csv"
    path.write_text(CHATS)
    return path


@pytest.fixture
def project(served: World, shell: Shell) -> str:
    return shell("project", "create", "Calls").out.strip()


def test_a_table_comes_in_and_what_was_taken_for_what_is_said(
    project: str, chats: Path, shell: Shell
) -> None:
    done = shell("import", "Calls", str(chats), "--speaker", "customer")

    assert done.code == 0, done.err
    assert "chats.csv: delimited, turns, 3 rows" in done.err
    assert "columns taken as dialogue_id → conversation_id, utterance → text" in done.err
    assert "2 conversations, 2 items" in done.err
    assert done.out == "imported 2 conversations with 2 items\n"


def test_an_import_may_be_repeated(project: str, chats: Path, shell: Shell) -> None:
    shell("import", project, str(chats))
    again = shell("import", project, str(chats))
    told = json.loads(shell("import", project, str(chats), "--json").out)

    assert again.out == "imported 0 conversations with 0 items; 3 turns were there already\n"
    assert (told["items"], told["already"]) == (0, 3)


def test_a_preview_stores_nothing_and_leaves_no_upload(
    project: str, chats: Path, shell: Shell, served: World
) -> None:
    done = shell("import", project, str(chats), "--preview")
    told = json.loads(shell("import", project, str(chats), "--preview", "--json").out)

    assert (done.code, done.out) == (0, "")
    assert (told["conversations"], told["items"]) == (2, 3)
    assert "0 of 0 items done" in shell("project", "list").out
    with served.database.reading() as session:
        assert session.scalars(select(Upload)).all() == []


def test_rows_that_cannot_be_read_stop_it_unless_one_goes_on_without(
    project: str, chats: Path, shell: Shell
) -> None:
    chats.write_text(CHATS + "c2,one,customer,Hm.\n")

    refused = shell("import", project, str(chats))
    without = shell("import", project, str(chats), "--skip-bad")

    assert refused.code == 2
    assert 'chats.csv cannot be read as a whole (row 4, column turn: found "one"' in refused.err
    assert "--skip-bad" in refused.err
    assert without.out == "imported 2 conversations with 3 items; 1 row could not be read\n"


def test_columns_may_be_named(project: str, chats: Path, shell: Shell) -> None:
    chats.write_text(CHATS.replace("utterance", "what"))

    done = shell("import", project, str(chats), "--columns", "text=what")

    assert done.out == "imported 2 conversations with 3 items\n"


def test_a_folder_is_walked_and_its_files_keep_their_places(tmp_path: Path, chats: Path) -> None:
    (tmp_path / "calls" / "may").mkdir(parents=True)
    for name in ("calls/a.wav", "calls/may/b.wav", "calls/.hidden"):
        (tmp_path / name).write_bytes(b"x")

    found = named_files([str(tmp_path / "calls"), str(chats)])

    assert [name for name, _ in found] == ["calls/a.wav", "calls/may/b.wav", "chats.csv"]


def test_notes_beside_the_data_are_left_out_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("README.md", "LICENSE.txt", "turns.csv"):
        (tmp_path / name).write_bytes(b"x")

    found = named_files([str(tmp_path)])

    assert [path.name for _, path in found] == ["turns.csv"]
    assert capsys.readouterr().err.count("a note about the data") == 2
    assert [path.name for _, path in named_files([str(tmp_path / "README.md")])] == ["README.md"]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileError, match="is not there"):
        named_files([str(tmp_path / "nowhere.csv")])
    with pytest.raises(FileError, match="holds no files"):
        named_files([str(tmp_path / "empty")])


def test_nothing_to_import_is_a_wrong_call(shell: Shell) -> None:
    done = shell("import", "Calls")

    assert done.code == 2
    assert "name the files to import" in done.err
