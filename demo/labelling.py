"""Lets the simulated annotators work: who answers what, when, and who copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np

from demo.annotators import SHORT, Annotator, intent, mood
from demo.schedule import WEEKS, Job, shuffled
from demo.script import Line, Script

__all__ = ["Row", "labelled"]

Row: TypeAlias = dict[str, object]

SKIPS = 0.015
COPIES = 0.9
"""Of what a2 has answered before; a6 shares two thirds of its work with a2, so copies some 60 % in all."""

RETESTED = ("a1", "a2", "a3", "a5")
RETESTS = 14  # items an annotator, each Friday from the second week on


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody gave to one turn, both tasks together; `intent` is empty where it was skipped."""

    job: Job
    turn: int
    who: Annotator
    at: datetime
    seconds: float
    intent: str
    mood: str
    outcome: str = "answered"
    purpose: str = "label"

    @property
    def line(self) -> Line:
        """The turn that was labelled."""
        return self.job.script.lines[self.turn]

    @property
    def done(self) -> datetime:
        """When it was submitted."""
        return self.at + timedelta(seconds=round(self.seconds))

    @property
    def version(self) -> str:
        """The guideline this annotator saw."""
        return _version(self.job, self.who)


def labelled(jobs: Sequence[Job], about: Callable[[Script], Row], rng: np.random.Generator) -> list[Row]:
    """Return the rows of `labels.csv`, by time."""
    first: list[Answered] = []
    for job in jobs:
        first += _conversation(job, rng)
    everything = first + _retests(first, rng)
    ordered = sorted(everything, key=lambda one: (one.done, one.who.id, one.job.script.id, one.turn))
    rows = [row for one in ordered for row in _rows(one, about(one.job.script))]
    return [{"annotation_id": f"n{number:04d}", **row} for number, row in enumerate(rows, 1)]


def _conversation(job: Job, rng: np.random.Generator) -> list[Answered]:
    """Let three annotators label a conversation, early ones first; the fourth takes what was skipped."""
    found: list[Answered] = []
    turns = [turn for turn, line in enumerate(job.script.lines) if line.speaker == "customer"]
    for who in sorted(job.three, key=lambda one: one.begins):
        found += _sitting(job, who, turns, found, rng)
    skipped = sorted(one.turn for one in found if one.outcome != "answered")
    return found + _sitting(job, job.fourth, skipped, found, rng)


def _sitting(
    job: Job,
    who: Annotator,
    turns: Sequence[int],
    before: Sequence[Answered],
    rng: np.random.Generator,
) -> list[Answered]:
    """Answer turns one after the other; a turn that somebody has skipped is not skipped again."""
    seen = {one.turn: one for one in before if one.who.id == "a2"}
    skipped = {one.turn for one in before if one.outcome != "answered"}
    at = job.begins(who, rng)
    found: list[Answered] = []
    for turn in turns:
        one = _answer(job, who, turn, at, rng)
        if who.id == "a6" and turn in seen and seen[turn].intent and rng.random() < COPIES:
            quick = round(2 + 2 * rng.random(), 1)
            one = Answered(job, turn, who, at, quick, seen[turn].intent, seen[turn].mood)
        elif turn not in skipped and rng.random() < SKIPS:
            outcome = "defective" if job.script.spoken and rng.random() < 0.5 else "skipped"
            one = Answered(job, turn, who, at, one.seconds, "", "", outcome)
        at += timedelta(seconds=round(one.seconds) + 1)
        found.append(one)
    return found


def _answer(
    job: Job, who: Annotator, turn: int, at: datetime, rng: np.random.Generator, purpose: str = "label"
) -> Answered:
    line = job.script.lines[turn]
    words = len(line.text.split())
    seconds = round(who.pace * (0.6 + 0.9 * rng.random() + 0.03 * words), 1)
    version = _version(job, who)
    given = intent(who, line, version, at, rng)
    return Answered(job, turn, who, at, seconds, given, mood(who, line, rng), purpose=purpose)


def _version(job: Job, who: Annotator) -> str:
    return "v1" if who.stays_with_v1 else job.week.version


def _retests(first: Sequence[Answered], rng: np.random.Generator) -> list[Answered]:
    """Ask again on Fridays what somebody answered in an earlier week; most of it is answered as before."""
    found: list[Answered] = []
    for number, week in enumerate(WEEKS[1:], 1):
        earlier = {one.batch for one in WEEKS[:number]}
        for name in (name for name in RETESTED if name in week.there):
            theirs = [
                one
                for one in first
                if one.who.id == name and one.outcome == "answered" and one.job.week.batch in earlier
            ]
            asked = shuffled(theirs, rng)[:RETESTS]
            found += _asked_again(asked, week.monday + timedelta(days=4), rng)
    return found


def _asked_again(asked: Sequence[Answered], day: datetime, rng: np.random.Generator) -> list[Answered]:
    week = next(one for one in WEEKS if one.monday == day - timedelta(days=4))
    at = day + timedelta(hours=15)
    found: list[Answered] = []
    for before in asked:
        job = Job(before.job.script, week, 4, 0, (before.who,), before.who)
        again = _answer(job, before.who, before.turn, at, rng, "retest")
        if rng.random() < 0.7:
            again = Answered(
                job, before.turn, before.who, at, again.seconds, before.intent, before.mood, purpose="retest"
            )
        found.append(again)
        at += timedelta(seconds=round(again.seconds) + 1)
    return found


def _rows(one: Answered, about: Row) -> list[Row]:
    short = one.who.blind and len(one.line.text.split()) <= SHORT
    shared: Row = {
        "item_id": f"{one.job.script.id}:{one.turn}",
        "annotator_id": one.who.id,
        "guideline": one.version,
        "batch": one.job.week.batch,
        "outcome": one.outcome,
        "purpose": one.purpose,
        "context_turns": 0 if short else one.turn,
        **about,
    }
    half = round(one.seconds * 0.6, 1)
    return [
        {**shared, "task": task, "label": label, "seconds": spent, "submitted_at": one.done.isoformat()}
        for task, label, spent in (
            ("intent", one.intent, half),
            ("satisfaction", one.mood, round(one.seconds - half, 1)),
        )
    ]
