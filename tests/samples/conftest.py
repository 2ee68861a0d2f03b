"""The sample tables, read as plain rows."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "src/earmark/samples"

Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def sample_rows() -> Callable[[str], Rows]:
    """Return a function from a table's name to its rows."""

    def rows(name: str) -> Rows:
        with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return rows
