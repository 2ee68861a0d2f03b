"""`audit.json`: the whole audit as plain JSON values, the rows of other commands under their own names."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from earmark.analysis.audit.result import AuditResult, Axis, TaskAudit
from earmark.model import Estimate, Notice

__all__ = ["audit_json"]


def audit_json(result: AuditResult) -> dict[str, Any]:
    """Return the audit as values that `json` can write: no NaN, no tuples, every estimate with its reason.

    `axes` has one entry an axis; `agreement` and `consensus` hold the rows that the commands of these names
    print; `tasks` holds everything, also what the page leaves out for length. A number that is not finite
    becomes null.
    """
    return {
        "axes": {axis.name: _axis(axis) for axis in result.axes},
        "warnings": plain(result.warnings),
        "refused": plain(result.refused),
        "about": plain(result.about),
        "agreement": [row for task in result.tasks for row in _agreement_rows(task)],
        "consensus": [
            {"task": task.task, **plain(task.consensus)}
            for task in result.tasks
            if task.consensus is not None
        ],
        "tasks": plain(result.tasks),
        "next_steps": plain(result.next_steps),
        "gate": plain(result.gate),
        "versions": plain(result.versions),
        "seed": result.seed,
        "level": result.level,
    }


def plain(value: Any) -> Any:
    """Return a value as JSON knows it.

    >>> plain({3: (1.5, float("nan"))})
    {'3': [1.5, None]}
    """
    if isinstance(value, Estimate | Notice):
        return plain(value.to_json())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, Sequence):
        return [plain(entry) for entry in value]
    return str(value)


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "question": axis.question,
        "estimates": [
            {"title": m.title, "task": m.task, "note": m.note, **plain(m.estimate)} for m in axis.measured
        ],
        "not_measured": list(axis.not_measured),
    }


def _agreement_rows(task: TaskAudit) -> Iterator[dict[str, Any]]:
    whole = (task.items, task.annotators, task.answers)
    for estimate in (task.alpha, task.percent):
        yield _row(task, estimate, whole)
    for label in task.labels:
        size = (label.items, task.annotators, label.answers)
        for estimate in (label.alpha, label.specific):
            yield _row(task, estimate, size, label=label.label, scale="nominal")
    for part in task.slices:
        size = (part.items, part.annotators, part.answers)
        for estimate in (part.alpha, part.percent):
            yield _row(task, estimate, size, by=dict(part.by))
    for pair in task.pairs:
        size = (pair.items, 2, 2 * pair.items)
        yield _row(task, pair.kappa, size, between=list(pair.between), scale="nominal")


def _row(
    task: TaskAudit,
    estimate: Estimate,
    size: tuple[int, int, int],
    *,
    by: dict[str, str] | None = None,
    between: list[str] | None = None,
    label: str | None = None,
    scale: str | None = None,
) -> dict[str, Any]:
    items, annotators, answers = size
    return {
        "task": task.task,
        "metric": estimate.name,
        "scale": scale or task.scale,
        "by": by or {},
        "between": between,
        "label": label,
        "estimate": plain(estimate),
        "items": items,
        "annotators": annotators,
        "answers": answers,
    }
