"""Once an import has stored everything, its items go to the domains above, which hand them out.

Which they are is read from the journal: it holds exactly what was committed.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from earmark.server.conversations.importing.plan import AT_ONCE
from earmark.server.conversations.importing.storing import ADDED, EXTENDED
from earmark.server.conversations.service import AddedItem, ItemsAdded, items_added
from earmark.server.kit.journal import recorded

__all__ = ["Opened", "open_some"]


@dataclass(frozen=True, slots=True)
class Opened:
    """How many items were opened, up to which event, and whether those were the last."""

    items: int
    upto: int
    finished: bool


def open_some(session: Session, project_id: str, job_id: str, after: int, most_events: int) -> Opened:
    """Send the items of the next events of a job to whoever hands them out; about 500 at a time."""
    kinds = (ADDED, EXTENDED)
    found = list(recorded(session, project_id=project_id, kinds=kinds, after=after, limit=most_events))
    added: list[AddedItem] = []
    taken = 0
    for event in found:
        if len(added) >= AT_ONCE:
            break
        taken, after = taken + 1, event.seq
        if event.payload is not None and event.payload["job"] == job_id:
            added += [AddedItem(one["id"], one["draw"], one["overlap"]) for one in event.payload["items"]]
    if added:
        items_added.send(session, ItemsAdded(project_id, tuple(added)))
    return Opened(len(added), after, finished=taken == len(found) < most_events)
