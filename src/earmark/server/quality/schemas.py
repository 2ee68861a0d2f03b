"""What is measured, as it is sent: never a number without its interval, or the reason why there is none."""

from __future__ import annotations

from pydantic import Field

from earmark.model import Estimate
from earmark.server.kit.schemas import Schema

__all__ = [
    "ConfusionShown",
    "DisputedShown",
    "EstimateShown",
    "LabelQuality",
    "ProgressShown",
    "QualityShown",
    "TaskQuality",
]


class EstimateShown(Schema):
    """A number about labels with its interval; null with the reason where it cannot be given."""

    value: float | None
    low: float | None
    high: float | None
    level: float
    n: int
    over: str = Field(description="What was resampled, and so what the interval speaks for.")
    measure: str
    undefined: str | None

    @classmethod
    def of(cls, estimate: Estimate) -> EstimateShown:
        """Return an estimate."""
        return cls.model_validate(estimate.to_json())


class LabelQuality(Schema):
    """How well people agree on one label."""

    label: str
    answers: int
    items: int
    specific: EstimateShown = Field(description="When one gives it, how often does another.")
    alpha: EstimateShown = Field(description="This label against all others.")


class ConfusionShown(Schema):
    """Two labels that are given to the same items."""

    labels: tuple[str, str]
    pairs: float
    share: EstimateShown = Field(description="Of all disagreement.")
    against_chance: float | None


class DisputedShown(Schema):
    """An item people differ on, and how many gave each label."""

    item: str
    text: str | None
    answers: dict[str, int]


class ProgressShown(Schema):
    """How far a task is: items, those everybody has answered, those decided by a review."""

    items: int
    done: int
    decided: int


class TaskQuality(Schema):
    """All that is measured of one task."""

    task: str
    scale: str
    alpha: EstimateShown
    percent: EstimateShown
    labels: list[LabelQuality]
    confusions: list[ConfusionShown]
    disputed: list[DisputedShown]
    progress: ProgressShown


class QualityShown(Schema):
    """What is measured of a project's answers."""

    tasks: list[TaskQuality]
