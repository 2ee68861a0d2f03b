"""One measure of another package on a table: `measures_alone.py FOLDER WHAT`; runs in that package's environment.

FOLDER holds item.npy, annotator.npy, label.npy. Prints what the first and the second computation cost in this
process (processor seconds), and enough of the result to see what was computed. Packages count whole numbers, as
Earmark does here, so that nobody pays for texts.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATIENCE = 60.0  # seconds after which a computation is not repeated


def crowd_kit(folder: Path, method: str, rounds: str) -> dict[str, Callable[[], Any]]:
    pandas = importlib.import_module("pandas")
    numpy = importlib.import_module("numpy")
    names = {"item": "task", "annotator": "worker", "label": "label"}
    frame = pandas.DataFrame({name: numpy.load(folder / f"{key}.npy") for key, name in names.items()})
    aggregation = importlib.import_module("crowdkit.aggregation")

    def fit(number: int) -> Any:
        if method == "dawid_skene":
            return aggregation.DawidSkene(n_iter=number, tol=0.0).fit(frame).labels_
        if method == "glad":
            return aggregation.GLAD(n_iter=number, tol=0.0).fit(frame).labels_
        once = (
            {"n_restarts": 1, "n_iter": number} if number else {}
        )  # 0: as it comes, ten restarts of 50 rounds
        return aggregation.MACE(random_state=1, **once).fit(frame).labels_

    def of(number: int) -> Callable[[], int]:
        return lambda: len(fit(number))

    return {f"{number} rounds": of(number) for number in map(int, rounds.split(","))}


def counts_of(folder: Path) -> Any:
    """Return how often each label was given to each item; shape (items, labels)."""
    numpy = importlib.import_module("numpy")
    item, label = numpy.load(folder / "item.npy"), numpy.load(folder / "label.npy")
    labels = int(label.max()) + 1
    counted = numpy.bincount(
        item.astype(numpy.int64) * labels + label, minlength=(int(item.max()) + 1) * labels
    )
    return counted.reshape(-1, labels)


def slots_of(folder: Path) -> Any:
    """Return five answers an item; shape (items, 5)."""
    numpy = importlib.import_module("numpy")
    item, label = numpy.load(folder / "item.npy"), numpy.load(folder / "label.npy")
    return label[numpy.argsort(item, kind="stable")].reshape(-1, 5)


def krippendorff(folder: Path, level: str, _: str) -> dict[str, Callable[[], Any]]:
    package = importlib.import_module("krippendorff")
    if level == "interval":
        numpy = importlib.import_module("numpy")
        value = numpy.load(folder / "value.npy")
        item = numpy.load(folder / "item.npy")
        matrix = value[numpy.argsort(item, kind="stable")].reshape(-1, 2).T
        return {
            "alpha": lambda: float(package.alpha(reliability_data=matrix, level_of_measurement="interval"))
        }
    level, _, ready = level.partition(" ")
    if ready:
        counts = counts_of(folder)
        return {"alpha": lambda: float(package.alpha(value_counts=counts, level_of_measurement=level))}
    answers = slots_of(folder).astype(float).T
    return {"alpha": lambda: float(package.alpha(reliability_data=answers, level_of_measurement=level))}


def statsmodels(folder: Path, *_: str) -> dict[str, Callable[[], Any]]:
    rater = importlib.import_module("statsmodels.stats.inter_rater")
    counts = counts_of(folder)
    return {"fleiss": lambda: float(rater.fleiss_kappa(counts))}


def irrcac(folder: Path, *_: str) -> dict[str, Callable[[], Any]]:
    pandas = importlib.import_module("pandas")
    raw = importlib.import_module("irrCAC.raw")
    frame = pandas.DataFrame(slots_of(folder))
    return {"ac1": lambda: float(raw.CAC(frame).gwet()["est"]["coefficient_value"])}


PACKAGES = {
    "crowd-kit": crowd_kit,
    "krippendorff": krippendorff,
    "statsmodels": statsmodels,
    "irrCAC": irrcac,
}


def main(folder: str, what: str) -> None:
    package, _, rest = what.partition(":")
    first, _, second = rest.partition(":")
    costs: dict[str, Any] = {}
    for name, compute in PACKAGES[package](Path(folder), first, second).items():
        spent: list[float] = []
        result: Any = None
        for _again in range(2):
            started = time.process_time()
            try:
                result = compute()
            except MemoryError as error:
                result = f"MemoryError: {error}"[:200]
            spent.append(round(time.process_time() - started, 4))
            if spent[0] > PATIENCE or isinstance(result, str):
                break
        costs[name] = {"cpu": spent, "result": result}
    print(json.dumps(costs))


if __name__ == "__main__":
    main(*sys.argv[1:])
