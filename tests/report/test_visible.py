"""What is shown of the data can always be seen, and never moves what stands around it."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from earmark.report.visible import visible, visible_text


@given(st.text())
def test_nothing_invisible_is_left_in_a_label(label: str) -> None:
    shown = visible(label)

    left = {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not left
    assert not any(char in shown for char in "\u202e\u2066\u200b\ufeff")


@given(st.text())
def test_shown_texts_can_be_written_as_utf8(text: str) -> None:
    assert visible_text(text).encode("utf-8") is not None
    assert visible(text).encode("utf-8") is not None


@given(st.text(alphabet="ab \n", max_size=6), st.text(alphabet="ab \n", max_size=6))
def test_labels_that_differ_look_different(one: str, other: str) -> None:
    assert (one == other) == (visible(one) == visible(other))


def test_a_long_text_is_cut_and_says_how_long_it_was() -> None:
    shown = visible_text("x" * 100_000, limit=10)

    assert shown == "xxxxxxxxxx… (100,000 characters)"


def test_joiners_that_shape_letters_stay() -> None:
    persian = "می\u200cخواهم"

    assert visible(persian) == persian
