"""Compiling: only where a table is large enough to repay it, once per installation, kept in the user's cache."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

__all__ = ["COMPILED_FROM", "cache_folder", "compiled", "repays"]

COMPILED_FROM = 100_000
"""From this many rows on loops are compiled: below, numpy is done before a compiler has been imported."""

Loop = TypeVar("Loop", bound=Callable[..., Any])


def repays(rows: int) -> bool:
    """Return whether a table of this many rows is worth compiling for.

    >>> repays(10_000), repays(10_000_000)
    (False, True)
    """
    return rows >= COMPILED_FROM


@cache
def compiled(loop: Loop) -> Loop:
    """Return a loop over numpy arrays as machine code that runs without Python's lock.

    The loop is compiled when it is first called with arrays of a new type, and what comes out is kept for later
    processes; where no folder can be written to it is compiled by each. Floating-point operations are done
    in the order written, so every machine with the same arithmetic gives the same bytes.
    """
    numba = import_module("numba")
    with _kept_in(numba.config, cache_folder()):
        try:
            machine_code: Loop = numba.njit(nogil=True, cache=True)(loop)
        except RuntimeError:  # there is nowhere to keep it
            machine_code = numba.njit(nogil=True)(loop)
    return machine_code


def cache_folder() -> Path:
    """Return the folder of the user's caches that compiled loops are kept in (NUMBA_CACHE_DIR goes before)."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        place = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        place = Path.home() / "Library" / "Caches"
    else:
        place = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return place / "earmark" / "compiled"


@contextmanager
def _kept_in(config: Any, folder: Path) -> Iterator[None]:
    """Let numba keep what it compiles in a folder; its setting for other code of the process stays as it was."""
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder)
    try:
        yield
    finally:
        config.CACHE_DIR = before
