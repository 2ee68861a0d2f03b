"""Kernels for tests: workers import them by name."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pyarrow as pa


def rows(table: pa.Table, _: Any) -> tuple[int, None]:
    """Count the rows of a part."""
    return table.num_rows, None


def items(table: pa.Table, _: Any) -> tuple[set[str], None]:
    """Name the items of a part."""
    return set(table["item_id"].to_pylist()), None


def weighed(table: pa.Table, weight: float) -> tuple[float, None]:
    """Add up numbers whose sum depends on the order."""
    return sum(weight / (1 + len(one)) ** 7 for one in table["label"].to_pylist()), None


def kept(table: pa.Table, _: Any) -> tuple[None, pa.Table]:
    """Keep one column."""
    return None, table.select(["item_id"])


def dies_once(table: pa.Table, folder: str) -> tuple[int, None]:
    """Kill the worker when the first part is counted for the first time."""
    mark = Path(folder) / "died"
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return table.num_rows, None
    os.kill(os.getpid(), signal.SIGKILL)
    return 0, None


def always_dies(table: pa.Table, _: Any) -> tuple[int, None]:
    """Kill the worker."""
    os.kill(os.getpid(), signal.SIGKILL)
    return table.num_rows, None


def fails(table: pa.Table, _: Any) -> tuple[int, None]:
    """Raise."""
    raise KeyError(f"no such thing among {table.num_rows} rows")
