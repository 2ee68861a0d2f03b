"""The strength of the systems whose outputs were compared, from a preference task and the items' two sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from earmark.analysis.encode import encode, same_words
from earmark.analysis.tasks import TaskAnswers
from earmark.errors import SchemeError
from earmark.formats import Table
from earmark.quality import consensus as methods
from earmark.quality.consensus import Comparisons, PreferenceConsensus
from earmark.quality.long_table import Codes

__all__ = ["SIDES", "Strengths", "strengths_of"]

SIDES = {"a": 0, "b": 1, "tie": 2}


@dataclass(frozen=True, slots=True)
class Strengths:
    """What is known of the systems, with their names."""

    systems: tuple[str, ...]
    annotators: tuple[str, ...]
    found: PreferenceConsensus
    left_out: int

    def to_json(self) -> dict[str, Any]:
        """Return strengths, reliabilities, how often equals tie, and what being side `a` is worth."""
        return {
            "why": self.found.why,
            "systems": [
                {"system": name, "strength": one.to_json(), "group": int(group)}
                for name, one, group in zip(self.systems, self.found.strength, self.found.groups, strict=True)
            ],
            "reliability": [
                {"annotator_id": name, "reliability": one.to_json()}
                for name, one in zip(self.annotators, self.found.reliability, strict=True)
            ],
            "tie": self.found.tie.to_json(),
            "order": self.found.order.to_json(),
            "left_out": self.left_out,
        }


def strengths_of(task: TaskAnswers, items: Table | None) -> Strengths | None:
    """Return the strength of each system; None where no items table names the systems of both sides.

    Answers to items that name no two different systems are left out and counted. The side `a` counts as the one
    shown first.

    Raises:
        SchemeError: a label is none of a, b, tie.
    """
    if items is None or not (items.has("system_a") and items.has("system_b")):
        return None
    words = task.labels.to_pylist()
    strange = sorted(set(words) - set(SIDES))
    if strange:
        raise SchemeError(
            f"task {task.task!r} is a preference and holds the label {strange[0]!r}; allowed are {', '.join(SIDES)}"
        )
    one, other, names = _sides(task, items)
    table = task.table
    use = (one[table.item] >= 0) & (other[table.item] >= 0) & (one[table.item] != other[table.item])
    outcome = np.array([SIDES[word] for word in words], dtype=np.int32)[table.label]
    found = methods.preference(
        Comparisons(
            one[table.item][use],
            other[table.item][use],
            outcome[use],
            table.annotator[use],
            len(names),
            table.annotators,
        )
    )
    annotators = tuple(str(name) for name in task.annotators.to_pylist())
    return Strengths(names, annotators, found, int((~use).sum()))


def _sides(task: TaskAnswers, items: Table) -> tuple[Codes, Codes, tuple[str, ...]]:
    """Return the system of side a and of side b of each item of the task, −1 where none is named."""
    place = same_words(encode(items.data["item_id"]), task.items)
    sides = [encode(items.data[name]) for name in ("system_a", "system_b")]
    names = tuple(sorted({word for side in sides for word in side.words.to_pylist()}))
    code = {name: k for k, name in enumerate(names)}
    found = []
    for side in sides:
        known = np.array([code[word] for word in side.words.to_pylist()] + [-1], dtype=np.int32)
        by_item = np.full(len(task.items), -1, dtype=np.int32)
        by_item[place[place >= 0]] = known[side.codes][place >= 0]
        found.append(by_item)
    return found[0], found[1], names
