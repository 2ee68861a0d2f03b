"""Which engine, by the name people give it."""

from __future__ import annotations

from earmark.engines.local import Local
from earmark.engines.on_ray import OnRay
from earmark.engines.protocol import Engine, Progress
from earmark.errors import CallError

__all__ = ["ENGINES", "bytes_of", "engine_named"]

ENGINES = ("local", "ray")

_UNITS = {"": 1 << 20, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


def engine_named(
    name: str, *, workers: int | None = None, memory: int | None = None, progress: Progress | None = None
) -> Engine:
    """Return the engine of this name, not yet entered.

    `workers` is how many count at once (None: as many as there are cores), `memory` about how many bytes they may
    take together (None: what they take).

    Raises:
        CallError: there is no such engine, or the memory does not suffice for one worker.
    """
    if name == "local":
        return Local(workers, memory, progress)
    if name == "ray":
        return OnRay(workers, memory, progress)
    raise CallError(f"--engine {name!r} is not known; allowed are {', '.join(ENGINES)}")


def bytes_of(text: str) -> int:
    """Return the bytes that `4G`, `512M` or `2048` (MiB) say.

    >>> bytes_of("4G"), bytes_of("512 MiB") == bytes_of("512")
    (4294967296, True)

    Raises:
        CallError: it says no amount of memory.
    """
    plain = text.strip().lower().removesuffix("ib").removesuffix("b").strip()
    unit = plain[-1:] if plain[-1:].isalpha() else ""
    try:
        amount = float(plain.removesuffix(unit)) * _UNITS[unit]
    except (KeyError, ValueError):
        raise CallError(f"--memory takes an amount such as 4G or 512M, found {text!r}") from None
    return int(amount)
