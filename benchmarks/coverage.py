"""How often intervals hold the truth: simulated for named designs, kept cell by cell, shown in the reference."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from benchmarks.environments import ROOT
from benchmarks.record import Results, machine, source
from tests.quality.agreement.designs import DESIGNS, covered

__all__ = ["main", "page"]

PAGE = ROOT / "docs" / "reference" / "coverage.md"
REPETITIONS = 2000
LEAST, MOST = 0.93, 0.97
HEAD = """# Coverage of the intervals

A 95 % interval should hold the truth 19 times in 20. Each figure below is the share of {repetitions:,} simulated tables
whose interval held the value that the same measure takes on a very large sample (of items by the same annotators; under
*annotators*, of others like them). The crowds are not the model of any measure: annotators have confusions of their
own, items differ in difficulty, items of a conversation share their mood. *Below* and *above* say where the truth lay when
it was missed, *width* is the mean width of the interval, *withheld* the share of tables with no estimate.

Aimed at is 93 to 97 %; figures outside are marked: `!` where intervals hold the truth too rarely, `+` where they
are wider than they need to be. The standard error of a figure is 0.5 points. How intervals are made: the module
`earmark.quality.resampling`. Made by `./dev bench coverage`, which goes on where it was stopped.
"""


def main(arguments: list[str]) -> int:
    """Simulate the cells that are missing and write docs/reference/coverage.md; 1 where one holds too rarely."""
    parser = argparse.ArgumentParser(prog="./dev bench coverage")
    parser.add_argument("--again", action="store_true", help="simulate every cell anew")
    parser.add_argument("--only", default="", help="only designs whose name contains this")
    parser.add_argument(
        "--minutes", type=float, default=60, help="stop after so many minutes of processor time"
    )
    asked = parser.parse_args(arguments)
    results = Results("coverage", again=asked.again)
    begun = time.process_time()
    for name, design in DESIGNS.items():
        for measure in design.measures if asked.only in name else ():
            cell = {"design": name, "measure": measure, "repetitions": REPETITIONS}
            if results.finished(cell) is not None:
                continue
            if time.process_time() - begun > 60 * asked.minutes:
                print("coverage: out of time; call again to go on", file=sys.stderr)
                return 1
            line = results.keep(
                cell, covered(design, measure, REPETITIONS), machine=machine(), source=source()
            )
            print(f"coverage: {name}: {measure}: {line['result']['held']:.1%}", flush=True)
    text, low = page(results)
    PAGE.write_text(text, encoding="utf-8")
    return int(low > 0)


def page(results: Results) -> tuple[str, int]:
    """Return the page of the cells that are finished, and how many hold the truth too rarely."""
    low, parts = 0, [HEAD.format(repetitions=REPETITIONS)]
    for name, design in DESIGNS.items():
        rows = []
        for measure in design.measures:
            line = results.finished({"design": name, "measure": measure, "repetitions": REPETITIONS})
            if line is not None:
                rows.append(_row(measure, line["result"]))
                low += line["result"]["held"] < LEAST
        if rows:
            title = f"\n## {name[0].upper()}{name[1:]}\n"
            head = "| measure | truth | held | below | above | width | withheld |\n| --- | --- | --- | --- | --- | --- | --- |"
            parts.append("\n".join((title, head, *rows)) + "\n")
    return "".join(parts), low


def _row(measure: str, found: dict[str, Any]) -> str:
    held = round(100 * found["held"], 1)
    mark = " !" if held < 100 * LEAST else " +" if held > 100 * MOST else ""
    cells = (
        measure,
        f"{found['truth']:.3f}",
        f"{held:.1f} %{mark}",
        f"{100 * found['truth_below']:.1f}",
        f"{100 * found['truth_above']:.1f}",
        f"{found['width']:.3f}",
        f"{100 * found['withheld']:.1f} %" if found["withheld"] else "–",
    )
    return f"| {' | '.join(cells)} |"
