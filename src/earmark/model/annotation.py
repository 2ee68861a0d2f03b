"""One annotator's answer to one task on one item, and all that makes it accountable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from earmark.model.answer import Answer

__all__ = ["Annotation", "Outcome", "Purpose", "Source"]


class Outcome(StrEnum):
    """What came of the question; only `answered` counts as an answer."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    DEFECTIVE = "defective"


class Purpose(StrEnum):
    """Why the question was asked."""

    LABEL = "label"
    RETEST = "retest"
    GOLD = "gold"
    SEEDED = "seeded"


class Source(StrEnum):
    """Who answered."""

    HUMAN = "human"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Annotation:
    """An answer with who, when, under which guideline, shown which context, starting from which suggestion."""

    item_id: str
    annotator_id: str
    answer: Answer | None
    task: str = ""
    annotation_id: str | None = None
    submitted_at: datetime | None = None
    seconds: float | None = None
    guideline: str | None = None
    outcome: Outcome = Outcome.ANSWERED
    purpose: Purpose = Purpose.LABEL
    source: Source = Source.HUMAN
    supersedes: str | None = None
    suggested: str | None = None
    suggestion_source: str | None = None
    status: str | None = None
    batch: str | None = None
    context_turns: int | None = None
