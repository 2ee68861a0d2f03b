"""Forty people at once, walking away, clicking twice, while the server is killed three times: nothing confirmed is lost."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from earmark.server.annotations.replay import differences
from earmark.server.database import connect
from earmark.server.kit.transaction import Database
from earmark.server.tables import Annotation, Assignment, Item, Place, Submission
from earmark.server.tables import Project as ProjectRow
from tests.server.assignments.desk import Desk
from tests.server.world import Clock, World

PEOPLE, ITEMS, OVERLAP = 40, 400, 3
LEASE = 2.0
"""Seconds: short, so that leases lapse within the test."""
KILLED_AT = (0.2, 0.45, 0.7)
PATIENCE = 170.0
SERVE = "from earmark.cli.serve import command; command()"


class _RealClock(Clock):
    def __call__(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class _Server:
    """The server in a process of its own, which can be killed and started again."""

    data: Path
    url: str
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        call = [sys.executable, "-c", SERVE, "--data", str(self.data), "--port", str(self.port)]
        if self.url.startswith("postgresql"):
            call += ["--database", self.url]
        self.process = subprocess.Popen(call, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)


@dataclass
class _Storm:
    """What all see: where the server is, and what it has confirmed."""

    base: str
    project: str
    until: float
    confirmed: dict[str, Any] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    broken: int = 0
    failures: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def until_answered(self, send: Callable[[], httpx.Response]) -> httpx.Response:
        """Send again until the server answers, as the page does."""
        while time.monotonic() < self.until:
            try:
                answer = send()
            except httpx.TransportError:
                with self.lock:
                    self.broken += 1
                time.sleep(0.1)
                continue
            if answer.status_code != 503:
                return answer
        raise TimeoutError("the storm lasted too long")


def _annotator(storm: _Storm, number: int, token: str) -> None:
    random = Random(number)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=storm.base, headers=headers, timeout=30) as page:
        idle_since = None
        while idle_since is None or time.monotonic() < idle_since + 2 * LEASE:
            answer = storm.until_answered(
                lambda: page.post(
                    f"{storm.project}/assignments/next", json={"prefetch": random.random() < 0.3}
                )
            )
            if answer.status_code == 204:
                idle_since = idle_since or time.monotonic()
                time.sleep(0.1)
                continue
            assert answer.status_code == 200, answer.text
            idle_since = None
            if random.random() < 0.02:
                time.sleep(LEASE * 1.5)  # away; what comes then is late
            _submit(storm, page, random, number, answer.json()["id"])


def _submit(storm: _Storm, page: httpx.Client, random: Random, number: int, assignment: str) -> None:
    passed_over = random.random() < 0.02
    body: dict[str, Any] = {
        "key": f"storm-{number}-{random.getrandbits(60)}",
        "outcome": "skipped" if passed_over else "answered",
        "seconds": 1.0,
    }
    if not passed_over:
        label = random.choice(["request", "problem", "complaint"])
        body["answers"] = [{"task": "intent", "answer": label}, {"task": "polite", "answer": "2"}]
    path = f"/api/assignments/{assignment}/submission"
    times = 2 if random.random() < 0.2 else 1
    with ThreadPoolExecutor(times) as twice:  # a double click: both are on their way at once
        answers = list(
            twice.map(lambda _: storm.until_answered(lambda: page.post(path, json=body)), range(times))
        )
    codes = {answer.status_code for answer in answers}
    with storm.lock:
        if codes == {200}:
            assert len({answer.text for answer in answers}) == 1
            storm.confirmed[body["key"]] = {**body, **answers[0].json(), "assignment": assignment}
        else:
            assert codes == {409}, [answer.text for answer in answers]
            storm.refused[answers[0].json()["error"]["code"]] += 1


def _run(storm: _Storm, server: _Server, tokens: list[str]) -> None:
    def work(number: int) -> None:
        try:
            _annotator(storm, number, tokens[number])
        except BaseException as problem:
            storm.failures.append(f"{number}: {problem!r}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for share in KILLED_AT:
        while len(storm.confirmed) < share * ITEMS * OVERLAP and any(one.is_alive() for one in threads):
            time.sleep(0.02)
        server.kill()
        server.start()
    for thread in threads:
        thread.join()


def _prepared(database_url: str, folder: Path) -> tuple[str, list[str]]:
    """Make a project with people and items, and return where it lies and the people's tokens."""
    database = Database(connect(database_url), _RealClock())
    world = World.new(folder, database, _RealClock())
    desk = Desk.of(world, items=ITEMS, overlap=OVERLAP)
    wanted = {"name": "storm", "scopes": ["label", "read"]}
    tokens = [person.post("/api/tokens", wanted).json()["token"] for person in desk.people(PEOPLE)]
    with database.writing() as session:
        row = session.get_one(ProjectRow, desk.project.id)
        row.settings = {**row.settings, "lease_minutes": LEASE / 60}
    database.close()
    return desk.project.path, tokens


def _free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        port: int = any_port.getsockname()[1]
    return port


@pytest.mark.full
def test_every_confirmed_answer_is_there_once_and_overlap_is_met_and_never_exceeded(
    database_url: str, tmp_path: Path
) -> None:
    project, tokens = _prepared(database_url, tmp_path)
    server = _Server(tmp_path, database_url, _free_port())
    storm = _Storm(f"http://127.0.0.1:{server.port}", project, time.monotonic() + PATIENCE)
    server.start()
    try:
        _run(storm, server, tokens)
    finally:
        server.stop()

    assert storm.failures == []
    assert storm.broken > 0  # the kills were felt
    assert set(storm.refused) <= {"place-gone"}
    _check(Database(connect(database_url), _RealClock()), storm, project.rpartition("/")[2])


def _check(database: Database, storm: _Storm, project_id: str) -> None:
    with database.reading() as session:
        stored = {one.idempotency_key: one for one in session.scalars(select(Submission))}
        assert stored.keys() == storm.confirmed.keys()
        for key, told in storm.confirmed.items():
            assert (stored[key].id, stored[key].outcome) == (told["submission"], told["outcome"])

        annotations = {one.id: one for one in session.scalars(select(Annotation))}
        assert len(annotations) == sum(len(told["annotations"]) for told in storm.confirmed.values())
        for told in storm.confirmed.values():
            answers = [
                {"task": annotations[one].task, "answer": annotations[one].answer}
                for one in told["annotations"]
            ]
            assert answers == told.get("answers", [])

        places = session.execute(
            select(Place.item_id, Place.state, func.count()).group_by(Place.item_id, Place.state)
        )
        assert {(state, count) for _, state, count in places} == {("filled", OVERLAP)}
        people = session.execute(
            select(Annotation.item_id, func.count(), func.count(Annotation.user_id.distinct()))
            .where(Annotation.task == "intent")
            .group_by(Annotation.item_id)
        )
        found = {item: (answers, distinct) for item, answers, distinct in people}
        items = set(session.scalars(select(Item.id)))
        assert found == dict.fromkeys(items, (OVERLAP, OVERLAP))

        states = Counter(session.scalars(select(Assignment.state)))
        assert states["submitted"] == ITEMS * OVERLAP
        assert states["held"] == 0
        assert differences(session, project_id) == []
    database.close()
