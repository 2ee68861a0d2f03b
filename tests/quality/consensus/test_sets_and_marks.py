"""Answers that are sets of labels, and answers that mark stretches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.errors import CallError
from earmark.quality.consensus import MarkedAnswers, SetAnswers, agreed_marks, categories, majority

MarkList = list[tuple[int, int, float, float, int]]


def sets(rows: list[tuple[int, int, set[int]]], labels: int = 3) -> SetAnswers:
    pairs = [(n, label) for n, (_, _, held) in enumerate(rows) for label in sorted(held)]
    return SetAnswers(
        np.array([row[0] for row in rows], dtype=np.int32),
        np.array([row[1] for row in rows], dtype=np.int32),
        np.array([n for n, _ in pairs], dtype=np.int32),
        np.array([label for _, label in pairs], dtype=np.int32),
        items=1 + max((row[0] for row in rows), default=0),
        annotators=1 + max((row[1] for row in rows), default=0),
        labels=labels,
    )


def test_each_label_is_decided_by_itself() -> None:
    found = categories(
        sets([(0, 0, {0, 1}), (0, 1, {0}), (0, 2, {0, 2}), (1, 0, set()), (1, 1, set()), (1, 2, {1})])
    )

    assert found.belongs.tolist() == [[True, False, False], [False, False, False]]


def test_a_label_on_which_yes_and_no_tie_does_not_belong() -> None:
    found = categories(sets([(0, 0, {0}), (0, 1, set())], labels=1), method=majority)

    assert found.belongs.tolist() == [[False]]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000))
def test_the_bounds_hold_the_probability_of_the_set_whatever_the_dependence(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = [(i, a, set(np.flatnonzero(rng.random(3) < 0.5).tolist())) for i in range(4) for a in range(3)]

    found = categories(sets(rows), method=majority)

    sure = np.where(found.belongs, found.probability, 1 - found.probability)
    assert (found.at_least <= found.at_most + 1e-12).all()
    # Independence is one way in which labels may hang together.
    assert (found.at_least <= sure.prod(axis=1) + 1e-12).all()
    assert (sure.prod(axis=1) <= found.at_most + 1e-12).all()


def test_a_careless_annotator_is_outvoted_only_on_the_label_he_is_careless_with() -> None:
    rng = np.random.default_rng(1)
    truth = rng.random((200, 2)) < 0.5
    rows = []
    for item in range(200):
        for who in range(4):
            right = truth[item].copy()
            right[0] ^= rng.random() < (0.45 if who < 2 else 0.05)
            right[1] ^= rng.random() < 0.1
            rows.append((item, who, set(np.flatnonzero(right).tolist())))

    found = categories(sets(rows, labels=2))

    assert (found.belongs == truth).mean() > 0.95
    assert (found.each[0].skill[0].accuracy.high or 1) < (found.each[1].skill[0].accuracy.low or 0)


def test_items_without_answers_have_no_set() -> None:
    answers = SetAnswers(
        np.array([1], dtype=np.int32),
        np.array([0], dtype=np.int32),
        np.array([0], dtype=np.int32),
        np.array([1], dtype=np.int32),
        items=3,
        annotators=1,
        labels=2,
    )

    found = categories(answers)

    assert found.answered.tolist() == [False, True, False]
    assert found.probability[0].tolist() == [0.0, 0.0]
    with pytest.raises(CallError, match="each pair must name"):
        categories(SetAnswers(answers.item, answers.annotator, np.array([4]), np.array([0]), 3, 1, 2))


def marked(answers: list[tuple[int, int]], marks: MarkList) -> MarkedAnswers:
    """Marks are (item, annotator, start, end, label)."""
    place = {pair: n for n, pair in enumerate(answers)}
    return MarkedAnswers(
        np.array([a[0] for a in answers], dtype=np.int32),
        np.array([a[1] for a in answers], dtype=np.int32),
        np.array([place[m[0], m[1]] for m in marks], dtype=np.int32),
        np.array([m[2] for m in marks], dtype=np.float64),
        np.array([m[3] for m in marks], dtype=np.float64),
        np.array([m[4] for m in marks], dtype=np.int32),
        items=1 + max((a[0] for a in answers), default=0),
        annotators=1 + max((a[1] for a in answers), default=0),
    )


def test_the_ends_are_the_medians_of_those_given() -> None:
    found = agreed_marks(
        marked([(0, 0), (0, 1), (0, 2)], [(0, 0, 1.0, 5.0, 0), (0, 1, 2.0, 6.0, 0), (0, 2, 2.5, 9.0, 0)])
    )

    assert [(m.start, m.end, m.label) for m in found.marks] == [(2.0, 6.0, 0)]
    assert 0.66 < found.marks[0].share <= 1


def test_labels_do_not_vote_for_each_other() -> None:
    found = agreed_marks(
        marked([(0, 0), (0, 1), (0, 2)], [(0, 0, 0.0, 4.0, 0), (0, 1, 0.0, 4.0, 1), (0, 2, 0.0, 4.0, 2)])
    )

    assert found.marks == ()


def test_finding_nothing_is_an_answer() -> None:
    found = agreed_marks(marked([(0, 0), (0, 1), (0, 2)], [(0, 0, 1.0, 2.0, 0)]))

    assert found.marks == ()
    assert found.skill[1].value == 1.0
    assert (found.skill[0].value or 0.0) == 0.0


def test_one_annotator_is_believed_and_not_judged() -> None:
    found = agreed_marks(marked([(0, 0)], [(0, 0, 1.0, 2.0, 3), (0, 0, 4.0, 5.0, 3)]))

    assert [(m.start, m.end) for m in found.marks] == [(1.0, 2.0), (4.0, 5.0)]
    assert found.skill[0].undefined == "nobody else answered these items"


def test_one_who_marks_anything_is_outvoted_by_two_who_agree() -> None:
    rng = np.random.default_rng(0)
    answers = [(i, a) for i in range(30) for a in range(4)]
    marks: MarkList = []
    for item in range(30):
        start = float(rng.integers(0, 20))
        marks += [(item, a, start, start + 5, 0) for a in (0, 1)]
        for a in (2, 3):
            wild = float(rng.integers(0, 40))
            marks.append((item, a, wild, wild + 5, 0))

    found = agreed_marks(marked(answers, marks))

    truth = {(m[0], m[2], m[3]) for m in marks if m[1] == 0}
    assert sum((m.item, m.start, m.end) in truth for m in found.marks) >= 28
    assert (found.skill[0].value or 0) > (found.skill[2].value or 0) + 0.3


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000))
def test_moving_the_line_and_renaming_move_and_rename_the_marks(seed: int) -> None:
    rng = np.random.default_rng(seed)
    answers = [(i, a) for i in range(3) for a in range(4)]
    marks: MarkList = []
    for item, who in answers:
        for _ in range(int(rng.integers(0, 3))):
            start = float(rng.integers(0, 10))
            marks.append((item, who, start, start + float(rng.integers(1, 6)), int(rng.integers(0, 2))))
    who_now = rng.permutation(4)
    moved: MarkList = [(i, int(who_now[a]), s + 7, e + 7, 1 - k) for i, a, s, e, k in marks]

    one = agreed_marks(marked(answers, marks))
    two = agreed_marks(marked([(i, int(who_now[a])) for i, a in answers], moved))

    expected = {(m.item, m.start + 7, m.end + 7, 1 - m.label) for m in one.marks}
    assert {(m.item, m.start, m.end, m.label) for m in two.marks} == expected
    assert all(0.5 < m.share <= 1 + 1e-9 for m in one.marks)


def test_a_mark_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(CallError, match="not after its start"):
        agreed_marks(marked([(0, 0)], [(0, 0, 2.0, 2.0, 0)]))
    with pytest.raises(CallError, match="share that must have marked"):
        agreed_marks(marked([(0, 0)], [(0, 0, 2.0, 3.0, 0)]), at=1.0)
