"""What an engine does, whichever it is: the words all of them share.

A *shard* is rows as they lie in files, in any order. A *part* holds whole items: all rows of an item are in the
same part, whatever shard they came from. A *kernel* is a function of a module: it gets a part's rows, and
what all parts share, and returns a statistic that is small and can be merged, a table that is to be kept (as a new
part), or both. Parts, not workers, decide what is added up in which order; so the number of workers changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

import pyarrow as pa

from earmark.engines.shards import Reading, Shard, Told
from earmark.quality.kernels.tree import Tree

__all__ = ["Engine", "Kernel", "Outcome", "Part", "Progress", "merged"]

Kernel: TypeAlias = Callable[[pa.Table, Any], tuple[Any, pa.Table | None]]
"""From a part's rows and what all parts share to a statistic, and a table to be kept (None: none)."""

Progress: TypeAlias = Callable[[str, int, int | None], None]

Statistic = TypeVar("Statistic")


class Part(NamedTuple):
    """Rows of whole items: where the engine has them, and how many there are."""

    pieces: tuple[Any, ...]
    rows: int


class Outcome(NamedTuple):
    """What a kernel made of the part of this number: its statistic, and the part it kept, if any."""

    number: int
    statistic: Any
    part: Part | None


class Engine(Protocol):
    """Somewhere to count. It is entered before use; leaving it removes all it kept, also after Ctrl-C."""

    def __enter__(self) -> Engine:
        """Get ready."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop all work, and remove all that was kept."""

    def split(self, shards: Sequence[Shard], reading: Reading) -> tuple[list[Part], Told]:
        """Return the rows of all shards, in parts, and what there is to tell of them.

        Raises:
            InputError: a shard cannot be read.
        """

    def run(
        self, kernel: Kernel, parts: Sequence[Part], shared: Any = None, *, doing: str = "counting"
    ) -> Iterator[Outcome]:
        """Yield what the kernel makes of each part, in the order in which it is done.

        Raises:
            EngineError: a part could not be counted, also when it was tried again.
        """


def merged(
    engine: Engine,
    kernel: Kernel,
    parts: Sequence[Part],
    merge: Callable[[Statistic, Statistic], Statistic],
    shared: Any = None,
    *,
    doing: str = "counting",
) -> tuple[Statistic, list[Part]]:
    """Return the statistics of all parts, merged in pairs by the parts' numbers, and the parts kept, in order."""
    tree: Tree[Statistic] = Tree(len(parts), merge)
    kept: dict[int, Part] = {}
    for outcome in engine.run(kernel, parts, shared, doing=doing):
        tree.add(outcome.number, outcome.statistic)
        if outcome.part is not None:
            kept[outcome.number] = outcome.part
    return tree.result(), [kept[number] for number in sorted(kept)]
