"""The items on which people differ most, with what was said and what was said before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from earmark.analysis.audit.material import LITTLE, THREE, TaskMaterial
from earmark.analysis.audit.result import DisputedItem
from earmark.analysis.encode import encode
from earmark.formats import Table
from earmark.model import Estimate

__all__ = ["Texts", "disputed"]

MOST = 50
BEFORE = 3
TEXT_COLUMNS = ("text", "prompt", "instruction", "input", "text_a", "text_b", "response1", "response2")
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Turns:
    """The rows of an items table that have a place in a conversation, ordered by conversation and turn."""

    conversation: np.ndarray  # of each row of the table, −1 where there is none
    turn: np.ndarray  # of each row, NaN where there is none
    rows: np.ndarray
    ordered: np.ndarray  # the conversation of each of `rows`

    @classmethod
    def of(cls, table: Table | None) -> Turns | None:
        """Return the turns, None where the table does not tell."""
        if table is None or not all(table.has(name) for name in ("conversation_id", "turn", "text")):
            return None
        conversation = encode(table.data["conversation_id"]).codes
        turn = np.asarray(pc.fill_null(pc.cast(table.data["turn"], pa.float64()), float("nan")))
        placed = np.flatnonzero((conversation >= 0) & np.isfinite(turn))
        rows = placed[np.lexsort((placed, turn[placed], conversation[placed]))]
        return cls(conversation, turn, rows, conversation[rows])

    def before(self, row: int) -> np.ndarray:
        """Return the rows of the last turns before a row, oldest first; turns at the same place are not before."""
        if self.conversation[row] < 0 or not np.isfinite(self.turn[row]):
            return np.zeros(0, dtype=np.int64)
        here = self.conversation[row]
        start, end = np.searchsorted(self.ordered, [here, here + 1])
        inside = self.rows[start:end]
        until = int(np.searchsorted(self.turn[inside], self.turn[row]))
        return inside[max(0, until - BEFORE) : until]


@dataclass(frozen=True, slots=True)
class Texts:
    """What the items table says of each item, found by id."""

    table: Table | None
    place: dict[str, int]
    turns: Turns | None = None

    @classmethod
    def of(cls, table: Table | None) -> Texts:
        """Return the texts of an items table."""
        if table is None:
            return cls(None, {})
        ids = table.data["item_id"].cast(pa.string()).to_pylist()
        place = {item: at for at, item in enumerate(ids) if item is not None}
        return cls(table, place, Turns.of(table))

    def parts(self, item: str) -> tuple[tuple[str, str], ...]:
        """Return the text columns of an item that hold something, each with its name."""
        at = self.place.get(item)
        if at is None:
            return ()
        found = ((name, self._cell(name, at)) for name in TEXT_COLUMNS)
        return tuple((name, _short(value)) for name, value in found if value)

    def before(self, item: str) -> tuple[str, ...]:
        """Return the turns before an item in its conversation, oldest first, each as "speaker: text"."""
        at = self.place.get(item)
        if at is None or self.turns is None:
            return ()
        return tuple(self._turn(int(row)) for row in self.turns.before(at))

    def _turn(self, row: int) -> str:
        speaker = self._cell("speaker", row)
        return f"{speaker}: {_short(self._cell('text', row))}" if speaker else _short(self._cell("text", row))

    def _cell(self, name: str, row: int) -> str:
        if self.table is None or name not in self.table.data.column_names:
            return ""
        value = self.table.data[name][row].as_py()
        return "" if value is None else str(value)


def disputed(task: TaskMaterial, texts: Texts, alpha: Estimate) -> list[DisputedItem]:
    """Return the most disputed items: most disagreement first, then most answers, then by id.

    A consensus is named only where people agree enough for it to mean something, where there are three of them
    or more, and where somebody gave that label; its probability only where nothing speaks against the model.
    """
    answers = task.answers
    counts = answers.table.per_item
    differing = np.flatnonzero((counts >= 2) & (task.disagreement > 0))
    order = differing[np.lexsort((differing, -counts[differing], -task.disagreement[differing]))][:MOST]
    means_something = task.people >= THREE and (alpha.high is None or alpha.high >= LITTLE)
    believed = task.doubt(alpha) is None
    return [_item(task, texts, int(code), named=means_something, believed=believed) for code in order]


def _item(task: TaskMaterial, texts: Texts, code: int, *, named: bool, believed: bool) -> DisputedItem:
    answers = task.answers
    item = str(answers.items[code].as_py())
    start, end = answers.table.starts[code : code + 2]
    labels, many = np.unique(answers.table.label[start:end], return_counts=True)
    order = np.lexsort((labels, -many))
    chosen = task.consensus.found if task.consensus and named else None
    best = int(chosen.label[code]) if chosen is not None and chosen.label[code] in labels else -1
    parts = texts.parts(item)
    return DisputedItem(
        item_id=item,
        text=_joined(parts),
        context=texts.before(item),
        answers=tuple((_short(str(answers.labels[int(labels[k])].as_py())), int(many[k])) for k in order),
        consensus=str(answers.labels[best].as_py()) if best >= 0 else None,
        probability=float(chosen.probability[code])
        if believed and chosen is not None and best >= 0
        else None,
        parts=parts if [name for name, _ in parts] != ["text"] else (),
    )


def _joined(parts: tuple[tuple[str, str], ...]) -> str | None:
    """Return one text: that of the column `text` as it is, several columns under their names."""
    if [name for name, _ in parts] == ["text"]:
        return parts[0][1]
    return "\n\n".join(f"{name}: {value}" for name, value in parts) or None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
