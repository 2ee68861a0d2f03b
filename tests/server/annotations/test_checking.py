"""An answer has one stored form, and only what its task takes has one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.model import Kind, Label, Scheme
from earmark.server.annotations.checking import Bounds, checked
from earmark.server.kit.errors import UnusableError

AB = (Label("a"), Label("b"))
SPANS, SEGMENTS = Scheme(Kind.SPANS, AB), Scheme(Kind.SEGMENTS)
TEXT = Bounds(text="Ana 👍 called", seconds=10.0)


def _span(start: Any, end: Any, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "label": "a", **more}


@pytest.mark.parametrize(
    ("scheme", "answer", "stored"),
    [
        (Scheme(Kind.CATEGORY, AB), "b", "b"),
        (Scheme(Kind.CATEGORIES, AB), [], []),
        (Scheme(Kind.CATEGORIES, AB), ["b", "a", "b"], ["a", "b"]),
        (Scheme(Kind.SCALE, AB), "a", "a"),
        (Scheme(Kind.SCALE), 3, 3.0),
        (Scheme(Kind.TRANSCRIPT), "e\u0301s", "\u00e9s"),
        (SPANS, [], []),
        (SPANS, [_span(4, 5), _span(0, 3)], [_span(0, 3, unit="char"), _span(4, 5, unit="char")]),
        (SEGMENTS, [{"start": 1, "end": 10.04}], [{"start": 1.0, "end": 10.04, "unit": "s"}]),
    ],
)
def test_an_answer_is_stored_in_one_form(scheme: Scheme, answer: Any, stored: Any) -> None:
    assert checked("t", scheme, answer, TEXT) == stored


@pytest.mark.parametrize(
    ("scheme", "answer", "why"),
    [
        (Scheme(Kind.CATEGORY, AB), "c", "no label 'c'"),
        (Scheme(Kind.CATEGORY, AB), ["a"], "one label"),
        (Scheme(Kind.CATEGORIES, AB), "a", "a list of labels"),
        (Scheme(Kind.SCALE), True, "a number"),
        (Scheme(Kind.SCALE), "3", "a number"),
        (Scheme(Kind.REWRITE), 3, "a text"),
        (SPANS, [_span(0, 13)], "the text has 12 characters"),
        (SPANS, [_span(2, 2)], "has an extent"),
        (SPANS, [_span(0.5, 2)], "whole numbers"),
        (SPANS, [{"start": 0, "end": 2}], "no label ''"),
        (SPANS, [_span(0, 2, unit="s")], "marks are in 'char'"),
        (SPANS, [_span(0, 2, colour="red")], "no field 'colour'"),
        (SPANS, [_span(0, "2")], "numbers 'start' and 'end'"),
        (SEGMENTS, [{"start": -1, "end": 2}], "0 <= start"),
        (SEGMENTS, [{"start": 9, "end": 10.1}], "ends at 10 s"),
        (SEGMENTS, "a", "a list of marks"),
    ],
)
def test_what_a_task_does_not_take_is_refused_with_the_reason(scheme: Scheme, answer: Any, why: str) -> None:
    with pytest.raises(UnusableError, match=why):
        checked("t", scheme, answer, TEXT)


def test_in_a_whole_conversation_a_span_names_its_turn() -> None:
    bounds = Bounds(texts={0: "Hello", 2: "Hi"})

    assert checked("t", SPANS, [_span(0, 2, track="2")], bounds)[0]["track"] == "2"
    for track in (None, "1", "²", "x"):
        with pytest.raises(UnusableError, match="the position of its turn"):
            checked("t", SPANS, [_span(0, 2, track=track)], bounds)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["start", "end", "unit", "label", "track", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(kind=st.sampled_from(list(Kind)), labels=st.sampled_from([(), AB]), answer=JSON)
def test_whatever_is_sent_is_stored_in_a_form_that_is_stored_as_itself_or_is_refused(
    kind: Kind, labels: tuple[Label, ...], answer: Any
) -> None:
    scheme = Scheme(kind, labels)
    try:
        stored = checked("t", scheme, answer, TEXT)
    except UnusableError:
        return

    assert checked("t", scheme, stored, TEXT) == stored
