"""Something a person must know before trusting a number: a stable code and one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Notice"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning or a loss. Codes are stable (scripts rely on them); texts are for people.

    `count` is how many rows, items or annotators it concerns; `examples` are the ids of some of them;
    `task` is the task concerned, None where it concerns the table.

    >>> Notice("naive-time", "12 times have no zone and are read as UTC.", count=12).to_json()["code"]
    'naive-time'
    """

    code: str
    text: str
    count: int = 0
    examples: tuple[str, ...] = ()
    task: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the fields, examples as a list."""
        return {
            "code": self.code,
            "text": self.text,
            "count": self.count,
            "examples": list(self.examples),
            "task": self.task,
        }
