"""One row of what `earmark agreement` answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from earmark.analysis.tasks import TaskAnswers
from earmark.model import Estimate

__all__ = ["AgreementRow", "row_of"]

ON_SCALE = ("krippendorff_alpha", "icc_")  # how the names of metrics begin that heed the task's scale
FAR = "preference_"  # and of those that say themselves how far labels lie apart


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One estimate of agreement, and what it speaks of."""

    task: str
    metric: str
    scale: str
    by: Mapping[str, str]
    between: tuple[str, ...] | None
    label: str | None
    estimate: Estimate
    items: int
    annotators: int
    answers: int
    against: Mapping[str, str] | None = None  # of a difference: the group this one is compared with
    unaided: bool = False  # only of answers given without a suggestion

    def to_json(self) -> dict[str, Any]:
        """Return the fields under the names scripts rely on."""
        return {
            "task": self.task,
            "metric": self.metric,
            "scale": self.scale,
            "by": dict(self.by),
            "between": None if self.between is None else list(self.between),
            "label": self.label,
            "estimate": self.estimate.to_json(),
            "items": self.items,
            "annotators": self.annotators,
            "answers": self.answers,
            "against": None if self.against is None else dict(self.against),
            "unaided": self.unaided,
        }


def row_of(
    task: TaskAnswers,
    estimate: Estimate,
    by: Mapping[str, str],
    *,
    between: tuple[str, ...] | None = None,
    label: str | None = None,
    items: int | None = None,
    answers: int | None = None,
    scale: str | None = None,
) -> AgreementRow:
    """Return one row for an estimate about a task's answers (or about some of them)."""
    there, people = task.answered()
    if scale is None and estimate.name.startswith(ON_SCALE):
        scale = task.scale
    if scale is None:
        scale = "distance" if estimate.name.startswith(FAR) else "nominal"
    return AgreementRow(
        task=task.task,
        metric=estimate.name,
        scale=scale,
        by=by,
        between=between,
        label=label,
        estimate=estimate,
        items=there if items is None else items,
        annotators=people if between is None else len(between),
        answers=len(task.table) if answers is None else answers,
    )
