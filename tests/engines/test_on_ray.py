"""Ray runs the same kernels over the same parts."""

from __future__ import annotations

import operator
import sys
from pathlib import Path

import pytest

from earmark.engines import Local, OnRay, Reading, engine_named, merged, shards_of
from earmark.engines.choosing import bytes_of
from earmark.errors import CallError, EngineError
from tests.engines import kernels
from tests.engines.conftest import Rows, Write

COLUMNS = Reading(keep=("item_id", "annotator_id", "label"))


def test_without_ray_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)

    with pytest.raises(EngineError, match=r"install earmark\[ray\], or use --engine local"), OnRay(1):
        pass


def test_engines_are_known_by_name() -> None:
    assert isinstance(engine_named("local", workers=1), Local)
    assert isinstance(engine_named("ray", workers=1), OnRay)
    with pytest.raises(CallError, match="allowed are local, ray"):
        engine_named("spark")


def test_amounts_of_memory_are_read_as_people_write_them() -> None:
    assert bytes_of("1.5g") == 3 << 29
    with pytest.raises(CallError, match="such as 4G or 512M"):
        bytes_of("plenty")


@pytest.mark.full
@pytest.mark.enable_socket
@pytest.mark.usefixtures("small_parts")
def test_ray_counts_what_local_counts_also_when_a_worker_is_killed(
    rows: Rows, write: Write, tmp_path: Path
) -> None:
    files = write(rows, 4, "parquet")
    found = []
    for engine in (Local(1), OnRay(2)):
        with engine:
            parts, told = engine.split(shards_of(files), COLUMNS)
            sums, _ = merged(engine, kernels.weighed, parts, operator.add, 1 / 3)
            kept = [one.part for one in engine.run(kernels.kept, parts) if one.part is not None]
            again, _ = merged(engine, kernels.rows, kept, operator.add)
            found.append((told.rows, [part.rows for part in parts], sums, again))
            if isinstance(engine, OnRay):
                survived, _ = merged(engine, kernels.dies_once, parts, operator.add, str(tmp_path))
                with pytest.raises(KeyError, match="no such thing"):
                    list(engine.run(kernels.fails, parts))

    assert found[0] == found[1]
    assert survived == len(rows)
    assert (tmp_path / "died").exists()
