"""Answers of the API, compressed on the way out: a conversation of a thousand turns is ten times smaller then.

Only whole JSON answers of some size are: streams of events must arrive at once, sound is compressed already and is
asked for in ranges, and what is short gains nothing.

Compression can give a secret away to somebody who sees how long an answer is, where the same answer also repeats
what they make up (BREACH). So answers that carry a secret (who is signed in, with the CSRF token; new tokens; join
links) are never compressed, see `SECRET`; and a page of another site cannot ask for any other in somebody's name,
because the session's cookie is not sent along.
"""

from __future__ import annotations

import gzip
import re

from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Compressed"]

LEAST = 2_000
"""Bytes below which an answer goes out as it is."""

LARGE = 2**17
"""Bytes from which it is compressed in a thread, so that others are not kept waiting."""

LEVEL = 4
"""Three times as fast as the tightest, and a twentieth larger."""

SECRET = re.compile(r"/api/(session|join|me|tokens|users|projects/[^/]+/people)(/|$)")
"""Where answers carry tokens or links."""


class Compressed:
    """Before the application, inside the shield."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        wanted = (
            scope["type"] == "http"
            and scope["path"].startswith("/api/")
            and "gzip" in Headers(scope=scope).get("accept-encoding", "")
            and not SECRET.match(scope["path"])
        )
        await self._app(scope, receive, _Answer(send).take if wanted else send)


class _Answer:
    """One answer: its start is held back until its body tells whether it is worth it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None

    async def take(self, message: Message) -> None:
        """Pass a message on, compressed or not."""
        if message["type"] == "http.response.start" and _may_be(message):
            self._start = message
            return
        start, self._start = self._start, None
        if start is not None:
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                message = await _compressed(start, message)
            await self._send(start)
        await self._send(message)


def _may_be(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    is_json = headers.get("content-type", "").partition(";")[0].strip() == "application/json"
    return is_json and "content-encoding" not in headers and start["status"] == 200  # not a part of one


async def _compressed(start: Message, message: Message) -> Message:
    headers = MutableHeaders(scope=start)
    headers.add_vary_header("Accept-Encoding")
    body: bytes = message.get("body", b"")
    if len(body) < LEAST:
        return message
    small = await run_sync(_squeezed, body) if len(body) >= LARGE else _squeezed(body)
    headers["Content-Encoding"], headers["Content-Length"] = "gzip", str(len(small))
    return {**message, "body": small}


def _squeezed(body: bytes) -> bytes:
    return gzip.compress(body, LEVEL, mtime=0)
