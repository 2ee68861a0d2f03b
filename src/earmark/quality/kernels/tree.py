"""Merging along a fixed tree: the same result to the byte, whoever counted what and in whatever order it came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Tree"]

Part = TypeVar("Part")


class Tree(Generic[Part]):
    """Merges the statistics of parts 0 … n − 1 in pairs by number: (0, 1), (2, 3), …, then these pairs again.

    A pair is merged as soon as both are there, so few are held at a time where parts arrive about in order.
    `merge(earlier, later)` may change and return its first argument.

    >>> tree = Tree(5, lambda earlier, later: f"({earlier}{later})")
    >>> for number in (3, 0, 4, 1, 2):
    ...     tree.add(number, str(number))
    >>> tree.result()
    '(((01)(23))4)'
    """

    def __init__(self, parts: int, merge: Callable[[Part, Part], Part]) -> None:
        if parts < 1:
            raise ValueError(f"a tree needs at least one part, found {parts}")
        self._sizes = [parts]  # how many nodes each level has
        while self._sizes[-1] > 1:
            self._sizes.append((self._sizes[-1] + 1) // 2)
        self._merge = merge
        self._waiting: dict[tuple[int, int], Part] = {}
        self._added: set[int] = set()

    def add(self, number: int, part: Part) -> None:
        """Add the statistic of one part.

        Raises:
            ValueError: there is no such part, or it was added before.
        """
        if number in self._added or not 0 <= number < self._sizes[0]:
            raise ValueError(f"part {number} of {self._sizes[0]} was added before, or there is none")
        self._added.add(number)
        level, place = 0, number
        while level < len(self._sizes) - 1:
            beside = place ^ 1
            if beside < self._sizes[level]:
                if (level, beside) not in self._waiting:
                    break
                other = self._waiting.pop((level, beside))
                part = self._merge(part, other) if place < beside else self._merge(other, part)
            level, place = level + 1, place // 2
        self._waiting[level, place] = part

    def result(self) -> Part:
        """Return the statistic of all parts.

        Raises:
            ValueError: a part is missing.
        """
        if len(self._added) < self._sizes[0]:
            raise ValueError(f"{self._sizes[0] - len(self._added)} of {self._sizes[0]} parts are missing")
        return self._waiting[len(self._sizes) - 1, 0]
