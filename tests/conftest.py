"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _real_data() -> Path:
    named = os.environ.get("EARMARK_REAL_DATA")
    return Path(named) if named else ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data sets; without it the test is skipped, and the summary says so."""
    folder = _real_data()
    if not (folder / "README.md").is_file():
        pytest.skip(f"NOT RUN: no real data (looked in {folder}; set EARMARK_REAL_DATA)")
    return folder
