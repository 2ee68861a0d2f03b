"""Tables as Argilla 2 records, as its `from_json` reads them."""

from __future__ import annotations

import json
import uuid
from typing import Any, BinaryIO

from earmark.formats.contents import Contents, Prediction, Remark, notices_of
from earmark.formats.rows import contents_of, items_named
from earmark.formats.table import TableKind, Tables
from earmark.formats.tools.writing import about, by_item, losses_of, refuse_nothing
from earmark.model import Annotation, Answer, Choice, Item, Kind, Mark, Marks, Notice, Number, Outcome, Text

__all__ = ["write_records"]

_TOOL = "Argilla"
_HELD = {
    TableKind.ANNOTATIONS: (
        *("item_id", "annotator_id", "label", "task", "outcome", "suggested", "suggestion_source"),
    ),
    TableKind.ITEMS: None,
    TableKind.PREDICTIONS: ("item_id", "label", "task", "model", "score"),
}
_TEXTS = {
    "annotators-not-uuid": "Argilla's server knows people by UUID; annotators with another id: {count}.",
    "suggestion-not-held": "Predictions beyond the first for one question of a record: {count}.",
    "defective-as-skipped": "Answers 'defective', written as discarded: {count}.",
}


def write_records(tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
    """Write the tables as a JSON list of records; return what Argilla has no place for.

    Raises:
        FormatError: no answer can be held.
    """
    contents, remarks = contents_of(tables), list[Remark]()
    given = by_item(contents.annotations)
    made: dict[str, list[Prediction]] = {}
    for one in contents.predictions:
        made.setdefault(one.item_id, []).append(one)
    people = dict.fromkeys(one.annotator_id for one in contents.annotations)
    remarks += [Remark("annotators-not-uuid", name) for name in people if not _is_uuid(name)]
    records, written = [], 0
    for item in items_named(contents).values():
        responses = _responses(given.get(item.id, []), contents, remarks)
        suggestions = _suggestions(made.get(item.id, []), contents, remarks)
        written += sum(one["value"] is not None for held in responses.values() for one in held) + len(
            suggestions
        )
        records.append(_record(item, responses, suggestions))
    refuse_nothing(contents, written, _TOOL)
    target.write(json.dumps(records, ensure_ascii=False, indent=1).encode() + b"\n")
    return (*losses_of(tables, _HELD, remarks, _TOOL), *notices_of(remarks, _TEXTS))


def _is_uuid(name: str) -> bool:
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False


def _record(item: Item, responses: dict[str, Any], suggestions: dict[str, Any]) -> dict[str, Any]:
    shown = {"text": item.text, "audio": item.audio}
    return {
        "id": item.id,
        "fields": {key: value for key, value in shown.items() if value is not None},
        "metadata": about(item),
        "suggestions": suggestions,
        "responses": responses,
        "vectors": {},
        "_server_id": None,
    }


def _question(task: str) -> str:
    return task or "label"


def _responses(rows: list[Annotation], contents: Contents, remarks: list[Remark]) -> dict[str, Any]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in rows:
        skipped = one.outcome is not Outcome.ANSWERED
        if one.outcome is Outcome.DEFECTIVE:
            remarks.append(Remark("defective-as-skipped", one.item_id))
        value = (
            None
            if skipped or one.answer is None
            else _value(one.answer, one.task, one.item_id, contents, remarks)
        )
        if value is None and not skipped:
            remarks.append(Remark("answer-not-held", one.item_id, one.task or None, _TOOL))
            continue
        response = {
            "value": value,
            "user_id": one.annotator_id,
            "status": "discarded" if skipped else "submitted",
        }
        found.setdefault(_question(one.task), []).append(response)
    return found


def _suggestions(rows: list[Prediction], contents: Contents, remarks: list[Remark]) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    for one in rows:
        value = _value(one.answer, one.task, one.item_id, contents, remarks)
        if value is None or _question(one.task) in found:
            remarks.append(Remark("suggestion-not-held", one.item_id))
            continue
        found[_question(one.task)] = {"value": value, "score": one.score, "agent": one.model}
    return found


def _value(answer: Answer, task: str, item_id: str, contents: Contents, remarks: list[Remark]) -> Any:
    """The answer as Argilla writes it; None where it has no form for it."""
    match answer:
        case Choice(labels):
            scheme = contents.schemes.get(task)
            several = len(labels) != 1 or (scheme is not None and scheme.kind is Kind.CATEGORIES)
            return list(labels) if several else labels[0]
        case Number(value):
            return int(value) if value.is_integer() and abs(value) < 2**53 else value
        case Text(value):
            return value or None
        case Marks(marks) if all(mark.unit == "char" for mark in marks):
            return [_span(mark, item_id, remarks) for mark in marks]
    return None


def _span(mark: Mark, item_id: str, remarks: list[Remark]) -> dict[str, Any]:
    if mark.speaker or mark.track or mark.text:
        remarks.append(Remark("track-not-held", item_id, None, _TOOL))
    label = {} if mark.label is None else {"label": mark.label}
    return {"start": int(mark.start), "end": int(mark.end), **label}
