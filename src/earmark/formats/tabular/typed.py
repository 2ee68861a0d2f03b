"""Columns of texts (or of native values) as the types a table has: words, numbers, whole numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from earmark.formats.tabular.natives import native_column

__all__ = [
    "WORDS",
    "Positions",
    "by_value",
    "numbers",
    "plain",
    "shares",
    "texts_or_missing",
    "whole",
    "whole_numbers",
    "words",
]

WORDS = pa.dictionary(pa.int32(), pa.string())
"""The type of ids, labels and other words."""

Positions: TypeAlias = NDArray[np.int64]
"""Which cells of a column cannot be read, ascending."""

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_NONE = np.zeros(0, np.int64)
_LARGEST_WHOLE = 2**53


def whole(values: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column as one array."""
    if not isinstance(values, pa.ChunkedArray):
        return values
    if pa.types.is_dictionary(values.type):
        values = values.unify_dictionaries()
    if values.num_chunks == 1:
        return values.chunk(0)
    return values.combine_chunks() if values.num_chunks else pa.array([], values.type)


def words(values: pa.ChunkedArray | pa.Array, *, normalise: bool = True) -> pa.DictionaryArray:
    """Return texts or native scalars as words: dictionary-encoded, in NFC, an empty text null.

    Each value of the dictionary occurs. `normalise` False leaves the characters as they are.

    >>> words(pa.array(["e\\u0301", "\\u00e9", ""])).to_pylist()
    ['é', 'é', None]
    """
    encoded = _encoded(whole(values))
    dictionary = _as_strings(encoded.dictionary)
    changed = _normalised(dictionary) if normalise else dictionary
    if encoded.type == WORDS and changed is encoded.dictionary and _tidy(encoded):
        return encoded
    return _recoded(encoded.indices, changed)


def _tidy(coded: pa.DictionaryArray) -> bool:
    """Whether each value of the dictionary is there once, is not empty, and occurs."""
    values = coded.dictionary
    return bool(
        values.null_count == 0
        and pc.count_distinct(values).as_py() == len(values)
        and pc.count_distinct(coded.indices).as_py() == len(values)
        and pc.index(values, pa.scalar("", pa.string())).as_py() < 0
    )


def _encoded(array: pa.Array) -> pa.DictionaryArray:
    return array if pa.types.is_dictionary(array.type) else array.dictionary_encode()


def _as_strings(dictionary: pa.Array) -> pa.Array:
    kind = dictionary.type
    if pa.types.is_string(kind):
        return dictionary
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) or pa.types.is_null(kind):
        return dictionary.cast(pa.string())
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        # Python has no dates beyond the year 9999; a damaged file does.
        return dictionary.cast(pa.string())
    texts, _ = native_column(dictionary.to_pylist())
    return texts.cast(pa.string())


def plain(value: pa.Scalar) -> Any:
    """Return an Arrow value as Python's; as a text where it is a time that Python does not have.

    >>> plain(pa.scalar(7)), plain(pa.scalar(2**62, pa.timestamp("us")))
    (7, '<value out of range: 4611686018427387904>')
    """
    try:
        return value.as_py()
    except (OverflowError, ValueError):
        return str(value.cast(pa.string()))


def _normalised(dictionary: pa.Array) -> pa.Array:
    ascii_only = pc.all(pc.string_is_ascii(dictionary)).as_py()
    if ascii_only in (True, None):
        return dictionary
    return pa.array(
        [None if text is None else unicodedata.normalize("NFC", text) for text in dictionary.to_pylist()],
        pa.string(),
    )


def _recoded(indices: pa.Array, dictionary: pa.Array) -> pa.DictionaryArray:
    """Return the words with equal values merged, empty ones null, and unused ones gone."""
    codes = np.asarray(indices.fill_null(-1), np.int64)
    merged = dictionary.dictionary_encode()
    empty = pc.index(merged.dictionary, pa.scalar("", pa.string())).as_py()
    old_to_new = np.append(np.asarray(merged.indices.fill_null(-1), np.int64), -1)
    new = old_to_new[codes]
    new[new == empty] = -1
    return _compact(new, merged.dictionary)


