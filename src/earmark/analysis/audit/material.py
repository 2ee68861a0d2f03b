"""What an audit works on: the tables read, the answers that count, and each task prepared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from earmark.analysis.answers import Answers
from earmark.analysis.consensus import TaskConsensus
from earmark.analysis.tasks import TaskAnswers
from earmark.formats import Table, Tables
from earmark.formats.registry import Progress
from earmark.model import Estimate
from earmark.quality.consensus.dependence import shared_mistakes
from earmark.quality.copying import CopiedPair
from earmark.quality.long_table import Floats
from earmark.quality.resampling import Interval
from earmark.quality.selection import OverlapSelection

__all__ = ["LITTLE", "THREE", "Material", "TaskMaterial", "silent"]

THREE = 3
LITTLE = 0.2  # alpha below this: what people share is hardly more than chance


def silent(what: str, done: int, total: int | None) -> None:
    """Report no progress."""


@dataclass(frozen=True, slots=True)
class TaskMaterial:
    """One task with what is worked out once and used by several parts.

    `trusted` is the task without the second of two annotators who copied; measures of agreement use it.
    """

    answers: TaskAnswers
    trusted: TaskAnswers
    texty: bool
    consensus: TaskConsensus | None
    majority: TaskConsensus | None
    copied: tuple[CopiedPair, ...]
    selection: OverlapSelection | None
    disagreement: Floats

    @property
    def task(self) -> str:
        """The task's name."""
        return self.answers.task

    @property
    def countable(self) -> bool:
        """Whether the answers are labels that measures of agreement can count."""
        return self.answers.choices and not self.texty

    def doubt(self, alpha: Estimate) -> str | None:
        """Return why the probabilities of the consensus are not to be believed, None where they may be."""
        if self.people == 1:
            return "one annotator only, with nobody to compare"
        if self.people < THREE:
            return "with two annotators nothing tells which of them is right"
        if alpha.high is not None and alpha.high < LITTLE:
            return (
                "people agree hardly more than chance would, so what they seem to agree on may mean nothing"
            )
        together = None if self.consensus is None else self.consensus.found.dependence
        if together is None or not together.defined:
            return "whether people err independently of one another cannot be tested here"
        if shared_mistakes(together):
            return "people make the same mistakes on the same items, so their agreement does not make a label sure"
        return None

    @property
    def people(self) -> int:
        """How many annotators answered the task."""
        return self.answers.answered()[1]

    @property
    def overlapped(self) -> int:
        """How many items have at least two answers."""
        return int((self.answers.table.per_item >= 2).sum())


@dataclass(frozen=True, slots=True)
class Material:
    """The whole of it."""

    tables: Tables
    annotations: Table
    items: Table | None
    gold: Table | None
    predictions: Table | None
    answers: Answers
    interval: Interval
    tasks: Sequence[TaskMaterial] = ()
    by: tuple[str, ...] = ()
    progress: Progress = silent
    texts: Mapping[str, str] = field(default_factory=dict)

    def withheld(self, task: TaskMaterial) -> str | None:
        """Return why a headline number of agreement would mislead, None where it would not."""
        if task.selection is not None and task.selection.chosen:
            return f"withheld: {task.selection.why}"
        return None

    def rank_in_time(self, task: TaskAnswers) -> np.ndarray | None:
        """Return each answer's place in order of time (then row), None where times are missing."""
        if not self.answers.timed:
            return None
        order = np.lexsort((self.answers.row[task.at], self.answers.time[task.at]))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        return rank

    def seconds(self, task: TaskAnswers) -> Floats | None:
        """Return how long each answer of a task took, NaN where that is not known; None where it never is."""
        if not self.annotations.has("seconds"):
            return None
        seconds: Floats = self.answers.numbers("seconds")[task.at]
        return seconds if np.isfinite(seconds).any() else None

    def missing(self, why: str, measure: str, n: int = 0) -> Estimate:
        """Return an estimate that cannot be given."""
        return Estimate.missing(why, n=n, over="items", measure=measure, level=self.interval.level)
