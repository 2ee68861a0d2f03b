"""A distance of labels written down: a square CSV with the labels as header and first column."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

from earmark.errors import FileError, SchemeError
from earmark.model import as_text

__all__ = ["LabelDistances", "read_distances"]


@dataclass(frozen=True, slots=True)
class LabelDistances:
    """How far every two labels lie apart; `rows[i][k]` is the distance of `labels[i]` and `labels[k]`."""

    labels: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]

    def among(self, labels: list[str]) -> list[list[float]]:
        """Return the distances of these labels, in their order.

        Raises:
            SchemeError: a label is not among those written down.
        """
        place = {label: at for at, label in enumerate(self.labels)}
        strange = [label for label in labels if label not in place]
        if strange:
            raise SchemeError(
                f"the distance has no label {strange[0]!r}, which the table holds; it has {', '.join(self.labels[:20])}"
            )
        return [[self.rows[place[one]][place[other]] for other in labels] for one in labels]


def read_distances(path: str | Path) -> LabelDistances:
    """Read a distance from a square CSV; the corner cell is free.

    Raises:
        FileError: the file cannot be read as UTF-8 CSV.
        SchemeError: it is not square, a cell is no number, or rows and columns name other labels.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            lines = [line for line in csv.reader(file) if line]
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise FileError(
            f"the distance file {path} cannot be read: {problem}; write a square CSV in UTF-8"
        ) from None
    if len(lines) < 2:
        raise SchemeError(f"{path} is no distance: a square CSV has the labels as header and first column")
    columns = tuple(as_text(name) for name in lines[0][1:])
    names = tuple(as_text(line[0]) for line in lines[1:])
    if set(columns) != set(names) or len(set(names)) != len(names) or len(columns) != len(names):
        raise SchemeError(
            f"{path}: header and first column name other labels: {', '.join(columns)} and {', '.join(names)}"
        )
    order = [columns.index(name) for name in names]
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = [_number(cell, f"{path}, line {number}") for cell in line[1:]]
        if len(cells) != len(columns):
            raise SchemeError(
                f"{path}, line {number}: found {len(cells)} distances; allowed: {len(columns)}, one a label"
            )
        rows.append(tuple(cells[at] for at in order))
    return LabelDistances(names, tuple(rows))


def _number(cell: str, where: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < 0:
        raise SchemeError(f"{where}: found {cell!r}; allowed: a distance, a number from 0 on")
    return number
