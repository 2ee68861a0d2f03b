"""Majority vote and Dawid-Skene by crowd-kit; runs in the oracle environment. JSON in, JSON out.

Reads {"cases": [{"name", "rows", "order", "iterations"}]}. Beside crowd-kit's figures it gives, from an
implementation of a few lines without pandas, how far the two are apart (`apart`) and whether the answer hangs
on the floor crowd-kit puts under expected counts (`depends_on_floor`).
"""

from __future__ import annotations

import importlib
import json
import math
import sys
from importlib.metadata import version
from typing import Any

import numpy as np

PACKAGES = ("crowd-kit", "numpy", "pandas")
FLOOR = 1e-10
LOWER_FLOOR = 1e-13


def consensus(case: dict[str, Any]) -> dict[str, Any]:
    order, iterations = case["order"], case["iterations"]
    frame = importlib.import_module("pandas").DataFrame(case["rows"], columns=["task", "worker", "label"])
    crowdkit = importlib.import_module("crowdkit.aggregation")
    majority = crowdkit.MajorityVote().fit(frame)
    votes = majority.probas_[order]
    fitted = crowdkit.DawidSkene(n_iter=iterations, tol=-math.inf).fit(frame)
    probabilities = fitted.probas_[order].sort_index()
    ours = dawid_skene(case, FLOOR)
    floorless = dawid_skene(case, LOWER_FLOOR)
    tied = votes.index[(votes.eq(votes.max(axis=1), axis=0)).sum(axis=1) > 1]
    return {
        "majority": {item: str(majority.labels_[item]) for item in sorted(majority.labels_.index)},
        "majority_tied": sorted(tied),
        "dawid_skene": {
            "iterations": iterations,
            "probabilities": {
                str(item): {label: float(row[label]) for label in order}
                for item, row in probabilities.iterrows()
            },
            "depends_on_floor": bool(np.abs(ours - floorless).max() > 1e-9),
        },
        "apart": float(np.abs(ours - probabilities.to_numpy()).max()),
    }


def dawid_skene(case: dict[str, Any], floor: float) -> Any:
    """Return P(label | answers), shape (items, labels), in the linear domain: small tables only."""
    rows = case["rows"]
    items = sorted({row[0] for row in rows})
    annotators = sorted({row[1] for row in rows})
    i = np.array([items.index(row[0]) for row in rows])
    a = np.array([annotators.index(row[1]) for row in rows])
    k = np.array([case["order"].index(row[2]) for row in rows])
    size = len(case["order"])
    used = np.zeros((len(annotators), size), dtype=bool)
    used[a, k] = True
    share = np.zeros((len(items), size))
    np.add.at(share, (i, k), 1.0)
    share /= share.sum(axis=1, keepdims=True)
    for _ in range(case["iterations"]):
        counts = np.zeros((len(annotators), size, size))  # annotator, answer, truth
        np.add.at(counts, (a, k), share[i])
        counts = np.where(used[:, :, None], np.maximum(counts, floor), 0.0)
        error = counts / counts.sum(axis=1, keepdims=True)
        likelihood = np.tile(np.maximum(share.mean(axis=0), floor), (len(items), 1))
        np.multiply.at(likelihood, i, error[a, k])
        share = likelihood / likelihood.sum(axis=1, keepdims=True)
    return share


def main() -> None:
    asked = json.load(sys.stdin)
    answers = {case["name"]: consensus(case) for case in asked["cases"]}
    json.dump({"packages": {name: version(name) for name in PACKAGES}, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main()
