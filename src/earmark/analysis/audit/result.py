"""What an audit finds, as plain values: what `audit.json` holds and the report shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from earmark.model import Estimate, Notice

__all__ = [
    "About",
    "AnnotatorAudit",
    "AuditResult",
    "Axis",
    "Confusion",
    "ConsensusAudit",
    "DifficultyAudit",
    "DisputedItem",
    "GateOutcome",
    "LabelAudit",
    "Measured",
    "NextStep",
    "OverlapWorth",
    "PairAudit",
    "PracticeAudit",
    "Refusal",
    "SliceAudit",
    "TaskAudit",
    "WindowAudit",
    "WorthAudit",
    "WorthPoint",
]


@dataclass(frozen=True, slots=True)
class About:
    """What the data is."""

    sources: tuple[Mapping[str, Any], ...]  # path, format, kind, rows, mapping, rejected_rows, losses
    items: int
    annotators: int
    answers: int
    tasks: tuple[str, ...]
    answers_per_item: Mapping[int, int]  # number of answers → number of (item, task) with that many
    conversations: int | None
    first: str | None  # earliest submitted_at, ISO 8601
    last: str | None
    median_seconds: float | None
    left_out: Mapping[str, int]  # why → rows ("skipped", "defective", "superseded", "answered twice", …)


@dataclass(frozen=True, slots=True)
class Measured:
    """An estimate on an axis, with the words it is shown under."""

    title: str
    estimate: Estimate
    task: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """Correctness, consistency or usability: its question, what was measured, and what was not, and why."""

    name: str
    question: str
    measured: tuple[Measured, ...]
    not_measured: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelAudit:
    """How well people agree on one label."""

    label: str
    answers: int
    items: int  # items on which at least one annotator chose it
    specific: Estimate  # when one chooses it, how often does another
    alpha: Estimate  # this label against all others


@dataclass(frozen=True, slots=True)
class AnnotatorAudit:
    """How one annotator's answers stand to those of the others."""

    annotator_id: str
    answers: int
    agreement: Estimate  # share of the others' answers on the same items that are the same
    kappa: Estimate  # the same, corrected for chance
    accuracy_on_gold: Estimate | None
    skill: Estimate | None  # accuracy under the consensus model
    median_seconds: float | None
    stands_out: str | None  # why, in words; None where nothing does
    lean: Estimate | None = None  # of numbers: how much higher or lower than the others on the same items


@dataclass(frozen=True, slots=True)
class PairAudit:
    """How two annotators agree on the items both answered."""

    between: tuple[str, str]
    items: int
    kappa: Estimate


@dataclass(frozen=True, slots=True)
class SliceAudit:
    """Agreement within one value of a column (or of several)."""

    by: Mapping[str, str]
    items: int
    annotators: int
    answers: int
    alpha: Estimate
    percent: Estimate


@dataclass(frozen=True, slots=True)
class WindowAudit:
    """Agreement on the items finished within a stretch of time."""

    start: str
    end: str
    items: int
    answers: int
    alpha: Estimate


@dataclass(frozen=True, slots=True)
class PracticeAudit:
    """The answers that people gave after this many others of their own, over annotators."""

    least: int  # answers given before
    most: int | None  # None: and more
    annotators: int
    answers: int
    agreement: Estimate  # share of the others' answers on the same items that are the same
    at_start: Estimate  # the same of the same people's first answers: what is not due to who stayed
    seconds: Estimate | None  # median


@dataclass(frozen=True, slots=True)
class DifficultyAudit:
    """Items on which so large a share of the pairs of answers are the same."""

    least: float
    below: float  # 1 and 1: the items answered alike by all
    items: int


@dataclass(frozen=True, slots=True)
class WorthPoint:
    """How wide the interval of alpha is, or would be, with so many times the units there are."""

    times: float
    units: int
    answers: int
    hours: float | None  # of work, at the median time an answer took
    width: float


@dataclass(frozen=True, slots=True)
class OverlapWorth:
    """How wide the interval would be if the same number of answers were spent with so many an item."""

    answers_per_item: int
    width: float


@dataclass(frozen=True, slots=True)
class WorthAudit:
    """What more labels would buy: from half the units there are to eight times as many."""

    over: str
    points: tuple[WorthPoint, ...]
    overlap: tuple[OverlapWorth, ...]  # empty where most items have two answers or fewer


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two labels that are given to the same items."""

    labels: tuple[str, str]
    pairs: float  # pairs of answers that differ in this way, each item weighted as in alpha
    share: Estimate  # of all disagreement
    against_chance: float | None  # observed over expected if answers were dealt at random


@dataclass(frozen=True, slots=True)
class DisputedItem:
    """An item on which people differ most."""

    item_id: str
    text: str | None
    context: tuple[str, ...]  # the turns before, "speaker: text", oldest first
    answers: tuple[tuple[str, int], ...]  # label, how many chose it; most first
    consensus: str | None  # None too where people agree too little for one to mean anything
    probability: float | None  # None too where the model is not to be believed
    parts: tuple[tuple[str, str], ...] = ()  # of a text in several columns: each column and its text


@dataclass(frozen=True, slots=True)
class ConsensusAudit:
    """What the answers, taken together, say."""

    method: str
    why: str
    items: int
    settled: Estimate  # share of items whose consensus is at least 0.95 probable under the model
    ties: int
    majority_on_gold: Estimate | None
    accuracy_on_gold: Estimate | None


@dataclass(frozen=True, slots=True)
class TaskAudit:
    """All that was found about one task."""

    task: str
    scale: str  # nominal, ordinal, interval, or text, marks where no chance-corrected measure applies
    items: int
    annotators: int
    answers: int
    overlapped: int  # items with at least two answers
    alpha: Estimate
    percent: Estimate
    self_agreement: Estimate | None
    unaided: Estimate | None  # alpha among answers not given to a suggestion
    labels: tuple[LabelAudit, ...]
    annotators_found: tuple[AnnotatorAudit, ...]
    annotators_left_out: int
    pairs: tuple[PairAudit, ...]
    slices: tuple[SliceAudit, ...]
    windows: tuple[WindowAudit, ...]
    confusions: tuple[Confusion, ...]
    disputed: tuple[DisputedItem, ...]
    consensus: ConsensusAudit | None
    practice: tuple[PracticeAudit, ...] = ()
    difficulty: tuple[DifficultyAudit, ...] = ()
    worth: WorthAudit | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A number that would mislead, and is therefore not given."""

    code: str
    what: str
    why: str
    task: str | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next. Steps are listed in order of worth."""

    title: str
    why: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """One requirement of a gate, and whether it holds."""

    requirement: str
    found: str
    holds: bool


@dataclass(frozen=True, slots=True)
class AuditResult:
    """The whole audit."""

    about: About
    axes: tuple[Axis, Axis, Axis]
    warnings: tuple[Notice, ...]
    refused: tuple[Refusal, ...]
    tasks: tuple[TaskAudit, ...]
    next_steps: tuple[NextStep, ...]
    gate: tuple[GateOutcome, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    level: float = 0.95
