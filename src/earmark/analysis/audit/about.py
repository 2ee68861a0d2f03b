"""What the data is, before anything is said about its quality."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from earmark.analysis.answers import NO_TIME
from earmark.analysis.audit.material import Material
from earmark.analysis.audit.result import About
from earmark.analysis.audit.source import source_of
from earmark.analysis.tasks import conversations_of
from earmark.formats import Table

__all__ = ["about", "moment"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(microseconds: int) -> str:
    """Return a time in UTC as ISO 8601, to the second.

    >>> moment(0)
    '1970-01-01T00:00:00Z'
    """
    return (EPOCH + timedelta(microseconds=int(microseconds))).strftime("%Y-%m-%dT%H:%M:%SZ")


def about(material: Material) -> About:
    """Return the counts of the table, and where it came from."""
    answers = material.answers
    timed = answers.time[answers.time != NO_TIME]
    per_item: dict[int, int] = {}
    for task in material.tasks:
        counts = task.answers.table.per_item
        for size, many in zip(*np.unique(counts[counts > 0], return_counts=True), strict=True):
            per_item[int(size)] = per_item.get(int(size), 0) + int(many)
    return About(
        sources=tuple(source_of(table) for table in _read(material)),
        items=len(np.unique(answers.item.codes)),
        annotators=len(np.unique(answers.annotator.codes)),
        answers=len(answers),
        tasks=tuple(task.task for task in material.tasks),
        answers_per_item=dict(sorted(per_item.items())),
        conversations=_conversations(material),
        first=moment(timed.min()) if len(timed) else None,
        last=moment(timed.max()) if len(timed) else None,
        median_seconds=_median_seconds(material),
        left_out=answers.left_out,
    )


def _read(material: Material) -> list[Table]:
    held = (material.annotations, material.items, material.gold, material.predictions)
    return [table for table in held if table is not None]


def _conversations(material: Material) -> int | None:
    used = material.answers.item.compressed()
    codes = conversations_of(used.words, material.items)
    return None if codes is None else len(np.unique(codes))


def _median_seconds(material: Material) -> float | None:
    if not material.annotations.has("seconds"):
        return None
    seconds = material.answers.numbers("seconds")
    return float(np.nanmedian(seconds)) if np.isfinite(seconds).any() else None
