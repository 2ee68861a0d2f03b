"""Audits made up for the tests of the report: an ordinary one, a hostile one, a large one, an empty one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from earmark.analysis.audit.result import (
    About,
    AnnotatorAudit,
    AuditResult,
    Axis,
    Confusion,
    ConsensusAudit,
    DisputedItem,
    GateOutcome,
    LabelAudit,
    Measured,
    NextStep,
    PairAudit,
    Refusal,
    SliceAudit,
    TaskAudit,
    WindowAudit,
)
from earmark.model import Estimate, Notice

HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","x")',
    "مرحبا بالعالم",
    "\x1b[31mred\x00",
    "a \u202eb",
    "$x_1$ \\frac",
    "日本語ラベル",
    "[bold]x[/bold] {{ 7*7 }}",
    "trailing ",
)
DIALOGUE = (
    ("user: hi, I lost my boarding pass", "system: Do you like boarding schools?"),
    ("system: What's your favourite colour?", "user: I asked you first"),
    ("user: can you say something different?",),
)


class Maker:
    """Makes estimates and audits from a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def estimate(self, around: float, width: float = 0.06, measure: str = "krippendorff_alpha/1") -> Estimate:
        floor = -1.0 if "alpha" in measure or "kappa" in measure else 0.0
        value = float(np.clip(around + self.rng.normal(0, width / 3), floor, 1))
        low, high = max(floor, value - width), min(1.0, value + width)
        over = "annotations" if measure == "skill/1" else "items"
        return Estimate(value, low, high, n=807, over=over, measure=measure)

    def percent(self, around: float, width: float = 0.03, measure: str = "percent_agreement/1") -> Estimate:
        return self.estimate(around, width, measure)

    def task(self, name: str, labels: tuple[str, ...], people: int, *, overlapped: int = 807) -> TaskAudit:
        alpha = float(self.rng.uniform(0.05, 0.9))
        annotators = tuple(self._annotator(f"worker_{n:03d}", alpha, n) for n in range(people))
        return TaskAudit(
            task=name,
            scale="nominal",
            items=807,
            annotators=people,
            answers=8070,
            overlapped=overlapped,
            alpha=self.estimate(alpha, 0.03),
            percent=self.percent(0.4 + alpha / 2),
            self_agreement=self.percent(0.82, 0.05, "self_agreement/1"),
            unaided=self.estimate(alpha - 0.05, 0.05),
            labels=tuple(self._label(label, n, alpha) for n, label in enumerate(labels)),
            annotators_found=annotators,
            annotators_left_out=3,
            pairs=tuple(
                PairAudit(
                    (a.annotator_id, b.annotator_id), 40 + n, self.estimate(alpha, 0.2, "cohen_kappa/1")
                )
                for n, (a, b) in enumerate(pairwise(annotators))
            ),
            slices=self._slices(alpha),
            windows=tuple(self._window(n, alpha) for n in range(9)),
            confusions=self._confusions(labels),
            disputed=tuple(self._disputed(n, labels) for n in range(8)),
            consensus=ConsensusAudit(
                method="dawid_skene",
                why="People differ in skill: the model predicts held-out answers better than a majority vote.",
                items=807,
                settled=self.percent(0.78, 0.03, "settled/1"),
                ties=12,
                majority_on_gold=self.percent(0.819, 0.026, "accuracy/1"),
                accuracy_on_gold=self.percent(0.843, 0.025, "accuracy/1"),
            ),
        )

    def _label(self, label: str, place: int, alpha: float) -> LabelAudit:
        return LabelAudit(
            label,
            answers=4000 // (place + 1),
            items=600 // (place + 1),
            specific=self.percent(0.3 + alpha / 2, 0.02 * (place + 1), "specific_agreement/1"),
            alpha=self.estimate(alpha, 0.02 * (place + 1)),
        )

    def _annotator(self, name: str, alpha: float, place: int) -> AnnotatorAudit:
        odd = place % 17 == 3
        kappa = (
            Estimate.missing("gave one label only", n=12, over="items", measure="kappa_with_others/1")
            if place % 13 == 5
            else self.estimate(alpha - 0.4 * odd, 0.12, "kappa_with_others/1")
        )
        return AnnotatorAudit(
            name,
            answers=10 + 7 * place,
            agreement=self.percent(0.4 + alpha / 2 - 0.2 * odd, 0.08, "agreement_with_others/1"),
            kappa=kappa,
            accuracy_on_gold=self.percent(0.8, 0.09, "accuracy/1"),
            skill=self.percent(0.75, 0.08, "skill/1"),
            median_seconds=8.25 + place,
            stands_out="agrees with the others far less than they agree among themselves" if odd else None,
        )

    def _slices(self, alpha: float) -> tuple[SliceAudit, ...]:
        values = [("domain", v) for v in ("CIC", "IRIS", "TKTK", "YI")] + [
            ("batch", v) for v in ("first", "revised")
        ]
        return tuple(
            SliceAudit({column: v}, 200, 40, 2000, self.estimate(alpha, 0.06), self.percent(0.4 + alpha / 2))
            for column, v in values
        )

    def _window(self, place: int, alpha: float) -> WindowAudit:
        shown = (
            Estimate.missing("no item has two answers", n=0, over="items", measure="krippendorff_alpha/1")
            if place == 4
            else self.estimate(alpha - 0.02 * place, 0.07)
        )
        days = (
            f"2016-{3 + place // 3:02d}-{1 + 10 * (place % 3):02d}",
            f"2016-{3 + place // 3:02d}-{9 + 10 * (place % 3):02d}",
        )
        return WindowAudit(f"{days[0]}T00:00:00Z", f"{days[1]}T23:59:59Z", 80, 800, shown)

    def _confusions(self, labels: tuple[str, ...]) -> tuple[Confusion, ...]:
        pairs = [(a, b) for n, a in enumerate(labels) for b in labels[n + 1 :]][:20]
        weights = self.rng.dirichlet(np.ones(len(pairs))) if pairs else np.array([])
        order = np.argsort(-weights, kind="stable")
        return tuple(
            Confusion(
                pairs[k],
                pairs=float(round(1000 * weights[k])),
                share=self.percent(float(weights[k]), 0.02, "disagreement_share/1"),
                against_chance=None if k == 1 else float(weights[k] * 3),
            )
            for k in order
        )

    def _disputed(self, place: int, labels: tuple[str, ...]) -> DisputedItem:
        counts = sorted(((label, 10 - n + place) for n, label in enumerate(labels[:4])), key=lambda c: -c[1])
        return DisputedItem(
            f"IRIS_100/iris_{place:05d}/07",
            "I don't know, maybe it is a boarding school? " * (1 + place % 2),
            DIALOGUE[place % 3],
            tuple(counts),
            consensus=labels[0],
            probability=0.51,
        )

    def about(self, tasks: tuple[str, ...]) -> About:
        source = {
            "path": "annotations.csv.gz",
            "format": "csv",
            "kind": "annotations",
            "rows": 189000,
            "mapping": {"worker": "annotator_id", "timestamp": "submitted_at"},
            "rejected_rows": 2,
            "losses": [Notice("unsupported-region", "3 image boxes cannot be held.", 3)],
        }
        gold = {
            "path": "gold.csv",
            "format": "csv",
            "kind": "gold",
            "rows": 807,
            "mapping": {},
            "rejected_rows": 0,
            "losses": (),
        }
        return About(
            sources=(source, gold),
            items=4150,
            annotators=1493,
            answers=188_990,
            tasks=tasks,
            answers_per_item={1: 12, 2: 30, 9: 40, 10: 725, 11: 3},
            conversations=415,
            first="2016-03-24T09:12:00Z",
            last="2016-09-07T17:40:00Z",
            median_seconds=37.0,
            left_out={"skipped": 10, "answered twice": 4},
        )

    def axes(self, tasks: tuple[TaskAudit, ...]) -> tuple[Axis, Axis, Axis]:
        first = tasks[0] if tasks else None
        right = (
            Measured(
                "consensus right on gold",
                self.percent(0.843, 0.025, "accuracy/1"),
                None,
                "807 items with gold",
            ),
        )
        alike = tuple(
            Measured("agreement corrected for chance", task.alpha, task.task if len(tasks) > 1 else None)
            for task in tasks
        )
        return (
            Axis(
                "correctness",
                "Do the labels say what was really meant, in context?",
                right if first else (),
                ("Context: no item has the turns before it.",),
            ),
            Axis(
                "consistency",
                "Are similar cases labelled alike, by everyone, over time and under every guideline version?",
                alike,
                ("Self-agreement: nobody was asked the same thing twice.",),
            ),
            Axis(
                "usability",
                "Do the labels fit the way the model is used in production?",
                (),
                (
                    "Coverage: no production table was given (--production).",
                    "Granularity: no outcomes are known.",
                ),
            ),
        )

    def result(self, tasks: tuple[TaskAudit, ...]) -> AuditResult:
        return AuditResult(
            about=self.about(tuple(task.task for task in tasks)),
            axes=self.axes(tasks),
            warnings=(
                Notice("naive-time", "12 times have no zone and are read as UTC.", 12, ("row 3", "row 9")),
                Notice(
                    "duplicate-answers",
                    "4 answers were given twice by one person; the last one counts.",
                    4,
                    ("i1", "i2", "i3", "i4", "i5", "i6"),
                    None,
                ),
            ),
            refused=(
                Refusal(
                    "copied-labels",
                    "Agreement between w_017 and w_031",
                    "Their answers are the same on 212 of 212 shared items, the unusual ones too.",
                    None,
                ),
            ),
            tasks=tasks,
            next_steps=(
                NextStep(
                    "Settle the boundary between O and T",
                    "It holds 61 % of all disagreement.",
                    "Write one clause with three examples for each side, then relabel the 40 items listed.",
                ),
                NextStep(
                    "Have 300 items answered a second time by the same people",
                    "Self-agreement tells drift from ambiguity.",
                    "Add rows with purpose=retest.",
                ),
            ),
            gate=(
                GateOutcome("consistency.alpha >= 0.4", "0.519 [0.49, 0.54]", holds=True),
                GateOutcome("correctness.accuracy.low >= 0.9", "0.816", holds=False),
            ),
            versions={"earmark": "0.1.0", "numpy": "2.1.0"},
            seed=0,
        )


