"""Spans as integers and positions: what each annotator marked on each item."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earmark.errors import CallError
from earmark.quality.long_table import Bools, Codes, Floats
from earmark.quality.sums import Integers, compact

__all__ = ["Pieces", "SpanTable", "pieces_of"]


@dataclass(frozen=True, slots=True)
class SpanTable:
    """Answers (an annotator's to an item; no span at all is an answer too) and the spans of each.

    `item` and `annotator` have one code an answer; `answer`, `start`, `end`, `label` one entry a span, `answer` the
    place of its answer. `length` is that of each item, in the unit of the positions. `step` is the smallest piece
    that can be marked: 1 for characters, 0 for seconds.
    """

    item: Codes
    annotator: Codes
    answer: Integers
    start: Floats
    end: Floats
    label: Codes
    length: Floats
    labels: int
    annotators: int
    step: float = 1.0

    @property
    def items(self) -> int:
        """How many items there are."""
        return len(self.length)

    @classmethod
    def of(
        cls,
        item: NDArray[np.integer],
        annotator: NDArray[np.integer],
        answer: NDArray[np.integer],
        start: Floats,
        end: Floats,
        label: NDArray[np.integer],
        *,
        length: Floats | None = None,
        items: int | None = None,
        labels: int | None = None,
        annotators: int | None = None,
        step: float = 1.0,
    ) -> SpanTable:
        """Return the table; without `length` an item ends where the last span on it does. Empty spans are dropped.

        >>> table = SpanTable.of(np.zeros(2, int), np.arange(2), np.arange(2), np.zeros(2), np.full(2, 4.0), np.zeros(2, int))
        >>> table.items, table.length.tolist()
        (1, [4.0])

        Raises:
            CallError: a span ends before it starts, or starts below 0 or ends behind its item.
        """
        size = int(item.max(initial=-1)) + 1 if items is None else items
        if (start < 0).any() or (end < start).any():
            raise CallError("a span needs 0 <= start <= end")
        if length is None:
            length = np.zeros(size)
            np.maximum.at(length, item[answer], end)
        if (end > length[item[answer]] + 1e-9).any():
            raise CallError("a span ends behind the end of its item")
        kept = end > start
        return cls(
            item.astype(np.int32),
            annotator.astype(np.int32),
            answer[kept].astype(np.int64),
            np.asarray(start, dtype=np.float64)[kept],
            np.asarray(end, dtype=np.float64)[kept],
            label[kept].astype(np.int32),
            np.asarray(length, dtype=np.float64),
            int(label.max(initial=-1)) + 1 if labels is None else labels,
            int(annotator.max(initial=-1)) + 1 if annotators is None else annotators,
            step,
        )

    def rows(self, keep: Bools) -> SpanTable:
        """Return the table of the answers kept, with the same codes."""
        place = np.cumsum(keep) - 1
        mine = keep[self.answer]
        return SpanTable(
            self.item[keep],
            self.annotator[keep],
            place[self.answer[mine]],
            self.start[mine],
            self.end[mine],
            self.label[mine],
            self.length,
            self.labels,
            self.annotators,
            self.step,
        )

    def pairable(self) -> SpanTable:
        """Return the answers of items that have at least two."""
        per_item = np.bincount(self.item, minlength=self.items)
        return self.rows(per_item[self.item] >= 2)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Items cut wherever a span begins or ends: `item` and `length` of each piece, and what covers it.

    A covering is a piece (`piece`), an answer (`answer`), a label (`label`) and the number of the span it is part of
    (`span`). Where spans of one answer overlap, the piece is covered once, by a label that stands for all of them
    together (from `labels` on), and is a span of its own.
    """

    item: Integers
    length: Floats
    piece: Integers
    answer: Integers
    label: Integers
    span: Integers
    labels: int


def pieces_of(table: SpanTable) -> Pieces:
    """Return the pieces of all items, in order; at the end of each item stands one of length 0.

    >>> spans = np.array([0.0, 2.0]), np.array([4.0, 6.0])
    >>> table = SpanTable.of(np.zeros(2, int), np.arange(2), np.arange(2), *spans, np.zeros(2, int))
    >>> pieces_of(table).length.tolist()
    [2.0, 2.0, 2.0, 0.0]
    """
    of_span = table.item[table.answer].astype(np.int64)
    marked = np.unique(np.concatenate((of_span, table.item)))
    item = np.concatenate((of_span, of_span, marked, marked))
    position = np.concatenate((table.start, table.end, np.zeros(len(marked)), table.length[marked]))
    order = np.lexsort((position, item))
    item, position = item[order], position[order]
    new = np.ones(len(item), dtype=bool)
    new[1:] = (item[1:] != item[:-1]) | (position[1:] != position[:-1])
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.cumsum(new) - 1
    item, position = item[new], position[new]
    inside = np.append(item[1:] == item[:-1], False)
    length = np.where(inside, np.append(position[1:], 0.0) - position, 0.0)
    first, last = number[: len(of_span)], number[len(of_span) : 2 * len(of_span)]
    covered = last - first
    span = np.repeat(np.arange(len(of_span)), covered)
    piece = np.repeat(first - np.cumsum(covered) + covered, covered) + np.arange(len(span))
    piece, answer, label, span, labels = _together(table, piece, span)
    return Pieces(item, length, piece, answer, label, span, labels)


def _together(
    table: SpanTable, piece: Integers, span: Integers
) -> tuple[Integers, Integers, Integers, Integers, int]:
    """Return the coverings with those of one answer over one piece made one."""
    answer, label = table.answer[span], table.label[span].astype(np.int64)
    order = np.lexsort((label, answer, piece))
    piece, answer, label, span = piece[order], answer[order], label[order], span[order]
    again = np.zeros(len(piece), dtype=bool)
    again[1:] = (piece[1:] == piece[:-1]) & (answer[1:] == answer[:-1])
    if not again.any():
        return piece, answer, label, span, table.labels
    group = np.cumsum(~again) - 1
    several = np.bincount(group) > 1
    starts = np.flatnonzero(~again)
    sets = [tuple(np.unique(part).tolist()) for part in np.split(label, starts[1:])]
    combined = sorted({one for one, more in zip(sets, several, strict=True) if more and len(one) > 1})
    code = {one: table.labels + at for at, one in enumerate(combined)}
    label = np.array([code.get(one, one[0]) for one in sets], dtype=np.int64)
    own = len(table.answer) + np.arange(len(starts))
    span = compact(np.where(several, own, span[starts]))[1]
    return piece[starts], answer[starts], label, span, table.labels + len(combined)
