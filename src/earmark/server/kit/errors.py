"""What a request can be refused for. These know no HTTP: `server/errors.py` maps each class to a status.

::

    ProblemError
    ├── BadCallError        the request itself makes no sense
    ├── NotSignedInError    nobody is signed in, or no longer
    ├── NotAllowedError     signed in, but this is not for them
    ├── NotFoundError       not there, or not for them to know about
    ├── ConflictError       it does not go together with what is stored by now
    ├── TooLargeError       more than is taken at once
    ├── UnusableError       understood, but it cannot be used as it is
    ├── TooManyError        too often; `retry_after` seconds from now it may work
    └── BusyError           the server is overloaded; trying again is right
"""

from __future__ import annotations

from earmark.errors import EarmarkError

__all__ = [
    "BadCallError",
    "BusyError",
    "ConflictError",
    "NotAllowedError",
    "NotFoundError",
    "NotSignedInError",
    "ProblemError",
    "TooLargeError",
    "TooManyError",
    "UnusableError",
]


class ProblemError(EarmarkError):
    """A refusal: a stable `code` for programs, one sentence for people, and the field it is about, if one.

    `facts` are further machine-readable values for the caller (the right offset, the other version's number).
    """

    def __init__(self, code: str, message: str, field: str | None = None, **facts: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.facts = facts


class BadCallError(ProblemError):
    """The request itself makes no sense."""


class NotSignedInError(ProblemError):
    """Nobody is signed in, or no longer."""

    def __init__(self, code: str = "not-signed-in", message: str = "Sign in to go on.") -> None:
        super().__init__(code, message)


class NotAllowedError(ProblemError):
    """Signed in, but this is not for them."""

    def __init__(
        self, code: str = "not-allowed", message: str = "Your role in this project does not include this."
    ) -> None:
        super().__init__(code, message)


class NotFoundError(ProblemError):
    """Not there, or not for them to know about: the two look alike."""

    def __init__(self, code: str = "not-found", message: str = "There is nothing here.") -> None:
        super().__init__(code, message)


class ConflictError(ProblemError):
    """It does not go together with what is stored by now."""


class TooLargeError(ProblemError):
    """More than is taken at once."""


class UnusableError(ProblemError):
    """Understood, but it cannot be used as it is."""


class TooManyError(ProblemError):
    """Too often."""

    def __init__(self, code: str, message: str, retry_after: int) -> None:
        super().__init__(code, message)
        self.retry_after = retry_after


class BusyError(ProblemError):
    """The server is overloaded."""

    def __init__(self, message: str = "The server is busy; try again in a moment.") -> None:
        super().__init__("busy", message)
