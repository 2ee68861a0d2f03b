"""HTTP/1.1 over one open connection (RFC 9112), as little of it as a load needs: what loads a server must cost little itself."""

from __future__ import annotations

import asyncio
import json
from typing import Any

__all__ = ["Wire"]


class Wire:
    """One connection to a server on this machine, opened when it is needed; one request at a time."""

    def __init__(self, port: int, authorization: str) -> None:
        self.port = port
        self.authorization = authorization
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Send a request and return status and JSON (None where there is none).

        A kept connection that the server closed meanwhile is opened anew, once.

        Raises OSError when the connection breaks.
        """
        kept = self._writer is not None
        try:
            return await self._once(method, path, body)
        except OSError:
            if not kept:
                raise
        return await self._once(method, path, body)

    async def _once(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        try:
            return await self._ask(method, path, body)
        except asyncio.IncompleteReadError as problem:
            self.close()
            raise OSError(str(problem)) from None
        except BaseException:
            self.close()  # also when it is given up: the answer to it must not be taken for the next one's
            raise

    async def _ask(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        sent = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nAuthorization: {self.authorization}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n\r\n"
        )
        self._writer.write(head.encode() + sent)
        await self._writer.drain()
        status, headers = await self._head(self._reader)
        content = await self._body(self._reader, headers)
        if headers.get("connection", "").lower() == "close":
            self.close()
        is_json = content and headers.get("content-type", "").startswith("application/json")
        return status, json.loads(content) if is_json else None

    async def _head(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = (line.partition(":") for line in lines[1:] if line)
        return int(lines[0].split(" ", 2)[1]), {name.lower(): value.strip() for name, _, value in fields}

    async def _body(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() != "chunked":
            return await reader.readexactly(int(headers.get("content-length", "0")))
        parts = []
        while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
            parts.append((await reader.readexactly(size + 2))[:-2])
        await reader.readuntil(b"\r\n")
        return b"".join(parts)

    def close(self) -> None:
        """Close the connection."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None
