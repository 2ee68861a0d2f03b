"""The rows of a part as the answers that count, task by task and group by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from earmark.analysis.answers import Answers, answers_of
from earmark.analysis.encode import Coded
from earmark.formats import Table
from earmark.formats.table import Reading, TableKind
from earmark.quality.long_table import LongTable

__all__ = ["COLUMNS", "Group", "answers_in", "groups_in", "words_of"]

COLUMNS = (
    "item_id",
    "annotator_id",
    "label",
    "task",
    "submitted_at",
    "outcome",
    "purpose",
    "annotation_id",
    "supersedes",
    "source",
)
"""What decides which rows count."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Answers to one task in one group of the `by` columns, words sorted; codes are places among them."""

    task: str
    by: tuple[str, ...]
    item: Coded
    annotator: Coded
    label: Coded

    def table(self) -> LongTable:
        """Return the answers as a long table."""
        return LongTable(
            self.item.codes,
            self.annotator.codes,
            self.label.codes,
            items=len(self.item.words),
            annotators=len(self.annotator.words),
            labels=len(self.label.words),
        )


def answers_in(rows: pa.Table, by: Sequence[str] = ()) -> Answers:
    """Return the answers that count among the rows of a part.

    A row that is superseded is left out only where the one that supersedes it is about the same item.
    """
    return answers_of(Table(TableKind.ANNOTATIONS, rows, Reading("the table", "", rows.num_rows)), by=by)


def groups_in(answers: Answers) -> Iterator[Group]:
    """Yield the answers to each task in each group, each with the words that occur in it."""
    key = answers.task.codes.astype(np.int64) * len(answers.groups) + answers.group
    for one in np.unique(key):
        at = np.flatnonzero(key == one)
        yield Group(
            answers.task.word(int(one // len(answers.groups))),
            answers.groups[int(one % len(answers.groups))],
            answers.item.take(at).compressed(),
            answers.annotator.take(at).compressed(),
            answers.label.take(at).compressed(),
        )


def words_of(*words: pa.Array) -> pa.Array:
    """Return all words of sorted lists, sorted, each once.

    >>> words_of(pa.array(["a", "c"]), pa.array(["b", "c"])).to_pylist()
    ['a', 'b', 'c']
    """
    every = pa.chunked_array(list(words), pa.string()).unique()
    order = pc.sort_indices(every)
    return every.take(order)
