"""Designs under which intervals are tried: crowds that are not the model of any measure, and what is asked of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeAlias

import numpy as np

from earmark.model import Estimate
from earmark.quality import agreement as measures
from earmark.quality.agreement import SpanTable
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import Interval

__all__ = ["DESIGNS", "MEASURES", "Asked", "Design", "Drawn", "covered", "truth_of"]

VALUES = np.array([1.0, 2.0, 5.0])
RARE = 2


@dataclass(frozen=True)
class Drawn:
    """A table with what goes with it."""

    table: LongTable
    clusters: Codes | None = None
    weights: Floats | None = None
    spans: SpanTable | None = None


@dataclass(frozen=True)
class Design:
    """Dawid-Skene annotators, each with a confusion of their own, on items that differ in difficulty.

    `answers` per item, or up to as many where `uneven`; then some annotators also answer far more than others. A
    `conversation` has a mood: its items share truth and difficulty more often than not. Under `adaptive` overlap an
    item is answered twice or more with a known probability that grows with its difficulty. Over annotators the
    crowd itself is drawn anew each time. With `spans` an item is a text with up to three of them, found by some,
    their ends a little off.
    """

    name: str
    items: int
    annotators: int = 6
    answers: int = 3
    shares: tuple[float, ...] = (0.55, 0.3, 0.15)
    skill: tuple[float, float] = (6.0, 2.0)
    hardness: tuple[float, float] = (1.0, 3.0)
    conversation: int = 1
    uneven: bool = False
    adaptive: bool = False
    over_annotators: bool = False
    spans: bool = False
    measures: tuple[str, ...] = field(default=(), compare=False)

    def confusion(self, rng: np.random.Generator) -> Floats:
        labels = len(self.shares)
        skill = rng.beta(*self.skill, size=(self.annotators, labels, 1))
        wrong = rng.dirichlet(np.ones(labels), size=(self.annotators, labels))
        found: Floats = skill * np.eye(labels) + (1 - skill) * wrong
        return found

    def draw(self, rng: np.random.Generator, items: int = 0) -> Drawn:
        items = items or self.items
        confusion = self.confusion(rng if self.over_annotators else np.random.default_rng(99))
        labels, talk = len(self.shares), np.arange(items) // self.conversation
        moody = rng.random(items) < (0.7 if self.conversation > 1 else 0.0)
        truth, hard = rng.choice(labels, items, p=self.shares), rng.beta(*self.hardness, items)
        truth = np.where(moody, rng.choice(labels, items, p=self.shares)[talk], truth)
        hard = np.where(moody, rng.beta(*self.hardness, items)[talk], hard)
        chance = 0.15 + 0.7 * hard
        item, who = self._asked(rng, items, chance)
        right = confusion[who, truth[item]]
        chances = (1 - hard[item, None]) * right + hard[item, None] * np.array(self.shares)
        label = (rng.random((len(item), 1)) > chances.cumsum(axis=1)).sum(axis=1)
        table = LongTable.of(
            item,
            who,
            np.minimum(label, labels - 1),
            items=items,
            annotators=self.annotators,
            labels=labels,
        )
        return Drawn(
            table,
            talk.astype(np.int32) if self.conversation > 1 else None,
            1 / chance if self.adaptive else None,
            self._marked(rng, table, hard) if self.spans else None,
        )

    def _marked(self, rng: np.random.Generator, table: LongTable, hard: Floats) -> SpanTable:
        """Return the spans of each answer: of three places in a text of 99 characters, those found."""
        answers, places = len(table), 3
        shape = (table.items, places)
        there, begin = rng.random(shape) < 0.7, rng.integers(0, 10, shape)
        length, kind = rng.integers(4, 16, shape), rng.choice(len(self.shares), shape, p=self.shares)
        of = table.item
        found = rng.random((answers, places)) < np.where(there[of], 0.95 - 0.6 * hard[of, None], 0.08)
        start = begin[of] + rng.binomial(3, 0.3, (answers, places)) + 33 * np.arange(places)
        end = start + length[of] + rng.binomial(4, 0.3, (answers, places))
        confused = rng.random((answers, places)) < 0.25 * hard[of, None] + 0.05
        other = rng.choice(len(self.shares), (answers, places), p=self.shares)
        label = np.where(confused, other, kind[of])
        answer, place = np.nonzero(found)
        return SpanTable.of(
            table.item,
            table.annotator,
            answer,
            start[answer, place].astype(float),
            end[answer, place].astype(float),
            label[answer, place],
            length=np.full(table.items, 99.0),
            items=table.items,
            labels=len(self.shares),
            annotators=self.annotators,
        )

    def _asked(self, rng: np.random.Generator, items: int, chance: Floats) -> tuple[Codes, Codes]:
        """Return who answers which item."""
        load = np.log(1.0 + np.arange(self.annotators)) if self.uneven else np.zeros(self.annotators)
        order = (rng.gumbel(size=(items, self.annotators)) - load).argsort(axis=1)[:, : self.answers]
        many = np.full(items, self.answers)
        if self.uneven:
            many = rng.integers(1, self.answers + 1, items)
        if self.adaptive:
            many = np.where(rng.random(items) < chance, self.answers, 1)
        asked = np.arange(self.answers) < many[:, None]
        item = np.repeat(np.arange(items, dtype=np.int32), many)
        return item, order[asked].astype(np.int32)


Asked: TypeAlias = Callable[[Drawn, Interval], Estimate]


def _alpha(scale: str) -> Asked:
    def asked(drawn: Drawn, interval: Interval) -> Estimate:
        return measures.krippendorff_alpha(
            drawn.table,
            scale=scale,  # type: ignore[arg-type]  # one of the names
            values=None if scale in ("nominal", "ordinal") else VALUES,
            clusters=drawn.clusters,
            weights=drawn.weights,
            interval=interval,
        )

    return asked


def _of(measure: Callable[..., Estimate], *arguments: object) -> Asked:
    def asked(drawn: Drawn, interval: Interval) -> Estimate:
        return measure(
            drawn.table, *arguments, clusters=drawn.clusters, weights=drawn.weights, interval=interval
        )

    return asked


def _unweighted(measure: Callable[..., Estimate], *arguments: object) -> Asked:
    def asked(drawn: Drawn, interval: Interval) -> Estimate:
        return measure(drawn.table, *arguments, clusters=drawn.clusters, interval=interval)

    return asked


def _others(what: str) -> Asked:
    def asked(drawn: Drawn, interval: Interval) -> Estimate:
        found = measures.with_others(drawn.table, clusters=drawn.clusters, level=interval.level)[0]
        estimate: Estimate = getattr(found, what)
        return estimate

    return asked


def _spans(measure: Callable[..., Estimate], **options: bool) -> Asked:
    def asked(drawn: Drawn, interval: Interval) -> Estimate:
        return measure(drawn.spans, clusters=drawn.clusters, interval=interval, **options)

    return asked


LINEAR, QUADRATIC = (measures.step_distances(VALUES, squared=squared) for squared in (False, True))
MEASURES: dict[str, Asked] = {
    "alpha, nominal": _alpha("nominal"),
    "alpha, ordinal": _alpha("ordinal"),
    "alpha, interval": _alpha("interval"),
    "alpha, ratio": _alpha("ratio"),
    "percent agreement": _of(measures.percent_agreement),
    "Fleiss' kappa": _of(measures.fleiss_kappa),
    "AC1": _of(measures.gwet_ac1),
    "AC2, quadratic": _of(measures.gwet_ac2, QUADRATIC),
    "weighted alpha": _of(measures.weighted_alpha, LINEAR),
    "weighted beta": _of(measures.weighted_beta, LINEAR),
    "ICC(1,1)": _of(measures.intraclass_correlation, VALUES, "1,1"),
    "ICC(2,1)": _of(measures.intraclass_correlation, VALUES, "2,1"),
    "specific agreement, rarest label": _unweighted(measures.specific_agreement, RARE),
    "alpha of the rarest label": _unweighted(measures.label_alpha, RARE),
    "Cohen's kappa": _unweighted(measures.cohen_kappa, 0, 1),
    "weighted kappa": _unweighted(measures.weighted_kappa, 0, 1, QUADRATIC),
    "Scott's pi": _unweighted(measures.scott_pi, 0, 1),
    "agreement with the others": _others("agreement"),
    "kappa with the others": _others("kappa"),
}
ALL = tuple(MEASURES)
OF_SPANS: dict[str, Asked] = {
    "unitized alpha": _spans(measures.unitized_alpha),
    "unitized alpha, boundaries": _spans(measures.unitized_alpha, labelled=False),
    "spans, exact": _spans(measures.span_exact),
    "spans, overlap": _spans(measures.span_overlap),
}
MEASURES |= OF_SPANS
WEIGHTED = ALL[:12]
TWO = ("alpha, nominal", "alpha, interval", "percent agreement", "AC1", *ALL[12:17])
CORE = (
    "alpha, nominal",
    "alpha, ordinal",
    "alpha, interval",
    "percent agreement",
    "Fleiss' kappa",
    "AC1",
    "ICC(2,1)",
    "specific agreement, rarest label",
)
PEOPLE = ("alpha, nominal", "alpha, interval", "percent agreement", "AC1", "ICC(2,1)")
DESIGNS: dict[str, Design] = {
    one.name: one
    for one in (
        Design("small: 30 items, 3 answers each", 30, measures=ALL),
        Design("medium: 100 items, 3 answers each", 100, measures=ALL),
        Design("pair: 2 annotators, 60 items", 60, annotators=2, answers=2, measures=TWO),
        Design("large: 1,000 items, 5 of 40 annotators", 1000, annotators=40, answers=5, measures=CORE),
        Design("rare: 100 items, a label on one in fifty", 100, shares=(0.9, 0.08, 0.02), measures=CORE),
        Design(
            "near perfect: 100 items, one mistake in forty",
            100,
            skill=(60.0, 1.0),
            hardness=(1.0, 40.0),
            measures=CORE,
        ),
        Design("nested: 20 conversations of 5 items", 100, conversation=5, measures=ALL[:14]),
        Design("nested: 8 conversations of 5 items", 40, conversation=5, measures=CORE),
        Design(
            "unbalanced: 150 items, 1 to 6 answers", 150, answers=6, annotators=9, uneven=True, measures=ALL
        ),
        Design("adaptive overlap: 200 items, weighted", 200, adaptive=True, measures=WEIGHTED),
        Design("spans: 40 texts, 3 answers each", 40, spans=True, measures=tuple(OF_SPANS)),
        Design(
            "annotators: 10 of them, 300 items", 300, annotators=10, over_annotators=True, measures=PEOPLE
        ),
        Design(
            "annotators: 30 of them, 300 items", 300, annotators=30, over_annotators=True, measures=PEOPLE
        ),
        Design(
            "annotators: 12, unbalanced, 300 items",
            300,
            annotators=12,
            answers=6,
            uneven=True,
            over_annotators=True,
            measures=PEOPLE,
        ),
    )
}


@cache
def truth_of(design: Design, measure: str) -> float:
    """Return the value on a very large sample: the same annotators and ever more items, or ever more of both."""
    quick = Interval(resamples=100)
    if design.over_annotators:
        many = replace(design, annotators=60 if not design.uneven else design.annotators)
        values = [
            MEASURES[measure](many.draw(np.random.default_rng(1000 + seed), 4000), quick).value
            for seed in range(150 if design.uneven else 40)
        ]
        return float(np.mean([value for value in values if value is not None]))
    drawn = design.draw(np.random.default_rng(8), 60_000 if design.spans else 300_000)
    value = MEASURES[measure](replace(drawn, clusters=None), quick).value
    if value is None:
        raise ValueError(f"{measure} is undefined on a large sample")
    return value


def covered(
    design: Design, measure: str, repetitions: int, resamples: int = 600, seed: int = 7
) -> dict[str, float]:
    """Return how often intervals held the truth, missed it on either side, or were withheld; and their mean width."""
    truth, rng = truth_of(design, measure), np.random.default_rng(seed)
    interval = Interval(resamples=resamples, over="annotators" if design.over_annotators else "items")
    below = above = withheld = 0
    widths = []
    for _ in range(repetitions):
        found = MEASURES[measure](design.draw(rng), interval)
        if found.low is None or found.high is None:
            withheld += 1
            continue
        below += truth < found.low
        above += truth > found.high
        widths.append(found.high - found.low)
    given = max(len(widths), 1)
    return {
        "truth": round(truth, 4),
        "held": round(1 - (below + above) / given, 4),
        "truth_below": round(below / given, 4),
        "truth_above": round(above / given, 4),
        "width": round(float(np.mean(widths)) if widths else 0.0, 4),
        "withheld": round(withheld / repetitions, 4),
    }
