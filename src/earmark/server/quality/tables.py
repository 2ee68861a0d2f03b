"""The stored answers as the tables that the analysis measures and the formats write: one and the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from earmark.model import (
    Choice,
    Kind,
    Label,
    Number,
    Scheme,
    Shape,
    answer_from_json,
    cell,
)
from earmark.server.quality import repository

if TYPE_CHECKING:
    import pyarrow as pa

    from earmark.formats import Table

__all__ = ["annotation_table", "gold_table", "item_table", "label_text", "schemes", "table"]

AT_ONCE = 20_000

TEXT, NUMBER, WHOLE, MOMENT = "text", "number", "whole", "moment"

ANNOTATIONS = {
    "annotation_id": TEXT,
    "item_id": TEXT,
    "annotator_id": TEXT,
    "task": TEXT,
    "label": TEXT,
    "submitted_at": MOMENT,
    "seconds": NUMBER,
    "guideline": TEXT,
    "domain": TEXT,
    "language": TEXT,
    "team": TEXT,
    "clause": TEXT,
    "context_turns": WHOLE,
    "outcome": TEXT,
    "purpose": TEXT,
    "supersedes": TEXT,
    "source": TEXT,
    "suggested": TEXT,
    "suggestion_source": TEXT,
    "comment": TEXT,
}
ITEMS = {
    "item_id": TEXT,
    "conversation_id": TEXT,
    "turn": WHOLE,
    "speaker": TEXT,
    "text": TEXT,
    "start": NUMBER,
    "end": NUMBER,
    "audio": TEXT,
    "domain": TEXT,
    "language": TEXT,
}
GOLD = dict.fromkeys(
    ("item_id", "task", "label", "decision", "clause", "reason", "reviewer", "guideline", "decided_at"), TEXT
)


def label_text(kind: str, answer: Any) -> str | None:
    """Return a stored answer as it stands in the `label` column.

    >>> label_text("categories", ["b", "a"]), label_text("scale", 3.0), label_text("category", "yes")
    ('["a", "b"]', '3', 'yes')
    """
    if answer is None or isinstance(answer, str):
        return answer
    if isinstance(answer, list):
        is_marks = kind in (Kind.SPANS, Kind.SEGMENTS)
        if is_marks and not answer:
            return "[]"
        return cell(answer_from_json(answer) if is_marks else Choice(tuple(answer)))
    return cell(Number(float(answer)))


def schemes(session: Session, project_id: str) -> dict[str, Scheme]:
    """Return the scheme of each task: as in the newest version that asks it, with labels of older ones after its own.

    A task that was answered in different shapes over time has none: its labels are then just texts.
    """
    used = repository.versions_used(session, project_id)
    stated: dict[str, list[Scheme]] = {}
    for version in repository.versions(session, project_id):
        for task in version.content["tasks"]:
            name = task["name"]
            if name not in stated or (name, version.id) in used:
                stated.setdefault(name, []).append(_scheme(task))
    return {name: _joined(found) for name, found in stated.items() if len(set(map(_form, found))) == 1}


def _scheme(task: Mapping[str, Any]) -> Scheme:
    labels = tuple(Label(label["id"], label.get("name") or "") for label in task["labels"])
    return Scheme(Kind(task["kind"]), labels)


def _form(scheme: Scheme) -> tuple[Shape, bool]:
    return scheme.shape, scheme.kind is Kind.CATEGORIES


def _joined(found: Sequence[Scheme]) -> Scheme:
    labels: dict[str, Label] = {}
    for scheme in found:
        for label in scheme.labels:
            labels.setdefault(label.id, label)
    return Scheme(found[0].kind, tuple(labels.values()))


def annotation_table(session: Session, project_id: str) -> Table:
    """Return every annotation that was ever stored, then what was passed over without an answer."""
    rows = chain(
        (_annotation(row) for row in repository.annotation_rows(session, project_id)),
        (_passed_over(row) for row in repository.passed_over(session, project_id)),
    )
    return table("annotations", ANNOTATIONS, rows, schemes(session, project_id))


def _annotation(row: Row[Any]) -> dict[str, Any]:
    withdrawn = row.answer is None and row.outcome == "answered"
    return {
        **row._mapping,
        "label": label_text(row.kind, row.answer),
        "suggested": label_text(row.kind, row.suggested),
        "context_turns": row.context.get("turns"),
        "clause": ", ".join(row.context.get("clauses", [])) or None,
        "guideline": str(row.guideline),
        "outcome": "skipped" if withdrawn else row.outcome,
        "source": "human",
    }


def _passed_over(row: Row[Any]) -> dict[str, Any]:
    return {**row._mapping, "guideline": str(row.guideline), "source": "human"}


def item_table(session: Session, project_id: str) -> Table:
    """Return every item, with what is said in its turn."""
    return table("items", ITEMS, (dict(row._mapping) for row in repository.items(session, project_id)), {})


def gold_table(session: Session, project_id: str) -> Table:
    """Return what is settled: the decisions in force, and what was known from the start where nothing was decided."""
    known = schemes(session, project_id)
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for row in repository.known_gold(session, project_id):
        for task, answer in sorted((row.gold or {}).items()):
            rows[row.item_id, task] = {
                "item_id": row.item_id,
                "task": task,
                "label": _text_of(known, task, answer),
                "decision": "known",
            }
    for row in repository.reviews(session, project_id):
        rows[row.item_id, row.task] = {
            **row._mapping,
            "label": _text_of(known, row.task, row.answer),
            "guideline": str(row.guideline),
            "decided_at": row.decided_at.isoformat(),
        }
    return table("gold", GOLD, rows.values(), known)


def _text_of(known: Mapping[str, Scheme], task: str, answer: Any) -> str | None:
    kind = known[task].kind.value if task in known else ""
    if isinstance(answer, list) and any(isinstance(one, dict) for one in answer):
        kind = kind if kind in (Kind.SPANS, Kind.SEGMENTS) else Kind.SPANS.value
    return label_text(kind, answer)


def table(
    kind: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]], known: Mapping[str, Scheme]
) -> Table:
    """Return rows as a table of this kind, some thousand at a time, so that they never all lie there as objects."""
    import pyarrow as pa

    from earmark import formats
    from earmark.formats import Reading, Table, TableKind

    batches = [_batch(columns, batch) for batch in _batches(rows)]
    held = pa.concat_tables(batches) if batches else _batch(columns, [])
    if not held.num_rows:
        return Table(TableKind(kind), held, Reading("the project", "server", 0), known)
    found: Table = getattr(formats.read(held, kind=kind), kind)
    tasks = set(held["task"].to_pylist()) if "task" in columns else set()
    return replace(
        found,
        reading=replace(found.reading, path="the project", format="server"),
        schemes={task: scheme for task, scheme in known.items() if task in tasks},
    )


def _batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    at = iter(rows)
    while batch := list(islice(at, AT_ONCE)):
        yield batch


def _batch(columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    import pyarrow as pa

    types = {
        TEXT: pa.string(),
        NUMBER: pa.float64(),
        WHOLE: pa.int64(),
        MOMENT: pa.timestamp("us", "UTC"),
    }
    return pa.table(
        {name: pa.array([row.get(name) for row in rows], types[kind]) for name, kind in columns.items()}
    )
