"""The long table: one row per annotation, as integers, grouped by item. Never annotators × items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bools", "Codes", "Floats", "LongTable", "occurrences"]

Codes: TypeAlias = NDArray[np.int32]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class LongTable:
    """Annotations as three arrays of one length, sorted by item, then annotator, then label.

    Each (item, annotator) occurs at most once. Codes run from 0; `items`, `annotators`, `labels` say how
    many of each there can be (a code may be unused). Label codes follow the labels' order: the order of a
    scale, else the alphabet; ties are broken by the smaller code.
    """

    item: Codes
    annotator: Codes
    label: Codes
    items: int
    annotators: int
    labels: int

    @classmethod
    def of(
        cls,
        item: NDArray[np.integer],
        annotator: NDArray[np.integer],
        label: NDArray[np.integer],
        *,
        items: int | None = None,
        annotators: int | None = None,
        labels: int | None = None,
    ) -> LongTable:
        """Return the table of these annotations, in any order.

        >>> table = LongTable.of(np.array([1, 0, 1]), np.array([0, 0, 1]), np.array([2, 0, 2]))
        >>> table.item.tolist(), table.label.tolist(), table.labels
        ([0, 1, 1], [0, 2, 2], 3)
        """
        order = np.lexsort((label, annotator, item))
        i, a, k = (np.ascontiguousarray(codes[order], dtype=np.int32) for codes in (item, annotator, label))
        return cls(
            i,
            a,
            k,
            items=_size(i, items),
            annotators=_size(a, annotators),
            labels=_size(k, labels),
        )

    def __len__(self) -> int:
        """Return the number of annotations."""
        return len(self.item)

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each item's rows begin; shape (items + 1,)."""
        starts = np.zeros(self.items + 1, dtype=np.int64)
        np.cumsum(self.per_item, out=starts[1:])
        return starts

    @property
    def per_item(self) -> NDArray[np.int64]:
        """How many annotations each item has; shape (items,)."""
        return occurrences(self.item, self.items)

    def rows(self, keep: Bools) -> LongTable:
        """Return the table of the rows kept, with the same codes."""
        return LongTable(
            self.item[keep],
            self.annotator[keep],
            self.label[keep],
            items=self.items,
            annotators=self.annotators,
            labels=self.labels,
        )

    def pairable(self) -> LongTable:
        """Return the rows of items that have at least two annotations: only these speak of agreement."""
        return self.rows(self.per_item[self.item] >= 2)


def occurrences(codes: Codes, size: int) -> NDArray[np.int64]:
    """Return how often each code from 0 to size − 1 occurs; a block of codes at a time, to need little memory.

    >>> occurrences(np.array([2, 0, 2], dtype=np.int32), 4).tolist()
    [1, 0, 2, 0]
    """
    found = np.zeros(size, dtype=np.int64)
    for first in range(0, len(codes), _BLOCK):
        block = codes[first : first + _BLOCK]
        low, high = int(block.min()), int(block.max()) + 1
        found[low:high] += np.bincount(block - low, minlength=high - low)
    return found


def _size(codes: Codes, given: int | None) -> int:
    found = int(codes.max()) + 1 if len(codes) else 0
    return found if given is None else given
