"""A small store that speaks as much S3 as is needed: ListObjectsV2, HEAD and GET with a range, signed requests only."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

PAGE = 2


@dataclass
class Store:
    """Objects by `bucket/key`, and what was asked for: method, path, and range."""

    address: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    sent: int = 0
    status: int = 0
    """Any other than 0 is the answer to everything."""
    cut: int = 0
    """So many of the next answers end in the middle."""

    def etag(self, name: str) -> str:
        return f'"{hashlib.md5(self.objects[name]).hexdigest()}"'  # noqa: S324  # what an ETag is made of

    def listing(self, bucket: str, query: dict[str, list[str]]) -> bytes:
        """Two objects a page, so that more than one page is asked for."""
        prefix = query.get("prefix", [""])[0]
        names = sorted(name for name in self.objects if name.startswith(f"{bucket}/{prefix}"))
        first = int(query.get("continuation-token", ["0"])[0])
        rows = "".join(
            f"<Contents><Key>{escape(quote(name.removeprefix(bucket + '/')))}</Key><ETag>{self.etag(name)}</ETag>"
            f"<Size>{len(self.objects[name])}</Size></Contents>"
            for name in names[first : first + PAGE]
        )
        more = first + PAGE < len(names)
        token = f"<NextContinuationToken>{first + PAGE}</NextContinuationToken>" if more else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult>'
            f"<Name>{bucket}</Name><IsTruncated>{str(more).lower()}</IsTruncated>"
            f"<EncodingType>url</EncodingType>{token}{rows}</ListBucketResult>"
        ).encode()


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def _store(self) -> Store:
        found: Store = self.server.store  # type: ignore[attr-defined]  # set below
        return found

    def do_GET(self) -> None:
        parts, store = urlsplit(self.path), self._store
        name, asked = unquote(parts.path[1:]), self.headers.get("Range", "")
        store.asked.append((self.command, name, asked))
        if store.status:
            self._answer(store.status)
        elif "AWS4-HMAC-SHA256" not in self.headers.get("Authorization", ""):
            self._answer(403)
        elif "/" not in name.rstrip("/"):
            self._answer(200, store.listing(name.rstrip("/"), parse_qs(parts.query)))
        elif name not in store.objects:
            self._answer(404)
        elif self.headers.get("If-Match", store.etag(name)) != store.etag(name):
            self._answer(412)
        else:
            self._object(name, asked)

    def _object(self, name: str, asked: str) -> None:
        content, headers = self._store.objects[name], {"ETag": self._store.etag(name)}
        if asked:
            first, last = (int(part) for part in asked.removeprefix("bytes=").split("-"))
            headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
            content = content[first : last + 1]
        self._store.sent += len(content)
        self._answer(206 if asked else 200, content, headers)

    def _answer(self, status: int, content: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for header, value in (headers or {}).items():
            self.send_header(header, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if content and self._store.cut:
            self._store.cut -= 1
            self.close_connection = True
            content = content[: len(content) // 2]
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the method it replaces
        """Say nothing."""


@contextmanager
def store() -> Iterator[Store]:
    """Serve an empty store on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answering)
    server.daemon_threads = True
    made = Store(f"http://127.0.0.1:{server.server_port}")
    server.store = made  # type: ignore[attr-defined]  # for those who answer
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
