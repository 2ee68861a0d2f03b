"""Numbers that would mislead, and are therefore not given."""

from __future__ import annotations

from collections.abc import Iterator

from earmark.analysis.agreement_metrics import alpha_of
from earmark.analysis.audit.material import Material, TaskMaterial
from earmark.analysis.audit.result import Refusal
from earmark.analysis.consensus import gold_codes
from earmark.analysis.of_task import rows_of_task

__all__ = ["refusals"]

TWO_PEOPLE = 2


def refusals(material: Material) -> tuple[Refusal, ...]:
    """Return what is refused, with the reason."""
    return tuple(one for task in material.tasks for one in _of_task(material, task))


def _of_task(material: Material, task: TaskMaterial) -> Iterator[Refusal]:
    name = task.task or None
    withheld = material.withheld(task)
    if withheld:
        yield Refusal(
            "hard-items-chosen", "agreement over all items", withheld.removeprefix("withheld: "), name
        )
    if task.copied:
        out = sorted({str(task.answers.annotators[pair.b].as_py()) for pair in task.copied})
        yield Refusal(
            "copied-labels",
            "agreement that counts copies",
            f"the answers of {', '.join(out)} repeat another annotator's; agreement is computed without them"
            f"{_counting_them(material, task)}.",
            name,
        )
    if task.texty:
        yield Refusal(
            "labels-look-like-text",
            "alpha over free text",
            "sentences hardly ever coincide to the letter, so every pair would count as full disagreement.",
            name,
        )
    if task.countable and task.people == TWO_PEOPLE:
        yield Refusal(
            "two-annotators",
            "who of the two is right more often",
            "with two annotators each disagreement has two explanations and nothing to decide between them; "
            "a third answer or gold would tell.",
            name,
        )
    if material.gold is None or not len(rows_of_task(material.gold, task.task)):
        return
    if (gold_codes(task.answers, material.gold) == -1).all():
        yield Refusal(
            "gold-unmatched", "accuracy on gold", "no gold label is for an item that was answered.", name
        )


def _counting_them(material: Material, task: TaskMaterial) -> str:
    alpha = alpha_of(task.answers, material.interval)
    return f" (alpha with them: {alpha.value:.3f})" if alpha.value is not None else ""
