"""How an endpoint is run: one thread, one transaction, and nobody gets in without being asked who they are.

An endpoint is a plain function below `@allowed(guard)` with a parameter `work: Reading`, `work: Writing` or
`work: Apart`. The guard runs first, in the same transaction; then the endpoint; then the commit; then the
answer is sent. So what was confirmed is stored.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeAlias, TypeVar, cast

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from starlette.responses import Response

from earmark.server.kit.actor import Actor
from earmark.server.kit.installation import Installation
from earmark.server.kit.transaction import passes_when_tried_again

__all__ = ["Apart", "Guard", "Reading", "Router", "Work", "Writing", "allowed"]

T = TypeVar("T")
P = ParamSpec("P")
ATTEMPTS = 4


class Mode(StrEnum):
    """What an endpoint does with the database."""

    READING = "reading"
    WRITING = "writing"
    APART = "apart"


class Work:
    """A request at work: who asks, from where, and the session of its transaction."""

    def __init__(self, request: Request, mode: Mode) -> None:
        self.request = request
        self.mode = mode
        self.installation: Installation = request.app.state.installation
        self._session: Session | None = None
        self._actor: Actor | None = None
        self._afterwards: list[Callable[[Session], None]] = []

    @property
    def session(self) -> Session:
        """The session of the transaction that is open."""
        if self._session is None:
            raise RuntimeError(
                "no transaction is open: `work: Apart` opens its own with work.installation.database"
            )
        return self._session

    @property
    def actor(self) -> Actor:
        """Who asks, as the guard found."""
        if self._actor is None:
            raise RuntimeError("this endpoint is open to anyone: there is no actor")
        return self._actor

    @property
    def address(self) -> str:
        """The network address the request came from."""
        return self.request.client.host if self.request.client else "unknown"

    def path(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def afterwards(self, write: Callable[[Session], None]) -> None:
        """Do a small piece of writing at the end that the request is not about, also when it only reads."""
        self._afterwards.append(write)

    def admit(self, guard: Guard) -> None:
        """Ask the guard, in a reading transaction of its own, and let the request in."""
        self.ask(guard)
        self._finish()

    def ask(self, guard: Guard) -> None:
        """Ask the guard, without counting that as use of the session."""
        with self.installation.database.reading() as session:
            self._session = session
            try:
                self._actor = guard(self)
            finally:
                self._session = None

    def run(self, guard: Guard, call: Callable[[], T]) -> T:
        """Run guard and endpoint in the transaction the endpoint asked for."""
        if self.mode is Mode.APART:
            self.admit(guard)
            return call()
        if self.mode is Mode.READING:
            with self.installation.database.reading() as session:
                result = self._within(session, guard, call)
            self._finish()
            return result
        return self._write(guard, call)

    def _write(self, guard: Guard, call: Callable[[], T]) -> T:
        attempt = 1
        while True:
            try:
                with self.installation.database.writing() as session:
                    self._afterwards.clear()
                    result = self._within(session, guard, call)
                    for write in self._afterwards:
                        write(session)
                    return result
            except DBAPIError as problem:
                if attempt == ATTEMPTS or not passes_when_tried_again(problem):
                    raise
                attempt += 1

    def _within(self, session: Session, guard: Guard, call: Callable[[], T]) -> T:
        self._session = session
        try:
            self._actor = guard(self)
            return call()
        finally:
            self._session = None

    def _finish(self) -> None:
        for write in self._afterwards:
            with self.installation.database.writing() as session:
                write(session)
        self._afterwards.clear()


Guard: TypeAlias = Callable[[Work], Actor | None]
"""Says who asks, or raises a ProblemError: not signed in, not allowed, not found."""


async def _reading(request: Request) -> Work:
    return Work(request, Mode.READING)


async def _writing(request: Request) -> Work:
    return Work(request, Mode.WRITING)


async def _apart(request: Request) -> Work:
    return Work(request, Mode.APART)


Reading = Annotated[Work, Depends(_reading)]
"""The endpoint reads; `work.session` refuses to write."""

Writing = Annotated[Work, Depends(_writing)]
"""The endpoint writes; all of it is stored before the answer is sent, or nothing is."""

Apart = Annotated[Work, Depends(_apart)]
"""The guard has run in a transaction of its own; the endpoint (also an `async` one) opens what it needs through
`work.installation.database`: for hashing, streaming, uploading, where no transaction may stay open."""


def allowed(guard: Guard) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Say who may call an endpoint. Goes below the route; without it the route is refused."""

    def mark(endpoint: Callable[P, T]) -> Callable[P, T]:
        endpoint.__dict__["guard"] = guard
        return endpoint

    return mark


class _Route(APIRoute):
    """A route that runs its endpoint in a transaction, behind its guard."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        guard = getattr(endpoint, "guard", None)
        if guard is None:
            raise TypeError(f"{path}: say who may call {endpoint.__name__} with @allowed(…)")
        if "work" not in inspect.signature(endpoint).parameters:
            raise TypeError(f"{path}: {endpoint.__name__} needs a parameter work: Reading, Writing or Apart")
        self.guard = cast("Guard", guard)
        super().__init__(path, _behind(self.guard, endpoint), **options)

    def get_route_handler(self) -> Callable[[Request], Any]:
        handle = super().get_route_handler()

        async def ask_first(request: Request) -> Response:
            """Nobody learns what a body should look like who may not send it."""
            try:
                return await handle(request)
            except RequestValidationError:
                await run_in_threadpool(Work(request, Mode.APART).admit, self.guard)
                raise

        return ask_first


def _behind(guard: Guard, endpoint: Callable[..., Any]) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(endpoint):

        @wraps(endpoint)
        async def run_later(**values: Any) -> Any:
            await run_in_threadpool(values["work"].admit, guard)
            return await endpoint(**values)

        return run_later

    @wraps(endpoint)
    def run(**values: Any) -> Any:
        return values["work"].run(guard, lambda: endpoint(**values))

    return run


class Router(APIRouter):
    """A domain's routes, all below `/api`."""

    def __init__(self, tag: str) -> None:
        super().__init__(prefix="/api", tags=[tag], route_class=_Route)
