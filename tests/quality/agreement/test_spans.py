"""Agreement on spans equals its definition, character by character and span by span."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.errors import CallError
from earmark.quality.agreement import SpanTable, krippendorff_alpha, span_exact, span_overlap, unitized_alpha
from earmark.quality.agreement.span_table import pieces_of
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval

QUICK = Interval(resamples=100)
LENGTH = 12
Marked = list[tuple[int, int, int]]

spans = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3), st.integers(0, 1)), max_size=3)
texts = st.lists(st.lists(spans, min_size=2, max_size=3), min_size=2, max_size=4)


def apart(marked: Marked) -> Marked:
    """Return the spans as start, end and label, those dropped that overlap an earlier one."""
    kept: Marked = []
    for start, length, label in sorted(marked):
        if not kept or start >= kept[-1][1]:
            kept.append((start, start + length, label))
    return kept


def table_of(items: list[list[Marked]], *, step: float = 1.0) -> SpanTable:
    answers = [(item, who, marked) for item, by in enumerate(items) for who, marked in enumerate(by)]
    flat = [(at, *span) for at, (_, _, marked) in enumerate(answers) for span in marked]
    answer, start, end, label = (np.array([row[column] for row in flat]) for column in range(4))
    return SpanTable.of(
        np.array([item for item, _, _ in answers]),
        np.array([who for _, who, _ in answers]),
        answer.astype(np.int64),
        start.astype(float),
        end.astype(float),
        label.astype(np.int64),
        length=np.full(len(items), float(LENGTH)),
        labels=2,
        step=step,
    )


def characters(marked: Marked) -> list[int]:
    """Return the label of each character of a text, 0 for a gap."""
    found = [0] * LENGTH
    for start, end, label in marked:
        found[start:end] = [1 + label] * (end - start)
    return found


@settings(max_examples=60, deadline=None)
@given(texts)
def test_overlap_is_the_share_of_marked_characters_that_another_marked_alike(
    drawn: list[list[Marked]],
) -> None:
    items = [[apart(marked) for marked in by] for by in drawn]
    used = agreed = 0.0
    for by in items:
        for one, other in permutations([characters(marked) for marked in by], 2):
            weight = 1 / (len(by) - 1)
            used += weight * sum(label > 0 for label in one)
            agreed += weight * sum(a == b and a > 0 for a, b in zip(one, other, strict=True))
    found = span_overlap(table_of(items), interval=QUICK)

    assert found.value is None or found.value == pytest.approx(agreed / used)


@settings(max_examples=60, deadline=None)
@given(texts)
def test_exact_is_the_share_of_spans_that_another_marked_to_the_letter(drawn: list[list[Marked]]) -> None:
    items = [[apart(marked) for marked in by] for by in drawn]
    used = agreed = 0.0
    for by in items:
        for one, other in permutations(by, 2):
            used += len(one) / (len(by) - 1)
            agreed += len(set(one) & set(other)) / (len(by) - 1)
    found = span_exact(table_of(items), interval=QUICK)

    assert found.value is None or found.value == pytest.approx(agreed / used)


@settings(max_examples=40, deadline=None)
@given(texts)
def test_spans_of_one_character_are_labels_of_characters(drawn: list[list[Marked]]) -> None:
    items = [[apart([(start, 1, label) for start, _, label in marked]) for marked in by] for by in drawn]
    rows = [
        (item * LENGTH + at, who, label)
        for item, by in enumerate(items)
        for who, marked in enumerate(by)
        for at, label in enumerate(characters(marked))
    ]
    by_character = krippendorff_alpha(LongTable.of(*np.array(rows).T), interval=QUICK)
    found = unitized_alpha(table_of(items), interval=QUICK)

    assert found.value is None or found.value == pytest.approx(by_character.value)


def test_spans_of_one_annotator_that_overlap_are_a_label_of_their_own() -> None:
    once = table_of([[[(0, 6, 0), (4, 8, 1)], [(0, 6, 0), (4, 8, 1)]]] * 2)
    pieces = pieces_of(once)

    assert sorted(set(pieces.label.tolist())) == [0, 1, 2]
    assert unitized_alpha(once, interval=QUICK).value == pytest.approx(1.0)
    assert span_overlap(once, interval=QUICK).value == 1.0


def test_seconds_have_no_smallest_piece() -> None:
    items: list[list[Marked]] = [[[(0, 4, 0)], [(1, 4, 0)]], [[(2, 6, 1)], [(2, 6, 1)]]]
    by_character, by_second = (
        unitized_alpha(table_of(items, step=step), interval=QUICK) for step in (1.0, 0.0)
    )

    assert by_character.value != by_second.value
    assert by_character.value == pytest.approx(by_second.value, abs=0.02)


def test_who_marked_nothing_disagrees_with_who_did() -> None:
    empty: list[list[Marked]] = [[[(0, 4, 0)], []], [[(2, 6, 1)], [(2, 6, 1)]]]
    full: list[list[Marked]] = [[[(0, 4, 0)], [(0, 4, 0)]], [[(2, 6, 1)], [(2, 6, 1)]]]

    assert (span_exact(table_of(empty)).value, span_exact(table_of(full)).value) == (0.0 + 2 / 3, 1.0)
    assert (unitized_alpha(table_of(empty)).value or 0) < (unitized_alpha(table_of(full)).value or 0) == 1.0


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [(-1.0, 2.0, "0 <= start <= end"), (3.0, 2.0, "0 <= start <= end"), (0.0, 99.0, "behind the end")],
)
def test_a_span_that_cannot_be_is_refused(start: float, end: float, told: str) -> None:
    with pytest.raises(CallError, match=told):
        SpanTable.of(
            np.zeros(1, int),
            np.zeros(1, int),
            np.zeros(1, int),
            np.array([start]),
            np.array([end]),
            np.zeros(1, int),
            length=np.array([12.0]),
        )
