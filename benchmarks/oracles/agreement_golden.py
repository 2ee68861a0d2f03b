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
        for level in ("interval", "ratio"):
            if level == "interval" or min(numbers) >= 0:
                found[f"krippendorff_alpha_{level}"] = float(
                    alpha(value_counts=counts, value_domain=numbers, level_of_measurement=level)
                )
        found["krippendorff_alpha_circular"] = float(
            alpha(value_counts=counts, value_domain=numbers, level_of_measurement=circular)
        )
    return found


def circular(one: Any, other: Any, **_: Any) -> Any:
    """The distance of two values on a circle of circumference 10."""
    return np.sin(np.pi * (one - other) / 10) ** 2


def by_nltk(case: dict[str, Any]) -> dict[str, float]:
    agreement = importlib.import_module("nltk.metrics.agreement")
    triples = [(annotator, item, label) for item, annotator, label in case["rows"]]
    found = {"krippendorff_alpha_nominal": float(agreement.AnnotationTask(triples).alpha())}
    if case["numeric"]:
        numbers = [(annotator, item, float(label)) for annotator, item, label in triples]
        squared = importlib.import_module("nltk.metrics.distance").interval_distance
        found["krippendorff_alpha_interval"] = float(agreement.AnnotationTask(numbers, squared).alpha())
    steps = agreement.AnnotationTask(triples, distance=lambda one, other: _steps(case, one, other))
    found["weighted_alpha_linear"] = float(steps.alpha())
    if case["complete"]:
        task = agreement.AnnotationTask(triples)
        if len(task.C) == 2:
            found["scott_pi"] = float(task.pi())
        for first, second in itertools.combinations(sorted(task.C), 2):
            found[f"cohen_kappa {first}|{second}"] = float(task.kappa_pairwise(first, second))
            kappa = float(steps.weighted_kappa_pairwise(first, second))
            found[f"weighted_kappa_linear {first}|{second}"] = kappa
    return found


def _steps(case: dict[str, Any], one: str, other: str) -> float:
    order = case["order"]
    apart: int = abs(order.index(one) - order.index(other))
    return apart / max(len(order) - 1, 1)


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
            theirs = [[answers[who][i] for i in shared] for who in (first, second)]
            for weights in ("linear", "quadratic"):
                weighted = kappa(*theirs, labels=case["order"], weights=weights)
                if not math.isnan(weighted):
                    found[f"weighted_kappa_{weights} {first}|{second}"] = float(weighted)
        if not math.isnan(value):
            found[f"cohen_kappa {first}|{second}"] = float(value)
    return found


def by_statsmodels(case: dict[str, Any]) -> dict[str, float]:
    if not case["complete"]:
        return {}
    if case["numeric"]:
        return _fleiss(case) | _mean_squares(case)
    return _fleiss(case)


def _mean_squares(case: dict[str, Any]) -> dict[str, float]:
    """Shrout and Fleiss's correlations from the mean squares of an analysis of variance by least squares."""
    pandas, formula = importlib.import_module("pandas"), importlib.import_module("statsmodels.formula.api")
    frame = pandas.DataFrame(case["rows"], columns=["item", "annotator", "label"])
    frame["label"] = frame["label"].astype(float)
    squares = importlib.import_module("statsmodels.stats.anova").anova_lm(
        formula.ols("label ~ C(item) + C(annotator)", frame).fit()
    )
    between, judges, rest = (float(square) for square in squares["mean_sq"])
    n, k = len(set(frame["item"])), len(set(frame["annotator"]))
    within = (judges * (k - 1) + rest * (n - 1) * (k - 1)) / (n * (k - 1))
    return {
        "icc_1_1": (between - within) / (between + (k - 1) * within),
        "icc_2_1": (between - rest) / (between + (k - 1) * rest + k * (judges - rest) / n),
        "icc_3_1": (between - rest) / (between + (k - 1) * rest),
        "icc_1_k": (between - within) / between,
        "icc_2_k": (between - rest) / (between + (judges - rest) / n),
        "icc_3_k": (between - rest) / between,
    }


def _fleiss(case: dict[str, Any]) -> dict[str, float]:
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
    found = {"percent_agreement": math.fsum(shares) / len(shares)}
    return found | (_henderson(case) if case["numeric"] else {})


def _henderson(case: dict[str, Any]) -> dict[str, float]:
    """Henderson's first method, its expectations as traces of matrices: on items with two answers or more."""
    rows = [row for row in case["rows"] if len(by_item(case)[row[0]]) > 1]
    y = np.array([float(label) for _, _, label in rows])
    of_item, of_person = (_dummies([row[at] for row in rows]) for at in (0, 1))
    means = [np.full((len(y), len(y)), 1 / len(y)), _means(of_item), _means(of_person), np.eye(len(y))]
    forms = [means[1] - means[0], means[3] - means[1], means[3] - means[2]]
    parts = (of_item @ of_item.T, of_person @ of_person.T, np.eye(len(y)))
    expected = np.array([[np.trace(form @ part) for part in parts] for form in forms])
    item, person, rest = np.linalg.solve(expected, [y @ form @ y for form in forms])
    within = y @ forms[1] @ y / np.trace(forms[1])
    alone = (y @ forms[0] @ y - within * np.trace(forms[0])) / np.trace(forms[0] @ parts[0])
    k = len(y) / of_item.shape[1]
    single = {"1": (alone, within), "2": (item, person + rest), "3": (item, rest)}
    return {
        f"icc_{name}_{size}": float(there / (there + beside / count))
        for name, (there, beside) in single.items()
        for size, count in (("1", 1.0), ("k", k))
    }


def _dummies(names: list[str]) -> Any:
    order = sorted(set(names))
    return np.array([[float(name == one) for one in order] for name in names])


def _means(dummies: Any) -> Any:
    return dummies @ np.diag(1 / dummies.sum(axis=0)) @ dummies.T


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
