"""Tables to values of the model: what every tool format does on writing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from earmark.errors import SchemeError, TableError
from earmark.formats.contents import Contents, Gold, Prediction
from earmark.formats.table import Table, Tables
from earmark.model import (
    Annotation,
    Answer,
    Choice,
    Item,
    Kind,
    Marks,
    Notice,
    Number,
    Outcome,
    Purpose,
    Scheme,
    Shape,
    Source,
    Text,
    answer_from_json,
)

__all__ = [
    "annotations_of",
    "answer_of",
    "contents_of",
    "gold_of",
    "items_named",
    "items_of",
    "predictions_of",
    "unheld_columns",
]


def contents_of(tables: Tables) -> Contents:
    """Return the tables' rows as values of the model; production records have none and are left out.

    Raises:
        TableError: a cell is no answer of its task's kind, or no word allowed in its column.
    """
    schemes: dict[str, Scheme] = {}
    for table in tables.all():
        schemes = {**table.schemes, **schemes}
    return Contents(
        items=tuple(items_of(tables.items)) if tables.items else (),
        annotations=tuple(annotations_of(tables.annotations)) if tables.annotations else (),
        gold=tuple(gold_of(tables.gold)) if tables.gold else (),
        predictions=tuple(predictions_of(tables.predictions)) if tables.predictions else (),
        schemes=schemes,
    )


def answer_of(text: str, scheme: Scheme | None) -> Answer:
    """Return the answer a cell of the `label` column stands for.

    Without a scheme a JSON list of texts or of marks is that, and anything else one label.

    Raises:
        SchemeError: the text is no answer of the scheme's shape.
    """
    shape = None if scheme is None else scheme.shape
    if shape is Shape.TEXT:
        return Text(text)
    if shape is Shape.NUMBER:
        try:
            return Number(float(text))
        except ValueError:
            raise SchemeError(f"a number is needed, found {text!r:.60}") from None
    if scheme is not None and scheme.kind is not Kind.CATEGORIES and shape is Shape.CHOICE:
        return Choice((text,))
    listed = _listed(text)
    if listed is not None:
        return Marks(()) if shape is Shape.MARKS and not listed else answer_from_json(listed)
    if shape is Shape.MARKS:
        raise SchemeError(f"a JSON list of marks is needed, found {text!r:.60}")
    return Choice((text,))


def _listed(text: str) -> list[Any] | None:
    if not text.startswith("["):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, list):
        return None
    uniform = all(isinstance(one, str) for one in value) or all(
        isinstance(one, dict) and "start" in one and "end" in one for one in value
    )
    return value if uniform else None


def items_named(contents: Contents) -> dict[str, Item]:
    """Return every item by its id: those described, then those that are only answered."""
    items = {item.id: item for item in contents.items}
    named = [one.item_id for one in contents.annotations]
    named += [one.item_id for one in contents.predictions] + [one.item_id for one in contents.gold]
    return items | {name: Item(name) for name in named if name not in items}


def annotations_of(table: Table) -> Iterator[Annotation]:
    """Return the table's rows as annotations, in order.

    Raises:
        TableError: a cell of `label`, `outcome`, `purpose` or `source` is not one of those allowed.
    """
    read = _cells(table)
    for row in read:
        yield _annotation(row, table)


def _annotation(row: Mapping[str, Any], table: Table) -> Annotation:
    task = row.get("task") or ""
    words = ("guideline", "supersedes", "suggested", "suggestion_source", "status", "batch", "context_turns")
    return Annotation(
        item_id=row["item_id"],
        annotator_id=row["annotator_id"] or "unnamed",
        answer=_answer(row, table, task),
        task=task,
        annotation_id=row.get("annotation_id"),
        submitted_at=row.get("submitted_at"),
        seconds=row.get("seconds"),
        outcome=_word(row, table, "outcome", Outcome, Outcome.ANSWERED),
        purpose=_word(row, table, "purpose", Purpose, Purpose.LABEL),
        source=_word(row, table, "source", Source, Source.HUMAN),
        **{word: row.get(word) for word in words},
    )


def _word(row: Mapping[str, Any], table: Table, column: str, words: Callable[[str], Any], usual: Any) -> Any:
    found = row.get(column)
    if found is None:
        return usual
    try:
        return words(found)
    except ValueError:
        raise TableError(
            f"{_place(row, table, column)}: {found!r:.60} is not one of the words allowed there"
        ) from None


def _answer(row: Mapping[str, Any], table: Table, task: str) -> Answer | None:
    if row["label"] is None:
        return None
    try:
        return answer_of(row["label"], table.schemes.get(task))
    except SchemeError as error:
        raise TableError(f"{_place(row, table, 'label')}: {error}") from None


def _place(row: Mapping[str, Any], table: Table, column: str) -> str:
    return f"{table.reading.path}: row {row['row']}, column {column}"


def _cells(table: Table) -> Iterator[dict[str, Any]]:
    names = table.data.column_names
    columns = [table.data[name].to_pylist() for name in names]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def gold_of(table: Table) -> Iterator[Gold]:
    """Return the table's rows as gold, in order; rows without a label are left out."""
    for row in _cells(table):
        task = row.get("task") or ""
        answer = _answer(row, table, task)
        if answer is not None:
            yield Gold(row["item_id"], answer, task)


def items_of(table: Table) -> Iterator[Item]:
    """Return the table's rows as items, in order; columns without a name of their own go to `extra`."""
    known = ("text", "conversation_id", "turn", "speaker", "start", "end", "audio", "domain", "language")
    for row in _cells(table):
        extra = {
            name: str(value)
            for name, value in row.items()
            if value is not None and name not in {*known, "item_id", "row"}
        }
        yield Item(row["item_id"], extra=extra, **{name: row.get(name) for name in known})


def predictions_of(table: Table) -> Iterator[Prediction]:
    """Return the table's rows as predictions, in order; of probabilities alone the largest is the answer."""
    for row in _cells(table):
        task = row.get("task") or ""
        chances = {
            name[2:]: value for name, value in row.items() if name.startswith("p:") and value is not None
        }
        answer = _answer({"label": None, **row}, table, task)
        if answer is None and chances:
            answer = Choice((max(sorted(chances), key=lambda label: chances[label]),))
        if answer is not None:
            score = row.get("score")
            yield Prediction(row["item_id"], answer, task, row.get("model"), _score(score), chances)


def _score(text: str | float | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def unheld_columns(table: Table, held: Iterable[str], tool: str) -> tuple[Notice, ...]:
    """Return a loss for each column that holds something and is not among those a tool can hold."""
    known = {*held, "row"}
    return tuple(
        Notice(
            "column-not-held",
            f"{tool} has no place for the column {name!r} of the {table.kind.value}.",
            count=len(table) - table.data[name].null_count,
        )
        for name in table.data.column_names
        if name not in known and table.has(name)
    )
