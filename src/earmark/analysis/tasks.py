"""The answers to one task, as integers a measure can work on, with the words they stand for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import pyarrow as pa

from earmark.analysis.answers import Answers
from earmark.analysis.encode import Coded, encode, in_order, same_words
from earmark.errors import CallError, SchemeError
from earmark.formats import Table
from earmark.model import Kind, Scheme, Shape
from earmark.quality.long_table import Bools, Codes, Floats, LongTable

__all__ = [
    "SCALES",
    "Meaning",
    "TaskAnswers",
    "conversations_of",
    "grouped",
    "meaning_of",
    "tasks_of",
    "together",
]

ScaleName = Literal["nominal", "ordinal", "interval", "ratio", "circular"]
NUMERIC = ("interval", "ratio", "circular")
TWO = 2  # of two labels either order gives the same
SCALES: tuple[ScaleName, ...] = get_args(ScaleName)


@dataclass(frozen=True, slots=True)
class TaskAnswers:
    """One task's answers.

    `table` is in the order of `answers` (task, item, annotator); `at` gives each row's place among the
    answers of the whole table. `values` is the number each label stands for, None unless the scale is
    one of numbers. `clusters` is the conversation of each item, None where each item stands alone. `kind_given` says
    that the caller named the kind, so that nothing is to be guessed.
    """

    task: str
    kind: Kind
    scale: ScaleName
    table: LongTable
    items: pa.Array
    annotators: pa.Array
    labels: pa.Array
    at: np.ndarray
    values: Floats | None = None
    clusters: Codes | None = None
    kind_given: bool = False

    def only(self, rows: Bools) -> TaskAnswers:
        """Return the task with the rows kept; the words and their codes stay."""
        return replace(self, table=self.table.rows(rows), at=self.at[rows])

    def answered(self) -> tuple[int, int]:
        """Return how many items and annotators there are among the rows."""
        return len(np.unique(self.table.item)), len(np.unique(self.table.annotator))

    @property
    def choices(self) -> bool:
        """Whether the answers are labels, and not free text or marks."""
        return Scheme(self.kind).shape in (Shape.CHOICE, Shape.NUMBER)


def tasks_of(
    answers: Answers,
    *,
    scale: str | None = None,
    kind: str | None = None,
    scheme: Scheme | Mapping[str, Scheme] | None = None,
    items: Table | None = None,
) -> list[TaskAnswers]:
    """Return each task's answers, tasks in alphabetical order.

    What a bare table holds is nominal. `scale`, `kind` or `scheme` (labels in order) say otherwise, for
    every task (a mapping: for the tasks it names); a format that states its schemes is believed.

    Raises:
        CallError: `scale` or `kind` is none of the allowed.
        SchemeError: an interval scale holds a label that is not a number, or a scheme lacks a label.
    """
    conversation = conversations_of(answers.item.words, items)
    found = []
    for code in np.unique(answers.task.codes):
        at = np.flatnonzero(answers.task.codes == code)
        task = answers.task.word(int(code))
        given = scheme.get(task) if isinstance(scheme, Mapping) else scheme
        stated = given or answers.table.schemes.get(task)
        one = _one(answers, task, at, _kind(kind, stated), _scale(scale, kind, stated), stated, conversation)
        found.append(replace(one, kind_given=kind is not None or given is not None))
    return found


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a task's labels mean: the kind of answer, the scale, the labels in order, and their numbers if they are."""

    kind: Kind
    scale: ScaleName
    labels: pa.Array
    values: Floats | None


def meaning_of(
    words: pa.Array, task: str, *, scale: str | None, kind: str | None, stated: Scheme | None
) -> Meaning:
    """Return what labels mean, given their words: as `tasks_of` understands them.

    Raises:
        CallError, SchemeError: as there.
    """
    found = _scale(scale, kind, stated)
    labels = _ordered(Coded(np.arange(len(words), dtype=np.int32), words), stated, task).words
    if found == "ordinal":
        _order_known(labels, stated, task)
    return Meaning(
        _kind(kind, stated), found, labels, _values(labels, task, found) if found in NUMERIC else None
    )


def _kind(kind: str | None, scheme: Scheme | None) -> Kind:
    if kind is not None:
        if kind not in {one.value for one in Kind}:
            raise CallError(
                f"--kind {kind!r} is not known; allowed are {', '.join(one.value for one in Kind)}"
            )
        return Kind(kind)
    return scheme.kind if scheme else Kind.CATEGORY


def _scale(scale: str | None, kind: str | None, scheme: Scheme | None) -> ScaleName:
    if scale is not None:
        for known in SCALES:
            if known == scale:
                return known
        raise CallError(f"--scale {scale!r} is not known; allowed are {', '.join(SCALES)}")
    if scheme and scheme.kind is Kind.SCALE and kind in (None, "scale"):
        return "ordinal" if scheme.labels else "interval"
    return "interval" if kind == "scale" else "nominal"


