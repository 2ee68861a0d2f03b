"""`earmark project` asks a server, and says what it says."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Shell
from tests.server.world import World


@pytest.mark.usefixtures("served")
def test_a_project_is_made_listed_and_shown(shell: Shell) -> None:
    made = shell("project", "create", "Calls", "--overlap", "2", "--language", "de")
    listed = shell("project", "list")
    shown = shell("project", "show", "Calls")

    project = made.out.strip()
    assert (made.code, listed.code, shown.code) == (0, 0, 0)
    assert listed.out == f"{project}  Calls  (owner): 0 of 0 items done, 0 answers, 1 person\n"
    assert f"Calls  ({project}, you are owner)" in shown.out
    assert "guideline: none yet" in shown.out
    assert "answers an item: 2; lease: 30 minutes; context: 20 turns; language: de" in shown.out


@pytest.mark.usefixtures("served")
def test_json_is_one_object_with_everything(shell: Shell) -> None:
    made = json.loads(shell("project", "create", "Calls", "--json").out)
    listed = json.loads(shell("project", "list", "--json").out)
    shown = json.loads(shell("project", "show", made["id"], "--json").out)

    assert listed == {"projects": [made]}
    assert shown == {**made, "guideline": None}
    assert made["settings"]["overlap"] == 3


@pytest.mark.usefixtures("served")
def test_a_project_that_is_not_there_is_one_sentence(shell: Shell) -> None:
    done = shell("project", "show", "Chats")

    assert done.code == 2
    assert done.err == "earmark: there is no project 'Chats' here; you are in: none\n"


def test_no_address_no_token_and_a_wrong_token_are_one_sentence_each(
    served: World, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = shell("project", "list", "--token", "em_wrong")
    monkeypatch.delenv("EARMARK_TOKEN")
    without = shell("project", "list")
    monkeypatch.delenv("EARMARK_ADDRESS")
    nowhere = shell("project", "list")

    assert [wrong.code, without.code, nowhere.code] == [2, 2, 2]
    assert wrong.err == "earmark: This token is not known.\n"
    assert "a token is needed" in without.err
    assert "which server?" in nowhere.err


def test_a_server_that_does_not_run_is_one_sentence(shell: Shell) -> None:
    done = shell("project", "list", "--address", "http://127.0.0.1:9", "--token", "em_x")

    assert done.code == 2
    assert done.err == "earmark: http://127.0.0.1:9 cannot be reached; is the server running?\n"
