"""Taking out what a cancelled or failed import has added; what somebody was given to label stays.

The events stay in the journal, without what they said: nothing of the content is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from earmark.server.conversations import repository
from earmark.server.conversations.importing.plan import AT_ONCE
from earmark.server.conversations.importing.storing import ADDED, EXTENDED
from earmark.server.kit.journal import Event, Recorded, record, recorded
from earmark.server.media import service as media

__all__ = ["REMOVED", "withdraw"]

REMOVED = "conversations.removed"


def withdraw(session: Session, project_id: str, actor: str, job_id: str, after: int) -> int:
    """Take out what a job added since an event; return how many items stay because somebody was given them."""
    return _Withdrawal(session, project_id, actor, job_id, after).run()


class _Withdrawal:
    """The items first, then the conversations that are left without any."""

    def __init__(self, session: Session, project_id: str, actor: str, job_id: str, after: int) -> None:
        self._session, self._project_id, self._actor = session, project_id, actor
        self._job_id, self._after = job_id, after
        self._kept_in: set[str] = set()
        self._media: set[str] = set()

    def run(self) -> int:
        """Do it; return how many items stay."""
        kept = sum(self._remove_items(some) for some in self._portions())
        for some in self._portions():
            self._remove_conversations(some)
        media.withdraw(self._session, self._project_id, self._actor, sorted(self._media))
        return kept

    def _portions(self) -> Iterator[list[Recorded]]:
        """Yield the job's events, about 500 items at a time."""
        portion: list[Recorded] = []
        size = 0
        for event in self._events():
            portion.append(event)
            size += max(1, len(_said(event)["items"]))
            if size >= AT_ONCE:
                yield portion
                portion, size = [], 0
        if portion:
            yield portion

    def _events(self) -> Iterator[Recorded]:
        after = self._after
        kinds = (ADDED, EXTENDED)
        while found := list(
            recorded(self._session, project_id=self._project_id, kinds=kinds, after=after, limit=AT_ONCE)
        ):
            after = found[-1].seq
            yield from (event for event in found if event.payload and event.payload["job"] == self._job_id)

    def _remove_items(self, events: Sequence[Recorded]) -> int:
        items = {
            item["id"]: _said(event)["conversation"]["id"]
            for event in events
            for item in _said(event)["items"]
        }
        if not items:
            return 0
        kept = repository.handed_out(self._session, sorted(items))
        self._kept_in |= {items[item] for item in kept}
        repository.delete_items(self._session, sorted(items.keys() - kept))
        self._tell({"items": sorted(items.keys() - kept)})
        return len(kept)

    def _remove_conversations(self, events: Sequence[Recorded]) -> None:
        ids = sorted({_said(event)["conversation"]["id"] for event in events})
        staying = repository.with_items(self._session, ids)
        removed: list[str] = []
        erased: list[str] = []
        for event in events:
            held = _said(event)["conversation"]
            if event.kind == ADDED and held["id"] not in staying:
                removed.append(held["id"])
            elif event.kind == EXTENDED and held["id"] not in self._kept_in:
                self._shorten(held, [turn[0] for turn in _said(event)["turns"]])
            else:
                continue
            erased.append(event.id)
            if held.get("media_id"):
                self._media.add(held["media_id"])
        repository.delete_conversations(self._session, removed)
        repository.erase_payloads(self._session, erased)
        self._tell({"conversations": removed, "events": erased})

    def _shorten(self, held: dict[str, Any], positions: Sequence[int]) -> None:
        repository.delete_turns(self._session, held["id"], positions)
        if held.get("media_id"):
            repository.set_media(self._session, held["id"], None)

    def _tell(self, facts: dict[str, Any]) -> None:
        record(self._session, Event(self._project_id, self._actor, REMOVED, self._project_id, facts))


def _said(event: Recorded) -> dict[str, Any]:
    return event.payload or {}
