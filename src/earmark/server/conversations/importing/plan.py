"""What an import is made of: what was asked for, what a file turned out to be, and parts of conversations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from earmark.errors import BadCell
from earmark.model import Notice

__all__ = ["AT_ONCE", "MOST_SHOWN", "FileReport", "Options", "Part", "PlannedTurn", "SoundRef"]

AT_ONCE = 500
"""The most rows that are written in one transaction."""


@dataclass(frozen=True, slots=True)
class Options:
    """What becomes an item, and which columns are meant.

    `label` is `turns` (those of `speakers`, of everybody when there are none) or `conversations`. `columns`
    gives for a field the column it is taken from, or "" when it is not to be taken at all.
    """

    label: str = "turns"
    speakers: frozenset[str] = frozenset()
    columns: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Options:
        """Return the options as they were sent."""
        return cls(given["label"], frozenset(given["speakers"]), dict(given["columns"]))

    @property
    def named(self) -> dict[str, str]:
        """The columns that were named."""
        return {name: column for name, column in self.columns.items() if column}

    @property
    def ignored(self) -> frozenset[str]:
        """The fields that are not to be taken."""
        return frozenset(name for name, column in self.columns.items() if not column)


@dataclass(frozen=True, slots=True)
class SoundRef:
    """A sound file an import may use: an upload, or a file that stays where it is."""

    name: str
    upload_id: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedTurn:
    """A turn to be stored; `item` is the external id of the item it becomes, None where it is context only."""

    position: int
    speaker: str | None = None
    channel: int | None = None
    text: str | None = None
    start: float | None = None
    end: float | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A conversation, or as many of its turns as are stored at once.

    `whole` is the external id of the item that the conversation as a whole becomes, in its first part.
    """

    conversation: str
    domain: str | None = None
    language: str | None = None
    sound: SoundRef | None = None
    whole: str | None = None
    turns: tuple[PlannedTurn, ...] = ()

    @property
    def rows(self) -> int:
        """How much work this is: its turns; a conversation without any counts as one."""
        return len(self.turns) or 1

    @property
    def items(self) -> list[str]:
        """The external ids of the items."""
        named = [self.whole] if self.whole is not None else []
        return named + [turn.item for turn in self.turns if turn.item is not None]

    def dump(self) -> bytes:
        """Return the part as one line of JSON."""
        sound = None if self.sound is None else [self.sound.name, self.sound.upload_id, self.sound.path]
        turns = [
            [turn.position, turn.speaker, turn.channel, turn.text, turn.start, turn.end, turn.item]
            for turn in self.turns
        ]
        line = [self.conversation, self.domain, self.language, sound, self.whole, turns]
        return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    @classmethod
    def load(cls, line: bytes) -> Part:
        """Return the part that `dump` wrote.

        >>> part = Part("c1", turns=(PlannedTurn(0, "ann", text="hi", item="c1:0"),))
        >>> Part.load(part.dump()) == part
        True
        """
        conversation, domain, language, sound, whole, turns = json.loads(line)
        reference = None if sound is None else SoundRef(*sound)
        return cls(
            conversation, domain, language, reference, whole, tuple(PlannedTurn(*one) for one in turns)
        )


@dataclass(slots=True)
class FileReport:
    """What a file turned out to be. `refusal` says why nothing of it is taken; `rejected` are the first bad cells.

    `kind` is `turns`, `texts`, `speech` (RTTM), `audio` or `none`.
    """

    name: str
    format: str = "unknown"
    kind: str = "none"
    rows: int | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    rejected: list[BadCell] = field(default_factory=list)
    rejected_rows: int = 0
    notices: list[Notice] = field(default_factory=list)
    refusal: str | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def reject(self, cell: BadCell) -> None:
        """Leave a row out, and remember the first of them."""
        self.rejected_rows += 1
        if len(self.rejected) < MOST_SHOWN:
            self.rejected.append(cell)

    def count(self, code: str, by: int = 1) -> None:
        """Count something that must be known."""
        self.counts[code] = self.counts.get(code, 0) + by

    def settle(self) -> None:
        """Make sentences of what was counted."""
        for code, text in COUNTED.items():
            if count := self.counts.get(code):
                self.notices.append(Notice(code, text.format(count=count), count=count))


MOST_SHOWN = 20

COUNTED = {
    "audio-missing": "Conversations whose audio is not among the files, brought in without it: {count}.",
    "rows-repeated": "Rows that say the same as one before, taken once: {count}.",
    "ids-repeated": "Item ids stand in several rows, so items are named after conversation and turn: {count} rows.",
    "conversations-given-twice": "Conversations that another file of this import has already: {count}.",
    "lines-passed-over": "Lines that are not about who speaks when: {count}.",
}
