"""`earmark export` writes a table that `earmark audit` reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.server.world import World


@pytest.fixture
def project(served: World, shell: Shell, tmp_path: Path) -> str:
    made = shell("project", "create", "Calls").out.strip()
    (tmp_path / "chats.csv").write_text("conversation_id,turn,text\nc1,0,=1+1\nc2,0,Hello.\n")
    assert shell("import", made, str(tmp_path / "chats.csv")).code == 0
    return made


def test_a_table_is_written_in_the_format_of_its_name(project: str, shell: Shell, tmp_path: Path) -> None:
    done = shell("export", "Calls", "--table", "items", "--out", str(tmp_path / "items.jsonl"))

    rows = [json.loads(line) for line in (tmp_path / "items.jsonl").read_text().splitlines()]
    assert done.code == 0, done.err
    assert [row["text"] for row in rows] == ["=1+1", "Hello."]
    assert done.out.startswith(f"{tmp_path / 'items.jsonl'}: items of Calls, ")


def test_a_cell_is_faithful_unless_it_is_for_a_spreadsheet(
    project: str, shell: Shell, tmp_path: Path
) -> None:
    shell("export", project, "--table", "items", "--out", str(tmp_path / "faithful.csv"))
    shell("export", project, "--table", "items", "--out", str(tmp_path / "safe.csv"), "--spreadsheet")

    assert ",=1+1" in (tmp_path / "faithful.csv").read_text()
    assert ",'=1+1" in (tmp_path / "safe.csv").read_text()


def test_json_says_what_was_written(project: str, shell: Shell, tmp_path: Path) -> None:
    out = str(tmp_path / "labels.parquet")

    told = json.loads(shell("export", project, "--out", out, "--json").out)

    assert told["bytes"] == Path(out).stat().st_size
    assert (told["project"], told["table"], told["format"]) == (project, "annotations", "parquet")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--out", "labels.txt"], "end it in .csv, .jsonl or .parquet"),
        (["--table", "scheme", "--out", "scheme.csv"], "end the name scheme.csv in .json"),
    ],
)
def test_a_name_that_does_not_tell_is_a_wrong_call(arguments: list[str], told: str, shell: Shell) -> None:
    done = shell("export", "Calls", *arguments)

    assert done.code == 2
    assert told in done.err
