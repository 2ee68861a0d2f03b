"""Which rows of an annotations table count as answers, and which do not, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from earmark.analysis.encode import Coded, encode
from earmark.errors import TableError
from earmark.formats import Table
from earmark.quality.long_table import Bools, Codes

__all__ = ["Answers", "Retests", "answers_of"]

NO_TIME = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Retests:
    """Answers given a second time on purpose, with the one they repeat; label codes of the whole table."""

    task: Codes
    item: Codes
    annotator: Codes
    first: Codes
    second: Codes


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers that count, sorted by task, item and annotator; all arrays have one entry an answer.

    `row` is the row's place in `table.data`. `time` is microseconds since 1970 in UTC, or `NO_TIME`.
    `left_out` says how many rows do not count, by reason.
    """

    table: Table
    row: np.ndarray
    task: Coded
    item: Coded
    annotator: Coded
    label: Coded
    group: Codes
    groups: tuple[tuple[str, ...], ...]
    time: np.ndarray
    retests: Retests
    left_out: Mapping[str, int]

    def __len__(self) -> int:
        """Return the number of answers."""
        return len(self.row)

    @property
    def timed(self) -> bool:
        """Whether every answer has a time."""
        return bool(len(self)) and bool((self.time != NO_TIME).all())

    def column(self, name: str) -> Coded:
        """Return another column of words at these answers."""
        return encode(self.table.data[name]).take(self.row)

    def numbers(self, name: str) -> np.ndarray:
        """Return a column of numbers at these answers, NaN where empty."""
        values = pc.cast(self.table.data[name], pa.float64()).to_numpy(zero_copy_only=False)
        column: np.ndarray = np.asarray(values, dtype=np.float64)[self.row]
        return column


def answers_of(table: Table, *, by: Sequence[str] = ()) -> Answers:
    """Return the answers that count.

    Machines' answers, skipped and defective rows and superseded answers are left out; retests go to
    `retests`; where one annotator answered one item of one task several times within a group of the `by`
    columns, the last counts (by time, then by row).

    Raises:
        TableError: a `by` column is not in the table.
    """
    task, item, annotator, label = (
        _column(table, name) for name in ("task", "item_id", "annotator_id", "label")
    )
    group, groups = _groups(table, by)
    time = _times(table)
    keep = np.ones(len(table), dtype=bool)
    left_out: dict[str, int] = {}
    for reason, out in _excluded(table):
        left_out[reason] = int((out & keep).sum())
        keep &= ~out
    empty = label.codes < 0
    left_out["no label"] = int((empty & keep).sum())
    keep &= ~empty
    again = keep & _is(table, "purpose", "retest")
    first = keep & ~again

    key = _key(task, item, annotator, group)
    rows, dropped = _last(np.flatnonzero(first), key, time)
    left_out["answered twice, the last kept"] = dropped
    retests = _retests(np.flatnonzero(again), rows, key, (task, item, annotator, label), time)
    return Answers(
        table,
        rows,
        task.take(rows),
        item.take(rows),
        annotator.take(rows),
        label.take(rows),
        group[rows],
        groups,
        time[rows],
        retests,
        {reason: count for reason, count in left_out.items() if count},
    )


def _column(table: Table, name: str) -> Coded:
    if name in table.data.column_names:
        coded = encode(table.data[name])
        if name == "task" and (coded.codes < 0).any():
            filled = pc.fill_null(table.data[name].cast(pa.string()), "")
            return encode(filled)
        return coded
    if name != "task":
        raise TableError(f"{table.reading.path} has no column {name}, which annotations need")
    return Coded(np.zeros(len(table), dtype=np.int32), pa.array([""]))


