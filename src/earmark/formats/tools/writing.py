"""What writers of tool formats share: losses of whole tables and columns, and the refusal when nothing fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from earmark.errors import FormatError
from earmark.formats.contents import Contents, Remark, notices_of
from earmark.formats.rows import unheld_columns
from earmark.formats.table import TableKind, Tables
from earmark.model import Annotation, Item, Notice

__all__ = ["WRITING_TEXTS", "about", "by_item", "losses_of", "refuse_nothing"]

WRITING_TEXTS = {
    "answer-not-held": "Answers to task '{task}' that {detail} cannot hold: {count}.",
    "task-not-held": "Answers to task '{task}', for which {detail} has no place beside the others: {count}.",
    "task-renamed": "Answers whose task '{task}' loses its name: {count}.",
    "ids-not-held": "Items whose id {detail} does not keep: {count}.",
    "empty-answer": "Answers that say 'nothing' and cannot be told from unlabelled items in {detail}: {count}.",
    "skip-not-held": "Answers skipped or defective, which {detail} does not record: {count}.",
    "track-not-held": "Marks with a track, a speaker or a text, which {detail} does not record: {count}.",
    "status-not-held": "Answers with a status that {detail} does not know: {count}.",
}


def losses_of(
    tables: Tables, held: Mapping[TableKind, Iterable[str] | None], remarks: Iterable[Remark], tool: str
) -> tuple[Notice, ...]:
    """Return the losses of writing: tables and columns without a place, then what the remarks say.

    `held` names the columns of each table that the tool has a place for, None where it takes every one.
    """
    notices: list[Notice] = []
    for table in tables.all():
        if table.kind in held:
            columns = held[table.kind]
            notices += () if columns is None else unheld_columns(table, columns, tool)
        else:
            text = f"{tool} has no place for a table of {table.kind.value}: {len(table)} rows."
            notices.append(Notice("table-not-held", text, count=len(table)))
    return (*notices, *notices_of(remarks, WRITING_TEXTS))


def refuse_nothing(contents: Contents, written: int, tool: str) -> None:
    """Refuse to write a file that would hold none of the answers there are.

    Raises:
        FormatError: there are answers, and none of them could be written.
    """
    answers = sum(one.answer is not None for one in contents.annotations) + len(contents.predictions)
    if answers and not written:
        raise FormatError(
            f"none of the {answers} answers can be held by {tool}; write JSON Lines, CSV or Parquet instead"
        )


def about(item: Item) -> dict[str, Any]:
    """Return what is known of an item beside its text and audio, as metadata; what is not known is left out."""
    known = {
        "conversation_id": item.conversation_id,
        "turn": item.turn,
        "speaker": item.speaker,
        "start": item.start,
        "end": item.end,
        "domain": item.domain,
        "language": item.language,
        **item.extra,
    }
    return {key: value for key, value in known.items() if value is not None}


def by_item(annotations: Iterable[Annotation]) -> dict[str, list[Annotation]]:
    """Return the annotations of each item, in order."""
    found: dict[str, list[Annotation]] = {}
    for one in annotations:
        found.setdefault(one.item_id, []).append(one)
    return found
