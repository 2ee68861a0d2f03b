"""A large table of turns."""

from __future__ import annotations

import json
import random

__all__ = ["as_json_lines", "turns"]

WORDS = [
    "please",
    "tell",
    "me",
    "why",
    "my",
    "card",
    "payment",
    "was",
    "refused",
    "twice",
    "yesterday",
    "evening",
    "thank",
    "you",
]


def turns(count: int, each: int = 10) -> str:
    """Return a table of so many turns, `each` in a conversation."""
    draw = random.Random(1)
    lines = ["conversation_id,turn,speaker,text"]
    for call in range(count // each):
        for turn in range(each):
            who = "agent" if turn % 2 else "customer"
            lines.append(f"call-{call:06d},{turn},{who},{' '.join(draw.choices(WORDS, k=12))}")
    return "\n".join(lines) + "\n"


def as_json_lines(table: str) -> str:
    """Return the same table as JSON Lines."""
    names, *rows = (line.split(",") for line in table.splitlines())
    found = (dict(zip(names, row, strict=True)) for row in rows)
    return "".join(json.dumps({**one, "turn": int(one["turn"])}) + "\n" for one in found)