def _groups(table: Table, by: Sequence[str]) -> tuple[Codes, tuple[tuple[str, ...], ...]]:
    """Return a code for each row's values in the `by` columns, and those values; codes in order of the words."""
    missing = [name for name in by if name not in table.data.column_names]
    if missing:
        there = ", ".join(sorted(set(table.data.column_names) - {"row"}))
        raise TableError(
            f"{table.reading.path} has no column {missing[0]!r} to group by; its columns are {there}"
        )
    columns = [encode(table.data[name]) for name in by]
    if not columns:
        return np.zeros(len(table), dtype=np.int32), ((),)
    stacked = np.stack([column.codes for column in columns])
    values, group = np.unique(stacked, axis=1, return_inverse=True)
    words = tuple(
        tuple(column.word(int(code)) for column, code in zip(columns, one, strict=True)) for one in values.T
    )
    return group.reshape(-1).astype(np.int32), words


def _times(table: Table) -> np.ndarray:
    if "submitted_at" not in table.data.column_names:
        return np.full(len(table), NO_TIME)
    return np.asarray(pc.fill_null(table.data["submitted_at"].cast(pa.int64()), NO_TIME))


def _is(table: Table, column: str, *words: str) -> Bools:
    """Return where a column holds one of the words (in any case)."""
    if column not in table.data.column_names:
        return np.zeros(len(table), dtype=bool)
    coded = encode(table.data[column])
    chosen = np.array([word.lower() in words for word in coded.words.to_pylist()] + [False])
    return np.asarray(chosen[coded.codes], dtype=bool)


def _excluded(table: Table) -> list[tuple[str, Bools]]:
    """Return the reasons for which a row does not count, each with the rows it concerns."""
    reasons = [
        ("by a machine", _is(table, "source", "machine")),
        ("skipped", _is(table, "outcome", "skipped")),
        ("defective", _is(table, "outcome", "defective")),
    ]
    if "supersedes" in table.data.column_names and "annotation_id" in table.data.column_names:
        names = table.data["supersedes"].cast(pa.string()).combine_chunks()
        replaced = pc.is_in(table.data["annotation_id"].cast(pa.string()), value_set=pc.drop_null(names))
        reasons.append(
            ("superseded", np.asarray(replaced.combine_chunks().to_numpy(zero_copy_only=False), dtype=bool))
        )
    return reasons


def _key(task: Coded, item: Coded, annotator: Coded, group: Codes) -> np.ndarray:
    """Return one number for (task, item, annotator, group), increasing in that order."""
    key = task.codes.astype(np.int64)
    for codes, size in (
        (item.codes, len(item.words)),
        (annotator.codes, len(annotator.words)),
        (group, int(group.max(initial=0)) + 1),
    ):
        key = key * max(size, 1) + codes
    return key


def _last(rows: np.ndarray, key: np.ndarray, time: np.ndarray) -> tuple[np.ndarray, int]:
    """Return the last row of each key, in order of the key, and how many rows that leaves out."""
    ordered = _in_order(rows, key, time)
    last = np.ones(len(ordered), dtype=bool)
    last[:-1] = key[ordered[1:]] != key[ordered[:-1]]
    return ordered[last], int((~last).sum())


def _in_order(rows: np.ndarray, key: np.ndarray, time: np.ndarray) -> np.ndarray:
    """Return rows by key, then time, then row; where there are no times, key and row are sorted as one number."""
    size = len(key)
    largest = int(key.max(initial=0))
    if (time == NO_TIME).all() and largest < np.iinfo(np.int64).max // max(size, 1) - 1:
        ordered: np.ndarray = np.sort(key[rows] * size + rows) % size
        return ordered
    return rows[np.lexsort((rows, time[rows], key[rows]))]


def _retests(
    again: np.ndarray,
    rows: np.ndarray,
    key: np.ndarray,
    columns: tuple[Coded, Coded, Coded, Coded],
    time: np.ndarray,
) -> Retests:
    """Pair the last retest of each (task, item, annotator) with the answer it repeats."""
    task, item, annotator, label = columns
    again, _ = _last(again, key, time)
    place = np.searchsorted(key[rows], key[again]) if len(rows) else np.zeros(len(again), dtype=np.int64)
    matched = place < len(rows)
    matched[matched] = key[rows[place[matched]]] == key[again[matched]]
    second, first = again[matched], rows[place[matched]]
    return Retests(
        task.codes[second],
        item.codes[second],
        annotator.codes[second],
        label.codes[first],
        label.codes[second],
    )
