"""Everything that can go wrong, as one tree.

::

    EarmarkError
    ├── InputError            what was read cannot be used                (exit code 2)
    │   ├── FileError         not there, not readable, empty, binary, not UTF-8
    │   ├── FormatError       not the format it was taken for, or one Earmark cannot read
    │   ├── TableError        a column is missing, or rows cannot be read
    │   └── SchemeError       a label does not fit the kind of answer asked for
    ├── CallError             the call itself is wrong: an option, a combination      (exit code 2)
    ├── OutputError           the result could not be written; nothing is left half-done (exit code 2)
    ├── EngineError           workers that count did not get through, or there is no such engine here (exit code 2)
    └── ServerError           a server was asked, and it did not work out            (exit code 2)
        ├── UnreachableError  no connection, or no answer in time
        ├── UnreadableAnswerError  an answer came, but not one of Earmark's, or not a whole one
        ├── FailedError       the server failed (5xx)
        ├── JobError          long work on the server failed or was cancelled
        └── RefusedError      the server refused (4xx), and says why
            ├── SignInError       nobody is signed in: the token is missing, unknown or no longer good
            ├── ForbiddenError    signed in, but role or scope do not include this
            ├── AbsentError       not there, or not for this person to know about
            ├── ConflictError     it does not go together with what is stored by now
            └── OverloadedError   too often, or too much at once; later it may work

An error's message is one sentence that says what was wrong, where, what was found, what is allowed and
what to do. Domain errors know nothing of HTTP or of the command line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = [
    "AbsentError",
    "BadCell",
    "CallError",
    "ConflictError",
    "EarmarkError",
    "EngineError",
    "FailedError",
    "FileError",
    "ForbiddenError",
    "FormatError",
    "InputError",
    "JobError",
    "OutputError",
    "OverloadedError",
    "RefusedError",
    "SchemeError",
    "ServerError",
    "SignInError",
    "TableError",
    "UnreachableError",
    "UnreadableAnswerError",
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


class EngineError(EarmarkError):
    """Workers that count large tables did not get through, or the engine asked for is not installed."""


class ServerError(EarmarkError):
    """A server of Earmark was asked, and it did not work out.

    `status` is the HTTP status, None where no whole answer came. `code` is stable and for programs
    (`lease-lapsed`), `field` the field of the request it is about, `facts` further values by code.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str = "",
        field: str | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.field = field
        self.facts = dict(facts or {})


class UnreachableError(ServerError):
    """There is no connection to the server, or no answer came in time."""


class UnreadableAnswerError(ServerError):
    """An answer came, but it is not one of Earmark's, or it broke off."""


class FailedError(ServerError):
    """The server failed, and goes on; its log says why."""


class JobError(ServerError):
    """Long work on the server failed, or was cancelled; it left nothing behind."""


class RefusedError(ServerError):
    """The server refused: the message says why, and what is allowed."""


class SignInError(RefusedError):
    """Nobody is signed in: the token is missing, not known, or no longer good."""


class ForbiddenError(RefusedError):
    """Signed in, but the role in the project, or the token's scopes, do not include this."""


class AbsentError(RefusedError):
    """Not there, or not for this person to know about: the two look alike."""


class ConflictError(RefusedError):
    """It does not go together with what is stored by now."""


class OverloadedError(RefusedError):
    """Too often, or too much at once: `retry_after` seconds from now it may work (None: not said)."""

    def __init__(self, message: str, *, retry_after: float | None = None, **more: Any) -> None:
        super().__init__(message, **more)
        self.retry_after = retry_after
