"""Work out, once for each task, what several parts of the audit use."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from earmark.analysis.audit.material import Material, TaskMaterial
from earmark.analysis.consensus import task_consensus
from earmark.analysis.tasks import TaskAnswers
from earmark.model import Kind
from earmark.quality import agreement as measures
from earmark.quality.copying import CopiedPair, copied
from earmark.quality.selection import OverlapSelection, overlap_selection

__all__ = ["prepare_task"]

TEXT_LABELS = 100  # fewer distinct labels than this are taken for labels whatever they look like
TEXT_SHARE = 0.3
TEXT_WORDS = 4


def prepare_task(material: Material, task: TaskAnswers) -> TaskMaterial:
    """Return the task with its consensus, its copied pairs and how its overlap came about."""
    texty = _looks_like_text(task)
    countable = task.choices and not texty
    choose = countable and task.scale != "interval"
    level = material.interval.level
    found = task_consensus(task, gold=material.gold, level=level) if choose else None
    majority = task_consensus(task, method="majority", gold=material.gold, level=level) if choose else None
    pairs: tuple[CopiedPair, ...] = ()
    selection: OverlapSelection | None = None
    if found is not None:
        pairs = copied(task.table, found.found)
        selection = overlap_selection(task.table, order=material.rank_in_time(task))
    return TaskMaterial(
        answers=task,
        trusted=_without_copies(task, pairs),
        texty=texty,
        consensus=found,
        majority=majority,
        copied=pairs,
        selection=selection,
        disagreement=_disagreement(task),
    )


def _looks_like_text(task: TaskAnswers) -> bool:
    """Tell typed sentences, which hardly ever coincide, from labels."""
    if not task.choices or task.kind is Kind.SCALE or task.kind_given:
        return False
    distinct = len(task.labels)
    if distinct < TEXT_LABELS or distinct < TEXT_SHARE * len(task.table):
        return False
    words = pc.add(pc.count_substring_regex(task.labels, r"\s+"), 1)
    return bool(np.median(np.asarray(words)) >= TEXT_WORDS)


def _without_copies(task: TaskAnswers, pairs: tuple[CopiedPair, ...]) -> TaskAnswers:
    """Leave out the second annotator of each copied pair: two ids, one opinion."""
    if not pairs:
        return task
    out = np.unique(np.array([pair.b for pair in pairs], dtype=np.int32))
    return task.only(~np.isin(task.table.annotator, out))


def _disagreement(task: TaskAnswers) -> np.ndarray:
    if task.scale == "interval" and task.values is not None:
        return measures.disagreement_by_item_interval(task.table, task.values)
    return measures.disagreement_by_item(task.table)
