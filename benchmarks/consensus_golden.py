"""Golden numbers of the consensus methods beside Dawid and Skene's: what the oracles say about random tables."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from benchmarks.environments import ask
from benchmarks.golden import GOLDEN, write_golden
from benchmarks.tables import Design, Row, rows_of

__all__ = ["main"]

ROUNDS = 7
GLAD_ROUNDS = 25  # crowd-kit takes minutes for the smallest tables
WITH_GLAD = ("two_labels", "three_labels_missing")
DESIGNS = (
    Design("two_labels", 301, 60, 6, 2),
    Design("three_labels_missing", 302, 80, 8, 3, density=0.6),
    Design("five_labels_sparse", 303, 90, 12, 5, density=0.35),
    Design("skewed_and_poor", 304, 80, 7, 4, skew=0.8, skill=0.45),
)


def main(_: list[str]) -> int:
    """Ask crowd-kit and cleanlab, and write tests/golden/consensus_methods.json."""
    questions = [_question(design) for design in DESIGNS]
    said = ask("oracles", "consensus_methods_golden.py", {"cases": questions})
    cases = [case | {"expected": said["answers"][case["name"]]} for case in questions]
    write_golden(
        GOLDEN / "consensus_methods.json",
        said["packages"],
        cases,
        command="./dev bench consensus_golden",
        note=(
            "Items on which the vote ties are left out: crowd-kit and cleanlab break ties by their own rules. Names "
            "are in order of appearance: crowd-kit's MACE mixes up names that are not."
        ),
    )
    return 0


def _question(design: Design) -> dict[str, Any]:
    rows = _named_in_turn(_untied(rows_of(design)))
    order = sorted({row[2] for row in rows})
    items = sorted({row[0] for row in rows})
    rng = np.random.default_rng(design.seed)
    model = rng.dirichlet(np.full(len(order), 0.6), len(items))
    # A model that is right more often than not: half of its weight goes to the item's most frequent label.
    for place, item in enumerate(items):
        most = Counter(row[2] for row in rows if row[0] == item).most_common(1)[0][0]
        model[place] = 0.5 * model[place] + 0.5 * (
            np.array(order) == (most if rng.random() < 0.8 else order[0])
        )
    return {
        "name": design.name,
        "seed": design.seed,
        "rounds": ROUNDS,
        "glad_rounds": GLAD_ROUNDS if design.name in WITH_GLAD else 0,
        "order": order,
        "rows": rows,
        "model": model.round(6).tolist(),
    }


def _untied(rows: list[Row]) -> list[Row]:
    votes: dict[str, Counter[str]] = {}
    for item, _, label in rows:
        votes.setdefault(item, Counter())[label] += 1
    tied = {
        item
        for item, count in votes.items()
        if len(count) > 1 and len({n for _, n in count.most_common(2)}) == 1
    }
    return [row for row in rows if row[0] not in tied]


def _named_in_turn(rows: list[Row]) -> list[Row]:
    """Return the rows sorted by item, with names in the order in which they first appear."""
    names: list[dict[str, str]] = [{}, {}, {}]
    for row in sorted(rows):
        for column, letter in enumerate("tal"):
            width = 1 if letter == "l" else 3
            names[column].setdefault(row[column], f"{letter}{len(names[column]):0{width}d}")
    return [(names[0][item], names[1][who], names[2][label]) for item, who, label in sorted(rows)]
