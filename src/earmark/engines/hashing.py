"""A number for a text that is the same on every machine: it says which part an item belongs to."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

__all__ = ["buckets_of", "text_hashes"]

Hashes: TypeAlias = NDArray[np.uint64]

_ODD = np.uint64(0x9E3779B97F4A7C15)


def text_hashes(texts: pa.Array) -> Hashes:
    """Return 64 bits for each text, from its UTF-8 bytes; 0 bytes at its end count by its length.

    Eight bytes at a time are mixed in by the finaliser of SplitMix64 (doi:10.1145/2660193.2660195).

    >>> text_hashes(pa.array(["a", "b", "a"])).tolist()[::2] == [text_hashes(pa.array(["a"]))[0]] * 2
    True
    """
    wide = texts.cast(pa.large_binary())
    offsets = np.frombuffer(wide.buffers()[1], np.int64, len(wide) + 1, wide.offset * 8)
    held = wide.buffers()[2]
    content = np.zeros(int(offsets[-1]) + 8, np.uint8)
    if held is not None:
        content[: offsets[-1]] = np.frombuffer(held, np.uint8, int(offsets[-1]))
    start, length = offsets[:-1], np.diff(offsets)
    found = _mixed(length.astype(np.uint64) + _ODD)
    words = np.lib.stride_tricks.as_strided(content.view(), (len(content) - 7, 8), (1, 1))
    place = np.arange(len(found))
    for done in range(0, int(length.max(initial=0)), 8):
        place = place[length[place] > done]
        word = np.ascontiguousarray(words[start[place] + done]).view("<u8").ravel().astype(np.uint64)
        left = np.minimum(length[place] - done, 8).astype(np.uint64) * np.uint64(8)
        # A shift by all 64 bits is none at all: whole words are left as they are.
        cut = np.where(left < 64, (np.uint64(1) << (left % np.uint64(64))) - np.uint64(1), ~np.uint64(0))
        found[place] = _mixed((found[place] ^ (word & cut)) * _ODD)
    return found


def buckets_of(items: pa.ChunkedArray, buckets: int) -> NDArray[np.int64]:
    """Return the bucket of each item id, 0 to buckets − 1, a power of two: the first bits of its hash."""
    shift = np.uint64(64 - (buckets.bit_length() - 1))
    coded = items.combine_chunks()
    coded = coded if pa.types.is_dictionary(coded.type) else coded.dictionary_encode()
    hashes = text_hashes(coded.dictionary)
    of = (hashes >> shift).astype(np.int64) if buckets > 1 else np.zeros(len(hashes), np.int64)
    bucket: NDArray[np.int64] = of[np.asarray(coded.indices)]
    return bucket


def _mixed(x: Hashes) -> Hashes:
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
