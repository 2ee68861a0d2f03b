"""Tables of a synthetic crowd, in one file or in several."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from earmark.engines import splitting

Rows: TypeAlias = list[dict[str, Any]]
Write: TypeAlias = Callable[..., list[Path]]


@pytest.fixture
def rows() -> Rows:
    """Rows in random order: 300 items with one to five answers, two batches."""
    rng = np.random.default_rng(11)
    found = []
    for item in range(300):
        truth = rng.integers(4)
        for person in rng.permutation(9)[: rng.integers(1, 6)].tolist():
            label = truth if rng.random() < 0.7 else rng.integers(4)
            found.append(
                {
                    "item_id": f"Stück-{item}",
                    "annotator_id": f"p{person}",
                    "label": "abcd"[label],
                    "batch": "one" if rng.random() < 0.5 else "two",
                }
            )
    return [found[one] for one in rng.permutation(len(found)).tolist()]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows to so many files of a kind, one row after the other dealt out; return the files."""

    def written(table: Rows, files: int = 1, kind: str = "csv") -> list[Path]:
        folder = tmp_path / f"{kind}-{files}"
        folder.mkdir()
        for number in range(files):
            part = pa.Table.from_pylist(table[number::files])
            path = folder / f"shard-{number:02}.{kind}"
            if kind == "csv":
                csv.write_csv(part, path)
            else:
                parquet.write_table(part, path, row_group_size=100)
        return sorted(folder.iterdir())

    return written


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a part hold about a hundred rows, so that there are several."""
    monkeypatch.setattr(splitting, "PART_ROWS", 100)
