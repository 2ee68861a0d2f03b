"""Taking in one part of an upload: on disk before it counts, and never two at once.

What came before a lost connection counts too. What was written but not counted is cut off when the next part
comes, so a server that was killed knows exactly where to go on.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import AsyncIterator

from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from earmark.audio import SUFFIXES, examine
from earmark.errors import InputError
from earmark.server.kit.clock import now
from earmark.server.kit.errors import ConflictError, TooLargeError, UnusableError
from earmark.server.kit.repository import get, locked
from earmark.server.kit.transaction import Database
from earmark.server.media import places, repository
from earmark.server.settings import Settings
from earmark.server.tables import Upload

__all__ = ["receive"]

_AT_ONCE = 1 << 20


async def receive(
    database: Database, settings: Settings, upload_id: str, offset: int, body: AsyncIterator[bytes]
) -> int:
    """Add what comes to the upload, at `offset`; return how much is there now. The last part finishes it.

    Raises:
        NotFoundError: there is no such upload.
        ConflictError: it stands elsewhere (`offset` says where), or another part is just coming in.
        TooLargeError: more comes than was announced.
        UnusableError: it is whole, and is no sound although its name says so; it was removed.
    """
    part = await run_in_threadpool(_Part, database, settings, upload_id, offset)
    try:
        waiting = bytearray()
        try:
            async for chunk in body:
                waiting += chunk
                if len(waiting) >= _AT_ONCE:
                    await run_in_threadpool(part.write, bytes(waiting))
                    waiting.clear()
        except ClientDisconnect:
            pass  # nobody hears the answer, but what came is kept
        await run_in_threadpool(part.write, bytes(waiting))
        return await run_in_threadpool(part.finish)
    finally:
        await run_in_threadpool(part.close)


class _Part:
    """A part on its way to the disk; holds the file against others until it is closed."""

    def __init__(self, database: Database, settings: Settings, upload_id: str, offset: int) -> None:
        self._database, self._settings, self._id = database, settings, upload_id
        self._offset, self._written = offset, 0
        self._path = places.incoming(settings, upload_id)
        with database.reading() as session:
            get(session, Upload, upload_id, "upload")
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = "Another part of this upload is just coming in; ask where it stands, then go on."
            raise ConflictError("upload-busy", message) from None
        with self._database.reading() as session:  # only now: nobody else moves it
            upload = get(session, Upload, self._id, "upload")
        if upload.received != self._offset:
            message = f"This upload goes on at byte {upload.received}, not {self._offset}."
            raise ConflictError("wrong-offset", message, "Upload-Offset", offset=upload.received)
        self._size, self._name = upload.size, upload.name
        os.ftruncate(self._file, self._offset)

    def write(self, content: bytes) -> None:
        """Write what has come."""
        if self._offset + self._written + len(content) > self._size:
            message = (
                f"More has come than the {self._size:,} bytes that were announced; this part was not taken."
            )
            raise TooLargeError("more-than-announced", message)
        view = memoryview(content)
        while view:
            written = os.pwrite(self._file, view, self._offset + self._written)
            self._written += written
            view = view[written:]

    def finish(self) -> int:
        """Count what is safely on the disk; return how much is there."""
        os.fsync(self._file)
        received = self._offset + self._written
        if received == self._size:
            self._refuse_unusable()
        with self._database.writing() as session:
            upload = locked(session, Upload, self._id, "upload")
            upload.received = received
            if received == upload.size and upload.finished_at is None:
                upload.finished_at = now(session)
        return received

    def _refuse_unusable(self) -> None:
        if not self._name.lower().endswith(SUFFIXES):
            return
        try:
            examine(self._path, self._name)
        except InputError as problem:
            with self._database.writing() as session:
                repository.delete_uploads(session, [self._id])
            places.remove(self._path)
            raise UnusableError("unusable-audio", f"{problem}.", "name") from None

    def close(self) -> None:
        """Let the file go."""
        os.close(self._file)
