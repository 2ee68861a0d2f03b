"""The number of a text says which part its item belongs to, on every machine."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from earmark.engines.hashing import buckets_of, text_hashes

MASK = (1 << 64) - 1


def by_hand(text: str) -> int:
    """Compute the same with whole numbers of any size."""

    def mixed(x: int) -> int:
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK
        return x ^ (x >> 31)

    content = text.encode()
    found = mixed((len(content) + 0x9E3779B97F4A7C15) & MASK)
    for first in range(0, len(content), 8):
        word = int.from_bytes(content[first : first + 8], "little")
        found = mixed(((found ^ word) * 0x9E3779B97F4A7C15) & MASK)
    return found


def test_a_text_of_any_length_has_the_number_written_down() -> None:
    texts = ["ä" * n + "x" * (n % 3) for n in range(40)] + ["", "a\0", "a", "a\0\0"]

    assert text_hashes(pa.array(texts)).tolist() == [by_hand(text) for text in texts]


def test_where_a_text_lies_in_an_array_changes_nothing() -> None:
    texts = pa.array([f"turn-{n}" for n in range(100)])

    assert text_hashes(texts.slice(40, 9)).tolist() == text_hashes(texts).tolist()[40:49]


def test_buckets_get_about_as_many_items_each() -> None:
    items = pa.chunked_array([[f"call-{n}" for n in range(50_000)]])
    filled = np.bincount(buckets_of(items, 64), minlength=64)

    assert filled.min() > 600
    assert filled.max() < 970


def test_an_item_is_in_one_bucket_however_its_column_is_kept() -> None:
    items = pa.chunked_array([["b", "a", "b"], ["a", "c"]])
    plain = buckets_of(items, 128).tolist()

    assert plain == buckets_of(items.dictionary_encode().unify_dictionaries(), 128).tolist()
    assert plain[0] == plain[2]
    assert plain[1] == plain[3]
