"""Merging along a fixed tree."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.quality.kernels.tree import Tree


@pytest.mark.parametrize("parts", [1, 2, 3, 7, 8, 33])
def test_the_order_in_which_parts_come_changes_nothing(parts: int) -> None:
    rng = np.random.default_rng(parts)
    numbers = rng.normal(size=parts) * 10.0 ** rng.integers(-8, 8, size=parts)
    found = set()
    for _ in range(5):
        tree: Tree[float] = Tree(parts, lambda one, other: one + other)
        for part in rng.permutation(parts).tolist():
            tree.add(part, float(numbers[part]))
        found.add(tree.result())

    assert len(found) == 1


def test_parts_are_merged_in_pairs_by_number() -> None:
    tree: Tree[str] = Tree(6, lambda one, other: f"({one}{other})")
    for part in range(6):
        tree.add(part, str(part))

    assert tree.result() == "(((01)(23))(45))"


def test_few_are_held_where_parts_come_in_order() -> None:
    held: list[int] = []
    tree: Tree[int] = Tree(64, lambda one, other: one + other)
    for part in range(64):
        tree.add(part, 1)
        held.append(len(tree._waiting))

    assert max(held) <= 6
    assert tree.result() == 64


def test_a_part_counts_once() -> None:
    tree: Tree[int] = Tree(2, lambda one, other: one + other)
    tree.add(0, 5)

    with pytest.raises(ValueError, match="added before"):
        tree.add(0, 5)
    with pytest.raises(ValueError, match="1 of 2 parts are missing"):
        tree.result()
