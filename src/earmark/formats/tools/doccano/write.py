"""Tables as doccano's JSON Lines: one record for each answer, the annotator among its metadata."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, BinaryIO

from earmark.formats.contents import Remark
from earmark.formats.rows import contents_of, items_named
from earmark.formats.table import TableKind, Tables
from earmark.formats.tools.writing import about, by_item, losses_of, refuse_nothing
from earmark.model import Annotation, Choice, Item, Mark, Marks, Notice, Outcome, Text

__all__ = ["write_records"]

_TOOL = "doccano"
_HELD = {
    TableKind.ANNOTATIONS: ("item_id", "annotator_id", "label", "task", "outcome"),
    TableKind.ITEMS: None,
}


def write_records(tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
    """Write one task's answers; return what doccano, which knows one question a project, has no place for.

    Raises:
        FormatError: no answer can be held.
    """
    contents = contents_of(tables)
    remarks: list[Remark] = []
    task = _task(contents.annotations)
    given = by_item(contents.annotations)
    lines: list[dict[str, Any]] = []
    written = 0
    for item in items_named(contents).values():
        labelled = [
            (one, label)
            for one in given.get(item.id, [])
            if (label := _label(one, task, remarks)) is not None
        ]
        written += len(labelled)
        lines += [_record(item, label, one.annotator_id) for one, label in labelled] or [
            _record(item, [], None)
        ]
    refuse_nothing(contents, written, _TOOL)
    if task:
        remarks += [
            Remark("task-renamed", one.item_id, task) for one in contents.annotations if one.task == task
        ]
    for line in lines:
        target.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    return losses_of(tables, _HELD, remarks, _TOOL)


def _task(annotations: tuple[Annotation, ...]) -> str:
    """The task with the most answers doccano can hold; the first of several."""
    counted = Counter(one.task for one in annotations if isinstance(one.answer, Choice | Text | Marks))
    return max(counted, key=lambda task: counted[task]) if counted else ""


def _label(one: Annotation, task: str, remarks: list[Remark]) -> list[Any] | None:
    if one.outcome is not Outcome.ANSWERED or one.answer is None:
        remarks.append(Remark("skip-not-held", one.item_id, None, _TOOL))
        return None
    if one.task != task:
        remarks.append(Remark("task-not-held", one.item_id, one.task or None, _TOOL))
        return None
    match one.answer:
        case Choice(labels):
            label: list[Any] = list(labels)
        case Text(value):
            label = [value]
        case Marks(marks) if all(mark.unit == "char" and mark.label is not None for mark in marks):
            label = [_span(mark, one, remarks) for mark in marks]
        case _:
            remarks.append(Remark("answer-not-held", one.item_id, one.task or None, _TOOL))
            return None
    if not label:
        remarks.append(Remark("empty-answer", one.item_id, None, _TOOL))
        return None
    return label


def _span(mark: Mark, one: Annotation, remarks: list[Remark]) -> list[Any]:
    if mark.speaker or mark.track or mark.text:
        remarks.append(Remark("track-not-held", one.item_id, None, _TOOL))
    return [int(mark.start), int(mark.end), mark.label]


def _record(item: Item, label: list[Any], annotator: str | None) -> dict[str, Any]:
    named = {} if annotator in (None, "unnamed") else {"annotator_id": annotator}
    meta = about(item) | named
    shown = {"text": item.text} if item.text is not None else {}
    heard = {"audio": item.audio} if item.audio is not None else {}
    return {"id": item.id, **shown, **heard, "label": label, **({"meta": meta} if meta else {})}
