"""A real server in a process of its own, which can be killed and started again; and what its owner sets up in it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from earmark.client import Client, ImportOptions, Project
from earmark.server.workbench import BUILT as PACKED
from tests.server.world import PASSWORD

__all__ = ["BUILT", "CLAUSES", "LABELS", "TASKS", "Served", "bring", "made_project", "text_table"]

SERVE = """
import os, pathlib, sys
from earmark.server import workbench
if sys.argv[1] == "demo":
    from earmark.cli.demo import command
else:
    from earmark.cli.serve import command
workbench.BUILT = pathlib.Path(os.environ.get("EARMARK_STATIC") or workbench.BUILT)
command(sys.argv[2:])
"""
"""`earmark serve` or `earmark demo`, with the pages of EARMARK_STATIC where they were built to another folder."""

PATIENCE = 180.0
BUILT = Path(os.environ.get("EARMARK_STATIC") or PACKED)
LABELS = ("request", "problem", "complaint", "confirm", "other")
CLAUSES = (
    {"id": "1.1", "text": "Label what the turn does, as it was meant then: read the turns before it."},
    {"id": "2.1", "text": "A wish for something new is a request."},
    {"id": "3.1", "text": "Who says that something was done wrong to them complains; else it is a problem."},
)
TASKS: tuple[dict[str, Any], ...] = (
    {
        "name": "intent",
        "question": "What does the customer want?",
        "kind": "category",
        "labels": [{"id": label} for label in LABELS],
    },
    {"name": "speech", "question": "Who speaks when?", "kind": "segments", "per": "conversation"},
)


def text_table(conversations: Mapping[str, Sequence[str]]) -> str:
    """Return a table of turns, the customer's and the agent's by turns, as CSV."""
    rows = ["conversation_id,turn,speaker,text"]
    for name, texts in conversations.items():
        for number, text in enumerate(texts):
            rows.append(f'{name},{number},{("customer", "agent")[number % 2]},"{text}"')
    return "\n".join(rows) + "\n"


def _free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        port: int = any_port.getsockname()[1]
    return port


@dataclass
class Served:
    """`earmark serve` on a port of its own, with SQLite in its folder or another database; or a demo."""

    folder: Path
    database: str | None = None
    demo: bool = False
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where its pages are, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """All it has printed so far."""
        place = self.folder / "said.txt"
        return place.read_text("utf-8") if place.is_file() else ""

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        call = [sys.executable, "-u", "-c", SERVE, "demo" if self.demo else "serve"]
        call += ["--data", str(self.folder / "data"), "--port", str(self.port)]
        call += ["--no-browser"] if self.demo else []
        call += [] if self.database is None else ["--database", self.database]
        with (self.folder / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(call, stdout=said, stderr=subprocess.STDOUT)
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError(f"the server did not start: {self.said[-2000:]}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/api/health", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it in good order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def operator_link(self) -> str:
        """The link with which the operator chooses a password, as it is printed at the first start."""
        return _found(r"http\S+join#\S+", self.said)

    @property
    def guest_link(self) -> str:
        """The link with which a demo's guest enters."""
        return _found(r"http\S+/enter\?token=\S+", self.said)

    def owner(self) -> Client:
        """The operator as a program; joins at the first call."""
        client = Client(self.address)
        client.join(self.operator_link.partition("#")[2], PASSWORD)
        return client

    def owner_again(self) -> Client:
        """The operator as a program, once they have joined."""
        client = Client(self.address)
        client.sign_in("operator", PASSWORD)
        return client

    def invite(self, client: Client, project: str | Project, login: str, role: str) -> str:
        """Take somebody into the project; return the link they join with."""
        link = client.people.add(project, login, role, name=login.title()).join_link
        assert link is not None
        return link


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, text[-2000:]
    return found[0]


def made_project(
    server: Served, client: Client, name: str, table: str, *, overlap: int = 2, lease: int = 30
) -> Project:
    """Return a new project with the usual guideline, and the customer's turns of a table as its items."""
    project = client.projects.create(name, overlap=overlap, lease_minutes=lease)
    client.guidelines.publish(project, "First", clauses=CLAUSES, tasks=TASKS)
    file = server.folder / f"{name.lower()}.csv"
    file.write_text(table, "utf-8")
    bring(client, project, [file], ImportOptions(speakers=("customer",)))
    return project


def bring(
    client: Client, project: Project, files: Sequence[Path], options: ImportOptions | None = None
) -> None:
    """Bring files into the project, and wait until they are in it."""
    uploads = [client.uploads.send(project, file) for file in files]
    client.jobs.wait(client.imports.start(project, uploads, options), seconds=PATIENCE)
