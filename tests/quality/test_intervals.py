"""Interval formulas agree with what is known of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.quality.intervals import ends_of, score, undemonstrated, unseen, unvaried

shares = st.floats(0.0, 1.0)


@pytest.mark.parametrize(("units", "expected"), [(10, 0.3085), (30, 0.1157), (100, 0.0362)])
def test_what_may_be_unseen_is_the_clopper_pearson_bound_of_zero(units: int, expected: float) -> None:
    assert unseen(units) == pytest.approx(expected, abs=1e-4)


def test_a_resample_without_a_value_counts_as_the_worst_at_either_end() -> None:
    replicates = np.concatenate((np.full(90, 0.5), np.full(10, np.nan)))

    assert ends_of(replicates, replicates, (-1.0, 1.0)) == (-1.0, 1.0)


@given(shares, st.floats(1.0, 20.0), st.integers(2, 1000))
def test_the_interval_of_equal_units_holds_the_value(value: float, reach: float, units: int) -> None:
    low, high = unvaried(value, reach, units)

    assert low <= value <= high
    assert low < 1


@given(
    st.floats(0.0, 1.0),
    st.floats(0.0, 0.5),
    st.integers(2, 1000),
    st.floats(1.0, 20.0),
    st.floats(0.5, 0.999),
)
def test_a_score_interval_holds_its_value_and_stays_below_one(
    apart: float, error: float, units: int, reach: float, level: float
) -> None:
    low, high = score(np.array([apart]), np.array([error]), np.array([units]), reach=reach, level=level)

    assert low[0] <= 1 - reach * apart <= high[0] <= 1 + 1e-12


def test_the_score_interval_of_a_plain_share_is_wilsons_with_students_t() -> None:
    share, n, t = 0.2, 50, 2.0096
    low, high = score(np.array([share]), np.array([np.sqrt(share * (1 - share) / n)]), np.array([n]))
    root = t * np.sqrt(share * (1 - share) / n + t**2 / (4 * n**2))
    ends = [(share + t**2 / (2 * n) + sign * root) / (1 + t**2 / n) for sign in (-1, 1)]

    assert [1 - high[0], 1 - low[0]] == pytest.approx(ends, abs=1e-4)


def test_agreement_nobody_showed_is_unknown_and_not_absent() -> None:
    high = undemonstrated(np.array([0.0, 0.0]), np.array([3, 0]))

    assert high[0] == pytest.approx(unseen(3))
    assert high[1] == 0.0
