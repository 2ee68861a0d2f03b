"""A synthetic crowd from a seed: unequal activity, unequal skill, and errors with a preference.

Activity falls like 1/rank (Zipf); accuracy is Beta(6, 2); half of the errors go to the next class, the other
half to any other class. Every item is answered by the same number of different annotators; rows come in
random order, as they would from people working at the same time.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Crowd", "Sizes", "draw", "main", "write"]

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the crowd's table is: `items` × `answers` rows."""

    items: int = 200_000
    annotators: int = 1000
    labels: int = 10
    answers: int = 5


@dataclass(frozen=True, slots=True)
class Crowd:
    """The table as codes (all of one length), with the truth by item and the accuracy by annotator."""

    item: Codes
    annotator: Codes
    label: Codes
    truth: Codes
    accuracy: NDArray[np.float64]


def draw(sizes: Sizes, seed: int) -> Crowd:
    """Return a crowd; the same sizes and seed give the same one.

    >>> crowd = draw(Sizes(items=4, annotators=6, labels=3, answers=2), seed=1)
    >>> len(crowd.item), sorted(set(crowd.item.tolist()))
    (8, [0, 1, 2, 3])
    """
    rng = np.random.default_rng(seed)
    activity = 1.0 / np.arange(1, sizes.annotators + 1)
    who = _different(rng, activity / activity.sum(), sizes)
    truth = rng.integers(sizes.labels, size=sizes.items)
    accuracy = rng.beta(6.0, 2.0, sizes.annotators)
    item = np.repeat(np.arange(sizes.items), sizes.answers)
    right = rng.random(len(item)) < accuracy[who]
    shift = np.where(
        rng.random(len(item)) < 0.5,
        1,
        rng.integers(1, max(sizes.labels, 2), size=len(item)),
    )
    label = (truth[item] + np.where(right, 0, shift)) % sizes.labels
    order = rng.permutation(len(item))
    return Crowd(item[order], who[order], label[order], truth, accuracy)


def _different(rng: np.random.Generator, chance: NDArray[np.float64], sizes: Sizes) -> Codes:
    """Draw each item's annotators by activity; an item that drew one twice draws again."""
    if sizes.answers > sizes.annotators:
        raise ValueError("an item cannot have more answers than there are annotators")
    who = np.empty((sizes.items, sizes.answers), dtype=np.int64)
    open_items = np.arange(sizes.items)
    while len(open_items):
        drawn = np.sort(rng.choice(len(chance), size=(len(open_items), sizes.answers), p=chance), axis=1)
        who[open_items] = drawn
        open_items = open_items[(np.diff(drawn, axis=1) == 0).any(axis=1)]
    return who.ravel()


def write(crowd: Crowd, path: Path) -> None:
    """Write the table as CSV with the columns item_id, annotator_id, label."""
    columns = zip(crowd.item.tolist(), crowd.annotator.tolist(), crowd.label.tolist(), strict=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("item_id,annotator_id,label\n")
        file.writelines(f"turn-{i},annotator-{a},class-{k}\n" for i, a, k in columns)


def main(arguments: list[str]) -> int:
    """Write a crowd's table to `--out`."""
    parser = argparse.ArgumentParser(prog="./dev bench crowd")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    for name in ("items", "annotators", "labels", "answers"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Sizes(), name))
    asked: dict[str, Any] = vars(parser.parse_args(arguments))
    path: Path = asked.pop("out")
    seed: int = asked.pop("seed")
    crowd = draw(Sizes(**asked), seed)
    write(crowd, path)
    print(f"crowd: wrote {len(crowd.item)} rows")
    return 0
