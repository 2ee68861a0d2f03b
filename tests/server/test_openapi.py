"""What the server says of its addresses: whole, typed, and the same wherever it is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from earmark.cli.openapi import description, main
from tests.server.world import World

BYTES = ("/audio", "/points", "/export", "/stream")
"""What these answer is no JSON."""


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    return description()


def test_it_is_what_a_running_server_says(world: World, said: dict[str, Any]) -> None:
    assert said == world.app.openapi()


def test_every_answer_has_a_schema(said: dict[str, Any]) -> None:
    bare = [
        f"{method} {path}"
        for path, methods in said["paths"].items()
        for method, operation in methods.items()
        for status, answer in operation["responses"].items()
        if status in ("200", "201", "202")
        and not path.endswith(BYTES)
        and not answer.get("content", {}).get("application/json", {}).get("schema")
    ]

    assert bare == []


def test_no_two_schemas_share_a_name(said: dict[str, Any]) -> None:
    assert [name for name in said["components"]["schemas"] if "__" in name] == []


def test_it_is_written_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert main([str(tmp_path / name)]) == 0

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_two_files_are_one_too_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["one", "two"]) == 2
    assert "usage" in capsys.readouterr().err