@pytest.fixture
def maker() -> Maker:
    return Maker(7)


@pytest.fixture
def ordinary(maker: Maker) -> AuditResult:
    """One task, three labels, a handful of people."""
    return maker.result((maker.task("breakdown", ("O", "T", "X"), 12),))


@pytest.fixture
def hostile(maker: Maker) -> AuditResult:
    """Labels, ids and texts that try to break out."""
    from dataclasses import replace

    task = maker.task(HOSTILE[0], HOSTILE, 3)
    people = tuple(
        replace(a, annotator_id=f"{a.annotator_id}{odd}", stands_out="differs")
        for a, odd in zip(task.annotators_found, HOSTILE, strict=False)
    )
    disputed = tuple(
        replace(d, item_id=odd, text=odd * 3, context=(odd, "x" * 5000))
        for d, odd in zip(task.disputed, HOSTILE, strict=False)
    )
    slices = tuple(replace(s, by={HOSTILE[0]: odd}) for s, odd in zip(task.slices, HOSTILE, strict=False))
    task = replace(task, annotators_found=people, disputed=disputed, slices=slices)
    result = maker.result((task,))
    notice = Notice("gold-unmatched", HOSTILE[0], 9, HOSTILE, HOSTILE[0])
    source = {
        "path": HOSTILE[0],
        "kind": HOSTILE[1],
        "format": HOSTILE[0],
        "rows": 1,
        "mapping": {HOSTILE[0]: HOSTILE[1]},
        "losses": [HOSTILE[0]],
    }
    about = replace(result.about, sources=(source,), left_out={HOSTILE[0]: 1})
    return replace(result, warnings=(notice,), about=about)


