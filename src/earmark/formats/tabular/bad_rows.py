"""Rows that cannot be read: gathered, counted, refused, or left out and handed on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from earmark.errors import BadCell, TableError
from earmark.formats.registry import ReadOptions
from earmark.formats.tabular.raw import Raw
from earmark.formats.tabular.typed import Positions

__all__ = ["FIRST", "BadRows", "quoted"]

FIRST = 10
"""How many unreadable cells are shown."""

_LONGEST_SHOWN = 60


def quoted(text: object) -> str:
    """Return a cell as it is shown in a message: in quotes, on one line, shortened; `nothing` for None."""
    if text is None:
        return "nothing"
    whole = str(text)
    return json.dumps(
        whole if len(whole) <= _LONGEST_SHOWN else whole[:_LONGEST_SHOWN] + "…", ensure_ascii=False
    )


@dataclass(frozen=True, slots=True)
class _Problem:
    positions: Positions
    column: str | None
    found: Callable[[int], str]
    allowed: str


class BadRows:
    """The unreadable cells of the rows a reader found."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._problems: list[_Problem] = []
        self._bad: NDArray[np.bool_] = np.zeros(len(raw), bool)

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Which rows hold nothing unreadable."""
        return ~self._bad

    @property
    def count(self) -> int:
        """How many rows are concerned."""
        return int(self._bad.sum()) + self._raw.fault_rows

    def add(
        self, positions: Positions, column: str | None, found: Callable[[int], str], allowed: str
    ) -> None:
        """Note unreadable cells: where, in which column of the file, what `found` says of each, what is allowed.

        Of a row noted as a whole (column None) the single cells are not shown.
        """
        if len(positions):
            self._bad[positions] = True
            self._problems.append(_Problem(positions, column, found, allowed))

    def settle(self, options: ReadOptions, shown: str) -> tuple[BadCell, ...]:
        """Return the first unreadable cells, after handing all of them on where that was asked for.

        Raises:
            TableError: there are unreadable rows, and they are not to be skipped; or no row is left.
        """
        if not self.count:
            return ()
        first = self._located(self._cells(FIRST))
        if not options.skip_bad:
            raise TableError(self._refusal(shown, first[0]), cells=first, bad_rows=self.count)
        if not self.kept.any():
            raise TableError(
                f"{shown}: none of its {self.count} rows can be read; the first is {first[0]}",
                cells=first,
                bad_rows=self.count,
            )
        if options.rejected is not None:
            self._hand_on(options.rejected)
        return first

    def _refusal(self, shown: str, first: BadCell) -> str:
        if self.count == 1:
            return f"{shown}: 1 row cannot be read, {first}; correct it, or go on without it with --skip-bad"
        return (
            f"{shown}: {self.count} rows cannot be read, the first is {first}; "
            "correct them, or go on without them with --skip-bad"
        )

    def _cells(self, most: int | None) -> list[BadCell]:
        """Return unreadable cells in the order of rows, the columns in the order in which they were noted."""
        marked = [(fault.cell.row, -1, fault.cell) for fault in self._raw.faults[:most]]
        wholes = [problem.positions for problem in self._problems if problem.column is None]
        for rank, problem in enumerate(self._problems):
            shown = problem.positions
            for whole in wholes if problem.column is not None else ():
                shown = np.setdiff1d(shown, whole)
            for position in shown[:most].tolist():
                row = int(self._raw.row[position])
                cell = BadCell(row, problem.column, problem.found(position), problem.allowed)
                marked.append((row, rank, cell))
        marked.sort(key=lambda one: one[:2])
        return [cell for _, _, cell in marked[:most]]

    def _located(self, cells: list[BadCell]) -> tuple[BadCell, ...]:
        unknown = {cell.row for cell in cells if cell.line is None}
        places = self._raw.locate(unknown) if unknown else {}
        return tuple(
            replace(cell, line=places[cell.row][0]) if cell.row in places else cell for cell in cells
        )

    def _hand_on(self, rejected: Callable[[BadCell, str], None]) -> None:
        cells = self._cells(None)
        texts = {fault.cell.row: fault.text for fault in self._raw.faults}
        places = self._raw.locate({cell.row for cell in cells} - texts.keys())
        for cell in cells:
            line, text = (
                (cell.line, texts[cell.row]) if cell.row in texts else places.get(cell.row, (None, ""))
            )
            rejected(replace(cell, line=line), text)
