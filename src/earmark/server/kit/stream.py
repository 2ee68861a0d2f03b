"""Live updates: one look at the journal every half second, shared by everybody who listens.

Sent as server-sent events (WHATWG HTML, 9.2). An event's id is its number in the journal, so that a browser
that reconnects names the last one it saw (`Last-Event-ID`) and misses nothing.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from anyio.to_thread import run_sync
from sqlalchemy import select

from earmark.server.kit import journal
from earmark.server.kit.errors import TooManyError
from earmark.server.kit.stored import Event
from earmark.server.kit.transaction import Database

__all__ = ["Change", "Stream"]

REMEMBERED = 5_000
AT_ONCE = 500
MOST_LISTENERS = 2_000


@dataclass(frozen=True, slots=True)
class Change:
    """What listeners are told of an event: nothing of its payload."""

    seq: int
    project_id: str | None
    kind: str
    reference: str
    actor: str

    def sent(self) -> bytes:
        """Return it as a server-sent event."""
        told = json.dumps({"kind": self.kind, "id": self.reference})
        return f"id: {self.seq}\nevent: changed\ndata: {told}\n\n".encode()


class Stream:
    """The changes of all projects, for any number of listeners in this process."""

    def __init__(
        self, database: Database, *, every: float = 0.5, beat: float = 15.0, check: float = 60.0
    ) -> None:
        self._database = database
        self._every, self._beat, self._check = every, beat, check
        self._recent: deque[Change] = deque(maxlen=REMEMBERED)
        self._start = self._last = 0  # what lies after `_start`, up to `_last`, is remembered
        self._listeners = 0
        self._beginning = asyncio.Lock()
        self._closed = False
        self._news: asyncio.Event | None = None
        self._looking: asyncio.Task[None] | None = None

    async def listen(
        self,
        project_id: str,
        after: int | None,
        sees: Callable[[Change], bool],
        still_allowed: Callable[[], bool],
    ) -> AsyncIterator[bytes]:
        """Yield the project's changes from the one after `after` on (None: from now on), as they come.

        `sees` says which of them this listener is told; `still_allowed` is asked once a minute, in a thread.
        """
        self._listeners += 1
        try:
            await self._begin()
            position = self._last if after is None else min(after, self._last)
            checked = time.monotonic()
            yield b"retry: 2000\n\n"
            while not self._closed:
                news = self._news
                changes, position = await self._since(project_id, position)
                for change in changes:
                    if sees(change):
                        yield change.sent()
                if time.monotonic() - checked >= self._check:
                    checked = time.monotonic()
                    if not await run_sync(still_allowed):
                        yield b"event: ended\ndata: {}\n\n"
                        return
                if position >= self._last and not await self._wait(news):
                    yield b": still here\n\n"
        finally:
            self._listeners -= 1

    def refuse_when_full(self) -> None:
        """Raise TooManyError when there are more listeners than the process can serve."""
        if self._listeners >= MOST_LISTENERS:
            message = "Too many pages listen to this server; try again later."
            raise TooManyError("too-many-listeners", message, retry_after=30)

    def let_go(self) -> None:
        """Tell every listener to end within half a second; may be called from a signal or another thread."""
        self._closed = True

    async def close(self) -> None:
        """Let every listener go now, so that the server can end."""
        self.let_go()
        if self._news is not None:
            self._news.set()
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)

    async def _begin(self) -> None:
        async with self._beginning:
            if self._looking is None or self._looking.done():
                self._news = self._news or asyncio.Event()
                self._recent.clear()
                self._start = self._last = await run_sync(self._latest)
                self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        """Look for new events for as long as somebody listens."""
        while self._listeners and not self._closed:
            await asyncio.sleep(self._every)
            try:
                new = await run_sync(self._read, None, self._last, AT_ONCE)
            except Exception:  # noqa: S112  # a database that is away comes back; listeners wait
                continue
            if new and self._news is not None:
                self._recent.extend(new)
                self._last = new[-1].seq
                if len(self._recent) == REMEMBERED:
                    self._start = self._recent[0].seq - 1
                told, self._news = self._news, asyncio.Event()
                told.set()
        if self._news is not None:
            self._news.set()

    async def _since(self, project_id: str, position: int) -> tuple[list[Change], int]:
        last = self._last
        if position >= last:
            return [], position
        if position >= self._start:
            return [c for c in self._recent if c.seq > position and c.project_id == project_id], last
        found = await run_sync(self._read, project_id, position, AT_ONCE)
        if len(found) == AT_ONCE:
            return found, found[-1].seq
        return found, max([last, *(change.seq for change in found)])

    async def _wait(self, news: asyncio.Event | None) -> bool:
        if news is None:
            return False
        try:
            await asyncio.wait_for(news.wait(), self._beat)
        except TimeoutError:
            return False
        return True

    def _latest(self) -> int:
        with self._database.reading() as session:
            return journal.latest(session)

    def _read(self, project_id: str | None, after: int, limit: int) -> list[Change]:
        query = select(Event.seq, Event.project_id, Event.kind, Event.reference, Event.actor).where(
            Event.seq > after
        )
        if project_id is not None:
            query = query.where(Event.project_id == project_id)
        with self._database.reading() as session:
            return [Change(*row) for row in session.execute(query.order_by(Event.seq).limit(limit))]
