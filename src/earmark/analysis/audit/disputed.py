"""The items on which people differ most, with what was said and what was said before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from earmark.analysis.audit.material import TaskMaterial
from earmark.analysis.audit.result import DisputedItem
from earmark.formats import Table

__all__ = ["Texts", "disputed"]

MOST = 50
BEFORE = 3
TEXT_COLUMNS = ("text", "prompt", "instruction", "input", "text_a", "text_b", "response1", "response2")
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Texts:
    """What the items table says of each item, found by id."""

    table: Table | None
    place: dict[str, int]

    @classmethod
    def of(cls, table: Table | None) -> Texts:
        """Return the texts of an items table."""
        if table is None:
            return cls(None, {})
        ids = table.data["item_id"].cast(pa.string()).to_pylist()
        return cls(table, {item: at for at, item in enumerate(ids) if item is not None})

    def text(self, item: str) -> str | None:
        """Return what an item says: its text, or all its text columns, each with its name."""
        at = self.place.get(item)
        if at is None or self.table is None:
            return None
        found = [
            (name, self._cell(name, at)) for name in TEXT_COLUMNS if name in self.table.data.column_names
        ]
        said = [(name, value) for name, value in found if value]
        if not said:
            return None
        if [name for name, _ in said] == ["text"]:
            return _short(said[0][1])
        return " · ".join(f"{name}: {_short(value)}" for name, value in said)

    def before(self, item: str) -> tuple[str, ...]:
        """Return the turns before an item in its conversation, oldest first, each as "speaker: text"."""
        at = self.place.get(item)
        if at is None or self.table is None:
            return ()
        if not (self.table.has("conversation_id") and self.table.has("turn") and self.table.has("text")):
            return ()
        data = self.table.data
        conversation = data["conversation_id"].cast(pa.string())
        turn = data["turn"][at].as_py()
        here = conversation[at].as_py()
        if turn is None or here is None:
            return ()
        near = pc.and_(pc.equal(conversation, here), pc.less(data["turn"], turn))
        rows = np.flatnonzero(np.asarray(pc.fill_null(near, False)))
        rows = rows[np.argsort(np.asarray(data["turn"].take(pa.array(rows))), kind="stable")][-BEFORE:]
        return tuple(self._turn(int(row)) for row in rows)

    def _turn(self, row: int) -> str:
        speaker = self._cell("speaker", row)
        return f"{speaker}: {_short(self._cell('text', row))}" if speaker else _short(self._cell("text", row))

    def _cell(self, name: str, row: int) -> str:
        if self.table is None or name not in self.table.data.column_names:
            return ""
        value = self.table.data[name][row].as_py()
        return "" if value is None else str(value)


def disputed(task: TaskMaterial, texts: Texts) -> list[DisputedItem]:
    """Return the most disputed items: most disagreement first, then most answers, then by id."""
    answers = task.answers
    counts = answers.table.per_item
    differing = np.flatnonzero((counts >= 2) & (task.disagreement > 0))
    order = differing[np.lexsort((differing, -counts[differing], -task.disagreement[differing]))][:MOST]
    return [_item(task, texts, int(code)) for code in order]


def _item(task: TaskMaterial, texts: Texts, code: int) -> DisputedItem:
    answers = task.answers
    item = str(answers.items[code].as_py())
    start, end = answers.table.starts[code : code + 2]
    labels, many = np.unique(answers.table.label[start:end], return_counts=True)
    order = np.lexsort((labels, -many))
    chosen = task.consensus.found if task.consensus else None
    best = int(chosen.label[code]) if chosen is not None else -1
    return DisputedItem(
        item_id=item,
        text=texts.text(item),
        context=texts.before(item),
        answers=tuple((_short(str(answers.labels[int(labels[k])].as_py())), int(many[k])) for k in order),
        consensus=str(answers.labels[best].as_py()) if best >= 0 else None,
        probability=float(chosen.probability[code]) if chosen is not None and best >= 0 else None,
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
