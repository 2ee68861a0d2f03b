"""A server to try things on: people, projects and visitors in a line each; a clock that stands still."""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select

from earmark.server.app import create_app
from earmark.server.kit.actor import Actor
from earmark.server.kit.installation import Installation
from earmark.server.kit.passwords import Passwords
from earmark.server.kit.tokens import digest, new_token
from earmark.server.kit.transaction import Database
from earmark.server.kit.worker import Worker
from earmark.server.settings import Settings
from earmark.server.tables import LoginSession, User
from earmark.server.users import service as users
from earmark.server.users.policy import SLIDING

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Starlette would like another HTTP library; this one is what we have
    from starlette.testclient import TestClient

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"  # noqa: S105  # of people who do not exist
ROLES = ("owner", "manager", "reviewer", "annotator", "auditor", "client")

TASKS = [
    {
        "name": "intent",
        "question": "What does the customer want?",
        "kind": "category",
        "labels": [{"id": "request"}, {"id": "problem"}, {"id": "complaint"}],
    },
    {
        "name": "polite",
        "question": "How polite?",
        "kind": "scale",
        "labels": [{"id": "1"}, {"id": "2"}, {"id": "3"}],
    },
]
CLAUSES = [
    {"id": "4.1", "text": "A wish for something new is a request."},
    {"id": "4.2", "text": "A complaint names what was done wrong."},
]
GUIDELINE: dict[str, Any] = {"name": "First", "clauses": CLAUSES, "tasks": TASKS}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        self.at += timedelta(**time)


class Visitor:
    """A browser: keeps its cookies, and sends the CSRF token once it is signed in."""

    def __init__(self, app: FastAPI, user_id: str = "", pseudonym: str = "") -> None:
        self.http = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
        self.user_id = user_id
        self.pseudonym = pseudonym
        self.csrf: str | None = None

    def request(self, method: str, path: str, json: Any = None, **more: Any) -> Any:
        """Return the response, an `httpx.Response`."""
        headers = dict(more.pop("headers", {}))
        if self.csrf and "X-CSRF-Token" not in headers:
            headers["X-CSRF-Token"] = self.csrf
        if json is not None:
            more["json"] = json
        return self.http.request(method, path, headers=headers, **more)

    def get(self, path: str, **more: Any) -> Any:
        return self.request("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> Any:
        return self.request("POST", path, json, **more)

    def patch(self, path: str, json: Any = None, **more: Any) -> Any:
        return self.request("PATCH", path, json, **more)

    def delete(self, path: str, **more: Any) -> Any:
        return self.request("DELETE", path, **more)

    def sign_in(self, login: str, password: str = PASSWORD) -> Any:
        """Sign in as a page does; return the response."""
        response = self.post("/api/session", {"login": login, "password": password})
        if response.status_code == 200:
            self.csrf, self.user_id = response.json()["csrf"], response.json()["user"]["id"]
        return response


class Program(Visitor):
    """A program with a token: no cookies, no CSRF."""

    def __init__(self, app: FastAPI, token: str) -> None:
        super().__init__(app)
        self.token = token

    def request(self, method: str, path: str, json: Any = None, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return super().request(method, path, json, headers=headers, **more)


@dataclass
class World:
    """A server with its database and its clock."""

    settings: Settings
    database: Database
    clock: Clock
    app: FastAPI

    @classmethod
    def new(cls, folder: Path, database: Database, clock: Clock, **settings: Any) -> World:
        made = Settings(data=folder, job_workers=0, **settings)
        fast = Passwords(Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1))
        for place in (made.media, made.derived):
            place.mkdir(parents=True, exist_ok=True)
        return cls(made, database, clock, create_app(made, database=database, passwords=fast))

    @property
    def installation(self) -> Installation:
        found: Installation = self.app.state.installation
        return found

    def visitor(self) -> Visitor:
        """Somebody who is not signed in."""
        return Visitor(self.app)

    def person(self, login: str, *, is_operator: bool = False, password: str | None = None) -> Visitor:
        """Somebody with an account, signed in."""
        with self.database.writing() as session:
            user, _ = users.invite(session, "system", login, login.title(), is_operator=is_operator)
            user.password_hash = self.installation.passwords.hash(password or PASSWORD)
            user.join_token_hash = user.join_ends_at = None
        return self.browser(login)

    def browser(self, login: str) -> Visitor:
        """Another browser in which this person is signed in."""
        cookie, csrf = new_token(), new_token()
        with self.database.writing() as session:
            user = session.scalars(select(User).where(User.login == login)).one()
            at = self.clock()
            session.add(
                LoginSession(
                    token_hash=digest(cookie),
                    user_id=user.id,
                    csrf=csrf,
                    created_at=at,
                    expires_at=at + SLIDING,
                )
            )
        visitor = Visitor(self.app, user.id, user.pseudonym)
        visitor.http.cookies.set("earmark_session", cookie, domain="localhost.local")
        visitor.csrf = csrf
        return visitor

    def project(self, owner: Visitor | None = None, name: str = "Calls", **settings: Any) -> Project:
        """A project with an owner (`owner-1`, … unless given)."""
        maker = owner or self.person(f"owner-{new_token()[:6].lower()}", is_operator=True)
        response = maker.post("/api/projects", {"name": name, "settings": settings})
        assert response.status_code == 201, response.text
        return Project(self, response.json()["id"], maker)

    def do_jobs(self) -> int:
        """Do every job that waits; return how many there were."""
        worker, done = Worker(self.database, self.settings), 0
        while worker.do_one():
            done += 1
        return done

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve on a real port, in a thread, and give the address."""
        config = uvicorn.Config(
            self.app, host="127.0.0.1", port=0, log_level="warning", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        until = time.monotonic() + 10
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


@dataclass
class Project:
    """A project of a world, and its owner."""

    world: World
    id: str
    owner: Visitor

    @property
    def path(self) -> str:
        """Where it lies: `/api/projects/…`."""
        return f"/api/projects/{self.id}"

    def member(self, role: str, login: str | None = None, team: str | None = None) -> Visitor:
        """Somebody new with this role in the project, signed in."""
        visitor = self.world.person(login or f"{role}-{new_token()[:6].lower()}")
        self.take_in(visitor, role, team)
        return visitor

    def take_in(self, visitor: Visitor, role: str, team: str | None = None) -> None:
        """Give somebody a role in the project."""
        with self.world.database.reading() as session:
            login = users.account(session, visitor.user_id).login
        response = self.owner.post(f"{self.path}/people", {"login": login, "role": role, "team": team})
        assert response.status_code == 201, response.text

    def publish(self, guideline: dict[str, Any] | None = None) -> int:
        """Publish a guideline version and return its number."""
        response = self.owner.post(f"{self.path}/guidelines", guideline or GUIDELINE)
        assert response.status_code == 201, response.text
        return int(response.json()["number"])

    def actor(self, visitor: Visitor, role: str) -> Actor:
        """The visitor as services know them."""
        return Actor(visitor.user_id, visitor.pseudonym, project_id=self.id, role=role)
