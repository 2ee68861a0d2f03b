"""Two servers with the same work to hand out, each in a process of its own: Earmark's, and Label Studio's.

Both have the same number of people and items, overlap 3, two questions an item, and store what is submitted before
they answer. A visit is what their pages do: ask for the next one, submit both answers.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.arrivals import Visit
from benchmarks.databases import Place, cpu_seconds
from benchmarks.environments import PEERS, python_of
from benchmarks.wire import Wire
from earmark.server.database import connect
from earmark.server.kit.orm import new_id
from earmark.server.kit.transaction import Database
from earmark.server.tables import Conversation, Item, Turn
from earmark.server.tables import Place as PlaceRow
from tests.server.assignments.desk import TEXTS
from tests.server.storming import RealClock, Server, Weather, free_port, prepared

__all__ = ["SERVERS", "SQLITE_ONLY", "Served", "label_studio_version"]

PEOPLE, ITEMS, OVERLAP = 60, 8000, 3
STARTING = 180.0
LEASE = 1800.0


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs, what a visit to it is, and its processes."""

    visit: Visit
    processes: tuple[int, ...]
    people: int = PEOPLE

    def cpu(self) -> float:
        """Return the processor seconds used so far, those of its database included."""
        return cpu_seconds(*self.processes)


@contextmanager
def earmark(database: Place, folder: Path) -> Iterator[Served]:
    """Serve Earmark, as `earmark serve` does."""
    weather = Weather(items=0, people=PEOPLE, overlap=OVERLAP, lease=LEASE)
    storm = prepared(database.with_tables(), folder, weather)
    _fill(database.url, storm.project.rpartition("/")[2])
    server = Server(folder, database.url)
    server.start()
    assert server.process is not None
    try:
        wires = [Wire(server.port, f"Bearer {token}") for token in storm.tokens]
        _wait_for(server.port, "/api/health")
        visit = _visits(wires, f"{storm.project}/assignments/next", "POST", _earmark_submission)
        yield Served(visit, _with(server.process.pid, database))
    finally:
        server.stop()


def _fill(url: str, project: str) -> None:
    at, conversations, items, turns, places = RealClock()(), [], [], [], []
    for number in range(ITEMS):
        conversation, item = new_id(), new_id()
        conversations.append(
            {"id": conversation, "project_id": project, "external_id": f"call-{number}", "created_at": at}
        )
        items.append(
            {
                "id": item,
                "project_id": project,
                "conversation_id": conversation,
                "position": len(TEXTS) - 1,
                "external_id": f"call-{number}/{len(TEXTS) - 1}",
                "purpose": "label",
                "overlap": OVERLAP,
                "draw": number,
                "created_at": at,
            }
        )
        turns += [
            {"conversation_id": conversation, "position": position, "speaker": "caller", "text": text}
            for position, text in enumerate(TEXTS)
        ]
        place = {"project_id": project, "item_id": item, "draw": number, "state": "free"}
        places += [{**place, "number": seat} for seat in range(1, OVERLAP + 1)]
    database = Database(connect(url), RealClock())
    with database.writing() as session:
        rows = ((Conversation, conversations), (Item, items), (Turn, turns), (PlaceRow, places))
        for table, values in rows:
            session.execute(insert(table), values)
    database.close()


def _earmark_submission(taken: Mapping[str, Any], key: str) -> tuple[str, Any]:
    answers = [{"task": "intent", "answer": "request"}, {"task": "polite", "answer": "2"}]
    body = {"key": key, "outcome": "answered", "seconds": 1.0, "answers": answers}
    return f"/api/assignments/{taken['id']}/submission", body


@contextmanager
def label_studio(database: Place, folder: Path) -> Iterator[Served]:
    """Serve Label Studio, as `label-studio start` does."""
    python = python_of("label-studio")
    surroundings = _surroundings(folder)
    question = {"people": PEOPLE, "tasks": ITEMS, "overlap": OVERLAP, "texts": TEXTS}
    done = subprocess.run(
        [python, PEERS / "label_studio_world.py"],
        input=json.dumps(question),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        env=surroundings,
    )
    world, port = json.loads(done.stdout), free_port()
    start = [
        "start",
        "--no-browser",
        "--port",
        str(port),
        "--internal-host",
        "127.0.0.1",
        "--log-level",
        "ERROR",
    ]
    process = subprocess.Popen(
        [python.with_name("label-studio"), *start],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=surroundings,
    )
    try:
        wires = [Wire(port, f"Token {token}") for token in world["tokens"]]
        _wait_for(port, "/health")
        visit = _visits(wires, f"/api/projects/{world['project']}/next", "GET", _label_studio_annotation)
        yield Served(visit, _with(process.pid, database))
    finally:
        process.terminate()
        process.wait(30)


def label_studio_version() -> str:
    """Return the version that is locked."""
    return (PEERS / "label_studio.in").read_text(encoding="utf-8").strip().rpartition("==")[2]


def _surroundings(folder: Path) -> dict[str, str]:
    """Return its settings: SQLite in a folder of its own, and nothing told to anybody."""
    settings = {
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder),
        "COLLECT_ANALYTICS": "0",
        "LATEST_VERSION_CHECK": "0",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "DJANGO_DB": "sqlite",
    }
    return os.environ | settings


def _label_studio_annotation(taken: Mapping[str, Any], key: str) -> tuple[str, Any]:  # noqa: ARG001  # it knows no key
    result = [
        {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": [label]}}
        for name, label in (("intent", "request"), ("polite", "2"))
    ]
    return f"/api/tasks/{taken['id']}/annotations/", {"lead_time": 1.0, "result": result}


def _visits(
    wires: list[Wire],
    next_path: str,
    method: str,
    submission: Callable[[Mapping[str, Any], str], tuple[str, Any]],
) -> Visit:
    async def visit(person: int) -> tuple[float, float]:
        began = time.perf_counter()
        status, taken = await wires[person].ask(method, next_path, {} if method == "POST" else None)
        if status != 200:
            raise ValueError(f"take-next was answered with {status}")
        took = time.perf_counter()
        status, _ = await wires[person].ask("POST", *submission(taken, new_id()))
        if status not in (200, 201):
            raise ValueError(f"the submission was answered with {status}")
        return took - began, time.perf_counter() - took

    return visit


def _wait_for(port: int, path: str) -> None:
    async def answers() -> bool:
        wire = Wire(port, "")
        try:
            return (await wire.ask("GET", path))[0] < 500
        except OSError:
            return False
        finally:
            wire.close()

    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        if asyncio.run(answers()):
            return
        time.sleep(0.2)
    raise TimeoutError(f"the server on port {port} did not start")


def _with(pid: int, database: Place) -> tuple[int, ...]:
    return (pid,) if database.process is None else (pid, database.process)


SERVERS = {"earmark": earmark, "label-studio": label_studio}
SQLITE_ONLY = {"label-studio"}
"""On PostgreSQL its migrations want the extension `pg_trgm`, which the PostgreSQL of this environment does not have."""
