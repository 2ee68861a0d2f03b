"""One server, one way to ask it: who asks, what is tried again, and what comes back when it does not work."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from earmark.client.reading import read
from earmark.client.refusals import json_of, refusal
from earmark.client.waiting import Patience
from earmark.errors import (
    CallError,
    FailedError,
    OverloadedError,
    ServerError,
    UnreachableError,
    UnreadableAnswerError,
)

__all__ = ["Connection", "Query"]

T = TypeVar("T")
Query = Mapping[str, str | int | bool | None]

NEVER_ARRIVED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
PAGE = 200


@dataclass(frozen=True, slots=True)
class _Page:
    rows: tuple[Any, ...]
    next: str | None = None


class Connection:
    """A connection to a server; it may be shared by threads.

    What has an effect is tried again only where the server surely did nothing (it could not be reached, or it
    said to come back later), or where doing it twice is the same as once (`repeatable`).
    """

    def __init__(
        self,
        address: str,
        token: str | None = None,
        *,
        timeout: float = 30.0,
        patience: Patience | None = None,
    ) -> None:
        self.address = _checked(address)
        self.patience = patience or Patience()
        headers = {"Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {_clean(token)}"
        self._http = httpx.Client(
            base_url=self.address,
            headers=headers,
            timeout=httpx.Timeout(timeout, pool=None),
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=100, keepalive_expiry=4.0),
            trust_env=not _on_this_machine(self.address),  # a proxy is for what lies elsewhere
        )

    def close(self) -> None:
        """Close every connection."""
        self._http.close()

    def vouch(self, csrf: str) -> None:
        """Send the CSRF token of a session from now on; the cookie is kept by itself."""
        self._http.headers["X-CSRF-Token"] = csrf

    def get(self, kind: type[T], path: str, query: Query | None = None) -> T:
        """Ask for something and return it as `kind`."""
        return read(kind, self.ask("GET", path, query=query))

    def post(self, kind: type[T], path: str, body: Any = None, *, repeatable: bool = False) -> T:
        """Send something and return the answer as `kind`."""
        return read(kind, self.ask("POST", path, body=body, repeatable=repeatable))

    def patch(self, kind: type[T], path: str, body: Any) -> T:
        """Change something and return it as it is then; doing so twice is the same as once."""
        return read(kind, self.ask("PATCH", path, body=body, repeatable=True))

    def pages(self, kind: type[T], path: str, query: Query | None = None) -> Iterator[T]:
        """Yield the rows of a list, asking for the next page when it is needed."""
        asked = {**(query or {}), "limit": PAGE}
        while True:
            page = self.get(_Page, path, asked)
            for place, row in enumerate(page.rows):
                yield read(kind, row, f"rows[{place}]")
            if page.next is None or page.next == asked.get("after"):
                return
            asked["after"] = page.next

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Any = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = False,
    ) -> Any:
        """Return the JSON of the answer; None for 204.

        Raises:
            ServerError: one of its kinds, by what went wrong.
        """
        request: dict[str, Any] = {"params": _given(query), "headers": dict(headers or {})}
        if content is not None:
            request["content"] = content
            request["headers"]["Content-Type"] = "application/octet-stream"
        elif body is not None:
            request["json"] = body
        safe = repeatable or method in ("GET", "DELETE")
        attempt = 1
        while True:
            try:
                return self._once(method, path, request)
            except (UnreachableError, UnreadableAnswerError, FailedError, OverloadedError) as problem:
                self._wait(problem, attempt, again=safe or _surely_undone(problem))
            attempt += 1

    @contextmanager
    def stream(self, path: str, query: Query | None = None) -> Iterator[Iterator[bytes]]:
        """Give the bytes of a download as they come. Nothing is tried again here: half of it may be used.

        Raises:
            ServerError: refused, failed, or broken off midway.
        """
        try:
            with self._http.stream("GET", path, params=_given(query), headers={"Accept": "*/*"}) as response:
                if not response.is_success:
                    response.read()
                    raise refusal(response)
                yield response.iter_bytes()
        except httpx.HTTPError as problem:
            raise self._unanswered(problem) from None

    def wait(self, problem: ServerError, attempt: int) -> None:
        """Wait before something repeatable is tried again; raise the problem when it was tried often enough."""
        self._wait(problem, attempt, again=True)

    def _wait(self, problem: ServerError, attempt: int, *, again: bool) -> None:
        asked = problem.retry_after if isinstance(problem, OverloadedError) else None
        hopeless = isinstance(problem, UnreadableAnswerError) and problem.status is not None
        seconds = self.patience.seconds(attempt, asked) if again and not hopeless else None
        if seconds is None:
            raise problem
        self.patience.sleep(seconds)

    def _once(self, method: str, path: str, request: dict[str, Any]) -> Any:
        try:
            response = self._http.request(method, path, **request)
        except httpx.HTTPError as problem:
            raise self._unanswered(problem) from None
        if not response.is_success:
            raise refusal(response)
        return None if response.status_code == 204 else json_of(response)

    def _unanswered(self, problem: httpx.HTTPError) -> ServerError:
        if isinstance(problem, httpx.TimeoutException):
            return _marked(UnreachableError(f"{self.address} did not answer in time; try again"), problem)
        if isinstance(problem, httpx.ConnectError):
            return _marked(
                UnreachableError(f"{self.address} cannot be reached; is the server running?"), problem
            )
        if isinstance(problem, httpx.DecodingError):
            return UnreadableAnswerError(f"the answer of {self.address} cannot be unpacked; try again")
        return UnreadableAnswerError(f"the connection to {self.address} broke off; try again")


def _marked(error: UnreachableError, cause: httpx.HTTPError) -> UnreachableError:
    error.facts["arrived"] = not isinstance(cause, NEVER_ARRIVED)
    return error


def _surely_undone(problem: ServerError) -> bool:
    return isinstance(problem, OverloadedError) or problem.facts.get("arrived") is False


def _checked(address: str) -> str:
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, TypeError):
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise CallError(f"the address of a server is like http://127.0.0.1:8765, found {address!r:.200}")
    return str(url.copy_with(query=None, fragment=None)).rstrip("/")


def _clean(token: str) -> str:
    if not token.isascii() or not token.isprintable() or " " in token:
        raise CallError("a token is one word like em_4f2c…, as the workbench showed it; this one is not")
    return token


def _on_this_machine(address: str) -> bool:
    host = httpx.URL(address).host
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _given(query: Query | None) -> dict[str, str]:
    """Leave out what is None; truth is written as JSON writes it."""
    named = {name: value for name, value in (query or {}).items() if value is not None}
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in named.items()
    }
