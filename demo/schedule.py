"""Who labels which conversation in which week, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import TypeVar

import numpy as np

from demo.annotators import ANNOTATORS, Annotator
from demo.script import Script

__all__ = ["WEEKS", "Job", "Week", "jobs", "shuffled"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Week:
    """One batch: its name, its Monday, who is there, the guideline in force, and its share of the work."""

    batch: str
    monday: datetime
    there: tuple[str, ...]
    version: str
    share: float


WEEKS = (
    Week(
        "2026-W41",
        datetime.fromisoformat("2026-10-05T00:00:00+02:00"),
        ("a1", "a2", "a3", "a4", "a5"),
        "v1",
        0.28,
    ),
    Week(
        "2026-W42",
        datetime.fromisoformat("2026-10-12T00:00:00+02:00"),
        ("a1", "a2", "a3", "a4", "a5"),
        "v2",
        0.32,
    ),
    Week(
        "2026-W43", datetime.fromisoformat("2026-10-19T00:00:00+02:00"), ("a1", "a2", "a5", "a6"), "v2", 0.40
    ),
)
"""In the third week a3 and a4 are elsewhere, and a6 is new."""


@dataclass(frozen=True, slots=True)
class Job:
    """One conversation of a week, for three annotators and a fourth who takes over what they skip."""

    script: Script
    week: Week
    day: int
    order: int
    three: tuple[Annotator, ...]
    fourth: Annotator

    def begins(self, who: Annotator, rng: np.random.Generator) -> datetime:
        """Return when somebody opens the conversation: one after the other, some minutes apart."""
        hours = who.begins + 0.6 * self.order + 0.2 * rng.random()
        return self.week.monday + timedelta(days=self.day, seconds=round(3600 * hours))


def jobs(scripts: Sequence[Script], rng: np.random.Generator) -> list[Job]:
    """Return all jobs in the order of the weeks: conversations dealt at random, every trio equally often."""
    by_id = {who.id: who for who in ANNOTATORS}
    waiting = shuffled(scripts, rng)
    found: list[Job] = []
    for week in WEEKS:
        number = len(waiting) if week is WEEKS[-1] else round(week.share * len(scripts))
        dealt, waiting = waiting[:number], waiting[number:]
        trios: list[tuple[str, ...]] = []
        while len(trios) < number:
            trios += shuffled(list(combinations(week.there, 3)), rng)
        for position, (script, trio) in enumerate(zip(dealt, trios, strict=False)):
            day, order = position * 5 // number, position % -(-number // 5)
            rest = shuffled([who for who in week.there if who not in trio], rng)
            found.append(Job(script, week, day, order, tuple(by_id[one] for one in trio), by_id[rest[0]]))
    return found


def shuffled(things: Sequence[T], rng: np.random.Generator) -> list[T]:
    """Return the things in random order."""
    drawn = [rng.random() for _ in things]
    return [things[position] for position in sorted(range(len(things)), key=drawn.__getitem__)]
