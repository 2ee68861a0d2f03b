"""A value is written with its interval, and the two never contradict each other."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from earmark.model import Estimate
from earmark.report.numbers import coefficient, count, interval, number, value

fractions = st.floats(-1, 1, allow_nan=False)


def printed(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"-?\d+\.\d+", text.replace("\u2212", "-"))]


@given(
    st.lists(fractions, min_size=3, max_size=3).map(sorted),
    st.sampled_from(["krippendorff_alpha/1", "accuracy/1"]),
)
def test_the_printed_value_lies_in_the_printed_interval(bounds: list[float], measure: str) -> None:
    low, middle, high = bounds
    shown = number(Estimate(middle, low, high, measure=measure))

    at, below, above = printed(shown)
    assert below <= at <= above


@given(fractions)
def test_a_coefficient_is_off_by_no_more_than_its_last_digit(exact: float) -> None:
    (shown,) = printed(coefficient(exact))

    assert abs(shown - exact) <= 0.0005 + 1e-12


def test_shares_are_percentages_and_coefficients_are_not() -> None:
    alpha = Estimate(0.519, 0.494, 0.543, measure="krippendorff_alpha/1")
    right = Estimate(0.843, 0.816, 0.867, measure="accuracy/1")

    assert number(alpha) == "0.519 [0.49, 0.54]"
    assert number(right) == "84.3\u202f% [81.6, 86.7\u202f%]"


def test_an_undefined_estimate_says_why() -> None:
    missing = Estimate.missing("no item has two answers", n=0, over="items", measure="krippendorff_alpha/1")

    assert number(missing) == "undefined: no item has two answers"
    assert value(missing) == "–"
    assert interval(missing) == ""


def test_large_counts_are_separated() -> None:
    assert count(1_234_567) == "1,234,567"
