"""Parts of conversations into the database: what is new is added, what is there stays as it is.

Each conversation is told to the journal so fully that its rows can be made again.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from earmark.server.conversations import repository
from earmark.server.conversations.importing.plan import Part, PlannedTurn
from earmark.server.conversations.repository import Known
from earmark.server.kit.clock import now
from earmark.server.kit.journal import Event, record
from earmark.server.kit.orm import new_id
from earmark.server.media import service as media
from earmark.server.settings import Settings
from earmark.server.tables import Conversation, Item, Turn

__all__ = ["ADDED", "EXTENDED", "Into", "Ready", "store"]

ADDED, EXTENDED = "conversation.added", "conversation.extended"


@dataclass(frozen=True, slots=True)
class Into:
    """Where parts are stored, and on whose behalf."""

    project_id: str
    job_id: str
    actor: str
    overlap: int
    settings: Settings


@dataclass(frozen=True, slots=True)
class Ready:
    """A part whose sound was made ready; `problem` says why it cannot be used."""

    part: Part
    sound: media.Prepared | None = None
    problem: str | None = None


def store(session: Session, into: Into, ready: Sequence[Ready]) -> Counter[str] | None:
    """Store parts and return what was done: new conversations, turns, items, and what was there already.

    Returns None, with nothing changed, when a sound has to be made ready once more.
    """
    sounds: dict[str, str] = {}
    for one in ready:
        if one.sound is not None and one.sound.digest not in sounds:
            added = media.add(session, into.settings, into.project_id, into.actor, one.sound)
            if added is None:
                return None
            sounds[one.sound.digest] = added.id
    writer = _Writer(session, into, [one.part for one in ready])
    for one in ready:
        media_id = None if one.sound is None else sounds[one.sound.digest]
        writer.take(_usable(one, writer.counts), media_id)
    writer.write()
    return writer.counts


def _usable(one: Ready, counts: Counter[str]) -> Part | None:
    """Return what of a part can be labelled: without its sound, only what can be read."""
    if one.problem is None:
        return one.part
    if one.part.sound is not None and not one.part.turns:
        return None
    turns = tuple(turn for turn in one.part.turns if turn.text is not None)
    counts["rejected"] += len(one.part.turns) - len(turns)
    part = one.part
    if not turns:
        return None
    return Part(part.conversation, part.domain, part.language, None, part.whole, turns)


@dataclass(slots=True)
class _Told:
    """What the journal is told of one part."""

    kind: str
    conversation: dict[str, Any]
    turns: list[list[Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)

    def payload(self, job_id: str) -> dict[str, Any]:
        return {"job": job_id, "conversation": self.conversation, "turns": self.turns, "items": self.items}


class _Writer:
    """Gathers what is new in some parts, and writes it at once."""

    def __init__(self, session: Session, into: Into, parts: Sequence[Part]) -> None:
        self._session, self._into = session, into
        self.counts: Counter[str] = Counter()
        names = sorted({part.conversation for part in parts})
        self._known = repository.by_external(session, into.project_id, names)
        positions = sorted({turn.position for part in parts for turn in part.turns})
        ids = sorted(known.id for known in self._known.values())
        self._there: dict[tuple[str, int], Turn | PlannedTurn] = {}
        self._there |= repository.turns_at(session, ids, positions)
        items = sorted({item for part in parts for item in part.items})
        self._taken = repository.item_ids(session, into.project_id, items)
        self._rows: dict[type[Conversation | Turn | Item], list[dict[str, Any]]] = {
            Conversation: [],
            Turn: [],
            Item: [],
        }
        self._told: list[_Told] = []

    def take(self, part: Part | None, media_id: str | None) -> None:
        """Gather what is new in a part."""
        if part is None:
            return
        known = self._known.get(part.conversation)
        if known is None:
            if part.items and all(item in self._taken for item in part.items):
                self.counts["already"] += part.rows  # its items are there, under another conversation
                return
            told = self._new_conversation(part, media_id)
        else:
            told = _Told(EXTENDED, {"id": known.id, "external_id": part.conversation})
            if known.media_id is None and media_id is not None:
                told.conversation["media_id"] = media_id
                self._known[part.conversation] = Known(known.id, media_id)
        self._add_turns(part, told)
        self._add_items(part, told)
        if told.kind == ADDED or told.turns or told.items or "media_id" in told.conversation:
            self._told.append(told)
        if known is not None and not part.turns and not told.items:
            self.counts["already"] += 1

    def _new_conversation(self, part: Part, media_id: str | None) -> _Told:
        facts = {
            "id": new_id(),
            "external_id": part.conversation,
            "media_id": media_id,
            "domain": part.domain,
            "language": part.language,
        }
        self._known[part.conversation] = Known(str(facts["id"]), media_id)
        own = {"project_id": self._into.project_id, "created_at": now(self._session)}
        self._rows[Conversation].append(facts | own)
        self.counts["conversations"] += 1
        return _Told(ADDED, facts)

    def _add_turns(self, part: Part, told: _Told) -> None:
        conversation_id = told.conversation["id"]
        for turn in part.turns:
            before = self._there.get((conversation_id, turn.position))
            if before is not None:
                said = (before.speaker, before.text, before.start, before.end)
                same = said == (turn.speaker, turn.text, turn.start, turn.end)
                self.counts["already" if same else "different"] += 1
                continue
            self._there[conversation_id, turn.position] = turn
            columns = ("position", "speaker", "channel", "text", "start", "end")
            row = {name: getattr(turn, name) for name in columns}
            self._rows[Turn].append({"conversation_id": conversation_id, **row})
            told.turns.append(list(row.values()))
        self.counts["turns"] += len(told.turns)

    def _add_items(self, part: Part, told: _Told) -> None:
        wanted = [(None, part.whole)] + [(turn.position, turn.item) for turn in part.turns]
        for position, external_id in wanted:
            if external_id is None or external_id in self._taken:
                continue
            self._taken.add(external_id)
            row = {
                "id": new_id(),
                "position": position,
                "external_id": external_id,
                "purpose": "label",
                "overlap": self._into.overlap,
                "draw": secrets.randbits(62),
            }
            told.items.append(row)
            own = {"project_id": self._into.project_id, "created_at": now(self._session)}
            self._rows[Item].append({**row, **own, "conversation_id": told.conversation["id"], "gold": None})
        self.counts["items"] += len(told.items)

    def write(self) -> None:
        """Write the rows, then the events."""
        for table, rows in self._rows.items():
            repository.add(self._session, table, rows)
        for told in self._told:
            if told.kind == EXTENDED and "media_id" in told.conversation:
                repository.set_media(self._session, told.conversation["id"], told.conversation["media_id"])
        for told in self._told:
            payload = told.payload(self._into.job_id)
            reference = told.conversation["id"]
            record(
                self._session,
                Event(self._into.project_id, self._into.actor, told.kind, reference, payload),
            )
        self.counts["events"] += len(self._told)
