"""The audit, from tables to a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import Any

from earmark.analysis.answers import answers_of
from earmark.analysis.audit.about import about
from earmark.analysis.audit.axes import axes
from earmark.analysis.audit.disputed import Texts
from earmark.analysis.audit.gate import Requirement, check
from earmark.analysis.audit.material import Material, silent
from earmark.analysis.audit.next_steps import next_steps
from earmark.analysis.audit.nothing import nothing_measurable
from earmark.analysis.audit.prepare import prepare_task
from earmark.analysis.audit.refusals import refusals
from earmark.analysis.audit.result import AuditResult, TaskAudit
from earmark.analysis.audit.slices import regroup, slice_columns
from earmark.analysis.audit.task import task_audit
from earmark.analysis.audit.warnings import warnings
from earmark.analysis.load import annotations_from, load, table_from
from earmark.analysis.tasks import tasks_of
from earmark.errors import TableError
from earmark.formats import Tables
from earmark.formats.registry import Progress
from earmark.model import Scheme
from earmark.quality.resampling import Interval

__all__ = ["audit"]


def audit(
    source: Any,
    *,
    items: Any = None,
    gold: Any = None,
    predictions: Any = None,
    kind: str | None = None,
    scale: str | None = None,
    scheme: Scheme | Mapping[str, Scheme] | None = None,
    by: Sequence[str] = (),
    gate: tuple[Requirement, ...] = (),
    interval: Interval | None = None,
    progress: Progress | None = None,
    **reading: Any,
) -> AuditResult:
    """Return how good a table of annotations is, what cannot be known, and what to do next.

    `source`, `items`, `gold` and `predictions` are paths, tables or data frames; a file of another tool may
    hold several of them. Nothing is changed and nothing leaves the machine.

    Raises:
        InputError: a table cannot be read, or holds nothing that can be measured.
        CallError: an option is not known.
    """
    progress = progress or silent
    interval = interval or Interval()
    tables = load(source, kind="annotations", progress=progress, **reading)
    if tables.annotations is None or not len(tables.annotations):
        empty = nothing_measurable(tables, interval, _versions())
        if empty is not None:
            return replace(empty, gate=check(empty, gate))
    material = _material(annotations_from(tables), (items, gold, predictions), interval, progress, tuple(by))
    if not len(material.answers):
        left = ", ".join(f"{count} {reason}" for reason, count in material.answers.left_out.items())
        raise TableError(f"{material.annotations.reading.path} holds no answer that counts ({left})")
    tasks = tasks_of(material.answers, scale=scale, kind=kind, scheme=scheme, items=material.items)
    prepared = []
    for done, task in enumerate(tasks):
        progress(f"consensus {task.task}".strip(), done, 2 * len(tasks))
        prepared.append(prepare_task(material, task))
    material = replace(material, tasks=tuple(prepared))
    result = _result(material, _task_audits(material))
    return replace(result, gate=check(result, gate))


def _material(
    tables: Tables, others: tuple[Any, Any, Any], interval: Interval, progress: Progress, by: tuple[str, ...]
) -> Material:
    items, gold, predictions = others
    given = Tables(
        items=table_from(items, "items"),
        gold=table_from(gold, "gold"),
        predictions=table_from(predictions, "predictions"),
    )
    tables = tables.merged(given)
    if tables.annotations is None:  # annotations_from has made sure of it
        raise TableError("no annotations")
    return Material(
        tables=tables,
        annotations=tables.annotations,
        items=tables.items,
        gold=tables.gold,
        predictions=tables.predictions,
        answers=answers_of(tables.annotations),
        interval=interval,
        by=by,
        progress=progress,
    )


def _task_audits(material: Material) -> tuple[TaskAudit, ...]:
    texts = Texts.of(material.items)
    regrouped = [(columns, regroup(material, columns)) for columns in slice_columns(material)]
    audits = []
    count = len(material.tasks)
    for done, task in enumerate(material.tasks):
        material.progress(f"agreement {task.task}".strip(), count + done, 2 * count)
        audits.append(task_audit(material, task, texts, regrouped))
    material.progress("agreement", 2 * count, 2 * count)
    return tuple(audits)


def _result(material: Material, audits: tuple[TaskAudit, ...]) -> AuditResult:
    told, refused = warnings(material), refusals(material)
    return AuditResult(
        about=about(material),
        axes=axes(material, audits),
        warnings=told,
        refused=refused,
        tasks=audits,
        next_steps=next_steps(told, audits, gold=material.gold is not None),
        versions=_versions(),
        seed=material.interval.seed,
        level=material.interval.level,
    )


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("earmark", "numpy", "scipy", "pyarrow")}
