"""Sending on a sound that lies in a store: the range a player asks for, through this server.

A player never learns where the sound lies: an address in a store tells the names of files, and is good for
whoever has it. Here each range is asked for with the player's own session, as long as it may be heard.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from earmark.server.kit.errors import NotFoundError
from earmark.server.media.store import StoredObject, StoreError, read_some

__all__ = ["Relayed"]

_AT_ONCE = 1 << 18
_PATIENCE = 3
_RANGE = re.compile(r"bytes=(\d{0,16})-(\d{0,16})")


class Relayed(Response):
    """All of an object, or the one range that is asked for (RFC 9110, 14); several at once are answered with all."""

    def __init__(self, of: StoredObject, media_type: str, etag: str) -> None:
        super().__init__(media_type=media_type)
        self._of, self._etag = of, f'"{etag}"'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it. What cannot be got is refused before anything is sent."""
        size, asked = self._of.size, Headers(scope=scope)
        headers = {"Accept-Ranges": "bytes", "ETag": self._etag}
        found = None
        if asked.get("if-range") in (None, self._etag):
            found = _range(asked.get("range", ""), size)
        if found is not None and found[0] > found[1]:
            refused = Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{size}"})
            await refused(scope, receive, send)
            return
        first, last = found or (0, size - 1)
        if found is not None:
            headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        headers["Content-Length"] = str(last - first + 1)
        try:
            body = await run_in_threadpool(self._of.stretch, first, last)
        except StoreError as problem:
            raise NotFoundError("audio-gone", f"This audio cannot be played: {problem.strerror}.") from None
        status = 200 if found is None else 206
        sent = StreamingResponse(
            _parts(self._of, body, first, last), status, headers, media_type=self.media_type
        )
        await sent(scope, receive, send)


def _range(said: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte; None for all of it; a first after the last where there is nothing.

    >>> _range("bytes=10-", 100), _range("bytes=-10", 100), _range("bytes=200-", 100), _range("", 100)
    ((10, 99), (90, 99), (200, 99), None)
    """
    match = _RANGE.fullmatch(said.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (size, size - 1)
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


async def _parts(of: StoredObject, body: Any, first: int, last: int) -> AsyncIterator[bytes]:
    """Yield the bytes as they come; where the store lets go (a player that pauses reads nothing), ask for the rest."""
    at, failed = first, 0
    try:
        while at <= last:
            part = await run_in_threadpool(read_some, body, min(_AT_ONCE, last - at + 1))
            if part:
                at, failed = at + len(part), 0
                yield part
                continue
            failed += 1
            if failed == _PATIENCE:
                raise StoreError(0, "the store sent less than was asked for")
            body.close()
            body = await run_in_threadpool(of.stretch, at, last)
    finally:
        body.close()
