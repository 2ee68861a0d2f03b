"""Records to contents: one reader a record, what cannot be read refused or left out, and all of it gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from earmark.errors import BadCell, CallError, SchemeError
from earmark.formats.contents import Contents, Gold, Part, Remark, notices_of
from earmark.formats.json.field import Field, RecordError
from earmark.formats.registry import ReadOptions
from earmark.formats.tools.assemble import scheme_of
from earmark.model import Answer, Item, Notice, Scheme

__all__ = ["RemarkTexts", "gather", "read_parts"]

_STEP = 1000


@dataclass(frozen=True, slots=True)
class RemarkTexts:
    """The sentences of a tool's remarks: what must be known, and what its export held that tables cannot."""

    notices: Mapping[str, str]
    losses: Mapping[str, str]


_ALWAYS = {
    "item-differs": "Items that occur again with another text or context, the first being kept: {count}.",
    "gold-conflict": "Items with two different gold answers to one task, the last being kept: {count}.",
    "annotator-unnamed": "Answers that do not say who gave them, read as given by 'unnamed': {count}.",
}


def read_parts(
    records: Iterable[Field], options: ReadOptions, read: Callable[[Field, Part], None], what: str
) -> tuple[list[Part], tuple[BadCell, ...]]:
    """Return what each record gives, and the records that could not be read when those are to be left out.

    Raises:
        CallError: `options` name columns, which an export does not have.
        RecordError: a record cannot be read and `options` do not say to go on without it, or none can.
    """
    if options.columns:
        raise CallError(
            f"columns= (--columns) names the columns of a table; {what} as the export of a tool needs none. "
            "If it is a table, say so with --format"
        )
    parts: list[Part] = []
    rejected: list[BadCell] = []
    first: RecordError | None = None
    for record in records:
        if options.progress is not None and record.row % _STEP == 0:
            options.progress(what, record.row, None)
        part = Part()
        try:
            _read_one(record, part, read)
        except RecordError as error:
            if not options.skip_bad:
                raise
            rejected.append(error.cell)
            if options.rejected is not None:
                options.rejected(error.cell, record.dump())
            first = first or error
            continue
        parts.append(part)
    if first is not None and not parts:
        raise first
    return parts, tuple(rejected)


def _read_one(record: Field, part: Part, read: Callable[[Field, Part], None]) -> None:
    try:
        read(record, part)
    except SchemeError as error:
        raise RecordError(
            record.shown, BadCell(record.row, None, "an answer that cannot be", str(error))
        ) from None
    except RecursionError:
        raise RecordError(
            record.shown, BadCell(record.row, None, "lists within lists without end", "records of labels")
        ) from None


def gather(
    parts: list[Part],
    texts: RemarkTexts,
    *,
    schemes: Mapping[str, Scheme] | None = None,
    rejected: tuple[BadCell, ...] = (),
    notices: tuple[Notice, ...] = (),
) -> Contents:
    """Return the contents of a file from what its records gave.

    Items are kept once, gold once a task; a task's scheme is the one given, else the one its answers show.
    """
    remarks = [remark for part in parts for remark in part.remarks]
    items = _once(parts, remarks)
    gold = _gold(parts, remarks)
    annotations = tuple(one for part in parts for one in part.annotations)
    predictions = tuple(one for part in parts for one in part.predictions)
    answers: dict[str, list[Answer]] = {}
    given = [(one.task, one.answer) for one in annotations]
    given += [(one.task, one.answer) for one in gold] + [(one.task, one.answer) for one in predictions]
    for task, answer in given:
        if answer is not None:
            answers.setdefault(task, []).append(answer)
    return Contents(
        items=items,
        annotations=annotations,
        gold=gold,
        predictions=predictions,
        schemes={task: scheme_of(held) for task, held in answers.items()} | dict(schemes or {}),
        notices=notices + notices_of(remarks, _ALWAYS | dict(texts.notices)),
        losses=notices_of(remarks, texts.losses),
        records=len(parts) + len({one.row for one in rejected}),
        rejected=rejected,
    )


def _once(parts: list[Part], remarks: list[Remark]) -> tuple[Item, ...]:
    kept: dict[str, Item] = {}
    for item in (item for part in parts for item in part.items):
        if kept.setdefault(item.id, item) != item:
            remarks.append(Remark("item-differs", item.id))
    return tuple(kept.values())


def _gold(parts: list[Part], remarks: list[Remark]) -> tuple[Gold, ...]:
    kept: dict[tuple[str, str], Gold] = {}
    for one in (one for part in parts for one in part.gold):
        before = kept.get((one.item_id, one.task))
        if before is not None and before.answer != one.answer:
            remarks.append(Remark("gold-conflict", one.item_id, one.task or None))
        kept[one.item_id, one.task] = one
    return tuple(kept.values())
