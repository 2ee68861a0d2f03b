"""A server that misbehaves as it is told, one request after the other."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from earmark.client import Client, Patience

Play = Callable[["Stage"], None]


@dataclass
class Sleeps:
    """What would have been slept."""

    seconds: list[float] = field(default_factory=list)

    @property
    def patience(self) -> Patience:
        return Patience(sleep=self.seconds.append, spread=lambda: 1.0)


@dataclass(frozen=True)
class Heard:
    """A request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class StandIn:
    """Plays one play a request; the last one goes on."""

    address: str
    plays: list[Play]
    heard: list[Heard] = field(default_factory=list)


class Stage(BaseHTTPRequestHandler):
    """What a play acts on: the connection of one request."""

    protocol_version = "HTTP/1.1"
    standin: StandIn
    heard: Heard

    def play(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.heard = Heard(self.command, self.path, dict(self.headers), self.rfile.read(length))
        self.standin.heard.append(self.heard)
        number = min(len(self.standin.heard), len(self.standin.plays)) - 1
        self.standin.plays[number](self)

    do_GET = do_POST = do_PATCH = do_DELETE = play  # noqa: N815  # the names http.server calls

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


def says(value: Any, status: int = 200, **headers: str) -> Play:
    """Answer with JSON."""
    return sends(json.dumps(value).encode(), status, Content_Type="application/json", **headers)


def refuses(status: int, code: str, message: str, **headers: str) -> Play:
    """Answer as Earmark refuses."""
    return says({"error": {"code": code, "message": message, "field": None}}, status, **headers)


def sends(body: bytes, status: int = 200, **headers: str) -> Play:
    """Answer with bytes."""

    def play(stage: Stage) -> None:
        stage.send_response(status)
        for name, value in headers.items():
            stage.send_header(name.replace("_", "-"), value)
        stage.send_header("Content-Length", str(len(body)))
        stage.end_headers()
        stage.wfile.write(body)

    return play


def breaks_off(stage: Stage) -> None:
    """Promise a thousand bytes, send ten, and go."""
    stage.send_response(200)
    stage.send_header("Content-Type", "application/json")
    stage.send_header("Content-Length", "1000")
    stage.end_headers()
    stage.wfile.write(b'{"rows": [')
    stage.close_connection = True


def hangs_up(stage: Stage) -> None:
    """Take the request and say nothing."""
    stage.close_connection = True


@contextmanager
def standin(*plays: Play) -> Iterator[StandIn]:
    """A server for the time of a block."""
    made = StandIn("", list(plays))
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Played", (Stage,), {"standin": made})) as server:
        server.daemon_threads = True
        made.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@contextmanager
def playing(sleeps: Sleeps, *plays: Play) -> Iterator[tuple[StandIn, Client]]:
    """A server that plays, and a client that asks it and never really sleeps."""
    with standin(*plays) as server, Client(server.address, "em_test", patience=sleeps.patience) as client:
        yield server, client
