"""Tables as Prodigy's JSON Lines: one record for each answer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, BinaryIO

from earmark.formats.contents import Contents, Remark
from earmark.formats.rows import contents_of, items_named
from earmark.formats.table import TableKind, Tables
from earmark.formats.tools.numbering import as_number, stable_hash
from earmark.formats.tools.writing import about, by_item, losses_of, refuse_nothing
from earmark.model import Annotation, Answer, Choice, Item, Kind, Marks, Notice, Number, Outcome, Scheme, Text

__all__ = ["write_records"]

_TOOL = "Prodigy"
_HELD = {
    TableKind.ANNOTATIONS: ("item_id", "annotator_id", "label", "task", "submitted_at", "outcome"),
    TableKind.ITEMS: None,
}
_JUDGEMENTS = {"accept", "reject"}
_VIEWS = {
    "spans": "spans_manual",
    "audio_spans": "audio_manual",
    "transcript": "text_input",
    "user_input": "text_input",
    "accept": "choice",
    "label": "classification",
}
_OUTCOMES = {Outcome.ANSWERED: "accept", Outcome.SKIPPED: "ignore", Outcome.DEFECTIVE: "reject"}


def write_records(tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
    """Write the tables; each field of Prodigy holds one task, the one with the most answers.

    Raises:
        FormatError: no answer can be held.
    """
    contents = contents_of(tables)
    fields, remarks = _fields(contents), list[Remark]()
    given, lines, written = by_item(contents.annotations), list[dict[str, Any]](), 0
    for item in items_named(contents).values():
        base = _base(item, remarks)
        for one in given.get(item.id, []):
            record = _record(one, base, fields, contents.schemes, remarks)
            if record is not None:
                lines.append(record)
                written += one.answer is not None
        if item.id not in given:
            lines.append(base)
    refuse_nothing(contents, written, _TOOL)
    for line in lines:
        target.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    return losses_of(tables, _HELD, remarks, _TOOL)


def _field(one: Answer, task: str) -> str | None:
    """The field of a record that holds such an answer."""
    match one:
        case Choice(labels):
            return (
                "label" if task and task != "accept" and set(labels) <= _JUDGEMENTS and labels else "accept"
            )
        case Text():
            return "user_input" if task == "user_input" else "transcript"
        case Marks(marks):
            return (
                "audio_spans" if task == "audio_spans" or any(mark.unit == "s" for mark in marks) else "spans"
            )
        case Number():
            return None


def _fields(contents: Contents) -> dict[str, str]:
    """The field for each task that can be written; a field holds one task, but `label` holds any number."""
    counted: dict[str, Counter[str]] = {}
    for one in contents.annotations:
        field = None if one.answer is None else _field(one.answer, one.task)
        if field is not None:
            counted.setdefault(field, Counter())[one.task] += 1
    chosen: dict[str, str] = {}
    for field, tasks in counted.items():
        best = max(tasks, key=lambda task: tasks[task])
        for task in tasks if field == "label" else (best,):
            chosen.setdefault(task, field)
    return chosen


def _base(item: Item, remarks: list[Remark]) -> dict[str, Any]:
    number = as_number(item.id)
    if number is None:
        remarks.append(Remark("ids-not-held", item.id, None, _TOOL))
    meta = about(item)
    return {
        **({} if item.text is None else {"text": item.text}),
        **({} if item.audio is None else {"audio": item.audio}),
        **({"meta": meta} if meta else {}),
        "_input_hash": stable_hash(item.id) if number is None else number,
    }


def _record(
    one: Annotation,
    base: Mapping[str, Any],
    fields: Mapping[str, str],
    schemes: Mapping[str, Scheme],
    remarks: list[Remark],
) -> dict[str, Any] | None:
    field = fields.get(one.task)
    if one.answer is not None and (field is None or _field(one.answer, one.task) != field):
        code = "answer-not-held" if isinstance(one.answer, Number) else "task-not-held"
        remarks.append(Remark(code, one.item_id, one.task or None, _TOOL))
        return None
    if one.task and field not in (one.task, "label", None):
        remarks.append(Remark("task-renamed", one.item_id, one.task or None))
    answer: dict[str, Any] = {"answer": _OUTCOMES[one.outcome]}
    if field is not None:
        base = {**base, "_view_id": _VIEWS[field]}
        answer = {**_content(one, field, schemes.get(one.task), remarks), **answer}
        if field == "label" and isinstance(one.answer, Choice):
            answer["answer"] = one.answer.labels[0]
    person = None if one.annotator_id == "unnamed" else one.annotator_id
    record = {**base, **answer}
    record["_task_hash"] = stable_hash(json.dumps([base["_input_hash"], field, one.task]))
    record |= {"_annotator_id": person, "_session_id": person}
    if one.submitted_at is not None:
        record["_timestamp"] = one.submitted_at.timestamp()
    return record


def _content(one: Annotation, field: str, scheme: Scheme | None, remarks: list[Remark]) -> dict[str, Any]:
    match one.answer:
        case Marks(marks):
            if any(mark.speaker or mark.track or mark.text for mark in marks):
                remarks.append(Remark("track-not-held", one.item_id, None, _TOOL))
            whole = field == "spans"
            return {
                field: [
                    {
                        "start": int(mark.start) if whole else mark.start,
                        "end": int(mark.end) if whole else mark.end,
                        **({} if mark.label is None else {"label": mark.label}),
                    }
                    for mark in marks
                ]
            }
        case Text(value):
            return {field: value}
        case Choice(labels) if field == "accept":
            return {**_options(scheme, labels), "accept": list(labels)}
    return {"label": one.task} if field == "label" else {"accept": []} if field == "accept" else {field: []}


def _options(scheme: Scheme | None, labels: tuple[str, ...]) -> dict[str, Any]:
    listed = (
        [(label.id, label.shown) for label in scheme.labels]
        if scheme and scheme.labels
        else [(x, x) for x in labels]
    )
    style = "multiple" if scheme is not None and scheme.kind is Kind.CATEGORIES else "single"
    options = [{"id": name, "text": shown} for name, shown in listed]
    return {"options": options, "config": {"choice_style": style}}