def _one(
    answers: Answers,
    task: str,
    at: np.ndarray,
    kind: Kind,
    scale: ScaleName,
    scheme: Scheme | None,
    conversation: Codes | None,
) -> TaskAnswers:
    item, annotator = answers.item.take(at).compressed(), answers.annotator.take(at).compressed()
    label = _ordered(answers.label.take(at).compressed(), scheme, task)
    if scale == "ordinal":
        _order_known(label.words, scheme, task)
    values = _values(label.words, task, scale) if scale in NUMERIC else None
    clusters = None
    if conversation is not None:
        clusters = _clusters(
            conversation[
                same_words(Coded(np.arange(len(item.words), dtype=np.int32), item.words), answers.item.words)
            ]
        )
    table = LongTable(
        item.codes,
        annotator.codes,
        label.codes,
        items=len(item.words),
        annotators=len(annotator.words),
        labels=len(label.words),
    )
    return TaskAnswers(
        task, kind, scale, table, item.words, annotator.words, label.words, at, values, clusters
    )


def _ordered(label: Coded, scheme: Scheme | None, task: str) -> Coded:
    """Put the labels in the order of their scheme; else of their numbers, if all are; else of the alphabet."""
    words: list[str] = label.words.to_pylist()
    if scheme and scheme.labels:
        order = [one.id for one in scheme.labels]
        strange = sorted(set(words) - set(order))
        if strange and scheme.kind is not Kind.CATEGORIES and scheme.shape is Shape.CHOICE:
            raise SchemeError(
                f"task {task!r} holds the label {strange[0]!r}, which its scheme does not have; "
                f"the scheme has {', '.join(order[:20])}"
            )
        if not strange:
            return in_order(label, [word for word in order if word in set(words)])
    numbers = [_number(word) for word in words]
    if numbers and not any(math.isnan(number) for number in numbers):
        ranked = sorted(zip(numbers, words, strict=True))
        return in_order(label, [word for _, word in ranked])
    return label


def _number(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        return math.nan
    return number if math.isfinite(number) and "_" not in word else math.nan


def _order_known(words: pa.Array, scheme: Scheme | None, task: str) -> None:
    """Refuse an order nobody stated: the alphabet puts "high" before "low"."""
    stated = scheme is not None and bool(scheme.labels)
    if stated or len(words) <= TWO or not any(math.isnan(_number(word)) for word in words.to_pylist()):
        return
    strange = next(word for word in words.to_pylist() if math.isnan(_number(word)))
    name = f"task {task!r}" if task else "the table"
    raise SchemeError(
        f"an ordinal scale needs labels in order, but {name} holds the label {strange!r} and nothing says where it "
        "stands; give the order with --scheme, or use --scale nominal"
    )


def _values(words: pa.Array, task: str, scale: ScaleName) -> Floats:
    values = np.array([_number(word) for word in words.to_pylist()], dtype=np.float64)
    if np.isnan(values).any():
        strange = words[int(np.flatnonzero(np.isnan(values))[0])].as_py()
        name = f"task {task!r}" if task else "the table"
        raise SchemeError(
            f"{'an' if scale == 'interval' else 'a'} {scale} scale needs numbers, but {name} holds the label {strange!r}; "
            "use --scale nominal, or --scale ordinal with --scheme for ordered labels"
        )
    return values


def conversations_of(items: pa.Array, table: Table | None) -> Codes | None:
    """Return the conversation of each item, None where no table tells or where each item has its own.

    An item the table does not know is a conversation of its own: nothing ties it to others.
    """
    if table is None or not table.has("conversation_id"):
        return None
    known = encode(table.data["item_id"])
    conversation = encode(table.data["conversation_id"])
    place = same_words(known, items)
    found = np.full(len(items), -1, dtype=np.int64)
    inside = place >= 0
    found[place[inside]] = conversation.codes[inside]
    alone = np.flatnonzero(found < 0)
    found[alone] = len(conversation.words) + np.arange(len(alone))
    return found.astype(np.int32)


def _clusters(conversation: Codes) -> Codes | None:
    distinct, codes = np.unique(conversation, return_inverse=True)
    return None if len(distinct) == len(conversation) else codes.reshape(-1).astype(np.int32)


def grouped(task: TaskAnswers, answers: Answers) -> Sequence[tuple[tuple[str, ...], TaskAnswers]]:
    """Return the task's answers in each group of the `by` columns, in the order of the groups' words."""
    group = answers.group[task.at]
    return [(answers.groups[code], task.only(group == code)) for code in np.unique(group)]


def together(tasks: Sequence[TaskAnswers], items: Table | None) -> tuple[LongTable, Codes]:
    """Return several tasks as one table, in which each (task, item) is an item, and the cluster of each.

    The cluster is the item's conversation, or the item itself where `items` tells of none.
    """
    annotators = pa.array(
        sorted({name for task in tasks for name in task.annotators.to_pylist()}), pa.string()
    )
    named = pa.chunked_array([task.items for task in tasks])
    everything = encode(named)
    conversation = conversations_of(everything.words, items)
    cluster = everything.codes if conversation is None else conversation[everything.codes]
    columns: list[tuple[Codes, Codes, Codes]] = []
    first_item = first_label = 0
    for task in tasks:
        who = Coded(np.arange(len(task.annotators), dtype=np.int32), task.annotators)
        columns.append(
            (
                task.table.item + np.int32(first_item),
                same_words(who, annotators)[task.table.annotator],
                task.table.label + np.int32(first_label),
            )
        )
        first_item += task.table.items
        first_label += task.table.labels
    item, annotator, label = (np.concatenate(one) for one in zip(*columns, strict=True))
    return LongTable.of(item, annotator, label, items=first_item), cluster