def _compact(codes: NDArray[np.int64], dictionary: pa.Array) -> pa.DictionaryArray:
    used = np.zeros(len(dictionary) + 1, bool)
    used[codes] = True
    used[-1] = False
    rank = np.append(np.cumsum(used[:-1]) - 1, -1)
    kept = dictionary.filter(pa.array(used[:-1])) if not used[:-1].all() else dictionary
    final = rank[codes].astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(final, pa.int32(), mask=final < 0), kept)


def by_value(
    values: pa.Array, reading: Callable[[str], Any], kind: pa.DataType
) -> tuple[pa.Array, Positions]:
    """Return the cells as `reading` reads each distinct one, and where it raises ValueError."""
    encoded = words(values, normalise=False)
    read: list[Any] = []
    wrong: list[bool] = []
    for text in encoded.dictionary.to_pylist():
        try:
            read.append(reading(text))
            wrong.append(False)
        except ValueError:
            read.append(None)
            wrong.append(True)
    found = pa.array(read, kind).take(encoded.indices)
    codes = np.asarray(encoded.indices.fill_null(-1), np.int64)
    return found, np.flatnonzero(np.append(np.array(wrong, bool), False)[codes])


def numbers(values: pa.ChunkedArray | pa.Array) -> tuple[pa.Array, Positions]:
    """Return finite numbers (float64; NaN in a native column is missing), and where there is none.

    >>> numbers(pa.array(["3", "4.5", "", "inf", "x"]))[1].tolist()
    [3, 4]
    """
    array = whole(values)
    if _is_numeric(array.type):
        return _finite(array.cast(pa.float64()), missing_nan=True)
    try:
        found = texts_or_missing(array).cast(pa.float64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return by_value(array, _number, pa.float64())
    return _finite(found, missing_nan=False)


def texts_or_missing(values: pa.Array) -> pa.Array:
    """Return texts with the empty ones null."""
    texts = values.cast(pa.string())
    if pc.index(texts, pa.scalar("", pa.string())).as_py() < 0:
        return texts
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _is_numeric(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _finite(found: pa.Array, *, missing_nan: bool) -> tuple[pa.Array, Positions]:
    given = np.asarray(found.is_valid())
    value = np.asarray(found.fill_null(0.0), np.float64)
    absent = np.isnan(value) if missing_nan else np.zeros(len(value), bool)
    wrong = given & ~np.isfinite(value) & ~absent
    return pa.array(value, pa.float64(), mask=~given | absent | wrong), np.flatnonzero(wrong)


def _number(text: str) -> float:
    if _NUMBER.fullmatch(text) is None:
        raise ValueError(text)
    value = float(text)
    if not np.isfinite(value):
        raise ValueError(text)
    return value


def shares(values: pa.ChunkedArray | pa.Array) -> tuple[pa.Array, Positions]:
    """Return numbers between 0 and 1, and where there is none; rounding beyond the ends is allowed for."""
    found, wrong = numbers(values)
    value = np.asarray(found.fill_null(0.0), np.float64)
    outside = np.flatnonzero((value < -1e-6) | (value > 1 + 1e-6))
    return found, np.union1d(wrong, outside)


def whole_numbers(values: pa.ChunkedArray | pa.Array) -> tuple[pa.Array, Positions]:
    """Return whole numbers (int64), and where there is none; `3.0` is 3.

    >>> whole_numbers(pa.array(["3.0", "2.5"]))[1].tolist()
    [1]
    """
    found, wrong = numbers(values)
    value = np.asarray(found.fill_null(0.0), np.float64)
    fits = (value == np.floor(value)) & (np.abs(value) < _LARGEST_WHOLE)
    integers = pa.array(np.where(fits, value, 0).astype(np.int64), mask=~fits | np.asarray(found.is_null()))
    return integers, np.union1d(wrong, np.flatnonzero(~fits)).astype(np.int64)
