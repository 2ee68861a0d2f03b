"""How each annotator's answers stand to those of the others: with intervals, in alphabetical order, unranked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from earmark.analysis.audit.lean import lean
from earmark.analysis.audit.material import Material, TaskMaterial
from earmark.analysis.audit.result import AnnotatorAudit, PairAudit
from earmark.analysis.consensus import gold_codes
from earmark.model import Estimate
from earmark.quality import agreement as measures
from earmark.quality import consensus as methods
from earmark.quality.agreement import AnnotatorAgreement
from earmark.quality.consensus import AnnotatorSkill

__all__ = ["annotators", "pairs"]

MOST = 200
FEWEST_ANSWERS = 20
MATERIAL = 0.10  # a difference in kappa smaller than this is not worth a word
SAME_LABEL = 0.95
USUAL_SHARE = 0.70
HASTE = 1 / 3


def annotators(material: Material, task: TaskMaterial, alpha: Estimate) -> tuple[list[AnnotatorAudit], int]:
    """Return those with most answers (alphabetically), and how many are left out for want of room.

    How often each is right by the consensus is left out where the consensus is not to be believed.
    """
    found = measures.with_others(
        task.answers.table, clusters=task.answers.clusters, level=material.interval.level
    )
    level = 1 - (1 - material.interval.level) / max(len(found), 1)
    strict = measures.with_others(task.answers.table, clusters=task.answers.clusters, level=level)
    apart = _stands_apart(material, task, strict)
    most = sorted(
        sorted(found, key=lambda one: (-one.answers, one.annotator))[:MOST], key=lambda one: one.annotator
    )
    believed = task.consensus is not None and task.doubt(alpha) is None
    skill = {one.annotator: one for one in task.consensus.found.skill} if task.consensus and believed else {}
    gold = gold_codes(task.answers, material.gold) if material.gold is not None else None
    seconds = _seconds(material, task)
    leans = lean(task, level=material.interval.level)
    shown = [
        _annotator(
            material,
            task,
            one,
            skill.get(one.annotator),
            gold,
            seconds.get(one.annotator),
            apart.get(one.annotator),
            leans,
        )
        for one in most
    ]
    return shown, len(found) - len(shown)


def pairs(material: Material, task: TaskMaterial) -> list[PairAudit]:
    """Return Cohen's kappa of the pairs that share most items."""
    names = task.answers.annotators
    return [
        PairAudit((str(names[one.a].as_py()), str(names[one.b].as_py())), one.items, one.kappa)
        for one in measures.pair_kappas(
            task.answers.table, clusters=task.answers.clusters, interval=material.interval, most=50
        )
    ]


def _annotator(
    material: Material,
    task: TaskMaterial,
    one: AnnotatorAgreement,
    skill: AnnotatorSkill | None,
    gold: np.ndarray | None,
    seconds: float | None,
    apart: str | None,
    leans: Mapping[int, Estimate],
) -> AnnotatorAudit:
    return AnnotatorAudit(
        annotator_id=str(task.answers.annotators[one.annotator].as_py()),
        answers=one.answers,
        agreement=one.agreement,
        kappa=one.kappa,
        accuracy_on_gold=None if gold is None else _on_gold(material, task, one.annotator, gold),
        skill=skill.accuracy if skill else None,
        median_seconds=seconds,
        stands_out=apart,
        lean=leans.get(one.annotator),
    )


def _on_gold(material: Material, task: TaskMaterial, annotator: int, gold: np.ndarray) -> Estimate:
    table = task.answers.table
    mine = table.annotator == annotator
    return methods.accuracy(table.label[mine], gold[table.item[mine]], level=material.interval.level)


def _seconds(material: Material, task: TaskMaterial) -> dict[int, float]:
    """Return each annotator's median time an answer, where times are known."""
    seconds = material.seconds(task.answers)
    if seconds is None:
        return {}
    known = np.isfinite(seconds)
    who, seconds = task.answers.table.annotator[known], seconds[known]
    order = np.argsort(who, kind="stable")
    people, starts = np.unique(who[order], return_index=True)
    return {
        int(one): float(np.median(part))
        for one, part in zip(people, np.split(seconds[order], starts[1:]), strict=True)
    }


def _stands_apart(
    material: Material, task: TaskMaterial, strict: tuple[AnnotatorAgreement, ...]
) -> dict[int, str]:
    """Return why an annotator's answers need a look: with intervals wide enough for all annotators together."""
    reasons: dict[int, list[str]] = {}
    for found in (_agrees_less(strict), _one_label(task), _in_haste(material, task, strict)):
        for annotator, why in found.items():
            reasons.setdefault(annotator, []).append(why)
    return {annotator: "; ".join(why) for annotator, why in reasons.items()}


def _agrees_less(strict: tuple[AnnotatorAgreement, ...]) -> dict[int, str]:
    known = [one for one in strict if one.kappa.defined and one.shared_items >= FEWEST_ANSWERS]
    if len(known) < 3:
        return {}
    middle = float(np.median([one.kappa.value for one in known]))
    found = {}
    for one in known:
        if one.kappa.value is not None and one.kappa.high is not None and one.kappa.high < middle - MATERIAL:
            found[one.annotator] = (
                f"agrees with the others less than is usual here (kappa {_two(one.kappa.value)}; at most {_two(one.kappa.high)}, "
                f"allowing for {len(strict)} annotators looked at; half of them are above {_two(middle)})"
            )
    return found


def _two(number: float) -> str:
    """Return a number with two decimals, zero without a sign."""
    return f"{number:.2f}".replace("-0.00", "0.00")


def _one_label(task: TaskMaterial) -> dict[int, str]:
    if not task.countable:
        return {}
    table = task.answers.table
    pooled = np.bincount(table.label, minlength=table.labels) / len(table)
    key, many = np.unique(table.annotator.astype(np.int64) * table.labels + table.label, return_counts=True)
    answers = np.bincount(table.annotator, minlength=table.annotators)
    found = {}
    for one, count in zip(key, many, strict=True):
        annotator, label = divmod(int(one), table.labels)
        share = count / answers[annotator]
        if answers[annotator] >= FEWEST_ANSWERS and share >= SAME_LABEL and pooled[label] < USUAL_SHARE:
            name = task.answers.labels[label].as_py()
            found[annotator] = (
                f"gave {name!r} in {share:.0%} of {answers[annotator]:,} answers; all together give it in {pooled[label]:.0%}"
            )
    return found


def _in_haste(
    material: Material, task: TaskMaterial, strict: tuple[AnnotatorAgreement, ...]
) -> dict[int, str]:
    seconds = _seconds(material, task)
    if len(seconds) < 3:
        return {}
    usual = float(np.median(list(seconds.values())))
    enough = {one.annotator for one in strict if one.answers >= FEWEST_ANSWERS}
    return {
        annotator: f"takes {mine:.0f} s an answer where {usual:.0f} s are usual"
        for annotator, mine in seconds.items()
        if annotator in enough and mine < usual * HASTE
    }
