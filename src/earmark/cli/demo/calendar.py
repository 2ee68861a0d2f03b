"""When things happened in the demo: the sample's three weeks, moved so that they ended on the last Friday.

Each conversation comes in at a time of its own, and its annotators come to it one after the other: so the
journal is in the order of time, as it would be had people done it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from earmark.cli.demo.samples import Sample

__all__ = ["Clock", "Day", "Slot", "moved", "slots"]

LAST_FRIDAY = datetime.fromisoformat("2026-10-23T00:00:00+02:00")
OPENS = timedelta(hours=7)
BETWEEN = timedelta(minutes=95)
"""Conversations of a day come in this far apart: sittings of three or four people fit in between."""

SITTING = timedelta(minutes=22)
"""How long after one annotator the next one comes to a conversation."""


class Clock:
    """A clock that can be set, and let go again."""

    def __init__(self) -> None:
        self.at: datetime | None = None

    def __call__(self) -> datetime:
        """Return the time it was set to, else the machine's."""
        return self.at or datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Day:
    """How far the sample's weeks are moved."""

    by: timedelta

    def of(self, at: datetime) -> datetime:
        """Return a time of the sample as the demo has it."""
        return (at + self.by).astimezone(UTC)


def moved(today: datetime) -> Day:
    """Return the whole weeks by which the sample is moved: its last Friday becomes the last one before today.

    >>> moved(datetime(2026, 11, 24, tzinfo=UTC)).of(LAST_FRIDAY).date().isoformat()
    '2026-11-19'
    >>> (moved(datetime(2026, 11, 24, tzinfo=UTC)).by, moved(datetime(2026, 11, 20, tzinfo=UTC)).by)
    (datetime.timedelta(days=28), datetime.timedelta(days=21))
    """
    last = today.date() - timedelta(days=(today.weekday() - 5) % 7 + 1)
    return Day(timedelta(days=(last - LAST_FRIDAY.date()).days))


@dataclass(frozen=True, slots=True)
class Slot:
    """A conversation, when it comes in, and when each of its annotators comes to it."""

    sample: Sample
    at: datetime

    def sitting(self, number: int) -> datetime:
        """Return when the annotator with this number (from 0) begins."""
        return self.at + (number + 0.25) * SITTING


def slots(conversations: Sequence[Sample], day: Day) -> list[Slot]:
    """Return a slot for each conversation, in the order of time."""
    so_far: Counter[str] = Counter()
    found = []
    for one in conversations:
        morning = one.first.replace(hour=0, minute=0, second=0, microsecond=0)
        number = so_far[morning.isoformat()]
        so_far[morning.isoformat()] += 1
        found.append(Slot(one, day.of(morning + OPENS + number * BETWEEN)))
    return found
