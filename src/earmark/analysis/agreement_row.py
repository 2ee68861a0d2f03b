"""One row of what `earmark agreement` answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from earmark.model import Estimate

__all__ = ["AgreementRow"]


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
        }
