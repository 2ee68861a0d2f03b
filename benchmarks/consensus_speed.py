"""GLAD and MACE on the same table, beside crowd-kit: processor seconds a round, and of a whole fit as each calls it.

A whole fit is what a caller gets who sets nothing: crowd-kit's MACE makes 10 starts of 50 rounds, its GLAD up to 100
rounds. Crowd-kit is timed for a few rounds of one start only, and the whole fit reckoned from them; the reckoning
is named as such.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.crowd import Sizes, draw, write
from benchmarks.environments import ORACLES, python_of
from benchmarks.record import Results, machine, versions
from earmark.quality.consensus.cells import cells_of
from earmark.quality.consensus.glad import fit_glad
from earmark.quality.consensus.mace import fit_mace
from earmark.quality.long_table import LongTable

__all__ = ["main"]

FITS: dict[str, Callable[..., Any]] = {"glad": fit_glad, "mace": fit_mace}
PEER_ROUNDS = {"glad": 1, "mace": 2}
PEER_WHOLE = {"glad": 100, "mace": 500}
ROUNDS, TOLERANCE = 200, 1e-6


def main(arguments: list[str]) -> int:
    """Time both on `--items` × 5 answers, `--labels` labels, 1000 annotators; print ratios."""
    parser = argparse.ArgumentParser(prog="./dev bench consensus_speed")
    parser.add_argument("--items", type=int, default=4000)
    parser.add_argument("--labels", type=int, default=10)
    parser.add_argument("--again", action="store_true")
    asked = parser.parse_args(arguments)
    sizes = Sizes(items=asked.items, labels=asked.labels)
    results = Results("consensus_speed", again=asked.again)
    crowd = draw(sizes, 20261101)
    table = LongTable.of(crowd.item, crowd.annotator, crowd.label)
    for method in FITS:
        cell = {"method": method, "items": sizes.items, "labels": sizes.labels}
        ours = results.finished(cell | {"by": "earmark"}) or _own(results, cell, table, method)
        peer = results.finished(cell | {"by": "crowd-kit"}) or _peer(results, cell, crowd, method)
        one, two = ours["result"], peer["result"]
        print(
            f"{method}: {len(table):,} answers; a round {one['round']:.4f} s, crowd-kit {two['round']:.2f} s: "
            f"{two['round'] / one['round']:.0f} times; a whole fit {one['whole']:.2f} s in {one['rounds']} rounds, "
            f"crowd-kit {two['whole']:.0f} s (reckoned from {PEER_ROUNDS[method]} rounds): "
            f"{two['whole'] / one['whole']:.0f} times"
        )
    return 0


def _own(results: Results, cell: dict[str, Any], table: LongTable, method: str) -> dict[str, Any]:
    before = machine()
    whole, rounds = [], 0
    for _ in range(5):
        started = time.process_time()
        fitted = FITS[method](table, cells_of(table), iterations=ROUNDS, tolerance=TOLERANCE)
        whole.append(time.process_time() - started)
        rounds = fitted.fit.rounds
    result = {"whole": median(whole), "round": median(whole) / rounds, "rounds": rounds}
    return results.keep(cell | {"by": "earmark"}, result, machine=before, versions=versions())


def _peer(results: Results, cell: dict[str, Any], crowd: Any, method: str) -> dict[str, Any]:
    before = machine()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crowd.csv"
        write(crowd, path)
        said = _ask(path, method, PEER_ROUNDS[method])
    one = said["seconds"] / PEER_ROUNDS[method]
    result = {"whole": one * PEER_WHOLE[method], "round": one, "rounds": PEER_ROUNDS[method]}
    return results.keep(
        cell | {"by": "crowd-kit"}, result, machine=before, versions=versions(), packages=said["packages"]
    )


def _ask(path: Path, method: str, rounds: int) -> dict[str, Any]:
    script = str(ORACLES / "consensus_timed.py")
    command = [str(python_of("oracles")), script, str(path), method, str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
