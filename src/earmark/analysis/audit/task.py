"""All that is found about one task."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from earmark.analysis.agreement_metrics import alpha_of, headline
from earmark.analysis.answers import Answers
from earmark.analysis.audit.difficulty import difficulty
from earmark.analysis.audit.disputed import Texts, disputed
from earmark.analysis.audit.material import Material, TaskMaterial
from earmark.analysis.audit.people import annotators, pairs
from earmark.analysis.audit.practice import practice
from earmark.analysis.audit.result import Confusion, ConsensusAudit, LabelAudit, TaskAudit
from earmark.analysis.audit.slices import slices, windows
from earmark.analysis.audit.worth import worth
from earmark.model import Estimate, Shape
from earmark.model.scheme import Scheme
from earmark.quality import agreement as measures
from earmark.quality import consensus as methods

__all__ = ["task_audit"]

MOST_LABELS = 60


def task_audit(
    material: Material, task: TaskMaterial, texts: Texts, regrouped: Sequence[tuple[tuple[str, ...], Answers]]
) -> TaskAudit:
    """Return the audit of one task."""
    items, people = task.answers.answered()
    alpha, percent = _headline(material, task)
    shown, left_out = annotators(material, task, alpha)
    countable = task.countable
    return TaskAudit(
        task=task.task,
        scale=_scale(task),
        items=items,
        annotators=people,
        answers=len(task.answers.table),
        overlapped=task.overlapped,
        alpha=alpha,
        percent=percent,
        self_agreement=_self_agreement(material, task),
        unaided=_unaided(material, task),
        labels=_labels(material, task) if countable else (),
        annotators_found=tuple(shown),
        annotators_left_out=left_out,
        pairs=tuple(pairs(material, task)) if countable else (),
        slices=tuple(slices(material, task, regrouped)) if countable else (),
        windows=tuple(windows(material, task)) if countable else (),
        confusions=_confusions(material, task) if countable else (),
        disputed=tuple(disputed(task, texts, alpha)),
        consensus=_consensus(material, task, alpha),
        practice=tuple(practice(material, task)),
        difficulty=difficulty(task),
        worth=worth(material, task, alpha),
    )


def _scale(task: TaskMaterial) -> str:
    if task.texty:
        return "text"
    shape = Scheme(task.answers.kind).shape
    return shape.value if shape in (Shape.TEXT, Shape.MARKS) else task.answers.scale


def _headline(material: Material, task: TaskMaterial) -> tuple[Estimate, Estimate]:
    """Return alpha and percent agreement; alpha only where it means something and would not mislead."""
    alpha, percent = "krippendorff_alpha/1", "percent_agreement/1"
    withheld = material.withheld(task)
    if withheld:
        return material.missing(withheld, alpha), material.missing(withheld, percent)
    if not task.countable:
        shown = measures.percent_agreement(
            task.trusted.table, clusters=task.trusted.clusters, interval=material.interval
        )
        return material.missing(_uncountable(task), alpha), shown
    return headline(task.trusted, material.interval)


def _uncountable(task: TaskMaterial) -> str:
    if _scale(task) == "marks":
        return "the answers are marks, for which this version has no measure corrected for chance"
    return "the answers are free text, which hardly ever coincides to the letter"


def _self_agreement(material: Material, task: TaskMaterial) -> Estimate | None:
    retests = material.answers.retests
    words = material.answers.task
    mine = np.array([words.word(int(code)) == task.task for code in np.unique(retests.task)], dtype=bool)
    rows = (
        np.isin(retests.task, np.unique(retests.task)[mine]) if len(retests.task) else np.zeros(0, dtype=bool)
    )
    if not rows.any():
        return None
    return measures.self_agreement(retests.first[rows], retests.second[rows], interval=material.interval)


def _unaided(material: Material, task: TaskMaterial) -> Estimate | None:
    """Return alpha among the answers that did not start from a suggestion."""
    if not material.annotations.has("suggested") or not task.countable:
        return None
    aided = material.answers.column("suggested").codes[task.trusted.at] >= 0
    return alpha_of(task.trusted.only(~aided), material.interval)


def _labels(material: Material, task: TaskMaterial) -> tuple[LabelAudit, ...]:
    found = measures.by_label(
        task.trusted.table, clusters=task.trusted.clusters, interval=material.interval, most=MOST_LABELS
    )
    return tuple(
        LabelAudit(
            str(task.answers.labels[one.label].as_py()), one.answers, one.items, one.specific, one.alpha
        )
        for one in found
    )


def _confusions(material: Material, task: TaskMaterial) -> tuple[Confusion, ...]:
    found = measures.confusions(
        task.trusted.table, clusters=task.trusted.clusters, interval=material.interval
    )
    names = task.answers.labels
    return tuple(
        Confusion(
            (str(names[one.a].as_py()), str(names[one.b].as_py())), one.pairs, one.share, one.against_chance
        )
        for one in found
    )


def _consensus(material: Material, task: TaskMaterial, alpha: Estimate) -> ConsensusAudit | None:
    if task.consensus is None or task.majority is None:
        return None
    found = task.consensus.found
    doubt = task.doubt(alpha)
    return ConsensusAudit(
        method=found.method,
        why=found.why,
        items=int((found.label >= 0).sum()),
        settled=material.missing(doubt, "settled/1", int((found.label >= 0).sum()))
        if doubt
        else methods.settled(found, level=material.interval.level),
        ties=int(found.tied.sum()),
        majority_on_gold=task.majority.accuracy_on_gold,
        accuracy_on_gold=task.consensus.accuracy_on_gold,
    )
