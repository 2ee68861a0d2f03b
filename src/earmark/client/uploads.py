"""Files on their way to the server: in parts, resumed where a connection broke, never sent twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from earmark.client.connection import Connection
from earmark.client.projects import Project, address_of
from earmark.errors import (
    ConflictError,
    FailedError,
    FileError,
    OverloadedError,
    ServerError,
    UnreachableError,
    UnreadableAnswerError,
)

__all__ = ["Upload", "Uploads"]

PART = 8 * 2**20
PASSING = (UnreachableError, UnreadableAnswerError, FailedError, OverloadedError)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on the server that is not used for anything yet; `received` bytes of it have arrived."""

    id: str
    received: int


class Uploads:
    """`client.uploads`."""

    def __init__(self, connection: Connection, part: int = PART) -> None:
        self._connection = connection
        self._part = part

    def send(
        self,
        project: str | Project,
        path: str | Path,
        *,
        name: str | None = None,
        resume: str | Upload | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Upload:
        """Send a file and return its upload; `progress` is told bytes sent, and bytes in all.

        `name` is what the server calls the file, with `/` where it lies in a folder that is sent as a whole.
        `resume` goes on with an upload that was begun before, from what has arrived.

        Raises:
            FileError: the file cannot be read, or became shorter while it was sent.
            ServerError: refused, or the connection stayed away.
        """
        file = Path(path)
        try:
            size = file.stat().st_size
            with file.open("rb") as opened:
                upload = self.get(resume) if resume else self._begin(project, name or file.name, size)
                return self._send(upload, opened, size, progress or _untold)
        except OSError as problem:
            raise FileError(f"{file} cannot be read: {problem.strerror}") from None

    def get(self, upload: str | Upload) -> Upload:
        """Return how much of an upload has arrived."""
        return self._connection.get(Upload, _at(upload))

    def drop(self, upload: str | Upload) -> None:
        """Remove an upload that is not wanted any more."""
        self._connection.ask("DELETE", _at(upload))

    def _begin(self, project: str | Project, name: str, size: int) -> Upload:
        return self._connection.post(Upload, f"{address_of(project)}/uploads", {"name": name, "size": size})

    def _send(
        self, upload: Upload, opened: IO[bytes], size: int, progress: Callable[[int, int], None]
    ) -> Upload:
        received, failed = upload.received, 0
        while received < size:
            progress(received, size)
            opened.seek(received)
            part = opened.read(self._part)
            if not part:
                raise FileError(f"{opened.name} became shorter while it was sent; send it again")
            arrived = self._arrived(upload, received, part, failed + 1)
            failed = failed + 1 if arrived <= received else 0
            received = arrived
        progress(size, size)
        return Upload(upload.id, received)

    def _arrived(self, upload: Upload, offset: int, part: bytes, attempt: int) -> int:
        """Send a part and return where to go on; after a break the server is asked how far it got."""
        try:
            sent = self._connection.ask(
                "PATCH", _at(upload), content=part, headers={"Upload-Offset": str(offset)}
            )
            return int(sent["received"])
        except ConflictError as problem:
            return self._right_offset(upload, offset, problem, attempt)
        except (KeyError, TypeError, ValueError):
            raise UnreadableAnswerError(
                "the server does not say how much of the upload it received"
            ) from None
        except PASSING as problem:
            self._connection.wait(problem, attempt)
            return self.get(upload).received

    def _right_offset(self, upload: Upload, offset: int, problem: ServerError, attempt: int) -> int:
        received = self.get(upload).received
        if received == offset:  # it is not about the offset after all
            self._connection.wait(problem, attempt)
        return received


def _at(upload: str | Upload) -> str:
    return f"/api/uploads/{quote(upload if isinstance(upload, str) else upload.id, safe='')}"


def _untold(sent: int, size: int) -> None:  # noqa: ARG001  # the signature of `progress`
    return
