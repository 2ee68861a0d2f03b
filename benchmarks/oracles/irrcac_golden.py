"""Agreement by irrCAC, in an environment of its own; JSON in and out as in agreement_golden.

irrCAC treats missing answers after Gwet: label shares are means over items, not over answers. So what it
says about an incomplete table is named apart (`with_missing …`), but for the share of agreeing pairs and
alpha, which are the same quantities everywhere.
"""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from importlib.metadata import version
from typing import Any


def by_irrcac(case: dict[str, Any]) -> dict[str, float]:
    pandas = importlib.import_module("pandas")
    frame = pandas.DataFrame(case["rows"], columns=["item", "annotator", "label"])
    wide = frame.pivot(index="item", columns="annotator", values="label")
    ratings = importlib.import_module("irrCAC.raw").CAC(wide, categories=case["order"], digits=15)
    fleiss, gwet = ratings.fleiss()["est"].copy(), ratings.gwet()["est"].copy()
    alpha = ratings.krippendorff()["est"]
    prefix = "" if case["complete"] else "with_missing "
    found = {
        f"{prefix}fleiss_kappa": float(fleiss["coefficient_value"]),
        f"{prefix}gwet_ac1": float(gwet["coefficient_value"]),
        "percent_agreement": float(fleiss["pa"]),
        "krippendorff_alpha_nominal": float(alpha["coefficient_value"]),
    }
    for name, power in (("linear", 1), ("quadratic", 2)):
        found[f"{prefix}gwet_ac2_{name}"] = by_steps(wide, case["order"], power)
    if case["numeric"]:
        found["krippendorff_alpha_interval"] = interval(wide, case["order"])
    return found


def by_steps(wide: Any, order: list[str], power: int) -> float:
    """Gwet's AC2 with weights that fall off with the number of steps between labels, or with its square."""
    last = max(len(order) - 1, 1)
    places = range(len(order))
    weights = [[1 - (abs(one - other) / last) ** power for other in places] for one in places]
    ratings = importlib.import_module("irrCAC.raw").CAC(wide, weights=weights, categories=order, digits=15)
    return float(ratings.gwet()["est"]["coefficient_value"])


def interval(wide: Any, order: list[str]) -> float:
    """Quadratic weights are one minus the squared distance up to a factor, which cancels in alpha."""
    numbers = [float(label) for label in order]
    widest = (numbers[-1] - numbers[0]) ** 2
    weights = [[1 - (one - other) ** 2 / widest for other in numbers] for one in numbers]
    ratings = importlib.import_module("irrCAC.raw").CAC(wide, weights=weights, categories=order, digits=15)
    return float(ratings.krippendorff()["est"]["coefficient_value"])


def main() -> None:
    asked = json.load(sys.stdin)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answers = {case["name"]: {"irrCAC": by_irrcac(case)} for case in asked["cases"]}
    json.dump({"packages": {"irrCAC": version("irrCAC")}, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main()
