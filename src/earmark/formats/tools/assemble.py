"""Values of the model to tables: what every tool format does on reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from earmark.formats.contents import Contents, Gold, Prediction
from earmark.formats.table import Reading, Table, TableKind, Tables
from earmark.formats.tabular.bad_rows import FIRST
from earmark.model import (
    Annotation,
    Answer,
    Choice,
    Item,
    Kind,
    Marks,
    Number,
    Outcome,
    Purpose,
    Scheme,
    Source,
    Text,
    as_text,
    cell,
)

__all__ = ["assemble", "scheme_of"]

_WORDS = pa.dictionary(pa.int32(), pa.string())
_TYPES: Mapping[TableKind, Mapping[str, pa.DataType]] = {
    TableKind.ANNOTATIONS: {
        "seconds": pa.float64(),
        "context_turns": pa.int64(),
        "submitted_at": pa.timestamp("us", tz="UTC"),
    },
    TableKind.GOLD: {},
    TableKind.ITEMS: {"start": pa.float64(), "end": pa.float64(), "turn": pa.int64()},
    TableKind.PREDICTIONS: {},
}


def assemble(contents: Contents, shown: str, name: str, kind: TableKind | None = None) -> Tables:
    """Return the tables of these contents, read from `shown` in the format `name`.

    A table without rows is not there. `kind` asks for one table alone: gold and predictions are then taken
    from the annotations where the file states none itself.

    >>> held = Contents(annotations=(Annotation("7", "ann", Choice(("yes",))),), records=1)
    >>> assemble(held, "tasks.json", "label-studio").annotations.data["label"].to_pylist()
    ['yes']
    """
    contents = _asked_for(contents, kind)
    reading = Reading(
        path=shown,
        format=name,
        rows=contents.records,
        mapping=contents.mapping,
        rejected_rows=len({one.row for one in contents.rejected}),
        rejected=contents.rejected[:FIRST],
        notices=contents.notices,
        losses=contents.losses,
    )
    columns = {
        TableKind.ANNOTATIONS: _annotation_columns(contents.annotations),
        TableKind.GOLD: _gold_columns(contents.gold),
        TableKind.ITEMS: _item_columns(contents.items),
        TableKind.PREDICTIONS: _prediction_columns(contents.predictions),
    }
    tables = {
        one.value: Table(one, _arrow(held, one), reading, {} if one is TableKind.ITEMS else contents.schemes)
        for one, held in columns.items()
        if held["item_id"]
    }
    return Tables(**tables)


def _asked_for(contents: Contents, kind: TableKind | None) -> Contents:
    held = {"schemes", "notices", "losses", "records", "rejected", "mapping"}
    rest: dict[str, Any] = {name: getattr(contents, name) for name in held}
    answered = [one for one in contents.annotations if one.answer is not None]
    match kind:
        case TableKind.GOLD:
            last = {(one.item_id, one.task): one for one in answered}
            taken = tuple(Gold(one.item_id, one.answer, one.task) for one in last.values() if one.answer)
            return Contents(gold=contents.gold or taken, **rest)
        case TableKind.PREDICTIONS:
            made = tuple(
                Prediction(one.item_id, one.answer, one.task, one.annotator_id)
                for one in answered
                if one.answer
            )
            return Contents(predictions=contents.predictions or made, **rest)
        case TableKind.ITEMS:
            return Contents(items=contents.items, **rest)
    return contents


def _annotation_columns(rows: Sequence[Annotation]) -> dict[str, list[Any]]:
    return {
        "item_id": [as_text(row.item_id) for row in rows],
        "annotator_id": [as_text(row.annotator_id) for row in rows],
        "label": [None if row.answer is None else as_text(cell(row.answer)) for row in rows],
        "task": [as_text(row.task) or None for row in rows],
        "annotation_id": [row.annotation_id for row in rows],
        "submitted_at": [row.submitted_at for row in rows],
        "seconds": [row.seconds for row in rows],
        "guideline": [row.guideline for row in rows],
        "outcome": _unless_all([row.outcome.value for row in rows], Outcome.ANSWERED.value),
        "purpose": _unless_all([row.purpose.value for row in rows], Purpose.LABEL.value),
        "source": _unless_all([row.source.value for row in rows], Source.HUMAN.value),
        "supersedes": [row.supersedes for row in rows],
        "suggested": [row.suggested for row in rows],
        "suggestion_source": [row.suggestion_source for row in rows],
        "status": [row.status for row in rows],
        "batch": [row.batch for row in rows],
        "context_turns": [row.context_turns for row in rows],
    }


def _unless_all(values: list[str], usual: str) -> list[str | None]:
    return [None] * len(values) if all(value == usual for value in values) else [*values]


def _gold_columns(rows: Sequence[Gold]) -> dict[str, list[Any]]:
    return {
        "item_id": [as_text(row.item_id) for row in rows],
        "label": [as_text(cell(row.answer)) for row in rows],
        "task": [as_text(row.task) or None for row in rows],
    }


def _item_columns(rows: Sequence[Item]) -> dict[str, list[Any]]:
    fixed: dict[str, list[Any]] = {
        "item_id": [as_text(row.id) for row in rows],
        "text": [row.text for row in rows],
        "conversation_id": [row.conversation_id for row in rows],
        "turn": [row.turn for row in rows],
        "speaker": [row.speaker for row in rows],
        "start": [row.start for row in rows],
        "end": [row.end for row in rows],
        "audio": [row.audio for row in rows],
        "domain": [row.domain for row in rows],
        "language": [row.language for row in rows],
    }
    names = dict.fromkeys(name for row in rows for name in row.extra)
    taken = {*fixed, "row"}
    extra = {
        f"data.{name}" if name in taken else name: [row.extra.get(name) for row in rows] for name in names
    }
    return fixed | extra


def _prediction_columns(rows: Sequence[Prediction]) -> dict[str, list[Any]]:
    labels = sorted({label for row in rows for label in row.probabilities})
    fixed: dict[str, list[Any]] = {
        "item_id": [as_text(row.item_id) for row in rows],
        "label": [as_text(cell(row.answer)) for row in rows],
        "task": [as_text(row.task) or None for row in rows],
        "model": [row.model for row in rows],
        "score": [None if row.score is None else repr(row.score) for row in rows],
    }
    return fixed | {f"p:{label}": [row.probabilities.get(label) for row in rows] for label in labels}


def _arrow(columns: Mapping[str, list[Any]], kind: TableKind) -> pa.Table:
    always = ("item_id", "annotator_id", "label")
    kept = {
        name: _column(values, _type(name, kind))
        for name, values in columns.items()
        if name in always or any(value is not None for value in values)
    }
    rows = len(columns["item_id"])
    return pa.table({**kept, "row": pa.array(range(1, rows + 1), pa.int64())})


def _type(name: str, kind: TableKind) -> pa.DataType:
    if kind is TableKind.PREDICTIONS and name.startswith("p:"):
        return pa.float64()
    return _TYPES[kind].get(name, _WORDS)


def _column(values: list[Any], wanted: pa.DataType) -> pa.Array:
    if wanted is _WORDS:
        return pa.array(values, pa.string()).dictionary_encode().cast(_WORDS)
    return pa.array(values, wanted)


def scheme_of(answers: Iterable[Answer]) -> Scheme:
    """Return the kind of question these answers speak of, where the tool does not state it.

    >>> scheme_of([Choice(("a",)), Choice(("a", "b"))]).kind.value
    'categories'
    """
    given = list(answers)
    if given and all(isinstance(one, Number) for one in given):
        return Scheme(Kind.SCALE)
    if given and all(isinstance(one, Text) for one in given):
        return Scheme(Kind.TRANSCRIPT)
    marks = [one for one in given if isinstance(one, Marks)]
    if given and len(marks) == len(given):
        timed = any(mark.unit == "s" for one in marks for mark in one.marks)
        return Scheme(Kind.SEGMENTS if timed else Kind.SPANS)
    single = all(isinstance(one, Choice) and len(one.labels) == 1 for one in given)
    return Scheme(Kind.CATEGORY if single else Kind.CATEGORIES)
