"""When loops are compiled, and where what comes out is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from earmark.quality.kernels.compiling import cache_folder, compiled, repays

COUNTED = (
    "import sys, numpy as np\n"
    "from earmark.quality.agreement import krippendorff_alpha\n"
    "from earmark.quality.consensus import dawid_skene\n"
    "from earmark.quality.long_table import LongTable\n"
    "table = LongTable.of(np.repeat(np.arange(50), 2), np.tile([0, 1], 50), np.arange(100) % 3 % 2)\n"
    "krippendorff_alpha(table), dawid_skene(table, prior=1.0)\n"
    "print('numba' in sys.modules)\n"
)
COMPILED = (
    "import numpy as np\n"
    "from earmark.quality.distinct import DistinctItems\n"
    "from earmark.quality.long_table import LongTable\n"
    "table = LongTable.of(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([1, 0, 0, 1]))\n"
    "print(DistinctItems.of(table, least=0).times.tolist())\n"
)


def said_by(script: str, **surroundings: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True, text=True, check=True, env=os.environ | surroundings,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.full
def test_a_small_table_loads_no_compiler() -> None:
    assert said_by(COUNTED) == "False"


@pytest.mark.full
def test_what_was_compiled_is_kept_where_the_user_says(tmp_path: Path) -> None:
    assert said_by(COMPILED, NUMBA_CACHE_DIR=str(tmp_path)) == "[2]"
    assert list(tmp_path.rglob("*.nbi"))


@pytest.mark.full
def test_without_a_place_to_keep_it_each_process_compiles_anew(tmp_path: Path) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder", encoding="ascii")

    assert said_by(COMPILED, NUMBA_CACHE_DIR=str(nowhere)) == "[2]"


def test_the_cache_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")

    assert cache_folder() == tmp_path / "earmark" / "compiled"


def test_a_loop_is_compiled_once() -> None:
    def loop(number: int) -> int:
        return number + 1

    assert compiled(loop) is compiled(loop)


def test_compiling_begins_to_repay_at_a_hundred_thousand_rows() -> None:
    assert not repays(99_999)
    assert repays(100_000)
