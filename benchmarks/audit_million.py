"""`earmark audit` on 10^6 annotations, beside crowd-kit's alpha and Dawid-Skene alone on the same table.

Every figure is a process of its own, from the call to the written result; the rounds are interleaved, so that
a busy minute falls on all alike. What crowd-kit's processes do: import, read the CSV with pandas, compute one
figure, without an interval and without a page.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.cold import measure, write_crowd
from benchmarks.environments import ORACLES, python_of
from benchmarks.record import Results, machine, versions

__all__ = ["main"]

SEED = 20261101
REPEATS = 3
ANSWERS = 5
FIRST_ROWS = 5000
EARMARK = Path(sys.executable).parent / "earmark"
COMMANDS = {
    "audit": "earmark audit FILE --out DIR",
    "agreement": "earmark agreement FILE --json",
    "consensus": "earmark consensus FILE --out RESULT",
    "crowd-kit alpha": "crowdkit_alone.py FILE alpha",
    "crowd-kit Dawid-Skene": "crowdkit_alone.py FILE dawid_skene",
}


def main(arguments: list[str]) -> int:
    """Measure what is not measured yet and print the medians."""
    parser = argparse.ArgumentParser(prog="./dev bench audit_million")
    parser.add_argument("--again", action="store_true", help="measure finished cells anew")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", choices=COMMANDS, action="append")
    asked = parser.parse_args(arguments)
    results = Results("audit_million", again=asked.again)
    names = asked.only or list(COMMANDS)
    with tempfile.TemporaryDirectory() as folder:
        _fill(results, names, asked.rows, Path(folder))
    _print(results, names, asked.rows)
    return 0


def _fill(results: Results, names: list[str], rows: int, folder: Path) -> None:
    table = folder / "annotations.csv"
    for repeat in range(1, REPEATS + 1):
        for name in names:
            cell = {"what": name, "rows": rows, "repeat": repeat}
            if results.finished(cell):
                continue
            if not table.exists():
                _warm(names, folder)
                _write(table, rows)
            about: dict[str, Any] = {"command": COMMANDS[name], "seed": SEED, "machine": machine()}
            cost, printed = measure(_command(name, table, folder), folder)
            more = json.loads(printed) if name.startswith("crowd-kit") else {}
            packages = more.pop("packages", None) or versions()
            line = results.keep(cell, cost.as_json() | more, **about, packages=packages)
            print(f"{name}, {repeat}: {line['result']}", file=sys.stderr)


def _warm(names: list[str], folder: Path) -> None:
    """Call each once on few rows, unmeasured, so that all byte code is there."""
    table = folder / "few.csv"
    _write(table, FIRST_ROWS)
    for name in names:
        measure(_command(name, table, folder / "few"), folder)


def _write(table: Path, rows: int) -> None:
    write_crowd(table, SEED, items=rows // ANSWERS, annotators=1000, labels=10, answers=ANSWERS)


def _command(name: str, table: Path, folder: Path) -> list[str | Path]:
    folder.mkdir(exist_ok=True)
    written = folder / name.replace(" ", "-")
    commands: dict[str, list[str | Path]] = {
        "audit": [EARMARK, "audit", table, "--out", written],
        "agreement": [EARMARK, "agreement", table, "--json"],
        "consensus": [EARMARK, "consensus", table, "--out", written.with_suffix(".csv")],
    }
    if name in commands:
        return commands[name]
    what = "alpha" if name.endswith("alpha") else "dawid_skene"
    return [python_of("oracles"), ORACLES / "crowdkit_alone.py", table, what]


def _print(results: Results, names: list[str], rows: int) -> None:
    medians = {name: _median(results, name, rows) for name in names}
    for name, cost in medians.items():
        print(f"{name:<24}{cost['wall']:8.2f} s wall {cost['cpu']:8.2f} s CPU {cost['peak_mib']:8.0f} MiB")
    for peer in (name for name in names if name.startswith("crowd-kit") and "audit" in names):
        ratios = {key: medians["audit"][key] / medians[peer][key] for key in medians[peer]}
        print(f"audit / {peer}: " + ", ".join(f"{key} {ratio:.2f}" for key, ratio in ratios.items()))


def _median(results: Results, name: str, rows: int) -> dict[str, float]:
    lines = [
        results.finished({"what": name, "rows": rows, "repeat": repeat}) for repeat in range(1, REPEATS + 1)
    ]
    costs = [line["result"] for line in lines if line]
    return {key: statistics.median(cost[key] for cost in costs) for key in ("wall", "cpu", "peak_mib")}
