"""The engine of one machine: parts hold whole items, workers change nothing, and nothing is left behind."""

from __future__ import annotations

import operator
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from earmark.engines import Kernel, Local, Reading, merged, shards_of
from earmark.engines.local import workers_within
from earmark.engines.splitting import grouped
from earmark.errors import CallError, EngineError, TableError
from tests.engines import kernels
from tests.engines.conftest import Rows, Write

COLUMNS = Reading(keep=("item_id", "annotator_id", "label"))


def count(files: list[Path], kernel: Kernel, workers: int) -> None:
    with Local(workers) as engine:
        parts, _ = engine.split(shards_of(files), COLUMNS)
        list(engine.run(kernel, parts))


@pytest.mark.usefixtures("small_parts")
def test_all_rows_of_an_item_are_in_one_part(rows: Rows, write: Write) -> None:
    with Local(1) as engine:
        parts, told = engine.split(shards_of(write(rows, 3)), COLUMNS)
        names = [outcome.statistic for outcome in engine.run(kernels.items, parts)]

    assert told.rows == len(rows) == sum(part.rows for part in parts)
    assert sum(map(len, names)) == len(set().union(*names)) == 300
    assert len(parts) > 4


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(("files", "kind"), [(1, "csv"), (7, "csv"), (4, "parquet")])
def test_however_the_rows_are_dealt_out_to_files_the_sums_are_the_same(
    rows: Rows, write: Write, files: int, kind: str
) -> None:
    whole = [sorted(rows, key=lambda row: (row["item_id"], row["annotator_id"])), rows]
    sums = []
    for table, shards in ((whole[0], 2), (whole[1], files)):
        with Local(1) as engine:
            parts, _ = engine.split(shards_of(write(table, shards, kind)), COLUMNS)
            sums.append([part.rows for part in parts])

    assert sums[0] == sums[1]


def test_how_many_parts_there_are_follows_from_the_rows_alone() -> None:
    assert len(grouped([8000] * 128)) == 1
    assert len(grouped([9000] * 128)) == 2
    assert len(grouped([10**9] * 128)) == 128


@pytest.mark.usefixtures("small_parts")
def test_what_a_kernel_keeps_is_a_part_to_count_again(rows: Rows, write: Write) -> None:
    with Local(1) as engine:
        parts, _ = engine.split(shards_of(write(rows)), COLUMNS)
        kept = sorted(engine.run(kernels.kept, parts), key=operator.attrgetter("number"))
        again = [one.part for one in kept if one.part is not None]
        total, _ = merged(engine, kernels.rows, again, operator.add)

    assert [part.rows for part in again] == [part.rows for part in parts]
    assert total == len(rows)


def test_the_folder_is_gone_at_the_end_also_after_an_error(
    rows: Rows, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "spill"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    with pytest.raises(KeyError, match="no such thing"):
        count(write(rows), kernels.fails, 1)

    assert not list(place.iterdir())


def test_a_shard_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("one,two\n1,2\n", encoding="ascii")

    with pytest.raises(TableError, match="item_id"), Local(1) as engine:
        engine.split(shards_of(tmp_path), COLUMNS)


def test_fewer_work_where_memory_is_short() -> None:
    assert workers_within(16, 4 << 30) == 6
    with pytest.raises(CallError, match="at least"):
        workers_within(1, 1 << 20)
    with pytest.raises(CallError, match="from 1 on"):
        workers_within(0, None)


@pytest.mark.full
@pytest.mark.usefixtures("small_parts")
def test_any_number_of_workers_gives_the_same_bytes(rows: Rows, write: Write) -> None:
    files = write(rows, 3)
    found = set()
    for workers in (1, 2, 3):
        with Local(workers) as engine:
            parts, _ = engine.split(shards_of(files), COLUMNS)
            found.add(merged(engine, kernels.weighed, parts, operator.add, 1 / 3)[0])

    assert len(found) == 1


@pytest.mark.full
@pytest.mark.usefixtures("small_parts")
def test_a_worker_that_is_killed_changes_nothing(rows: Rows, write: Write, tmp_path: Path) -> None:
    with Local(2) as engine:
        parts, _ = engine.split(shards_of(write(rows)), COLUMNS)
        total, _ = merged(engine, kernels.dies_once, parts, operator.add, str(tmp_path))

    assert total == len(rows)
    assert (tmp_path / "died").exists()


@pytest.mark.full
def test_a_part_that_kills_every_worker_is_given_up_with_a_reason(rows: Rows, write: Write) -> None:
    with pytest.raises(EngineError, match="ended 3 times"):
        count(write(rows), kernels.always_dies, 2)


@pytest.mark.full
def test_what_a_worker_raises_is_raised(rows: Rows, write: Write) -> None:
    with pytest.raises(KeyError, match="no such thing"):
        count(write(rows), kernels.fails, 2)


@pytest.mark.full
def test_ctrl_c_leaves_nothing_behind(rows: Rows, write: Write, tmp_path: Path) -> None:
    place = tmp_path / "spill"
    place.mkdir()
    many = [row | {"item_id": f"{row['item_id']}-{copy}"} for copy in range(300) for row in rows]
    command = [sys.executable, "-m", "earmark.cli", "consensus", str(write(many)[0]), "--engine", "local"]
    process = subprocess.Popen(
        [*command, "--workers", "2", "--method", "dawid_skene"],
        env=os.environ | {"TMPDIR": str(place)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not list(place.glob("*/*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)

    assert process.returncode != 0
    assert not list(place.iterdir())
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
