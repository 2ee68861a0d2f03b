"""`earmark serve` is one command from nothing to a page, and back after a kill."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from earmark.cli.serve import listen
from earmark.errors import CallError
from earmark.server.serve import address_of
from tests.server.world import PASSWORD

COMMAND = "from earmark.cli.serve import command; command()"


@contextmanager
def _served(data: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """Serve in a process of its own, and open its page."""
    call = [sys.executable, "-u", "-c", COMMAND, "--data", str(data)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        with httpx.Client(base_url=address, timeout=20) as page:
            yield process, page


def test_the_next_free_port_is_taken() -> None:
    first = listen("127.0.0.1", None)
    second = listen("127.0.0.1", None)

    assert second.getsockname()[1] > first.getsockname()[1] >= 8765
    first.close()
    second.close()


def test_a_port_that_is_taken_is_said_to_be() -> None:
    taken = listen("127.0.0.1", None)
    port = taken.getsockname()[1]

    with pytest.raises(CallError, match=f"cannot listen on 127.0.0.1 port {port}: Address already in use"):
        listen("127.0.0.1", port)
    taken.close()


def test_a_server_on_every_address_is_opened_by_this_machine_s() -> None:
    with socket.socket() as everywhere:
        everywhere.bind(("", 0))

        assert address_of(everywhere).startswith("http://127.0.0.1:")


@pytest.mark.full
def test_from_nothing_to_signed_in_and_back_after_a_kill(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with _served(data) as (process, page):
        assert process.stdout is not None
        token = re.findall(r"http\S+join#(\S+)", process.stdout.readline())[0]
        joined = page.post("/api/session/join", json={"token": token, "password": PASSWORD})
        made = page.post(
            "/api/projects", json={"name": "Kept"}, headers={"X-CSRF-Token": joined.json()["csrf"]}
        )
        assert made.status_code == 201, made.text
        process.kill()
    with _served(data) as (process, page):
        signed_in = page.post("/api/session", json={"login": "operator", "password": PASSWORD})
        names = [row["name"] for row in page.get("/api/projects").json()["rows"]]
        process.terminate()
        said = process.stdout.read() if process.stdout else ""

    assert signed_in.status_code == 200
    assert names == ["Kept"]
    assert "join#" not in said
    assert data.stat().st_mode & 0o077 == 0
    assert (data / "earmark.db").stat().st_mode & 0o077 == 0
