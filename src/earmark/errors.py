"""Everything that can go wrong, as one tree.

::

    EarmarkError
    ├── InputError            what was read cannot be used                (exit code 2)
    │   ├── FileError         not there, not readable, empty, binary, not UTF-8
    │   ├── FormatError       not the format it was taken for, or one Earmark cannot read
    │   ├── TableError        a column is missing, or rows cannot be read
    │   └── SchemeError       a label does not fit the kind of answer asked for
    ├── CallError             the call itself is wrong: an option, a combination      (exit code 2)
    └── OutputError           the result could not be written; nothing is left half-done (exit code 2)

An error's message is one sentence that says what was wrong, where, what was found, what is allowed and
what to do. Domain errors know nothing of HTTP or of the command line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "BadCell",
    "CallError",
    "EarmarkError",
    "FileError",
    "FormatError",
    "InputError",
    "OutputError",
    "SchemeError",
    "TableError",
]


class EarmarkError(Exception):
    """The root: catch this to catch everything Earmark raises on purpose."""


class InputError(EarmarkError):
    """What was read cannot be used."""


class FileError(InputError):
    """A file is not there, not readable, empty, binary, or not UTF-8."""


class FormatError(InputError):
    """A file is not in the format it was taken for, or in one that cannot be read."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """One thing that cannot be read in a table.

    `row` counts data rows from 1 (the header is not a row); `line` is the line of the file where the row
    starts, or None where a format has no lines.
    """

    row: int
    column: str | None
    found: str
    allowed: str
    line: int | None = None

    def __str__(self) -> str:
        """Give the place, what was found, and what is allowed."""
        place = f"row {self.row}" + (f" (line {self.line})" if self.line is not None else "")
        column = f", column {self.column}" if self.column else ""
        return f"{place}{column}: found {self.found}; allowed: {self.allowed}"


class TableError(InputError):
    """A table lacks a column, or holds rows that cannot be read.

    `cells` holds the first of the unreadable cells, `bad_rows` how many rows are concerned in all.
    """

    def __init__(self, message: str, *, cells: Sequence[BadCell] = (), bad_rows: int = 0) -> None:
        super().__init__(message)
        self.cells = tuple(cells)
        self.bad_rows = bad_rows


class SchemeError(InputError):
    """A label does not fit the kind of answer that was asked for."""


class CallError(EarmarkError):
    """The call is wrong: an option's value, or options that do not go together."""


class OutputError(EarmarkError):
    """A result could not be written; nothing is left half-written."""
