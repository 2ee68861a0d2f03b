"""Measures and aggregators beside those of others, on the same tables, in the same run.

Two kinds of cost, never mixed: a *cold* process (import, load, compute, exit: wall, processor seconds, peak
memory) and *warm* computations within it (processor seconds of the second and later ones). Processor seconds are
what is compared: they suffer less from a busy machine than wall time, though they suffer too.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.cold import measure
from benchmarks.environments import PEERS, ROOT, python_of
from benchmarks.record import Results, machine, versions

__all__ = ["main"]

SEED = 20261124
REPEATS = 3
CROWDS: dict[str, dict[str, int]] = {
    "2e4 K2": {"items": 20_000, "labels": 2},
    "2e5 K10": {"items": 200_000, "labels": 10},
    "2e6 K10": {"items": 2_000_000, "labels": 10},
    "2e6 K100": {"items": 2_000_000, "labels": 100},
    **{f"1e{n} rows": {"items": 2 * 10 ** (n - 1), "labels": 10} for n in (5, 6, 7)},
}
# Part, whose, on which table, what, how often.
CELLS = (
    ("a", "earmark", "2e5 K10", "dawid_skene:5,15", REPEATS),
    ("a", "oracles", "2e5 K10", "crowd-kit:dawid_skene:5,15", 1),
    ("a", "earmark", "2e6 K10", "rounds_only:2,12", REPEATS),
    ("a", "earmark", "2e6 K10", "dawid_skene:5", 1),
    ("a", "earmark", "2e6 K100", "dawid_skene:5", 1),
    ("b", "earmark", "2e5 K10", "five", REPEATS),
    ("b", "oracles", "2e5 K10", "krippendorff:nominal", REPEATS),
    ("b", "oracles", "2e5 K10", "krippendorff:nominal counts", REPEATS),
    ("b", "oracles", "2e5 K10", "statsmodels:fleiss", REPEATS),
    ("b", "irrcac", "2e5 K10", "irrCAC:ac1", REPEATS),
    ("b", "earmark", "2e6 K10", "five", REPEATS),
    ("c", "earmark", "1e5 values", "interval_alpha", REPEATS),
    ("c", "oracles", "400 values", "krippendorff:interval", 1),
    ("c", "earmark", "400 values", "interval_alpha", REPEATS),
    ("d", "earmark", "2e4 K2", "models:glad:2,12", REPEATS),
    ("d", "oracles", "2e4 K2", "crowd-kit:glad:1,2", 1),
    ("d", "earmark", "2e4 K2", "models:mace:10,50", REPEATS),
    ("d", "oracles", "2e4 K2", "crowd-kit:mace:10,50", 1),
    ("d", "earmark", "2e4 K2", "models:mace:0", REPEATS),
    ("d", "oracles", "2e4 K2", "crowd-kit:mace:0", 1),
    ("d", "earmark", "2e4 K2", "models:glad:0", REPEATS),
    *(
        ("f", "earmark", f"1e{n} rows", what, REPEATS)
        for n in (5, 6, 7)
        for what in ("five", "rounds_only:2,12")
    ),
    ("stream", "earmark", "2e4 K2", "stream", 1),
)


def main(arguments: list[str]) -> int:
    """Measure what is not measured yet, and print medians and ratios."""
    parser = argparse.ArgumentParser(prog="./dev bench measures")
    parser.add_argument("--again", action="store_true", help="measure finished cells anew")
    parser.add_argument("--only", action="append", help="parts: a, b, c, d, f, stream")
    parser.add_argument("--write", nargs=2, metavar=("TABLE", "FOLDER"), help="only write a table")
    asked = parser.parse_args(arguments)
    if asked.write:
        _write(Path(asked.write[1]), asked.write[0])
        return 0
    results = Results("measures", again=asked.again)
    with TemporaryDirectory(prefix="earmark-bench-") as folder:
        for part, whose, table, what, repeats in CELLS:
            if asked.only is None or part in asked.only:
                for repeat in range(1, repeats + 1):
                    _cell(results, Path(folder), part, whose, table, what, repeat)
    _print(results)
    return 0


def _cell(results: Results, folder: Path, part: str, whose: str, table: str, what: str, repeat: int) -> None:
    cell = {"part": part, "whose": whose, "table": table, "what": what, "repeat": repeat}
    if results.finished(cell):
        return
    place = _table(folder, table)
    command = _command(whose, place, what)
    if repeat == 1 and whose == "earmark":
        measure(
            _command(whose, _table(folder, "2e4 K2" if "value" not in table else "400 values"), what), folder
        )
    about: dict[str, Any] = {"seed": SEED, "machine": machine(), "packages": versions()}
    cost, printed = measure(command, folder)
    line = results.keep(cell, {"cold": cost.as_json(), "within": json.loads(printed)}, **about)
    print(f"{whose}, {table}, {what}, {repeat}: {line['result']}", file=sys.stderr)


def _command(whose: str, table: Path, what: str) -> list[str | Path]:
    if whose == "earmark":
        return [ROOT / ".venv" / "bin" / "python", "-m", "benchmarks.ours_alone", table, what]
    return [python_of(whose), PEERS / "measures_alone.py", table, what]


def _table(folder: Path, name: str) -> Path:
    """Return a table's folder; it is written by a process of its own, whose memory is nobody else's."""
    place = folder / name.replace(" ", "-")
    if not place.exists():
        subprocess.run(
            [sys.executable, "-m", "benchmarks.measures", "--write", name, place], check=True, cwd=ROOT
        )
    return place


def _write(place: Path, name: str) -> None:
    import numpy as np

    from benchmarks.crowd import Sizes, draw

    place.mkdir()
    if name.endswith("values"):
        _numbers(place, int(float(name.split()[0])))
        return
    crowd = draw(Sizes(**CROWDS[name]), SEED)
    order = np.lexsort((crowd.annotator, crowd.item))
    columns = {"item": crowd.item, "annotator": crowd.annotator, "label": crowd.label}
    for key, column in columns.items():
        np.save(place / f"{key}.npy", column[order].astype(np.int32))
    (place / "sorted").touch()


def _numbers(place: Path, distinct: int) -> None:
    """Write items with two answers each, all of them different numbers."""
    import numpy as np

    rng = np.random.default_rng(SEED)
    truth = rng.normal(size=distinct // 2)
    np.save(place / "value.npy", np.repeat(truth, 2) + rng.normal(scale=0.5, size=2 * len(truth)))
    np.save(place / "item.npy", np.repeat(np.arange(len(truth), dtype=np.int32), 2))
    np.save(place / "annotator.npy", np.tile(np.arange(2, dtype=np.int32), len(truth)))


def _warm(line: dict[str, Any], part: str) -> float:
    """Return the median of the computations after the first; the first where there is no other."""
    spent = line["result"]["within"][part]["cpu"]
    return float(statistics.median(spent[1:] or spent))


def _lines(results: Results, whose: str, table: str, what: str) -> list[dict[str, Any]]:
    wanted = {"whose": whose, "table": table, "what": what}
    return [line for line in results.lines if wanted.items() <= line["cell"].items()]


def _print(results: Results) -> None:
    seen: set[tuple[str, str, str]] = set()
    for part, whose, table, what, _ in CELLS:
        lines = _lines(results, whose, table, what)
        if not lines or (whose, table, what) in seen:
            continue
        seen.add((whose, table, what))
        cold = {
            key: statistics.median(line["result"]["cold"][key] for line in lines)
            for key in ("wall", "cpu", "peak_mib")
        }
        within = {
            name: round(statistics.median(_warm(line, name) for line in lines), 4)
            for name in lines[0]["result"]["within"]
        }
        load = statistics.median(line["machine"]["load_before"] for line in lines)
        print(
            f"{part:<7}{whose:<9}{table:<11}{what:<30} cold {cold['cpu']:8.2f} s {cold['peak_mib']:7.0f} MiB  "
            f"warm {within}  load {load}"
        )
    _exponents(results)


def _exponents(results: Results) -> None:
    """Print how time grows with rows: the slope of log time from 10⁵ to 10⁷ rows, and of its later half."""
    for what, name in (("five", "five with intervals"), ("rounds_only:2,12", "12 rounds")):
        times = []
        for n in (5, 6, 7):
            lines = _lines(results, "earmark", f"1e{n} rows", what)
            if not lines:
                return
            times.append(statistics.median(_warm(line, name) for line in lines))
        slope, later = math.log10(times[2] / times[0]) / 2, math.log10(times[2] / times[1])
        print(f"{what}: time ~ rows^{slope:.2f} from 1e5 to 1e7, ^{later:.2f} from 1e6; seconds {times}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
