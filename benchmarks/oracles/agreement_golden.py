"""Agreement by krippendorff, nltk, crowd-kit, scikit-learn and statsmodels; runs in the oracle environment.

Reads {"cases": [{"name", "rows", "order", "numeric"}]} and writes, for each case, what each package says about
each quantity. A quantity that a package cannot give is left out.
"""

from __future__ import annotations

import importlib
import itertools
import json
import math
import sys
import warnings
from collections import defaultdict
from importlib.metadata import version
from typing import Any

import numpy as np

PACKAGES = ("krippendorff", "nltk", "crowd-kit", "scikit-learn", "statsmodels", "numpy", "pandas")


def by_krippendorff(case: dict[str, Any]) -> dict[str, float]:
    alpha = importlib.import_module("krippendorff").alpha
    order = case["order"]
    counts = np.array([[answers.count(label) for label in order] for answers in by_item(case).values()])
    found = {
        f"krippendorff_alpha_{level}": float(alpha(value_counts=counts, level_of_measurement=level))
        for level in ("nominal", "ordinal")
    }
    if case["numeric"]:
        numbers = [float(label) for label in order]
        found["krippendorff_alpha_interval"] = float(
            alpha(value_counts=counts, value_domain=numbers, level_of_measurement="interval")
        )
    return found


def by_nltk(case: dict[str, Any]) -> dict[str, float]:
    agreement = importlib.import_module("nltk.metrics.agreement")
    triples = [(annotator, item, label) for item, annotator, label in case["rows"]]
    found = {"krippendorff_alpha_nominal": float(agreement.AnnotationTask(triples).alpha())}
    if case["numeric"]:
        numbers = [(annotator, item, float(label)) for annotator, item, label in triples]
        squared = importlib.import_module("nltk.metrics.distance").interval_distance
        found["krippendorff_alpha_interval"] = float(agreement.AnnotationTask(numbers, squared).alpha())
    if case["complete"]:
        task = agreement.AnnotationTask(triples)
        for first, second in itertools.combinations(sorted(task.C), 2):
            found[f"cohen_kappa {first}|{second}"] = float(task.kappa_pairwise(first, second))
    return found


def by_crowdkit(case: dict[str, Any]) -> dict[str, float]:
    frame = importlib.import_module("pandas").DataFrame(case["rows"], columns=["task", "worker", "label"])
    alpha = importlib.import_module("crowdkit.metrics.data").alpha_krippendorff
    return {"krippendorff_alpha_nominal": float(alpha(frame))}


def by_scikit_learn(case: dict[str, Any]) -> dict[str, float]:
    kappa = importlib.import_module("sklearn.metrics").cohen_kappa_score
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    for item, annotator, label in case["rows"]:
        answers[annotator][item] = label
    found = {}
    for first, second in itertools.combinations(sorted(answers), 2):
        shared = sorted(answers[first].keys() & answers[second].keys())
        if len(shared) < 2:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = kappa([answers[first][i] for i in shared], [answers[second][i] for i in shared])
        if not math.isnan(value):
            found[f"cohen_kappa {first}|{second}"] = float(value)
    return found


def by_statsmodels(case: dict[str, Any]) -> dict[str, float]:
    if not case["complete"]:
        return {}
    fleiss = importlib.import_module("statsmodels.stats.inter_rater").fleiss_kappa
    counts = np.array([[answers.count(k) for k in case["order"]] for answers in by_item(case).values()])
    return {"fleiss_kappa": float(fleiss(counts, method="fleiss"))}


def by_definition(case: dict[str, Any]) -> dict[str, float]:
    """Percent agreement: the mean, over items with two answers or more, of the share of agreeing pairs."""
    shares = []
    for answers in by_item(case).values():
        pairs = list(itertools.combinations(answers, 2))
        if pairs:
            shares.append(sum(one == other for one, other in pairs) / len(pairs))
    return {"percent_agreement": math.fsum(shares) / len(shares)}


def by_item(case: dict[str, Any]) -> dict[str, list[str]]:
    answers: dict[str, list[str]] = defaultdict(list)
    for item, _, label in case["rows"]:
        answers[item].append(label)
    return answers


ORACLES = {
    "krippendorff": by_krippendorff,
    "nltk": by_nltk,
    "crowd-kit": by_crowdkit,
    "scikit-learn": by_scikit_learn,
    "statsmodels": by_statsmodels,
    "the definition": by_definition,
}


def main() -> None:
    asked = json.load(sys.stdin)
    answers = {case["name"]: {name: ask(case) for name, ask in ORACLES.items()} for case in asked["cases"]}
    json.dump({"packages": {name: version(name) for name in PACKAGES}, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main()
