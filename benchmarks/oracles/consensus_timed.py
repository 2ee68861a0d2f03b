"""crowd-kit's GLAD or MACE on a table: `consensus_timed.py FILE glad|mace ROUNDS`; runs in the oracle environment.

Prints the processor seconds of the fit alone, and how many rounds it was.
"""

from __future__ import annotations

import importlib
import json
import math
import sys
import time
from importlib.metadata import version
from typing import Any

PACKAGES = ("crowd-kit", "numpy", "pandas")


def main(path: str, method: str, rounds: str) -> None:
    pandas = importlib.import_module("pandas")
    aggregation = importlib.import_module("crowdkit.aggregation")
    names = {"item_id": "task", "annotator_id": "worker"}
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False).rename(columns=names)
    model: Any
    if method == "glad":
        model = aggregation.GLAD(n_iter=int(rounds), tol=-math.inf)
    else:
        model = aggregation.MACE(n_restarts=1, n_iter=int(rounds))
    started = time.process_time()
    model.fit(frame)
    seconds = time.process_time() - started
    packages = {name: version(name) for name in PACKAGES}
    print(json.dumps({"seconds": seconds, "rounds": int(rounds), "packages": packages}))


if __name__ == "__main__":
    main(*sys.argv[1:])
