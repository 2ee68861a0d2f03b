"""Wawa, one coin, MACE and GLAD by crowd-kit, CROWDLAB by cleanlab; runs in the oracle environment. JSON in, out.

Reads {"cases": [{"name", "rows", "order", "rounds", "glad_rounds", "model"}]}. The rows must name tasks, annotators and labels in
the order in which they first appear: crowd-kit's MACE numbers them so in one place and alphabetically in another
(`_e_step` unstacks by name what `fit` has factorised by appearance), and is wrong where the two differ.
"""

from __future__ import annotations

import importlib
import json
import math
import sys
import warnings
from importlib.metadata import version
from typing import Any

import numpy as np

PACKAGES = ("cleanlab", "crowd-kit", "numpy", "pandas")


def answer(case: dict[str, Any]) -> dict[str, Any]:
    pandas = importlib.import_module("pandas")
    crowdkit = importlib.import_module("crowdkit.aggregation")
    order = case["order"]
    frame = pandas.DataFrame(case["rows"], columns=["task", "worker", "label"])
    wawa = crowdkit.Wawa().fit(frame)
    # Wawa.predict asks scikit-learn whether it is fitted, and that no longer understands the question.
    weighed = crowdkit.MajorityVote().fit(frame, skills=wawa.skills_)
    coin = crowdkit.OneCoinDawidSkene(n_iter=case["rounds"], tol=-math.inf).fit(frame)
    mace = crowdkit.MACE(n_restarts=1, n_iter=400).fit(frame)
    said = {
        "wawa": shares(weighed.probas_, order) | {"skill": numbers(wawa.skills_)},
        "one_coin": shares(coin.probas_, order) | {"skill": numbers(coin.skills_)},
        "mace": shares(mace.probas_, order),
        "crowdlab": crowdlab(frame, case["model"]),
    }
    if case["glad_rounds"]:
        glad = crowdkit.GLAD(
            n_iter=case["glad_rounds"], tol=-math.inf, m_step_max_iter=40, m_step_tol=1e-6
        ).fit(frame)
        said["glad"] = shares(glad.probas_, order) | {
            "ability": numbers(glad.alphas_),
            "log_ease": numbers(glad.betas_),
        }
    return said


def shares(frame: Any, order: list[str]) -> dict[str, Any]:
    table = frame.copy()
    if getattr(table.columns, "nlevels", 1) > 1:
        table.columns = table.columns.droplevel(0)
    table = table[order].sort_index()
    return {"probabilities": table.fillna(0.0).to_numpy().tolist()}


def numbers(series: Any) -> list[float]:
    return [float(value) for value in series.sort_index()]


def crowdlab(frame: Any, model: list[list[float]]) -> dict[str, Any]:
    cleanlab = importlib.import_module("cleanlab.multiannotator")
    wide = frame.pivot(index="task", columns="worker", values="label").sort_index()
    codes = wide.apply(lambda column: column.map(lambda one: float(one[1:]), na_action="ignore")).astype(
        float
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = cleanlab.get_label_quality_multiannotator(
            codes, np.asarray(model), verbose=False, return_weights=True
        )
    quality = found["label_quality"]
    return {
        "label": [int(one) for one in quality["consensus_label"]],
        "quality": [float(one) for one in quality["consensus_quality_score"]],
        "model_weight": float(found["model_weight"]),
        "annotator_weight": [float(one) for one in found["annotator_weight"]],
    }


def main() -> None:
    asked = json.load(sys.stdin)
    answers = {case["name"]: answer(case) for case in asked["cases"]}
    json.dump({"packages": {name: version(name) for name in PACKAGES}, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main()
