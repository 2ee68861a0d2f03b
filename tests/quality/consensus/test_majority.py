"""The vote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.quality.consensus import expected_accuracy, majority, settled
from earmark.quality.long_table import LongTable


@st.composite
def tables(draw: st.DrawFn) -> LongTable:
    """Draw small tables with missing answers, unused codes and items without answers."""
    items, annotators, labels = (draw(st.integers(1, most)) for most in (6, 5, 4))
    cells = [(i, a) for i in range(items) for a in range(annotators)]
    kept = draw(st.lists(st.sampled_from(cells), unique=True, max_size=len(cells)))
    given_labels = [draw(st.integers(0, labels - 1)) for _ in kept]
    columns = [
        np.array(c, dtype=np.int64) for c in ([k[0] for k in kept], [k[1] for k in kept], given_labels)
    ]
    return LongTable.of(*columns, items=items, annotators=annotators, labels=labels)


def votes(table: LongTable) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Count in the plainest way."""
    counts = np.zeros((table.items, table.labels), dtype=np.int64)
    for i, k in zip(table.item, table.label, strict=True):
        counts[i, k] += 1
    return counts


@given(tables())
@settings(max_examples=150, deadline=None)
def test_the_majority_has_most_votes_and_ties_go_to_the_frequent_then_the_smaller(table: LongTable) -> None:
    counts = votes(table)
    whole = counts.sum(axis=0)

    vote = majority(table)

    for i in range(table.items):
        order = sorted(range(table.labels), key=lambda k: (-counts[i, k], -whole[k], k))
        best = order[0]
        assert vote.label[i] == (best if counts[i].any() else -1)
        assert vote.tied[i] == (counts[i].any() and (counts[i] == counts[i, best]).sum() > 1)
        assert vote.probability[i] == pytest.approx(counts[i, best] / max(1, counts[i].sum()))


@given(tables())
@settings(max_examples=150, deadline=None)
def test_an_annotator_is_held_against_the_majority_of_the_others(table: LongTable) -> None:
    skill = majority(table).skill

    for a in range(table.annotators):
        counted = []
        for i, k in zip(table.item[table.annotator == a], table.label[table.annotator == a], strict=True):
            others = np.bincount(
                table.label[(table.item == i) & (table.annotator != a)], minlength=table.labels
            )
            if others.any():
                best = others == others.max()
                counted.append(best[k] / best.sum())
        accuracy = skill[a].accuracy
        assert accuracy.defined == bool(counted)
        assert not counted or accuracy.value == pytest.approx(np.mean(counted))


@given(tables())
@settings(max_examples=100, deadline=None)
def test_soft_labels_add_up_to_one_for_every_item_that_has_answers(table: LongTable) -> None:
    soft = majority(table).soft

    sums = np.bincount(soft.item, weights=soft.probability, minlength=table.items)

    assert sums == pytest.approx((table.per_item > 0).astype(float))
    assert np.all(np.diff(soft.item.astype(np.int64) * 10 + soft.label) > 0)


def test_a_vote_promises_no_accuracy_but_says_how_much_is_settled(crowd: Callable[..., Any]) -> None:
    table, _, _ = crowd(1, items=100, annotators=9, answers=5, labels=3)

    vote = majority(table)

    assert expected_accuracy(vote).undefined == "a vote has no model of mistakes"
    assert settled(vote, 1.0).value == pytest.approx(float((vote.probability == 1).mean()))


def test_confusions_of_the_vote_count_each_shared_answer_once(crowd: Callable[..., Any]) -> None:
    table, _, _ = crowd(2, items=80, annotators=6, answers=3, labels=4)

    vote = majority(table)

    for skill in vote.skill:
        assert skill.confusion is not None
        assert skill.confusion.sum() == pytest.approx(skill.accuracy.n)
        assert skill.confusion.trace() == pytest.approx((skill.accuracy.value or 0) * skill.accuracy.n)
