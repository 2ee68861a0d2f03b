"""Tables as a Label Studio import: tasks with annotations, ground truth and predictions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from earmark.formats.contents import Contents, Gold, Prediction, Remark, notices_of
from earmark.formats.rows import contents_of, items_named
from earmark.formats.table import TableKind, Tables
from earmark.formats.tools.label_studio.answers import results_of
from earmark.formats.tools.numbering import as_number, numbered
from earmark.formats.tools.writing import about, losses_of
from earmark.model import Annotation, Answer, Item, Notice, Outcome

__all__ = ["write_tasks"]

_ANNOTATION_COLUMNS = (
    *("item_id", "annotator_id", "label", "task", "annotation_id", "submitted_at", "seconds"),
    *("outcome", "status", "suggested", "suggestion_source"),
)
_HELD = {
    TableKind.ANNOTATIONS: _ANNOTATION_COLUMNS,
    TableKind.GOLD: None,
    TableKind.ITEMS: None,
    TableKind.PREDICTIONS: ("item_id", "label", "task", "model", "score"),
}
_TEXTS = {
    "items-renumbered": "Label Studio numbers its tasks; data.item_id keeps the ids of the items: {count}.",
    "annotators-renumbered": "Label Studio numbers people; annotators that got a number: {count} ({detail}).",
    "annotations-renumbered": "Annotations that got a new number, as Label Studio wants numbers: {count}.",
    "defective-as-skipped": "Answers 'defective', written as skipped: {count}.",
    "gold-not-held": "Gold answers that no annotation gives, and only annotations can be ground truth: {count}.",
    "suggestion-not-held": "Answers that started from a suggestion that is not among the predictions: {count}.",
    "status-not-held": "Answers with the status '{detail}', which Label Studio does not know: {count}.",
    "speaker-not-held": "Marks that name a speaker, for which Label Studio's regions have no place: {count}.",
    "marks-split": "Marks with label and text, written as two results each: {count}.",
}
_STATUS = ("accepted", "rejected", "fixed_and_accepted")


@dataclass(slots=True)
class _Writing:
    """What is needed while the tasks are put together."""

    contents: Contents
    items: Mapping[str, Item]
    people: Mapping[str, int]
    annotation_ids: dict[int, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, code: str, where: str, detail: str = "") -> None:
        self.remarks.append(Remark(code, where, None, detail))

    def results(self, answers: Iterable[tuple[str, Answer]], item_id: str) -> list[dict[str, Any]]:
        text = self.items[item_id].text
        written: list[dict[str, Any]] = []
        for task, answer in answers:
            kind = self.contents.schemes.get(task)
            written += results_of(
                task or "label", answer, kind, text, lambda code: self.remark(code, item_id)
            )
        return written


def write_tasks(tables: Tables, target: BinaryIO) -> tuple[Notice, ...]:
    """Write the tables as a JSON list of tasks; return what Label Studio has no place for."""
    contents = contents_of(tables)
    items = items_named(contents)
    task_ids, renumbered = numbered(items)
    people, renamed = numbered(sorted({one.annotator_id for one in contents.annotations}))
    writing = _Writing(contents, items, people)
    if renumbered:
        writing.remarks += [Remark("items-renumbered", item_id) for item_id in items]
    if renamed:
        listed = ", ".join(f"{name} = {number}" for name, number in list(people.items())[:10])
        writing.remarks += [Remark("annotators-renumbered", name, None, listed) for name in people]
    written = _tasks(writing, task_ids, renumbered)
    target.write(json.dumps(written, ensure_ascii=False, indent=1).encode() + b"\n")
    return (*losses_of(tables, _HELD, (), "Label Studio"), *notices_of(writing.remarks, _TEXTS))


def _tasks(writing: _Writing, task_ids: Mapping[str, int], renumbered: bool) -> list[dict[str, Any]]:
    given = _by_item(writing.contents.annotations)
    made = _by_item(writing.contents.predictions)
    gold = _by_item(writing.contents.gold)
    sheets = {item_id: _sheets(given.get(item_id, [])) for item_id in writing.items}
    names = [sheet[0].annotation_id or "" for item_id in writing.items for sheet in sheets[item_id]]
    kept = [as_number(name) for name in names]
    usable = None not in kept and len(set(kept)) == len(kept)
    if not usable and any(names):
        writing.remarks += [Remark("annotations-renumbered", name) for name in names]
    numbers = iter(kept if usable else range(1, len(names) + 1))
    prediction_number = iter(range(1, len(writing.contents.predictions) + 1))
    tasks = []
    for item_id, item in writing.items.items():
        predictions = _predictions(writing, item_id, made.get(item_id, []), prediction_number)
        task: dict[str, Any] = {"id": task_ids[item_id]}
        inner = as_number(item.extra.get("inner_id", ""))
        task |= {} if inner is None else {"inner_id": inner}
        task["annotations"] = [
            _annotation(writing, sheet, next(numbers), predictions) for sheet in sheets[item_id]
        ]
        _mark_gold(writing, item_id, gold.get(item_id, []), sheets[item_id], task["annotations"])
        task |= {"predictions": predictions, "data": _data(item, renumbered, inner)}
        tasks.append(task)
    return tasks


def _by_item(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(row)
    return found


def _sheets(rows: list[Annotation]) -> list[list[Annotation]]:
    """The rows that make one annotation in Label Studio: one person's answers to all tasks at one time."""
    sheets: dict[tuple[Any, ...], list[list[Annotation]]] = {}
    for row in rows:
        key = (row.annotator_id, row.annotation_id, row.submitted_at, row.outcome is Outcome.ANSWERED)
        held = sheets.setdefault(key, [])
        fitting = next((sheet for sheet in held if all(one.task != row.task for one in sheet)), None)
        if fitting is None:
            held.append([row])
        else:
            fitting.append(row)
    return [sheet for held in sheets.values() for sheet in held]


