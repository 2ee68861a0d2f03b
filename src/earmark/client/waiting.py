"""How long to wait before asking again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Patience"]

FIRST = 0.2
LONGEST = 8.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How often something is tried, and how long is waited in between.

    `attempts` counts all of them, the first too. A server that says when to come back (`Retry-After`) is
    obeyed, unless it asks for more than `most` seconds: then the refusal is passed on at once. `sleep` and
    `spread` (a number from 0 to 1, so that many programs do not come back in the same moment) are given from
    outside in tests.
    """

    attempts: int = 5
    most: float = 60.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    spread: Callable[[], float] = field(default=random.random, repr=False)

    def seconds(self, attempt: int, asked: float | None = None) -> float | None:
        """Return the seconds to wait after the attempt with this number (from 1); None to give up.

        >>> patience = Patience(attempts=3, spread=lambda: 1.0)
        >>> [patience.seconds(attempt) for attempt in (1, 2, 3)]
        [0.2, 0.4, None]
        >>> patience.seconds(1, asked=30.0), patience.seconds(1, asked=900.0)
        (30.0, None)
        """
        if attempt >= self.attempts:
            return None
        if asked is not None:
            return asked if asked <= self.most else None
        return float(min(LONGEST, FIRST * 2 ** (attempt - 1)) * (0.5 + self.spread() / 2))
