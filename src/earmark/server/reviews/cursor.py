"""Where a list goes on whose order is worked out: the sort key of its last row, as one word."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Sequence
from typing import Any

from earmark.server.kit.errors import BadCallError

__all__ = ["read", "write"]


def write(key: Sequence[float | int | str]) -> str:
    """Return a sort key as a cursor.

    >>> read(write([0.25, 7, "x"]), float, int, str)
    [0.25, 7, 'x']
    """
    return base64.urlsafe_b64encode(json.dumps(list(key)).encode()).decode().rstrip("=")


def read(cursor: str, *kinds: type) -> list[Any]:
    """Return the sort key a cursor stands for.

    Raises:
        BadCallError: it is none that was given out for this list.
    """
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        key = None
    if not isinstance(key, list) or [type(one) for one in key] != list(kinds) or not all(map(_fits, key)):
        message = "This list does not know the cursor; start again without it."
        raise BadCallError("bad-cursor", message, "after")
    return key


def _fits(value: float | int | str) -> bool:
    if isinstance(value, str):
        return "\0" not in value and value.isascii()
    return math.isfinite(value) and abs(value) < 2**63
