"""Numbers for ids, where a tool takes numbers only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

__all__ = ["as_number", "numbered", "stable_hash"]

_LARGEST = 2**63


def as_number(name: str) -> int | None:
    """Return the number an id is written as, or None when it is not exactly that.

    >>> as_number("7"), as_number("007"), as_number("a7")
    (7, None, None)
    """
    try:
        number = int(name)
    except ValueError:
        return None
    return number if str(number) == name and abs(number) < _LARGEST else None


def numbered(names: Iterable[str]) -> tuple[dict[str, int], bool]:
    """Return a number for each id, and whether they are new.

    Ids that are all numbers stay; otherwise they are numbered from 1, in the order given.

    >>> numbered(["b", "a", "b"])
    ({'b': 1, 'a': 2}, True)
    """
    once = list(dict.fromkeys(names))
    kept = {name: number for name in once if (number := as_number(name)) is not None}
    if len(kept) == len(once):
        return kept, False
    return {name: position for position, name in enumerate(once, 1)}, True


def stable_hash(text: str) -> int:
    """Return a number of 32 bits, signed, that is the same for the same text on every machine.

    >>> stable_hash("a")
    -896040686
    """
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:4], signed=True)
