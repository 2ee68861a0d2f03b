"""A storm: many people at once at a real server, walking away, clicking twice, leaving; and the server is killed under them."""

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

from earmark.server.database import connect
from earmark.server.kit.transaction import Database
from earmark.server.tables import Project as ProjectRow
from tests.server.assignments.desk import Desk
from tests.server.page import Answer, Page
from tests.server.world import Clock, World

SERVE = "from earmark.cli.serve import command; command()"
LABELS = ("request", "problem", "complaint")


class RealClock(Clock):
    """The clock on the wall."""

    def __call__(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Weather:
    """How many do how much, how the server fares, and how often what goes wrong."""

    items: int
    people: int = 40
    overlap: int = 3
    lease: float = 2.0  # seconds: short, so that leases lapse within the storm
    killed_at: tuple[float, ...] = (0.2, 0.45, 0.7)  # shares of the answers that are to be confirmed
    leaving: int = 4  # so many of the people leave for good, with something in hand or on its way
    twice: float = 0.2
    dropped: float = 0.04
    away: float = 0.02
    skipped: float = 0.02
    corrected: float = 0.04
    again: float = 0.04
    patience: float = 170.0


@dataclass
class Server:
    """The server in a process of its own, which can be killed and started again."""

    data: Path
    url: str
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it answers some seconds later."""
        self.port = self.port or free_port()
        call = [sys.executable, "-c", SERVE, "--data", str(self.data), "--port", str(self.port)]
        if self.url.startswith("postgresql"):
            call += ["--database", self.url]
        self.process = subprocess.Popen(call, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Let it finish what is under way."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)


@dataclass
class Storm:
    """What all see: where the server is, what it has confirmed, and what was sent without waiting for the answer."""

    weather: Weather
    project: str
    tokens: list[str]
    port: int = 0
    until: float = 0.0
    last_work: float = 0.0
    confirmed: dict[str, Any] = field(default_factory=dict)
    unread: dict[str, Any] = field(default_factory=dict)
    happened: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str) -> None:
        """Count something that happened."""
        with self.lock:
            self.happened[what] += 1

    def until_answered(self, send: Callable[[], Answer]) -> Answer:
        """Send again until the server answers, as the page does."""
        while time.monotonic() < self.until:
            began = time.monotonic()
            try:
                answer = send()
            except OSError as problem:
                away = isinstance(problem, ConnectionRefusedError)
                self.note("server away" if away else "connections broken")
                time.sleep(0.1)
                continue
            if answer.status != 503:
                if answer.status:
                    self.waits.append(time.monotonic() - began)
                return answer
        raise TimeoutError("the storm lasted too long")


class Annotator:
    """Somebody who labels as long as there is anything to label, and what goes wrong for them."""

    def __init__(self, storm: Storm, number: int, clicks: ThreadPoolExecutor) -> None:
        self.storm, self.weather, self.number, self.clicks = storm, storm.weather, number, clicks
        self.random = Random(number)
        self.pages = [Page(storm.port, storm.tokens[number]) for _ in range(2)]
        self.done: list[dict[str, Any]] = []
        leaves = number < storm.weather.leaving
        answers = storm.weather.items * storm.weather.overlap // storm.weather.people
        self.leaves_after = self.random.randrange(2, max(answers // 2, 3)) if leaves else None

    def work(self) -> None:
        """Label until nobody has had anything to do for three leases, or until one leaves."""
        while time.monotonic() < self.storm.last_work + 3 * self.weather.lease:
            answer = self.take(prefetch=self.happens(0.3))
            if answer.status == 204:
                time.sleep(0.1)
                continue
            assert answer.status == 200, answer.text
            self.storm.last_work = time.monotonic()
            if self.leaves_after is not None and len(self.done) >= self.leaves_after:
                self.leave(answer.json["id"])
                return
            if self.happens(self.weather.away):
                time.sleep(1.5 * self.weather.lease)  # what comes then is late
            self.answer(answer.json["id"])

    def happens(self, share: float) -> bool:
        return self.random.random() < share

    def take(self, *, prefetch: bool) -> Answer:
        path, body = f"{self.storm.project}/assignments/next", {"prefetch": prefetch}
        return self.storm.until_answered(lambda: self.pages[0].post(path, body))

    def leave(self, assignment: str) -> None:
        """Go for good: with the next one in hand as well, or with an answer on its way that nobody waits for."""
        self.storm.note("left")
        if self.number % 2:
            self.take(prefetch=True)
            return
        given = self.given(assignment)
        with self.storm.lock:
            self.storm.unread[given["key"]] = given
        try:
            self.pages[0].send_only(_path(given), _body(given))
        except OSError:
            self.storm.note("connections broken")

    def given(self, assignment: str) -> dict[str, Any]:
        """Return a submission, made up."""
        skipped = self.happens(self.weather.skipped)
        given: dict[str, Any] = {
            "assignment": assignment,
            "key": f"storm-{self.number}-{self.random.getrandbits(60)}",
            "outcome": "skipped" if skipped else "answered",
            "seconds": 1.0,
        }
        if not skipped:
            label = self.random.choice(LABELS)
            given["answers"] = [{"task": "intent", "answer": label}, {"task": "polite", "answer": "2"}]
        return given

    def answer(self, assignment: str) -> None:
        """Submit an answer, and now and then correct an earlier one, or send an old one once more."""
        self.submit(self.given(assignment))
        if self.done and self.happens(self.weather.corrected):
            self.storm.note("corrections")
            label = self.random.choice(LABELS)
            before = self.random.choice(self.done)
            answers = [{"task": "intent", "answer": label}, {"task": "polite", "answer": "3"}]
            key = f"again-{self.number}-{self.random.getrandbits(60)}"
            if before["outcome"] == "answered":
                self.submit({**before, "key": key, "answers": answers})
        if self.done and self.happens(self.weather.again):
            self.submit(self.random.choice(self.done))

    def submit(self, given: dict[str, Any]) -> None:
        """Send a submission once or twice at once, perhaps after a connection that broke; what is confirmed is alike.

        Of two, the one may be refused while others have the place, and the other be taken a moment later when
        these let it lapse. Then it is confirmed.
        """
        path, body = _path(given), _body(given)
        if self.happens(self.weather.dropped):
            self.storm.note("answers unread")
            self.storm.until_answered(lambda: self.pages[1].send_only(path, body))
        pages = self.pages if self.happens(self.weather.twice) else self.pages[:1]
        answers = list(
            self.clicks.map(lambda page: self.storm.until_answered(lambda: page.post(path, body)), pages)
        )
        told = {answer.text for answer in answers if answer.status == 200}
        assert len(told) <= 1, told
        assert {answer.status for answer in answers} <= {200, 409}, answers
        self._told(given, next((one for one in answers if one.status == 200), answers[0]))

    def _told(self, given: dict[str, Any], answer: Answer) -> None:
        with self.storm.lock:
            before = self.storm.confirmed.get(given["key"])
            if answer.status != 200:
                assert before is None, "it was confirmed before"
                self.storm.happened[f"refused: {answer.json['error']['code']}"] += 1
                return
            told = {**given, **answer.json}
            assert before in (None, told)
            self.storm.confirmed[given["key"]] = told
        if before is None:
            self.done.append(given)


def _path(given: dict[str, Any]) -> str:
    return f"/api/assignments/{given['assignment']}/submission"


def _body(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "assignment"}


def rage(storm: Storm, server: Server) -> None:
    """Let everybody work until all is done, and kill the server on the way."""
    storm.port, storm.last_work = server.port, time.monotonic() + 30  # the server starts
    storm.until = time.monotonic() + storm.weather.patience
    wanted = storm.weather.items * storm.weather.overlap
    with ThreadPoolExecutor(2 * storm.weather.people) as clicks:
        people = [Annotator(storm, number, clicks) for number in range(storm.weather.people)]
        threads = [threading.Thread(target=_watched, args=(storm, one)) for one in people]
        for thread in threads:
            thread.start()
        for share in storm.weather.killed_at:
            while len(storm.confirmed) < share * wanted and any(one.is_alive() for one in threads):
                time.sleep(0.02)
            server.kill()
            server.start()
        for thread in threads:
            thread.join()


def _watched(storm: Storm, annotator: Annotator) -> None:
    try:
        annotator.work()
    except BaseException as problem:
        storm.failures.append(f"{annotator.number}: {problem!r}")
    finally:
        for page in annotator.pages:
            page.close()


def prepared(database_url: str, folder: Path, weather: Weather) -> Storm:
    """Make a project with people and items, and return what will happen to it."""
    database = Database(connect(database_url), RealClock())
    world = World.new(folder, database, RealClock())
    desk = Desk.of(world, items=weather.items, overlap=weather.overlap)
    wanted = {"name": "storm", "scopes": ["label", "read"]}
    people = desk.people(weather.people)
    tokens = [person.post("/api/tokens", wanted).json()["token"] for person in people]
    with database.writing() as session:
        row = session.get_one(ProjectRow, desk.project.id)
        row.settings = {**row.settings, "lease_minutes": weather.lease / 60}
    database.close()
    return Storm(weather, desk.project.path, tokens)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        port: int = any_port.getsockname()[1]
    return port
