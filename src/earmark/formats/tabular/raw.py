"""Rows as a reader found them, before they are understood."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow as pa

from earmark.errors import BadCell
from earmark.formats.tabular.natives import Forms
from earmark.formats.tabular.typed import Positions

__all__ = ["Fault", "Locate", "Place", "Raw", "RawColumn"]

Place: TypeAlias = tuple[int | None, str]
"""The line where a row starts (None where the format has no lines), and the row as it stands there."""

Locate: TypeAlias = Callable[[Collection[int]], Mapping[int, Place]]
"""Gives the places of rows, by row number; reads the source once more."""


@dataclass(frozen=True, slots=True)
class RawColumn:
    """A column: dictionary-encoded or plain texts, or native scalars; and the forms that lists had."""

    values: pa.ChunkedArray | pa.Array
    forms: Forms | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not even be split into cells."""

    cell: BadCell
    text: str


@dataclass(frozen=True, slots=True)
class Raw:
    """What a reader found.

    `columns` by the names in the file, taken out one by one as they are understood (a large file is not held
    twice); `row` numbers the rows held, from 1, among all data rows; `faults`
    are the first of the rows that could not be split (all of them where they are to be kept), `fault_rows`
    how many there are.
    """

    columns: dict[str, RawColumn]
    row: Positions
    locate: Locate
    faults: tuple[Fault, ...] = ()
    fault_rows: int = 0

    def __len__(self) -> int:
        """Return the number of rows held."""
        return len(self.row)
