"""A connection of a program to a real server, kept open: as little between the test and the wire as there can be."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any

__all__ = ["Answer", "Page"]


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    text: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


class Page:
    """One connection, opened when it is needed; whatever breaks it is an OSError."""

    def __init__(self, port: int, token: str, timeout: float = 40.0) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(self, path: str, body: Any) -> Answer:
        """Send a request and wait for the answer.

        Raises OSError when the connection breaks, however it breaks: then nobody knows whether it was done.
        """
        try:
            self._connection.request("POST", path, json.dumps(body), self._headers)
            response = self._connection.getresponse()
            return Answer(response.status, response.read().decode())
        except http.client.HTTPException as problem:
            self._connection.close()
            raise ConnectionResetError(str(problem)) from None
        except OSError:
            self._connection.close()
            raise

    def send_only(self, path: str, body: Any) -> Answer:
        """Send a request and break the connection without waiting; the answer is made up."""
        try:
            self._connection.request("POST", path, json.dumps(body), self._headers)
        finally:
            self._connection.close()
        return Answer(0, "")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
