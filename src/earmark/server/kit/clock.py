"""Time comes from outside, so that a test can set it; one transaction has one time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

__all__ = ["Clock", "now", "system_clock"]

Clock: TypeAlias = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the machine's time, in UTC."""
    return datetime.now(UTC)


def now(session: Session) -> datetime:
    """Return the time of this transaction: read once, the same for all that it writes."""
    if "now" not in session.info:
        session.info["now"] = session.info["clock"]()
    at: datetime = session.info["now"]
    return at
