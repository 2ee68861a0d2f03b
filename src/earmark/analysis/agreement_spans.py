"""The marks of a task as spans, for measures that compare where people marked what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from earmark.analysis.encode import encode, same_words
from earmark.analysis.tasks import TaskAnswers
from earmark.errors import CallError, SchemeError
from earmark.formats import Table
from earmark.model import Marks, answer_from_json
from earmark.quality.agreement import SpanTable
from earmark.quality.long_table import Floats

__all__ = ["spans_of"]


def spans_of(task: TaskAnswers, items: Table | None) -> SpanTable:
    """Return the spans of a task of marks.

    An item is as long as its text (in code points) or its audio (`end` less `start`, in seconds) where the items
    tell; else it ends with the last mark on it. A mark's label is its `label`, else its `speaker`.

    Raises:
        SchemeError: an answer is no list of marks, or a task mixes characters and seconds.
        CallError: a mark lies behind the end of its item.
    """
    marks = [_marks(text, task.task) for text in task.labels.to_pylist()]
    units = sorted({mark.unit for answer in marks for mark in answer.marks})
    if len(units) > 1:
        raise SchemeError(f"task {task.task!r} marks both characters and seconds; measure one at a time")
    names = sorted({mark.label or mark.speaker or "" for answer in marks for mark in answer.marks})
    code = {name: at for at, name in enumerate(names)}
    sizes = np.array([len(answer.marks) for answer in marks], dtype=np.int64)
    first = np.cumsum(sizes) - sizes
    every = [mark for answer in marks for mark in answer.marks]
    start, end = (np.array([getattr(m, edge) for m in every], dtype=np.float64) for edge in ("start", "end"))
    label = np.array([code[m.label or m.speaker or ""] for m in every], dtype=np.int32)
    table = task.table
    several = sizes[table.label]
    answer = np.repeat(np.arange(len(table)), several)
    offset = np.arange(len(answer)) - np.repeat(np.cumsum(several) - several, several)
    place = first[table.label[answer]] + offset
    by_character = units != ["s"]
    return SpanTable.of(
        table.item,
        table.annotator,
        answer,
        start[place],
        end[place],
        label[place],
        length=_lengths(task, items, answer, end[place], by_character=by_character),
        items=table.items,
        labels=len(names),
        annotators=table.annotators,
        step=1.0 if by_character else 0.0,
    )


def _marks(text: str, task: str) -> Marks:
    try:
        value: Any = json.loads(text)
    except ValueError:
        value = None
    if value == []:
        return Marks(())
    found = answer_from_json(value) if isinstance(value, list) and isinstance(value[0], Mapping) else None
    if not isinstance(found, Marks):
        name = f"task {task!r}" if task else "the table"
        raise SchemeError(
            f'{name} needs marks, a JSON list of {{"start", "end", "label"}}, found {text!r:.60}'
        )
    return found


def _lengths(
    task: TaskAnswers, items: Table | None, answer: np.ndarray, end: Floats, *, by_character: bool
) -> Floats:
    last = np.zeros(task.table.items)
    np.maximum.at(last, task.table.item[answer], end)
    told = _told(task, items, by_character=by_character)
    behind = np.flatnonzero(last > told + 1e-9)
    if len(behind):
        item = task.items[int(behind[0])].as_py()
        raise CallError(
            f"a mark on item {item!r} ends at {last[behind[0]]:g}, behind the item's end at {told[behind[0]]:g}"
        )
    return np.where(np.isfinite(told), told, last)


def _told(task: TaskAnswers, items: Table | None, *, by_character: bool) -> Floats:
    """Return the length the items table tells of each item; infinite where it does not."""
    unknown = np.full(task.table.items, np.inf)
    if items is None:
        return unknown
    known = encode(items.data["item_id"])
    place = np.full(task.table.items, -1, dtype=np.int64)
    codes = same_words(known, task.items)
    place[codes[codes >= 0]] = np.flatnonzero(codes >= 0)
    if by_character and items.has("text"):
        length = pc.utf8_length(items.data["text"].cast(pa.string())).cast(pa.float64())
    elif not by_character and items.has("start") and items.has("end"):
        length = pc.subtract(items.data["end"].cast(pa.float64()), items.data["start"].cast(pa.float64()))
    else:
        return unknown
    values = length.to_numpy()[place]
    found: Floats = np.where((place >= 0) & np.isfinite(values), values, np.inf)
    return found
