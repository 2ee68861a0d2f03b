"""Tasks without one truth: distributions, and kinds of annotators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality.consensus import subjective
from earmark.quality.long_table import LongTable


def two_minds(seed: int, *, items: int = 150, annotators: int = 20, answers: int = 10) -> LongTable:
    """Half of the annotators see each item one way, half another, nine times in ten."""
    rng = np.random.default_rng(seed)
    sees = rng.integers(0, 3, (2, items))
    who = np.argsort(rng.random((items, annotators)), axis=1)[:, :answers].ravel()
    item = np.repeat(np.arange(items), answers)
    label = np.where(rng.random(len(item)) < 0.9, sees[who % 2, item], rng.integers(0, 3, len(item)))
    return LongTable.of(item, who, label, labels=3)


def test_two_kinds_of_annotators_are_found_and_told_apart() -> None:
    found = subjective(two_minds(1))

    kind = found.kind.argmax(axis=1)
    assert found.kind.shape == (20, 2)
    assert abs(int((kind[::2] == kind[0]).sum()) - 10) == 0
    assert (kind[1::2] != kind[0]).all()
    assert "2 kinds of annotators see things alike" in found.why


def test_where_disagreement_is_everybodys_own_there_is_one_kind(crowd: Callable[..., Any]) -> None:
    table, _, _ = crowd(3, items=150, annotators=20, answers=10, labels=3)

    found = subjective(table)

    assert found.kind.shape == (20, 1)
    assert "do not predict hidden answers better" in found.why


def test_distributions_add_up_and_keep_what_the_minority_says() -> None:
    table = two_minds(2)

    found = subjective(table)

    assert found.soft.sum(axis=1) == pytest.approx(np.ones(150))
    assert found.by_kind.sum(axis=2) == pytest.approx(np.ones((2, 150)))
    given = np.zeros((150, 3))
    np.add.at(given, (table.item, table.label), 0.1)
    assert np.abs(found.soft - given).max() < 0.1
    assert (found.soft > 0).all()


def test_entropy_is_least_where_all_agree() -> None:
    answers = [(0, a, 0) for a in range(6)] + [(1, a, a % 2) for a in range(6)]

    found = subjective(LongTable.of(*np.array(answers).T))

    assert found.entropy[0] < found.entropy[1]
    assert "Too few answers could be hidden" in found.why


def test_an_item_nobody_answered_has_no_distribution() -> None:
    found = subjective(LongTable.of(np.array([1]), np.array([0]), np.array([0]), items=3, labels=2))

    assert found.soft[0].tolist() == [0.0, 0.0]
    assert found.entropy[0] == 0


def test_the_kinds_can_be_asked_for() -> None:
    assert subjective(two_minds(4), kinds=3).kind.shape == (20, 3)
    with pytest.raises(CallError, match="at least 1 kind"):
        subjective(two_minds(4), kinds=0)


def test_renaming_renames_the_kinds() -> None:
    table = two_minds(5)
    who = np.random.default_rng(0).permutation(20)
    renamed = LongTable.of(table.item, who[table.annotator], np.array([2, 0, 1])[table.label])

    one, two = subjective(table), subjective(renamed)

    together = one.kind @ one.kind.T
    assert two.soft[:, [2, 0, 1]] == pytest.approx(one.soft, abs=1e-9)
    assert (two.kind @ two.kind.T)[np.ix_(who, who)] == pytest.approx(together, abs=1e-3)
