"""crowd-kit alone on a table: `crowdkit_alone.py FILE alpha|dawid_skene`; runs in the oracle environment.

Prints how long reading and computing took by themselves, and enough of the result to see what was computed.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from importlib.metadata import version
from typing import Any

PACKAGES = ("crowd-kit", "nltk", "numpy", "pandas")
COLUMNS = {"item_id": "task", "annotator_id": "worker"}


def compute(what: str, frame: Any) -> dict[str, float]:
    if what == "alpha":
        return {"alpha": float(importlib.import_module("crowdkit.metrics.data").alpha_krippendorff(frame))}
    fitted = importlib.import_module("crowdkit.aggregation").DawidSkene().fit(frame)
    return {"iterations": len(fitted.loss_history_), "items": len(fitted.labels_)}


def main(path: str, what: str) -> None:
    started = time.perf_counter()
    pandas = importlib.import_module("pandas")
    module = "crowdkit.metrics.data" if what == "alpha" else "crowdkit.aggregation"
    importlib.import_module(module)
    imported = time.perf_counter()
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False).rename(columns=COLUMNS)
    read = time.perf_counter()
    result = compute(what, frame)
    done = time.perf_counter()
    marks = {"import": imported - started, "read": read - imported, "compute": done - read}
    seconds = {name: round(value, 3) for name, value in marks.items()}
    packages = {name: version(name) for name in PACKAGES}
    print(json.dumps({"seconds": seconds, "result": result, "packages": packages}))


if __name__ == "__main__":
    main(*sys.argv[1:])
