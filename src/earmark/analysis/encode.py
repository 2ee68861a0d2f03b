"""Words to integers: each column of a table is encoded once, its words in order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from earmark.quality.long_table import Codes

__all__ = ["Coded", "encode", "in_order", "same_words"]


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as integers: `codes` (rows,), −1 where the field is empty, and the word of each code, sorted."""

    codes: Codes
    words: pa.Array

    def word(self, code: int) -> str:
        """Return the word of a code; "" for an empty field."""
        return "" if code < 0 else str(self.words[code].as_py())

    def take(self, rows: np.ndarray) -> Coded:
        """Return the column at these rows, the words unchanged."""
        return Coded(self.codes[rows], self.words)

    def compressed(self) -> Coded:
        """Return the same column with only the words that occur."""
        used = np.zeros(len(self.words) + 1, dtype=bool)
        used[self.codes] = True  # −1 marks the last place, which belongs to no word
        kept = np.flatnonzero(used[:-1])
        renumbered = np.full(len(self.words) + 1, -1, dtype=np.int32)
        renumbered[kept] = np.arange(len(kept), dtype=np.int32)
        return Coded(renumbered[self.codes], self.words.take(pa.array(kept)))


def encode(column: pa.ChunkedArray) -> Coded:
    """Return a column of words as integers, in the order of the words' code points.

    >>> coded = encode(pa.chunked_array([["b", None, "a"]]))
    >>> coded.codes.tolist(), coded.words.to_pylist()
    ([1, -1, 0], ['a', 'b'])
    """
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # no chunk at all
        array = pa.array([], type=column.type)
    if not pa.types.is_dictionary(array.type):
        array = pc.dictionary_encode(array.cast(pa.string()))
    order = np.asarray(pc.sort_indices(array.dictionary)).astype(np.int64)
    rank = np.empty(len(order) + 1, dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    rank[len(order)] = -1
    codes = np.asarray(pc.fill_null(array.indices, len(order))).astype(np.int64)
    return Coded(rank[codes], array.dictionary.take(pa.array(order)).cast(pa.string()))


def in_order(coded: Coded, words: list[str]) -> Coded:
    """Return the column with its codes in the order of `words`, which must hold every word that occurs."""
    place = {word: code for code, word in enumerate(words)}
    renumbered = np.array([place[word] for word in coded.words.to_pylist()] + [-1], dtype=np.int32)
    return Coded(renumbered[coded.codes], pa.array(words, type=pa.string()))


def same_words(coded: Coded, words: pa.Array) -> Codes:
    """Return the codes that the column's words have in `words`; −1 for a word that is not there.

    >>> same_words(encode(pa.chunked_array([["b", "x"]])), pa.array(["a", "b"])).tolist()
    [1, -1]
    """
    found = pc.fill_null(pc.index_in(coded.words, value_set=words), -1)
    return np.append(np.asarray(found).astype(np.int32), np.int32(-1))[coded.codes]
