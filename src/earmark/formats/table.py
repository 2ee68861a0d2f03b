"""A table as Earmark holds it in memory, whatever file it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import pyarrow as pa

from earmark.errors import BadCell
from earmark.model import Notice, Scheme

__all__ = ["Reading", "Table", "TableKind", "Tables"]


class TableKind(StrEnum):
    """What a row of a table is."""

    ANNOTATIONS = "annotations"
    GOLD = "gold"
    ITEMS = "items"
    PREDICTIONS = "predictions"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table was read: what was recognised, what was left out, what must be known.

    `rows` are the rows kept, `rejected_rows` those left out as unreadable, `rejected` the first ten of their
    cells. `mapping` gives, for each column that was renamed, the name found and the name it was taken for.
    `losses` are what the format held and a table cannot (image boxes, …).
    """

    path: str
    format: str
    rows: int
    mapping: Mapping[str, str] = field(default_factory=dict)
    rejected_rows: int = 0
    rejected: tuple[BadCell, ...] = ()
    notices: tuple[Notice, ...] = ()
    losses: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind, as columns.

    `data` has the column names of the design (`item_id`, `annotator_id`, `label`, …), one chunk each, and:

    - ids, labels and other words: dictionary-encoded strings in NFC, each value of the dictionary used; an
      empty field is null; texts that marks point into, and paths (`text`, `text_a`, `text_b`, `prompt`,
      `audio`): the same, but as they were written, so that offsets and file names hold;
    - `seconds`, `start`, `end`, `p:<label>`: float64; `turn`, `context_turns`: int64;
    - `submitted_at`, `at`: timestamp[us, UTC];
    - `row`: int64, the data row in the source, counted from 1, strictly increasing;
    - columns without a name known for the table's kind are kept under their own, as strings.

    `label` holds `earmark.model.cell(answer)`; `schemes` says, by task, what kind of answer that is where the
    format states it (a bare CSV states nothing). The task of a table without a `task` column is "".
    """

    kind: TableKind
    data: pa.Table
    reading: Reading
    schemes: Mapping[str, Scheme] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self.data.num_rows)

    def has(self, column: str) -> bool:
        """Return whether the column is there and holds at least one value."""
        return column in self.data.column_names and self.data[column].null_count < len(self)


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables that belong together: one file may hold several (annotations and their items, …)."""

    annotations: Table | None = None
    gold: Table | None = None
    items: Table | None = None
    predictions: Table | None = None
    production: Table | None = None

    def all(self) -> tuple[Table, ...]:
        """Return those that are there."""
        held = (self.annotations, self.gold, self.items, self.predictions, self.production)
        return tuple(table for table in held if table is not None)

    def merged(self, other: Tables) -> Tables:
        """Return these tables with each one that `other` has put in its place."""
        return replace(self, **{table.kind.value: table for table in other.all()})
