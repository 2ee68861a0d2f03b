"""One measure of Earmark on a table: `python -m benchmarks.ours_alone FOLDER WHAT`, as `peers/measures_alone.py`.

Prints the processor seconds of each of a few computations in this process: the first may load what was compiled
before. With `memory` it computes once and prints how much memory that took on top of the table.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from earmark.quality.long_table import LongTable

REPEATS = 3


def table_of(folder: Path) -> LongTable:
    """Return the table, its rows in order as a reader leaves them."""
    item, annotator, label = (np.load(folder / f"{name}.npy") for name in ("item", "annotator", "label"))
    return LongTable.of(item, annotator, label)


def _each(rounds: str, fit: Callable[[int], Any]) -> dict[str, Callable[[], Any]]:
    """Return a fit for each number of rounds asked for."""
    return {f"{number} rounds": partial(fit, number) for number in map(int, rounds.split(","))}


def dawid_skene(folder: Path, rounds: str) -> dict[str, Callable[[], Any]]:
    from earmark.quality.consensus.dawid_skene import dawid_skene_at

    table = table_of(folder)

    def fit(number: int) -> int:
        found = dawid_skene_at(table, 0.0, None, given=True, iterations=number, tolerance=0.0)
        return int((found.label >= 0).sum())

    return _each(rounds, fit)


def rounds_only(folder: Path, rounds: str) -> dict[str, Callable[[], Any]]:
    """Fit without judging items: what an iteration takes, in time and memory."""
    from earmark.quality.consensus.large import Setting, fit_in_ranges

    table = table_of(folder) if not (folder / "sorted").exists() else _in_order(folder)

    def fit(number: int) -> float:
        return fit_in_ranges(table, Setting(4.0, None, number, 0.0))[0].log_likelihood

    return _each(rounds, fit)


def _in_order(folder: Path) -> LongTable:
    """Return a table that lies in order already: memory is that of the fit, and not of sorting."""
    item, annotator, label = (np.load(folder / f"{name}.npy") for name in ("item", "annotator", "label"))
    people, labels = int(annotator.max()) + 1, int(label.max()) + 1
    return LongTable(item, annotator, label, items=int(item[-1]) + 1, annotators=people, labels=labels)


def models(folder: Path, rest: str) -> dict[str, Callable[[], Any]]:
    from earmark.quality.consensus import glad, mace

    name, _, rounds = rest.partition(":")
    table, method = table_of(folder), {"glad": glad, "mace": mace}[name]

    def fit(number: int) -> int:
        # 0: as it comes, until it settles
        found = method(table, iterations=number, tolerance=0.0) if number else method(table)
        return len(found.label)

    return _each(rounds, fit)


def five(folder: Path, _: str) -> dict[str, Callable[[], Any]]:
    """Compute alpha on three scales, Fleiss' kappa and AC1, each with an interval of 1,000 resamples.

    Each time with another seed: resamples drawn before are used again, and that is for measures of one table.
    """
    from earmark.quality import agreement as measures
    from earmark.quality.distinct import DistinctItems
    from earmark.quality.resampling import Interval

    seeds = count()

    table = table_of(folder)
    values = np.arange(float(table.labels))

    def all_five() -> list[float | None]:
        distinct, interval = DistinctItems.of(table), Interval(seed=next(seeds))
        found = (
            measures.krippendorff_alpha(distinct, interval=interval),
            measures.krippendorff_alpha(distinct, scale="ordinal", interval=interval),
            measures.krippendorff_alpha(distinct, scale="interval", values=values, interval=interval),
            measures.fleiss_kappa(distinct, interval=interval),
            measures.gwet_ac1(distinct, interval=interval),
        )
        return [one.value for one in found] + [found[0].low, found[0].high]

    return {"five with intervals": all_five}


def interval_alpha(folder: Path, _: str) -> dict[str, Callable[[], Any]]:
    from earmark.quality.agreement import krippendorff_alpha

    values, label = np.unique(np.load(folder / "value.npy"), return_inverse=True)
    item, annotator = np.load(folder / "item.npy"), np.load(folder / "annotator.npy")
    table = LongTable.of(item, annotator, label.reshape(-1))

    def alpha() -> list[float | None]:
        found = krippendorff_alpha(table, scale="interval", values=values)
        return [found.value, found.low, found.high]

    return {"alpha with interval": alpha}


def stream(_: Path, __: str) -> dict[str, Callable[[], Any]]:
    """Measure the memory: a = b + 3c over 2²⁵ numbers, 24 bytes each (the triad of STREAM)."""
    from earmark.quality.kernels.compiling import compiled

    size = 1 << 25
    a, b, c = np.zeros(size), np.ones(size), np.ones(size)
    loop = compiled(triad)

    def bandwidth() -> float:
        started = time.perf_counter()
        loop(a, b, c)
        return round(24 * size / (time.perf_counter() - started) / 1e9, 2)

    return {f"triad {number}": bandwidth for number in range(5)}


def triad(a: Any, b: Any, c: Any) -> None:
    for i in range(len(a)):
        a[i] = b[i] + 3.0 * c[i]


WHAT: dict[str, Callable[[Path, str], dict[str, Callable[[], Any]]]] = {
    "dawid_skene": dawid_skene,
    "five": five,
    "interval_alpha": interval_alpha,
    "models": models,
    "rounds_only": rounds_only,
    "stream": stream,
}


def main(folder: str, what: str) -> None:
    """Print the costs as one JSON object."""
    name, _, rest = what.partition(":")
    costs: dict[str, Any] = {}
    for part, compute in WHAT[name](Path(folder), rest).items():
        spent: list[float] = []
        result: Any = None
        for _again in range(REPEATS):
            started = time.process_time()
            result = compute()
            spent.append(round(time.process_time() - started, 4))
        costs[part] = {"cpu": spent, "result": result}
    print(json.dumps(costs))


if __name__ == "__main__":
    main(*sys.argv[1:])
