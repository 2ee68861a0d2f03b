"""Take-next and submit at stated arrival rates: how long it takes, and what it costs the server; beside Label Studio's own.

Arrivals come whether the server keeps up or not. A rate that it does not keep up with is shown as such, and higher
ones are not tried. *Fresh*: two seconds of the rate, then ten that count. *Sustained*: a minute of the rate, then three
times ten seconds that count, without a pause.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.arrivals import offered
from benchmarks.databases import DATABASES, place
from benchmarks.record import Results, machine, versions
from benchmarks.served import SERVERS, SQLITE_ONLY, Served, label_studio_version

__all__ = ["main"]

RATES = (5.0, 10.0, 20.0, 50.0, 100.0, 200.0)
SUSTAINED_RATES = (5.0, 20.0)
REPEATS, WARM, WINDOW, SUSTAINED = 3, 2.0, 10.0, 60.0
KEEPS_UP = 0.9
"""Of what arrives, what a server must have done within the window and its rest to be said to keep up."""
SEED = 20261124
COMMAND = "./dev bench server_load"

Cell = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Measure what is not measured yet and print the medians."""
    parser = argparse.ArgumentParser(prog=COMMAND)
    parser.add_argument("--again", action="store_true", help="measure finished cells anew")
    parser.add_argument("--only", choices=SERVERS, action="append")
    parser.add_argument("--database", choices=DATABASES, action="append")
    asked = parser.parse_args(arguments)
    results = Results("server_load", again=asked.again)
    kinds, names = asked.database or list(DATABASES), asked.only or list(SERVERS)
    for kind in kinds:
        for name in names:
            bench = Bench(results, name, kind)
            if bench.is_finished() or (kind == "postgresql" and name in SQLITE_ONLY):
                continue
            with tempfile.TemporaryDirectory() as folder, place(kind, Path(folder)) as database:
                print(f"server_load: preparing {name} on {kind}", file=sys.stderr)
                with SERVERS[name](database, Path(folder)) as served:
                    asyncio.run(bench.fill(served))
    for kind in kinds:
        _print(results, kind, names)
    return 0


class Bench:
    """The cells of one server on one database."""

    def __init__(self, results: Results, server: str, database: str) -> None:
        self.results, self.server, self.database = results, server, database

    def cell(self, load: str, rate: float, repeat: int) -> Cell:
        """Return a cell's name."""
        return {
            "server": self.server,
            "database": self.database,
            "load": load,
            "rate": rate,
            "repeat": repeat,
        }

    def measured(self, load: str, rate: float) -> list[dict[str, Any]]:
        """Return what was measured of a rate."""
        lines = [self.results.finished(self.cell(load, rate, repeat)) for repeat in range(1, REPEATS + 1)]
        return [line["result"] for line in lines if line is not None]

    def is_finished(self) -> bool:
        """Tell whether there is nothing left to measure."""
        return not any(True for _ in self._missing())

    def _missing(self) -> Any:
        """Yield the loads and rates that are still to be measured, as long as the server keeps up."""
        for load, rates in (("fresh", RATES), ("sustained", SUSTAINED_RATES)):
            for rate in rates:
                if len(self.measured(load, rate)) < REPEATS:
                    yield load, rate
                if not self.keeps_up("fresh", rate):
                    break

    def keeps_up(self, load: str, rate: float) -> bool:
        """Tell whether the server did what arrived, in the median repeat; not known is taken for yes."""
        found = [one["done_per_second"] / (one["due"] / WINDOW) for one in self.measured(load, rate)]
        return not found or statistics.median(found) >= KEEPS_UP

    async def fill(self, served: Served) -> None:
        """Measure what is missing."""
        for load, rate in self._missing():
            seed = SEED + int(rate)
            if load == "sustained":
                await offered(served.visit, served.people, rate, SUSTAINED, seed)
            for repeat in range(1, REPEATS + 1):
                cell = self.cell(load, rate, repeat)
                if self.results.finished(cell):
                    continue
                if load == "fresh":
                    await offered(served.visit, served.people, rate, WARM, seed)
                await self._measure(served, cell, seed + 1000 * repeat)

    async def _measure(self, served: Served, cell: Cell, seed: int) -> None:
        about: dict[str, Any] = {"command": COMMAND, "seed": seed, "machine": machine()}
        before, busy = served.cpu(), os.times()
        found = await offered(served.visit, served.people, cell["rate"], WINDOW, seed)
        used, own = served.cpu() - before, os.times()
        done = len(found.whole) if len(found.whole) == found.due else 0  # else what was given up cost as well

        def each(seconds: float) -> float | None:
            return round(1e3 * seconds / done, 2) if done else None

        result = found.as_json() | {
            "server_cpu_ms_per_visit": each(used),
            "client_cpu_ms_per_visit": each(own.user + own.system - busy.user - busy.system),
        }
        packages = {"label-studio": label_studio_version()} if self.server == "label-studio" else versions()
        self.results.keep(cell, result, **about, packages=packages)
        print(f"{cell}: {result}", file=sys.stderr)


def _print(results: Results, kind: str, names: list[str]) -> None:
    rows: dict[tuple[str, str, float], dict[str, float]] = {}
    for name in names:
        bench = Bench(results, name, kind)
        for load, rates in (("fresh", RATES), ("sustained", SUSTAINED_RATES)):
            for rate in rates:
                if found := bench.measured(load, rate):
                    rows[name, load, rate] = row = _medians(found)
                    kept = "" if bench.keeps_up(load, rate) else "   does not keep up"
                    print(
                        f"{kind:<11}{name:<13}{load:<10}{rate:5.0f}/s  p50 {row['p50_ms']:8.1f} ms  p99 "
                        f"{row['p99_ms']:9.1f} ms  server CPU {row['cpu']:7.1f} ms a visit{kept}"
                    )
    for (name, load, rate), row in rows.items():
        own = rows.get(("earmark", load, rate))
        if name != "earmark" and own is not None:
            ratios = ", ".join(f"{key} {row[key] / own[key]:.1f}" for key in row)
            print(f"{kind:<11}{name} / earmark, {load}, {rate:.0f}/s: {ratios}")


def _medians(found: list[dict[str, Any]]) -> dict[str, float]:
    """Return the medians of the repeats; a cost that is not known is not a number."""
    whole = [one["whole"] for one in found if one["whole"]]
    medians = {
        key: statistics.median([one[key] for one in whole] or [math.nan]) for key in ("p50_ms", "p99_ms")
    }
    known = [cost for one in found if (cost := one["server_cpu_ms_per_visit"]) is not None]
    return medians | {"cpu": statistics.median(known or [math.nan])}
