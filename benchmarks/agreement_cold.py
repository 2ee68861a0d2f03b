"""`earmark agreement` on 10,000 rows, ten times, each a new process: the wait of a person who types it."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.cold import measure, write_crowd
from benchmarks.record import Results, machine, versions

__all__ = ["main"]

SEED = 20261102
REPEATS = 10
ITEMS = 2000
BOUND = 1.5
EARMARK = Path(sys.executable).parent / "earmark"
COMMAND = "earmark agreement FILE --json"


def main(arguments: list[str]) -> int:
    """Measure what is not measured yet; return 1 when the slowest call is above the bound."""
    parser = argparse.ArgumentParser(prog="./dev bench agreement_cold")
    parser.add_argument("--again", action="store_true", help="measure finished cells anew")
    results = Results("agreement_cold", again=parser.parse_args(arguments).again)
    with tempfile.TemporaryDirectory() as folder:
        costs = [_cell(results, repeat, Path(folder)) for repeat in range(1, REPEATS + 1)]
    walls = [cost["wall"] for cost in costs]
    cpu = statistics.median(cost["cpu"] for cost in costs)
    peak = max(cost["peak_mib"] for cost in costs)
    print(f"wall: median {statistics.median(walls):.2f} s, max {max(walls):.2f} s (bound {BOUND} s)")
    print(f"processor: median {cpu:.2f} s; memory: at most {peak:.0f} MiB")
    return int(max(walls) > BOUND)


def _cell(results: Results, repeat: int, folder: Path) -> dict[str, float]:
    cell = {"rows": ITEMS * 5, "repeat": repeat}
    line = results.finished(cell)
    if line is None:
        table = folder / "annotations.csv"
        command: list[str | Path] = [EARMARK, "agreement", table, "--json"]
        if not table.exists():
            write_crowd(table, SEED, items=ITEMS, annotators=50, labels=6, answers=5)
            measure(command, folder)
        about = {"command": COMMAND, "seed": SEED, "machine": machine(), "packages": versions()}
        cost, _ = measure(command, folder)
        line = results.keep(cell, cost.as_json(), **about)
    found: dict[str, float] = line["result"]
    return found
