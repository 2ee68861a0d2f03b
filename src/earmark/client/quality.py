"""How good a project's labels are, as the server computes it from the answers stored so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from earmark.client.connection import Connection
from earmark.client.projects import Project, address_of
from earmark.model import Estimate

__all__ = ["Confused", "Disputed", "LabelQuality", "Measured", "MeasuredTask", "Progress", "Quality"]


@dataclass(frozen=True, slots=True)
class LabelQuality:
    """One label: how often it was given, and how often, when one gives it, another does too (`specific`)."""

    label: str
    answers: int
    items: int
    specific: Estimate
    alpha: Estimate


@dataclass(frozen=True, slots=True)
class Confused:
    """Two labels given to the same items: pairs of answers, their share of all that differ, and of chance."""

    labels: tuple[str, ...]
    pairs: float
    share: Estimate
    against_chance: float | None


@dataclass(frozen=True, slots=True)
class Disputed:
    """An item on which people differ: its text, and how many gave which answer."""

    item: str
    text: str | None
    answers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """Items of the task, those with all their answers, those decided by a review."""

    items: int
    done: int
    decided: int = 0


@dataclass(frozen=True, slots=True)
class MeasuredTask:
    """One task: agreement with its interval, by label, what is confused, what is disputed."""

    task: str
    scale: str
    alpha: Estimate
    percent: Estimate
    progress: Progress
    labels: tuple[LabelQuality, ...] = ()
    confusions: tuple[Confused, ...] = ()
    disputed: tuple[Disputed, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """What can be said about a project's labels."""

    tasks: tuple[MeasuredTask, ...]


class Quality:
    """`client.quality`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, project: str | Project, task: str | None = None) -> Measured:
        """Measure all tasks, or one."""
        return self._connection.get(Measured, f"{address_of(project)}/quality", {"task": task})
