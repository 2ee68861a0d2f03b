"""Work that arrives at a stated rate, whether the server keeps up or not (an open loop).

A closed loop waits for a slow answer before it asks again, and so measures a slow server kindly. Here each
visit has a time at which it is due, drawn beforehand from a Poisson process; its latency counts from then.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

__all__ = ["Arrivals", "Visit", "offered"]

Visit = Callable[[int], Awaitable[tuple[float, float]]]
"""What a person does, by number: take one and submit it; returns the seconds of the two requests."""

LATE = 20.0
"""Seconds after the last arrival until what is not done is given up."""


@dataclass(slots=True)
class Arrivals:
    """What came of them: seconds from being due to being confirmed, and of each request by itself."""

    whole: list[float] = field(default_factory=list)
    take: list[float] = field(default_factory=list)
    submit: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    due: int = 0
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Return counts, what was done each second, and quantiles in milliseconds."""
        return {
            "due": self.due,
            "done": len(self.whole),
            "done_per_second": round(len(self.whole) / self.seconds, 1),
            "failed": dict(self.failed),
            **{name: _quantiles(getattr(self, name)) for name in ("whole", "take", "submit")},
        }


def _quantiles(seconds: Sequence[float]) -> dict[str, float] | None:
    """Return the p50, p99 (nearest rank) and the maximum, in milliseconds."""
    if not seconds:
        return None
    ordered = sorted(seconds)
    p50, p99 = (ordered[math.ceil(share * len(ordered)) - 1] for share in (0.5, 0.99))
    return {
        "p50_ms": round(1e3 * p50, 1),
        "p99_ms": round(1e3 * p99, 1),
        "max_ms": round(1e3 * ordered[-1], 1),
    }


async def offered(visit: Visit, people: int, rate: float, seconds: float, seed: int) -> Arrivals:
    """Let visits arrive at `rate` a second for some seconds, and wait for those that are late.

    A visit needs a person: when all are busy it waits for one, and its clock runs.
    """
    random = Random(seed)  # noqa: S311  # arrivals, no secrets
    result, due = Arrivals(), 0.0
    free: asyncio.Queue[int] = asyncio.Queue()
    for person in random.sample(range(people), people):
        free.put_nowait(person)
    began = time.perf_counter()
    visits: list[asyncio.Task[None]] = []
    while (due := due + random.expovariate(rate)) < seconds:
        await asyncio.sleep(max(0.0, began + due - time.perf_counter()))
        visits.append(asyncio.create_task(_one(visit, free, began + due, result)))
    await asyncio.sleep(max(0.0, began + seconds - time.perf_counter()))
    _, late = await asyncio.wait(visits, timeout=LATE) if visits else (set(), set())
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    result.failed["given up"] += len(late)
    result.due, result.seconds = len(visits), time.perf_counter() - began
    return result


async def _one(visit: Visit, free: asyncio.Queue[int], due: float, result: Arrivals) -> None:
    person = await free.get()
    try:
        take, submit = await visit(person)
    except (OSError, ValueError) as problem:
        result.failed[str(problem)[:80]] += 1
        return
    finally:
        free.put_nowait(person)
    result.whole.append(time.perf_counter() - due)
    result.take.append(take)
    result.submit.append(submit)
