"""What stands before every request: names, sizes, origins, headers, and no traces of the inside going out."""

from __future__ import annotations

import json
import logging
import secrets
from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "Shield"]

log = logging.getLogger("earmark.server")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self'; "
        "script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
        "object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

SAFE = {"GET", "HEAD", "OPTIONS"}


class Shield:
    """Outermost: what it refuses never reaches the application, and what fails there leaves no trace outside.

    `body_limit` holds for JSON; `part_limit` for raw bytes (`application/octet-stream`), the parts of uploads.
    """

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...], body_limit: int, part_limit: int) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._body_limit, self._part_limit = body_limit, part_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        adorned = _adorned(scope, send)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, adorned)
            return
        await self._serve(scope, _measured(receive, self._limit(headers)), adorned)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("%s %s failed, reference %s", scope["method"], scope["path"], reference)
            if begun:
                raise
            message = f"Something went wrong in the server; its log says what, under {reference}."
            await _refuse(500, "internal", message)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if _name(host) not in self._hosts:
            return _refuse(
                400, "unknown-host", "This server does not answer to this name; see EARMARK_HOSTS."
            )
        raw = scope.get("raw_path", b"") + b"?" + scope.get("query_string", b"")
        if b"%00" in raw or b"\0" in raw:
            return _refuse(400, "bad-address", "An address must not hold a null character.")
        if scope["method"] not in SAFE and _foreign(headers, host):
            return _refuse(403, "foreign-origin", "This request was made by a page of another site.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._limit(headers):
            return _too_large()
        return None

    def _limit(self, headers: Headers) -> int:
        is_part = headers.get("content-type", "").partition(";")[0].strip() == "application/octet-stream"
        return self._part_limit if is_part else self._body_limit


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _foreign(headers: Headers, host: str) -> bool:
    """Browsers say where a request comes from; programs say nothing, and carry no cookies by accident."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc.lower() != host.lower()
    except ValueError:
        return True


def _measured(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def measured() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413)  # the one kind that passes through whatever reads the body
        return message

    return measured


def _adorned(scope: Scope, send: Send) -> Send:
    async def adorned(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if scope["path"].startswith("/api/"):
                headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return adorned


def _refuse(status: int, code: str, message: str) -> Response:
    body = json.dumps({"error": {"code": code, "message": message, "field": None}})
    return Response(body, status, media_type="application/json")


def _too_large() -> Response:
    return _refuse(413, "too-large", "This is more than the server takes at once.")
