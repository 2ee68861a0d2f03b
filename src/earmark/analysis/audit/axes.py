"""The three axes: what was measured on each, and what was not, and why. There is no composite score."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from earmark.analysis.answers import NO_TIME
from earmark.analysis.audit.material import Material, TaskMaterial
from earmark.analysis.audit.predictions import predictions_measured
from earmark.analysis.audit.result import Axis, Measured, TaskAudit
from earmark.analysis.consensus import gold_codes
from earmark.analysis.tasks import together
from earmark.model import Estimate
from earmark.quality import agreement as measures
from earmark.quality import consensus as methods

__all__ = ["axes"]

WORDS = {"dawid_skene": "Dawid–Skene", "majority": "majority vote"}
ENOUGH_TO_TEST = 8  # answers an item from which shared mistakes show
RARE = 10
LISTED, LONGEST = 4, 40
QUESTIONS = {
    "correctness": "Do the labels say what was really meant, in context?",
    "consistency": "Are similar cases labelled alike, by everyone and over time?",
    "usability": "Do the labels fit the way the model is used in production?",
}


def axes(material: Material, audits: tuple[TaskAudit, ...]) -> tuple[Axis, Axis, Axis]:
    """Return correctness, consistency and usability."""
    both = list(zip(material.tasks, audits, strict=True))
    correct = [one for task, audit in both for one in _correctness(material, task, audit)]
    consistent = [*_pooled(material), *(one for _, audit in both for one in _consistency(audit))]
    usable = [one for _, audit in both for one in _usability(audit)] + list(_questions_lost(material))
    return (
        _axis("correctness", correct, _correctness_gaps(material, audits)),
        _axis("consistency", consistent, _consistency_gaps(material, audits)),
        _axis("usability", usable, _usability_gaps(material)),
    )


def _axis(name: str, measured: list[Measured], gaps: list[str]) -> Axis:
    return Axis(name, QUESTIONS[name], tuple(measured), tuple(gaps))


def _correctness(material: Material, task: TaskMaterial, audit: TaskAudit) -> Iterator[Measured]:
    name = audit.task or None
    if task.countable and _on_gold(material, task):
        yield Measured("single answers right, on gold", _answers_on_gold(material, task), name)
        found = audit.consensus
        if found is not None and found.majority_on_gold is not None and found.accuracy_on_gold is not None:
            yield Measured("majority right, on gold", found.majority_on_gold, name)
            yield Measured(
                "consensus right, on gold",
                found.accuracy_on_gold,
                name,
                note=WORDS.get(found.method, found.method),
            )
    elif task.consensus is not None:
        doubt = task.doubt(audit.alpha)
        yield Measured(
            "consensus right, if people err independently",
            material.missing(doubt, "expected_accuracy/1")
            if doubt
            else methods.expected_accuracy(task.consensus.found, level=material.interval.level),
            name,
            note=f"estimated without gold{_hardly_tested(task)}",
        )
    yield from predictions_measured(material, task)


def _on_gold(material: Material, task: TaskMaterial) -> bool:
    """Return whether gold decides an item that was answered."""
    return material.gold is not None and bool((gold_codes(task.answers, material.gold) >= 0).any())


def _hardly_tested(task: TaskMaterial) -> str:
    """Say so where there are too few answers an item to see mistakes that people share."""
    counts = task.answers.table.per_item
    few = bool(len(counts)) and float(np.median(counts[counts > 0])) < ENOUGH_TO_TEST
    return "; with so few answers an item, shared mistakes hardly show" if few else ""


def _answers_on_gold(material: Material, task: TaskMaterial) -> Estimate:
    table = task.answers.table
    if material.gold is None:
        return material.missing("no gold", "accuracy/1")
    gold = gold_codes(task.answers, material.gold)
    clusters = (
        task.answers.clusters if task.answers.clusters is not None else np.arange(table.items, dtype=np.int32)
    )
    return methods.accuracy(
        table.label,
        gold[table.item],
        clusters=clusters[table.item].astype(np.int32),
        level=material.interval.level,
    )


def _pooled(material: Material) -> Iterator[Measured]:
    """Yield the share of identical answers over all tasks together; alphas of different tasks do not add up.

    The tasks of one item are resampled together: they were answered by the same people, on the same text.
    """
    tasks = [task.trusted for task in material.tasks if task.countable]
    if len(tasks) < 2 or any(material.withheld(task) for task in material.tasks):
        return
    table, clusters = together(tasks, material.items)
    yield Measured(
        "identical answers, all tasks",
        measures.percent_agreement(table, clusters=clusters, interval=material.interval),
        note=f"{int((table.per_item >= 2).sum()):,} questions with two answers or more, of {len(tasks)} tasks",
    )


def _consistency(audit: TaskAudit) -> Iterator[Measured]:
    name = audit.task or None
    weighed = {"interval": ", by distance of the numbers", "ordinal": ", by distance on the scale"}
    yield Measured(
        "agreement beyond chance (alpha)",
        audit.alpha,
        name,
        note=f"0 is chance, 1 is full agreement{weighed.get(audit.scale, '')}",
    )
    yield Measured("identical answers", audit.percent, name, note="two people on the same item")
    if audit.unaided is not None:
        yield Measured(
            "agreement beyond chance (alpha), unaided",
            audit.unaided,
            name,
            note="answers not started from a suggestion",
        )
    if audit.self_agreement is not None:
        yield Measured("the same answer when asked again", audit.self_agreement, name)


def _usability(audit: TaskAudit) -> Iterator[Measured]:
    if audit.consensus is not None:
        yield Measured(
            "items whose label is settled",
            audit.consensus.settled,
            audit.task or None,
            note="the answers make one label at least 95 % probable",
        )


def _questions_lost(material: Material) -> Iterator[Measured]:
    """Yield the shares of questions that were skipped or found defective."""
    asked = len(material.answers) + sum(
        material.answers.left_out.get(one, 0) for one in ("skipped", "defective")
    )
    for outcome in ("skipped", "defective"):
        count = material.answers.left_out.get(outcome, 0)
        if count:
            hit = np.zeros(asked, dtype=np.int32)
            hit[:count] = 1
            estimate = methods.accuracy(hit, np.ones(asked, dtype=np.int32), level=material.interval.level)
            yield Measured(f"questions {outcome}", estimate)


def _correctness_gaps(material: Material, audits: tuple[TaskAudit, ...]) -> list[str]:
    gaps = []
    if material.gold is None:
        gaps.append(
            "Against the truth: not measured, because there is no gold. Give labels that were decided with care with --gold."
        )
    elif not any(task.countable for task in material.tasks):
        gaps.append(
            "Against the truth: not measured, because texts and marks are right in parts; comparing them to the letter "
            "would call nearly all of them wrong."
        )
    else:
        gaps += [
            f"Against the truth{_on(audit)}: not measured, because no gold label is for an item that was answered."
            for task, audit in zip(material.tasks, audits, strict=True)
            if task.countable and not _on_gold(material, task)
        ]
    if material.items is None:
        gaps.append(
            "In context: the texts were not given (--items), so disputed items are shown by their id only."
        )
    if any(audit.consensus is None for audit in audits):
        which = ", ".join(repr(audit.task) for audit in audits if audit.consensus is None and audit.task)
        gaps.append(
            f"Consensus{f' on {which}' if which else ''}: not measured, because free text, marks and numbers leave "
            "nothing to choose between."
        )
    return gaps


def _consistency_gaps(material: Material, audits: tuple[TaskAudit, ...]) -> list[str]:
    gaps = []
    if not any(audit.self_agreement for audit in audits):
        gaps.append(
            "With themselves: not measured, because nobody was asked the same item twice (purpose=retest)."
        )
    if not material.answers.timed:
        none = not (material.answers.time != NO_TIME).any()
        gaps.append(
            f"Over time: not measured, because {'the answers have no times' if none else 'some answers have no time'} "
            "(submitted_at)."
        )
    elif not any(audit.windows for audit in audits):
        gaps.append(
            "Over time: not measured, because too few items have two answers to compare stretches of time."
        )
    return gaps


def _usability_gaps(material: Material) -> list[str]:
    gaps = ["Fit with production: not measured, because the audit saw no traffic of the model in use."]
    several = len(material.tasks) > 1
    rare = [
        f"{_short(str(task.answers.labels[int(code)].as_py()))!r}" + (f" of {task.task!r}" if several else "")
        for task in material.tasks
        if task.countable
        for code in _rare(task)
    ]
    if rare:
        shown = ", ".join(rare[:LISTED]) + (", …" if len(rare) > LISTED else "")
        gaps.append(
            f"Rare labels: {len(rare):,} {'has' if len(rare) == 1 else 'have'} fewer than {RARE} answers and cannot be "
            f"judged ({shown})."
        )
    return gaps


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"


def _rare(task: TaskMaterial) -> np.ndarray:
    table = task.answers.table
    used = np.bincount(table.label, minlength=table.labels)
    return np.flatnonzero((used > 0) & (used < RARE))


def _on(audit: TaskAudit) -> str:
    return f" on {audit.task!r}" if audit.task else ""
