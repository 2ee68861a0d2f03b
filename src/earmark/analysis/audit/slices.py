"""Agreement within each domain, language, batch, guideline version, …, and over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from earmark.analysis.agreement_metrics import alpha_of, headline
from earmark.analysis.answers import Answers, answers_of
from earmark.analysis.audit.about import moment
from earmark.analysis.audit.material import Material, TaskMaterial
from earmark.analysis.audit.result import SliceAudit, WindowAudit
from earmark.analysis.encode import Coded, encode, same_words
from earmark.analysis.tasks import TaskAnswers, grouped
from earmark.errors import TableError
from earmark.formats import Table
from earmark.quality.resampling import Interval

__all__ = ["COLUMNS", "regroup", "slice_columns", "slices", "windows"]

COLUMNS = ("domain", "language", "dialect", "channel", "batch", "guideline", "team")
MOST_VALUES = 60
WINDOWS = 10
FEWEST_IN_WINDOW = 60
QUICK = 400  # resamples where there are many small groups


def slice_columns(material: Material) -> list[tuple[str, ...]]:
    """Return the columns (and pairs of them) worth slicing by: those with several values, but not too many."""
    if material.by:
        return [material.by]
    single: list[str] = [name for name in COLUMNS if 2 <= _values(material, name) <= MOST_VALUES]
    both = ("domain", "batch")
    crossed: list[tuple[str, ...]] = (
        [both] if set(both) <= set(single) and _crossed(material, both) <= MOST_VALUES else []
    )
    return [*((name,) for name in single), *crossed]


def slices(
    material: Material, task: TaskMaterial, regrouped: Sequence[tuple[tuple[str, ...], Answers]]
) -> list[SliceAudit]:
    """Return agreement within each group of each slicing."""
    quick = replace(material.interval, resamples=min(QUICK, material.interval.resamples))
    found = []
    for columns, answers in regrouped:
        for words, group in grouped(_same_task(task.trusted, answers, material), answers):
            found.append(_slice(dict(zip(columns, words, strict=True)), group, quick))
    return found if len(found) > 1 else []


def regroup(material: Material, columns: tuple[str, ...]) -> Answers:
    """Return the answers with these columns as groups.

    Where an annotator answered an item once a group (two rounds, two guideline versions), each counts in its
    group: those answers were left out of the whole, and come back here.
    """
    answers = material.answers
    if answers.left_out.get("answered twice, the last kept"):
        answers = answers_of(material.annotations, by=_of_annotations(material, columns))
    coded = [_column(material, answers, name) for name in columns]
    values, group = np.unique(np.stack([one.codes for one in coded]), axis=1, return_inverse=True)
    words = tuple(
        tuple(one.word(int(code)) for one, code in zip(coded, value, strict=True)) for value in values.T
    )
    return replace(answers, group=group.reshape(-1).astype(np.int32), groups=words)


def windows(material: Material, task: TaskMaterial) -> list[WindowAudit]:
    """Return agreement on the items finished within each stretch of time, equal numbers of items a stretch.

    An item belongs to the stretch in which its last answer was given.
    """
    answers = task.trusted
    times = material.answers.time[answers.at]
    overlapped = np.flatnonzero(answers.table.per_item >= 2)
    count = min(WINDOWS, len(overlapped) // FEWEST_IN_WINDOW)
    if not material.answers.timed or count < 2:
        return []
    finished = np.full(answers.table.items, np.iinfo(np.int64).min)
    np.maximum.at(finished, answers.table.item, times)
    order = overlapped[np.lexsort((overlapped, finished[overlapped]))]
    quick = replace(material.interval, resamples=min(QUICK, material.interval.resamples))
    return [_window(answers, part, times, quick) for part in np.array_split(order, count)]


def _window(answers: TaskAnswers, items: np.ndarray, times: np.ndarray, interval: Interval) -> WindowAudit:
    inside = np.zeros(answers.table.items, dtype=bool)
    inside[items] = True
    rows = inside[answers.table.item]
    part = answers.only(rows)
    alpha = alpha_of(part, interval)
    return WindowAudit(
        start=moment(times[rows].min()),
        end=moment(times[rows].max()),
        items=len(items),
        answers=int(rows.sum()),
        alpha=alpha,
    )


def _slice(by: dict[str, str], group: TaskAnswers, interval: Interval) -> SliceAudit:
    alpha, percent = headline(group, interval)
    items, people = group.answered()
    return SliceAudit(by, items, people, len(group.table), alpha, percent)


def _same_task(task: TaskAnswers, answers: Answers, material: Material) -> TaskAnswers:
    """Return the task's answers among regrouped ones, with the task's own codes."""
    if answers.row is material.answers.row:
        return task
    code = [answers.task.word(int(one)) for one in np.unique(answers.task.codes)].index(task.task)
    at = np.flatnonzero(answers.task.codes == np.unique(answers.task.codes)[code])
    item = same_words(answers.item.take(at), task.items)
    annotator = same_words(answers.annotator.take(at), task.annotators)
    label = same_words(answers.label.take(at), task.labels)
    known = (item >= 0) & (annotator >= 0) & (label >= 0)
    known &= np.isin(annotator, np.unique(task.table.annotator))
    table = replace(task.table, item=item[known], annotator=annotator[known], label=label[known])
    return replace(task, table=table, at=at[known])


def _column(material: Material, answers: Answers, name: str) -> Coded:
    """Return a column at each answer: from the annotations, else from the items."""
    if material.annotations.has(name):
        return answers.column(name)
    if material.items is None or name not in material.items.data.column_names:
        there = sorted(
            {column for table in _tables(material) for column in table.data.column_names} - {"row"}
        )
        raise TableError(
            f"neither the annotations nor the items have a column {name!r} to slice by; "
            f"their columns are {', '.join(there)}"
        )
    item = answers.item
    known = encode(material.items.data["item_id"])
    values = encode(material.items.data[name])
    by_item = np.full(len(known.words) + 1, -1, dtype=np.int32)
    by_item[known.codes] = values.codes
    by_item[-1] = -1
    return Coded(by_item[same_words(item, known.words)], values.words)


def _tables(material: Material) -> list[Table]:
    return [table for table in (material.annotations, material.items) if table is not None]


def _of_annotations(material: Material, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in columns if material.annotations.has(name))


def _values(material: Material, name: str) -> int:
    """Return how many values a column has; over all rows, since of two rounds only one is left in the answers."""
    if material.annotations.has(name):
        return len(encode(material.annotations.data[name]).compressed().words)
    if material.items is not None and material.items.has(name):
        codes = _column(material, material.answers, name).codes
        return len(np.unique(codes[codes >= 0]))
    return 0


def _crossed(material: Material, names: tuple[str, ...]) -> int:
    answers = regroup(material, names)
    return len(np.unique(answers.group))
