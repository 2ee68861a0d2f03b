"""Local and Ray on the same unsorted Parquet shards: the same bytes, within the memory set, a worker killed or not.

Every answer of an item lies in a shard of its own as often as not, so that nothing can be counted before rows have
been brought together. Memory is the sum over the process and all it started, shared pages counted once in all (PSS),
looked at twice a second; the files of the operating system's cache are not in it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.environments import ROOT
from benchmarks.record import Results, machine, versions

__all__ = ["main"]

SEED = 20261125
ANSWERS = 5
BLOCK_ITEMS = 200_000
SHARDS = 12


def main(arguments: list[str]) -> int:
    """Run what is not run yet; return 1 where two results differ, or memory was exceeded."""
    parser = argparse.ArgumentParser(prog="./dev bench engines")
    parser.add_argument("--rows", type=float, default=5e7)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--memory", default="8G")
    parser.add_argument("--again", action="store_true", help="run finished cells anew")
    parser.add_argument("--only", choices=("agreement", "consensus"), action="append")
    parser.add_argument("--write", type=Path, help="only write the shards to this folder")
    asked = parser.parse_args(arguments)
    if asked.write is not None:
        _write(asked.write, int(asked.rows) // ANSWERS)
        return 0
    results = Results("engines", again=asked.again)
    with TemporaryDirectory(prefix="earmark-bench-") as folder:
        lines = [
            _cell(results, Path(folder), int(asked.rows), asked.workers, asked.memory, what, engine, killed)
            for what in asked.only or ("agreement", "consensus")
            for engine, killed in (("local", False), ("ray", False), ("ray", True))
        ]
    return _print(lines, asked.memory)


def _cell(
    results: Results, folder: Path, rows: int, workers: int, memory: str, what: str, engine: str, killed: bool
) -> dict[str, Any]:
    cell = {
        "rows": rows,
        "workers": workers,
        "memory": memory,
        "what": what,
        "engine": engine,
        "killed": killed,
    }
    line = results.finished(cell)
    if line is None:
        shards = folder / "shards"
        if not shards.exists():
            command = ["-m", "benchmarks.engines", "--rows", str(rows), "--write", str(shards)]
            subprocess.run([sys.executable, *command], check=True, cwd=ROOT)
        about: dict[str, Any] = {"seed": SEED, "machine": machine(), "packages": versions()}
        found = _run([engine, str(workers), memory, str(shards), what], kill=killed)
        line = results.keep(cell, found, **about)
        print(f"{cell}: {found}", file=sys.stderr)
    return line


def _run(arguments: list[str], *, kill: bool) -> dict[str, Any]:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.engine_alone", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    watch = _Watch(process.pid, kill=kill)
    printed, _ = process.communicate()
    watch.stop()
    if process.returncode:
        raise RuntimeError(f"the engine ended with {process.returncode}")
    found: dict[str, Any] = json.loads(printed)
    more = {
        "wall": round(time.perf_counter() - started, 1),
        "peak_mib": round(watch.peak),
        "killed": watch.killed,
    }
    return found | more


class _Watch:
    """Looks at a process and all it started; kills one of Ray's workers once, while it counts."""

    def __init__(self, pid: int, *, kill: bool) -> None:
        self.peak = 0.0
        self.killed = 0
        self._pid, self._kill = pid, kill
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        busy = 0
        while not self._done.wait(0.5):
            family = _family(self._pid)
            self.peak = max(self.peak, sum(map(_pss, family)))
            counting = [pid for pid in family if "ray::_count" in _words(pid)]
            busy += bool(counting)
            if self._kill and not self.killed and busy > 3 and counting:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(counting[0], signal.SIGKILL)
                    self.killed = counting[0]


def _family(pid: int) -> list[int]:
    """Return a process and all it started, and what these started."""
    children: dict[int, list[int]] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                parent = int(
                    (place / "stat")
                    .read_text(encoding="ascii", errors="replace")
                    .rsplit(")", 1)[1]
                    .split()[1]
                )
                children.setdefault(parent, []).append(int(place.name))
    found, rest = [], [pid]
    while rest:
        one = rest.pop()
        found.append(one)
        rest += children.get(one, [])
    return found


def _pss(pid: int) -> float:
    """Return the MiB of a process that are no file's, of shared ones its share."""
    total = 0
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith(("Pss_Anon:", "Pss_Shmem:")):
                total += int(line.split()[1])
    return total / 1024


def _words(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    return ""


def _write(folder: Path, items: int) -> None:
    """Write a crowd's rows, dealt out to the shards at random."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    from benchmarks.crowd import Sizes, draw

    folder.mkdir(parents=True)
    names = {"item_id": "turn-", "annotator_id": "annotator-", "label": "class-"}
    schema = pa.schema([(name, pa.string()) for name in names])
    writers = [
        parquet.ParquetWriter(folder / f"{n:02}.parquet", schema, compression="zstd") for n in range(SHARDS)
    ]
    for first in range(0, items, BLOCK_ITEMS):
        crowd = draw(Sizes(items=min(BLOCK_ITEMS, items - first)), SEED + first)
        shard = np.random.default_rng(first).integers(SHARDS, size=len(crowd.item))
        columns = (crowd.item + first, crowd.annotator, crowd.label)
        for number, writer in enumerate(writers):
            mine = shard == number
            texts = [
                pc.binary_join_element_wise(pa.scalar(stem), pa.array(column[mine]).cast(pa.string()), "")
                for stem, column in zip(names.values(), columns, strict=True)
            ]
            writer.write_table(pa.table(texts, schema=schema))
    for writer in writers:
        writer.close()


def _print(lines: list[dict[str, Any]], memory: str) -> int:
    wrong = 0
    for line in lines:
        cell, found = line["cell"], line["result"]
        mates = [one["result"]["sha256"] for one in lines if one["cell"]["what"] == cell["what"]]
        same = len(set(mates)) == 1
        wrong += not same
        print(
            f"{cell['what']:<10}{cell['engine']:<6} killed {found['killed'] or 'none':<8} {found['wall']:8.1f} s wall "
            f"{found['peak_mib']:7.0f} MiB (set: {memory})  {found['sha256'][:12]} {'same' if same else 'DIFFERENT'}  "
            f"load {line['machine']['load_before']}"
        )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
