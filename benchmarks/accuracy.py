"""How often the consensus is right: `auto` and each method beside the majority vote, on sets with gold and simulated.

Gold is looked at here only, never by a method. Prints a table, kept in results/accuracy.jsonl.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.crowd import Sizes, draw
from benchmarks.environments import ROOT
from benchmarks.record import Results, machine, versions
from earmark.quality.consensus import (
    Consensus,
    accuracy,
    auto,
    dawid_skene,
    glad,
    mace,
    majority,
    one_coin,
    settled,
    wawa,
)
from earmark.quality.long_table import Codes, LongTable

__all__ = ["main"]

METHODS: dict[str, Callable[[LongTable], Consensus]] = {
    "majority": majority,
    "wawa": wawa,
    "one_coin": one_coin,
    "mace": mace,
    "glad": glad,
    "dawid_skene": dawid_skene,
    "dawid_skene, no smoothing": lambda table: dawid_skene(table, prior=0.0),
    "auto": auto,
}
SIMULATED = {
    "sparse, 2 labels": Sizes(items=20_000, annotators=1000, labels=2, answers=5),
    "sparse, 10 labels": Sizes(items=20_000, annotators=1000, labels=10, answers=5),
    "sparse, 100 labels": Sizes(items=20_000, annotators=1000, labels=100, answers=5),
}


def main(arguments: list[str]) -> int:
    """Measure every set; `--only NAME` one of them, `--seeds N` how many draws of each simulated one."""
    parser = argparse.ArgumentParser(prog="./dev bench accuracy")
    parser.add_argument("--only")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--again", action="store_true")
    asked = parser.parse_args(arguments)
    results = Results("accuracy", again=asked.again)
    for name, seed, table, truth in _sets(asked.seeds):
        if asked.only in (None, name):
            print(f"{name}: {len(table):,} answers, {table.items:,} items, {table.annotators:,} annotators")
            for method in METHODS:
                cell = {"set": name, "seed": seed, "method": method}
                line = results.finished(cell) or _measure(results, cell, table, truth)
                _print(method, line["result"])
    return 0


def _measure(results: Results, cell: dict[str, Any], table: LongTable, truth: Codes) -> dict[str, Any]:
    before = machine()
    started = time.process_time()
    found = METHODS[cell["method"]](table)
    seconds = time.process_time() - started
    right = accuracy(found.label, truth)
    result = {
        "chosen": found.method,
        "strength": found.strength,
        "trust": found.trust,
        "accuracy": right.to_json(),
        "mean_probability": float(found.probability[truth >= 0].mean()),
        "calibration_error": _calibration_error(found, truth),
        "settled": settled(found).value,
        "processor_seconds": round(seconds, 3),
    }
    return results.keep(cell, result, machine=before, versions=versions())


def _print(method: str, result: dict[str, Any]) -> None:
    right = result["accuracy"]
    strength = "" if result["strength"] is None else f" strength {result['strength']:g}"
    print(
        f"  {method:<28}{right['value']:.4f} [{right['low']:.3f}, {right['high']:.3f}]  "
        f"mean probability {result['mean_probability']:.3f}, off by {result['calibration_error']:.3f}  "
        f"{result['processor_seconds']:6.2f} s  {result['chosen']}{strength} trust {result['trust']:g}",
        flush=True,
    )


def _calibration_error(found: Consensus, truth: Codes) -> float:
    """Return the mean distance of probability and share of right labels over ten ranges of probability."""
    known = truth >= 0
    probability, right = found.probability[known], found.label[known] == truth[known]
    part = np.minimum((probability * 10).astype(int), 9)
    off = [
        abs(float(probability[part == j].mean() - right[part == j].mean())) * float((part == j).mean())
        for j in np.unique(part)
    ]
    return float(sum(off))


def _sets(seeds: int) -> Iterator[tuple[str, int, LongTable, Codes]]:
    for folder in _gold_folders():
        yield folder.name, 0, *_read(folder)
    for name, sizes in SIMULATED.items():
        for seed in range(1, seeds + 1):
            crowd = draw(sizes, seed)
            table = LongTable.of(crowd.item, crowd.annotator, crowd.label, labels=sizes.labels)
            yield name, seed, table, crowd.truth.astype(np.int32)


def _gold_folders() -> list[Path]:
    """Return the real sets of labels with gold, if there are any."""
    given = os.environ.get("EARMARK_REAL_DATA")
    places = [Path(given)] if given else [parent / "shared" / "data" for parent in ROOT.parents]
    found = [path.parent for place in places for path in sorted(place.glob("crowd_gold/*/gold.csv"))]
    if not found:
        print("accuracy: no real sets with gold are there; only simulated ones are measured")
    return found


def _read(folder: Path) -> tuple[LongTable, Codes]:
    with (folder / "annotations.csv").open(newline="", encoding="utf-8") as file:
        rows = [(row["item_id"], row["annotator_id"], row["label"]) for row in csv.DictReader(file)]
    with (folder / "gold.csv").open(newline="", encoding="utf-8") as file:
        gold = {row["item_id"]: row["label"] for row in csv.DictReader(file)}
    names = [sorted({row[column] for row in rows}) for column in range(3)]
    code = [{name: n for n, name in enumerate(column)} for column in names]
    coded = [np.array([code[c][row[c]] for row in rows]) for c in range(3)]
    truth = np.array([code[2].get(gold.get(item, ""), -1) for item in names[0]], dtype=np.int32)
    return LongTable.of(*coded), truth