def _annotation(
    writing: _Writing, sheet: list[Annotation], number: int | None, predictions: list[dict[str, Any]]
) -> dict[str, Any]:
    first = sheet[0]
    answers = [(one.task, one.answer) for one in sheet if one.answer is not None]
    skipped = first.outcome is not Outcome.ANSWERED
    if first.outcome is Outcome.DEFECTIVE:
        writing.remark("defective-as-skipped", first.item_id)
    at = None if first.submitted_at is None else first.submitted_at.isoformat().replace("+00:00", "Z")
    return {
        "id": number,
        "completed_by": writing.people[first.annotator_id],
        "result": [] if skipped else writing.results(answers, first.item_id),
        "was_cancelled": skipped,
        "ground_truth": False,
        **({} if at is None else {"created_at": at, "updated_at": at}),
        **({} if first.seconds is None else {"lead_time": first.seconds}),
        **_reviewed(writing, first),
        **_suggestion(writing, first, predictions),
    }


def _reviewed(writing: _Writing, first: Annotation) -> dict[str, Any]:
    if first.status is None:
        return {}
    if first.status not in _STATUS:
        writing.remark("status-not-held", first.item_id, first.status)
        return {}
    return {"last_action": first.status}


def _suggestion(writing: _Writing, first: Annotation, predictions: list[dict[str, Any]]) -> dict[str, Any]:
    if first.suggestion_source is None:
        return {}
    for prediction in predictions:
        if prediction["model_version"] == first.suggestion_source:
            return {"parent_prediction": prediction["id"]}
    writing.remark("suggestion-not-held", first.item_id)
    return {}


def _predictions(
    writing: _Writing, item_id: str, rows: list[Prediction], numbers: Iterable[int]
) -> list[dict[str, Any]]:
    grouped: dict[tuple[str, float | None], dict[str, Answer]] = {}
    for row in rows:
        grouped.setdefault((row.model or "", row.score), {})[row.task] = row.answer
    counted = iter(numbers)
    return [
        {
            "id": next(counted),
            "model_version": model,
            **({} if score is None else {"score": score}),
            "result": writing.results(answers.items(), item_id),
        }
        for (model, score), answers in grouped.items()
    ]


def _mark_gold(
    writing: _Writing,
    item_id: str,
    gold: list[Gold],
    sheets: list[list[Annotation]],
    written: list[dict[str, Any]],
) -> None:
    right = {one.task: one.answer for one in gold}
    for sheet, annotation in zip(sheets, written, strict=True):
        answered = {one.task: one.answer for one in sheet if one.answer is not None}
        if answered and all(right.get(task) == answer for task, answer in answered.items()):
            annotation["ground_truth"] = True
            right = {task: answer for task, answer in right.items() if task not in answered}
    for _ in right:
        writing.remark("gold-not-held", item_id)


def _data(item: Item, renumbered: bool, inner: int | None) -> dict[str, Any]:
    shown = {"text": item.text, "audio": item.audio, **({"item_id": item.id} if renumbered else {})}
    data = {key: value for key, value in shown.items() if value is not None} | about(replace(item, extra={}))
    for key, value in item.extra.items():
        if key != "inner_id" or inner is None:
            data.setdefault(key.removeprefix("data."), _structured(value))
    return data


def _structured(text: str) -> Any:
    if not text.startswith(("[", "{")):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
