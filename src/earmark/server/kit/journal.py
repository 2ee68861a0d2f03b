"""The record: every effect writes its event in its own transaction, with a commitment to what it says.

The payload and the key of the commitment lie in a row that can be erased; the event stays, and so do all
proofs about it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from earmark.server.kit import stored
from earmark.server.kit.clock import now
from earmark.server.kit.orm import new_id

__all__ = [
    "SYSTEM",
    "Event",
    "Recorded",
    "canonical",
    "commitment",
    "latest",
    "matches",
    "record",
    "recorded",
]

SYSTEM = "system"
"""The actor of what nobody in particular did: a lease that lapsed, a job."""

ORDER_OF_COMMITS = 4_837_201
"""The PostgreSQL advisory lock under which events are numbered."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `payload` says it so fully that the rows it changed can be made again."""

    project_id: str | None
    actor: str
    kind: str
    reference: str
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands in the journal; `payload` and `key` are None once erased."""

    seq: int
    id: str
    project_id: str | None
    at: datetime
    actor: str
    kind: str
    reference: str
    commitment: str
    payload: dict[str, Any] | None
    key: bytes | None


def canonical(payload: Mapping[str, Any]) -> str:
    """Return the one text of a JSON object: sorted keys, no spaces, no NaN.

    >>> canonical({"b": 1, "a": "ü"})
    '{"a":"ü","b":1}'
    """
    return json.dumps(payload, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def commitment(key: bytes, payload: str) -> str:
    """Return the HMAC-SHA256 of a canonical payload under its key, as hexadecimal digits (RFC 2104)."""
    return hmac.new(key, payload.encode(), hashlib.sha256).hexdigest()


def record(session: Session, event: Event) -> str:
    """Write an event into the transaction of its effect and return its id.

    Call it after the effect's own rows are written: on PostgreSQL it takes the lock that makes the order of the
    numbers the order of the commits, and holds it until the transaction ends. Under that lock the number is the
    one after the last: a sequence would leave a hole wherever a transaction, or the server, died.
    """
    payload, key = canonical(event.payload), secrets.token_bytes(32)
    session.flush()
    number = None
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": ORDER_OF_COMMITS})
        number = select(func.coalesce(func.max(stored.Event.seq), 0) + 1).scalar_subquery()
    row = stored.Event(
        seq=number,
        id=new_id(),
        project_id=event.project_id,
        at=now(session),
        actor=event.actor,
        kind=event.kind,
        reference=event.reference,
        commitment=commitment(key, payload),
    )
    session.add(row)
    session.flush()
    session.add(stored.EventPayload(event_id=row.id, key=key, payload=payload))
    return row.id


def matches(event: Recorded) -> bool:
    """Tell whether the payload is the one the event was written with. An erased one matches: nothing is claimed."""
    if event.payload is None or event.key is None:
        return True
    return hmac.compare_digest(commitment(event.key, canonical(event.payload)), event.commitment)


def recorded(
    session: Session,
    *,
    project_id: str | None = None,
    kinds: Sequence[str] = (),
    actor: str | None = None,
    after: int = 0,
    limit: int | None = None,
) -> Iterator[Recorded]:
    """Yield events in their order, from the one after `after` on; `project_id` None means every project's."""
    query = (
        select(stored.Event, stored.EventPayload)
        .outerjoin(stored.EventPayload, stored.EventPayload.event_id == stored.Event.id)
        .where(stored.Event.seq > after)
        .order_by(stored.Event.seq)
    )
    if project_id is not None:
        query = query.where(stored.Event.project_id == project_id)
    if kinds:
        query = query.where(stored.Event.kind.in_(kinds))
    if actor is not None:
        query = query.where(stored.Event.actor == actor)
    if limit is not None:
        query = query.limit(limit)
    for row, said in session.execute(query.execution_options(yield_per=500)):
        yield _recorded(row, said)


def _recorded(row: stored.Event, said: stored.EventPayload | None) -> Recorded:
    return Recorded(
        seq=row.seq,
        id=row.id,
        project_id=row.project_id,
        at=row.at,
        actor=row.actor,
        kind=row.kind,
        reference=row.reference,
        commitment=row.commitment,
        payload=None if said is None else json.loads(said.payload),
        key=None if said is None else said.key,
    )


def latest(session: Session) -> int:
    """Return the number of the last event, 0 when there is none."""
    return session.scalar(select(stored.Event.seq).order_by(stored.Event.seq.desc()).limit(1)) or 0
