"""Times: ISO 8601 with or without a zone, dates, and seconds or milliseconds since 1970; always kept in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from earmark.formats.tabular.typed import Positions, by_value, texts_or_missing, whole

__all__ = ["ALLOWED_TIME", "MOMENT", "moments"]

MOMENT = pa.timestamp("us", tz="UTC")
"""The type of times."""

ALLOWED_TIME = "a time as in 2024-01-30T02:40:43Z, between the years 1900 and 2200, or seconds since 1970"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_EARLIEST = (datetime(1900, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_LATEST = (datetime(2200, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_DIGITS = re.compile(r"\d{9,20}(\.\d*)?", re.ASCII)
_SCALES = ((1e11, 1e6), (1e14, 1e3), (1e17, 1.0), (1e20, 1e-3))
"""Below how many a count since 1970 is seconds, milliseconds, microseconds, nanoseconds; and each in µs."""


def moments(values: pa.ChunkedArray | pa.Array) -> tuple[pa.Array, Positions, int]:
    """Return times in UTC, the places where there is none, and how many had no zone and were read as UTC.

    >>> found, wrong, naive = moments(pa.array(["2024-01-30 02:40:43", "1706582443", "30/01/24"]))
    >>> found[0] == found[1], wrong.tolist(), naive
    (True, [2], 1)
    """
    array = whole(values)
    if pa.types.is_timestamp(array.type) or pa.types.is_date(array.type):
        return _native(array)
    quick = _all_zoned(array) or _all_naive(array)
    return quick or _one_by_one(array)


def _native(array: pa.Array) -> tuple[pa.Array, Positions, int]:
    zoned = pa.types.is_timestamp(array.type) and array.type.tz is not None
    found = array.cast(pa.timestamp("us", array.type.tz if zoned else None), safe=False).cast(pa.int64())
    return _within(found, 0 if zoned else len(array) - array.null_count)


def _all_zoned(array: pa.Array) -> tuple[pa.Array, Positions, int] | None:
    return _cast(array, MOMENT, zoned=True)


def _all_naive(array: pa.Array) -> tuple[pa.Array, Positions, int] | None:
    return _cast(array, pa.timestamp("us"), zoned=False)


def _cast(array: pa.Array, kind: pa.DataType, *, zoned: bool) -> tuple[pa.Array, Positions, int] | None:
    """Read texts that all have one form at once; None where they do not."""
    try:
        found = texts_or_missing(array).cast(kind).cast(pa.int64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
    return _within(found, 0 if zoned else len(found) - found.null_count)


def _within(found: pa.Array, naive: int) -> tuple[pa.Array, Positions, int]:
    value = np.asarray(found.fill_null(0), np.int64)
    wrong = (value < _EARLIEST) | (value >= _LATEST)
    kept = pa.array(value, pa.int64(), mask=wrong | np.asarray(found.is_null()))
    return kept.cast(MOMENT), np.flatnonzero(wrong), naive


def _one_by_one(array: pa.Array) -> tuple[pa.Array, Positions, int]:
    found, wrong = by_value(array, lambda text: _microseconds(text)[0], pa.int64())
    naive, _ = by_value(array, lambda text: _microseconds(text)[1], pa.bool_())
    return found.cast(MOMENT), wrong, pc.sum(naive).as_py() or 0


def _microseconds(text: str) -> tuple[int, bool]:
    """Return microseconds since 1970, and whether the text had no zone.

    Raises:
        ValueError: the text is no time, or one outside the years 1900 to 2200.
    """
    bare = text.strip()
    if _DIGITS.fullmatch(bare):
        value, naive = _since_1970(bare), False
    else:
        value, naive = _calendar(bare)
    if not _EARLIEST <= value < _LATEST:
        raise ValueError(text)
    return value, naive


def _since_1970(digits: str) -> int:
    count = float(digits)
    scale = next((scale for below, scale in _SCALES if count < below), None)
    if scale is None:
        raise ValueError(digits)
    return round(count * scale)


def _calendar(text: str) -> tuple[int, bool]:
    try:
        found = datetime.fromisoformat(
            text.removesuffix(" UTC") + ("+00:00" if text.endswith(" UTC") else "")
        )
        naive = found.tzinfo is None
        return ((found.replace(tzinfo=UTC) if naive else found) - _EPOCH) // _MICROSECOND, naive
    except OverflowError:
        raise ValueError(text) from None
