"""The journal: what happened in a project, in order; for owners and auditors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from earmark.client.connection import Connection
from earmark.client.projects import Project, address_of

__all__ = ["Entry", "Journal"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event; `actor` is a pseudonym, `payload` is None once it was erased."""

    seq: int
    id: str
    at: datetime
    actor: str
    kind: str
    reference: str
    commitment: str
    payload: Mapping[str, Any] | None


class Journal:
    """`client.journal`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def each(self, project: str | Project, after: int = 0) -> Iterator[Entry]:
        """Yield the project's events in order, from the one after `after` on."""
        return self._connection.pages(Entry, f"{address_of(project)}/journal", {"after": after})
