"""Words that look the same to a reader, and are different to a machine."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

__all__ = ["alike", "look"]

_LOOK_ALIKE = str.maketrans("аеорсухіјԁѕАВЕКМНОРСТХοαρν", "aeopcyxijdsABEKMHOPCTXoapv")


def alike(words: Iterable[str]) -> list[list[str]]:
    """Return the groups of words that look the same.

    >>> alike(["South", "north", "south "])
    [['South', 'south ']]
    """
    seen: dict[str, list[str]] = {}
    for word in words:
        seen.setdefault(look(word), []).append(word)
    return [group for group in seen.values() if len(group) > 1]


def look(word: str) -> str:
    """Return what is left of a word without case, spaces and the difference between look-alike letters.

    >>> look("Night Club"), look("night_club") == look("night-club")
    ('nightclub', True)
    """
    plain = unicodedata.normalize("NFKC", word).translate(_LOOK_ALIKE).casefold()
    return "".join(plain.split()).replace("_", "-")