@pytest.fixture
def crowd(maker: Maker) -> AuditResult:
    """Sixty people, twenty labels."""
    return maker.result((maker.task("intent", tuple(f"label_{n:02d}" for n in range(12)), 60),))


@pytest.fixture
def many(maker: Maker) -> AuditResult:
    """31 tasks of 20 labels each."""
    labels = tuple(f"value_{n:02d}" for n in range(20))
    return maker.result(tuple(maker.task(f"slot-{n:02d}", labels, 60) for n in range(31)))


@pytest.fixture
def unknown() -> AuditResult:
    """One annotator, nothing that could be estimated."""
    return nothing_known()


def nothing_known() -> AuditResult:
    def missing(measure: str) -> Estimate:
        return Estimate.missing("one annotator only", n=5, over="items", measure=measure)

    alpha, percent = missing("krippendorff_alpha/1"), missing("percent_agreement/1")
    label = LabelAudit("yes", 5, 5, missing("specific_agreement/1"), alpha)
    task = TaskAudit(
        "", "nominal", 5, 1, 5, 0, alpha, percent, None, None, (label,), (), 0, (), (), (), (), (), None
    )
    why = ("No gold labels were given (--gold).",)
    axes = (
        Axis("correctness", "Do the labels say what was really meant, in context?", (), why),
        Axis("consistency", "Are similar cases labelled alike?", (Measured("agreement", alpha),), ()),
        Axis("usability", "Do the labels fit their use?", (), ("No production table was given.",)),
    )
    about = About((), 5, 1, 5, ("",), {1: 5}, None, None, None, None, {})
    return AuditResult(about, axes, (), (), (task,), ())


@pytest.fixture
def audits(
    ordinary: AuditResult, hostile: AuditResult, crowd: AuditResult, unknown: AuditResult
) -> dict[str, AuditResult]:
    return {"ordinary": ordinary, "hostile": hostile, "crowd": crowd, "unknown": unknown}


@pytest.fixture
def estimates_of() -> Callable[[object], list[Estimate]]:
    """Collect every estimate inside a value."""
    from dataclasses import fields, is_dataclass

    def collect(value: object) -> list[Estimate]:
        if isinstance(value, Estimate):
            return [value]
        if isinstance(value, tuple | list):
            return [e for entry in value for e in collect(entry)]
        if is_dataclass(value):
            return [e for field in fields(value) for e in collect(getattr(value, field.name))]
        return []

    return collect
