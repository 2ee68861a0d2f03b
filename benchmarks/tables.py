"""Random long tables with missing answers, from fixed seeds: what the oracles are asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["AGREEMENT", "CONSENSUS", "Design", "Row", "rows_of"]

Row: TypeAlias = tuple[str, str, str]
Labels: TypeAlias = Literal["words", "integers", "floats"]


@dataclass(frozen=True, slots=True)
class Design:
    """What a random table looks like.

    `density` is the share of (item, annotator) cells that are answered; `skill` the chance of answering with
    the item's own label; `skew` above 0 makes the first labels likelier; `single` gives the last annotator
    one answer only; `iterations` is how long Dawid-Skene runs, where it is asked.
    """

    name: str
    seed: int
    items: int
    annotators: int
    labels: int
    density: float = 1.0
    skill: float = 0.7
    skew: float = 0.0
    kind: Labels = "words"
    single: bool = False
    iterations: int = 5


def rows_of(design: Design) -> list[Row]:
    """Return the rows (item, annotator, label) of the table, in random order; label texts are exact."""
    rng = np.random.default_rng(design.seed)
    names = _names(design, rng)
    weight = np.exp(-design.skew * np.arange(design.labels))
    truth = rng.choice(design.labels, size=design.items, p=weight / weight.sum())
    answered = rng.random((design.items, design.annotators)) < design.density
    if design.single:
        answered[:, -1] = np.arange(design.items) == 0
    rows = [
        (f"i{item:02d}", f"a{annotator:02d}", names[_answer(design, rng, int(truth[item]))])
        for item, annotator in np.argwhere(answered)
    ]
    return [rows[place] for place in rng.permutation(len(rows))]


def _names(design: Design, rng: np.random.Generator) -> list[str]:
    if design.kind == "integers":
        return [str(number) for number in range(1, design.labels + 1)]
    if design.kind == "floats":
        drawn: NDArray[np.float64] = np.sort(rng.normal(50, 20, design.labels))
        return [repr(round(float(number), 3)) for number in drawn]
    return ["agree", "book", "cancel", "deny", "elicit", "find", "greet", "hold"][: design.labels]


def _answer(design: Design, rng: np.random.Generator, truth: int) -> int:
    if rng.random() < design.skill:
        return truth
    if design.kind == "words":
        return int(rng.integers(design.labels))
    return int(np.clip(truth + rng.choice([-2, -1, 1, 2]), 0, design.labels - 1))


AGREEMENT = (
    Design("two_annotators_complete", 101, 40, 2, 2),
    Design("two_annotators_missing", 102, 50, 2, 4, density=0.8),
    Design("three_complete", 103, 30, 3, 3, skill=0.6),
    Design("five_complete_rare_labels", 104, 40, 5, 5, skew=1.2),
    Design("four_missing", 105, 45, 4, 4, density=0.6),
    Design("twelve_sparse", 106, 60, 12, 8, density=0.2),
    Design("eight_sparse_skewed", 107, 55, 8, 3, density=0.3, skew=1.5),
    Design("barely_better_than_chance", 108, 60, 3, 2, density=0.9, skill=0.1),
    Design("one_answer_of_one_annotator", 109, 25, 4, 3, density=0.8, single=True),
    Design("five_items", 110, 5, 3, 3, skill=0.5),
    Design("ordinal_complete", 111, 40, 4, 5, kind="integers", skill=0.5),
    Design("ordinal_missing", 112, 60, 6, 7, density=0.5, kind="integers", skill=0.4),
    Design("ordinal_sparse_skewed", 113, 60, 10, 5, density=0.2, kind="integers", skew=0.8),
    Design("interval_complete", 114, 30, 3, 8, kind="floats", skill=0.4),
    Design("interval_missing", 115, 50, 5, 8, density=0.5, kind="floats", skill=0.3),
    Design("interval_single", 116, 30, 4, 6, density=0.7, kind="floats", single=True),
)

CONSENSUS = (
    Design("two_labels_one_iteration", 201, 30, 5, 2, density=0.7, iterations=1),
    Design("two_labels_five", 202, 40, 5, 2, density=0.7, iterations=5),
    Design("two_labels_twenty", 203, 60, 6, 2, density=0.6, iterations=20),
    Design("three_complete_one", 204, 30, 4, 3, iterations=1),
    Design("three_complete_five", 205, 40, 4, 3, iterations=5),
    Design("three_complete_twenty", 206, 60, 5, 3, iterations=20),
    Design("four_missing_one", 207, 40, 8, 4, density=0.4, iterations=1),
    Design("four_missing_five", 208, 50, 8, 4, density=0.5, iterations=5),
    Design("four_missing_twenty", 209, 60, 9, 4, density=0.5, iterations=20),
    Design("eight_sparse_five", 210, 60, 12, 8, density=0.3, skill=0.8, iterations=5),
    Design("skewed_twenty", 211, 60, 7, 3, density=0.6, skew=1.0, iterations=20),
    Design("single_answer_five", 212, 25, 4, 3, density=0.8, single=True, iterations=5),
    Design("poor_annotators_twenty", 213, 50, 8, 2, density=0.7, skill=0.3, iterations=20),
)
