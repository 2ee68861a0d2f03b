"""Bars side by side share one scale, and none leaves it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from earmark.model import Estimate
from earmark.report.bars import Scale, bar, text_bar

ordered = st.lists(st.floats(-2, 2), min_size=3, max_size=3).map(sorted)
estimates = ordered.map(lambda three: Estimate(three[1], three[0], three[2]))


@given(st.lists(estimates, min_size=1))
def test_every_bar_lies_on_the_shared_scale(drawn: list[Estimate]) -> None:
    for scale in (Scale.over(drawn), Scale.fitted(drawn)):
        for estimate in drawn:
            low, width, middle = (float(x) for x in re.findall(r":(-?[\d.]+)", bar(estimate, scale)))
            assert -0.01 <= low <= middle + 0.01
            assert middle <= low + width + 0.02 <= 100.05


@given(estimates, st.integers(2, 60))
def test_a_text_bar_has_its_width_and_one_mark(estimate: Estimate, width: int) -> None:
    drawn = text_bar(estimate, Scale.over([estimate]), width)

    assert len(drawn) == width
    assert drawn.count("●") == 1


def test_ordinary_estimates_are_drawn_from_0_to_1() -> None:
    assert Scale.over([Estimate(0.5, 0.2, 0.7)]) == Scale(0.0, 1.0)


def test_an_undefined_estimate_draws_no_value() -> None:
    missing = Estimate.missing("one annotator only", n=1, over="items", measure="krippendorff_alpha/1")

    assert "style" not in bar(missing, Scale())
    assert text_bar(missing, Scale(), 5) == "·····"
