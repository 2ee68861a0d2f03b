"""Items with the same labels, found in one pass: their number hardly grows with a table's."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

__all__ = ["gather"]

Array: TypeAlias = Any  # compiled code knows its arrays' types by itself


def gather(  # noqa: C901  # one pass: what is compiled calls nothing
    starts: Array, label: Array, times: Array, kept_starts: Array, kept_label: Array, kept_times: Array
) -> int:
    """Write each distinct collection of labels once, in order of appearance; return how many there are.

    Item i holds label[starts[i] : starts[i + 1]], in any order, and stands for times[i] items. The results have
    room for as many as there are items (`kept_starts` one more); their labels ascend within an item. Items
    without labels are left out. Collections are told apart label by label; a hash only finds them.
    """
    slots = np.full(1 << 12, -1, dtype=np.int64)
    kept, end = 0, 0
    kept_starts[0] = 0
    for i in range(starts.shape[0] - 1):
        first, last = starts[i], starts[i + 1]
        size = last - first
        if size == 0:
            continue
        # The labels are laid down where they stay if they turn out to be new, and sorted there (Shell's way).
        for j in range(size):
            kept_label[end + j] = label[first + j]
        gap = 1
        while 9 * gap < 4 * size:
            gap = (9 * gap + 4) // 4
        while gap > 0:
            for j in range(end + gap, end + size):
                one, place = kept_label[j], j
                while place - gap >= end and kept_label[place - gap] > one:
                    kept_label[place] = kept_label[place - gap]
                    place -= gap
                kept_label[place] = one
            gap = 0 if gap == 1 else max(1, 4 * gap // 9)
        mixed = np.uint64(size)
        for j in range(end, end + size):
            mixed = (mixed ^ np.uint64(kept_label[j])) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
        mask = np.uint64(slots.shape[0] - 1)
        at = mixed & mask
        found = -1
        while slots[at] >= 0 and found < 0:
            other = slots[at]
            begin = kept_starts[other]
            if kept_starts[other + 1] - begin == size:
                j = 0
                while j < size and kept_label[begin + j] == kept_label[end + j]:
                    j += 1
                if j == size:
                    found = other
            at = (at + np.uint64(1)) & mask
        if found >= 0:
            kept_times[found] += times[i]
            continue
        slots[at] = kept
        kept_times[kept] = times[i]
        end += size
        kept += 1
        kept_starts[kept] = end
        if 2 * kept > slots.shape[0]:
            slots = np.full(4 * slots.shape[0], -1, dtype=np.int64)
            mask = np.uint64(slots.shape[0] - 1)
            for other in range(kept):
                begin = kept_starts[other]
                mixed = np.uint64(kept_starts[other + 1] - begin)
                for j in range(begin, kept_starts[other + 1]):
                    mixed = (mixed ^ np.uint64(kept_label[j])) * np.uint64(0x9E3779B97F4A7C15)
                    mixed ^= mixed >> np.uint64(29)
                at = mixed & mask
                while slots[at] >= 0:
                    at = (at + np.uint64(1)) & mask
                slots[at] = other
    return kept
