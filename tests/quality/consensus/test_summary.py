"""Shares, their intervals, and accuracy against gold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.errors import CallError
from earmark.quality.consensus import accuracy, majority, settled
from earmark.quality.consensus.proportion import wilson
from earmark.quality.long_table import LongTable


@given(st.integers(0, 50), st.integers(1, 50))
def test_wilson_bounds_hold_the_share_and_stay_within_zero_and_one(equal: int, more: int) -> None:
    n = equal + more

    low, high = wilson(equal / n, n)

    assert 0 <= low <= equal / n <= high <= 1
    assert high - low > 0


def test_wilson_gives_the_published_interval() -> None:
    # 81 of 263: R. G. Newcombe (1998), table I, method 3
    low, high = wilson(81 / 263, 263)

    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_unknown_gold_and_missing_labels_do_not_count() -> None:
    found = accuracy(np.array([0, 1, 1, -1], np.int32), np.array([0, 0, -1, 1], np.int32))

    assert (found.value, found.n) == (0.5, 2)


def test_no_gold_gives_a_reason() -> None:
    found = accuracy(np.array([0], np.int32), np.array([-1], np.int32))

    assert found.undefined == "no item has both a label and gold"


def test_clusters_that_are_right_or_wrong_together_widen_the_interval() -> None:
    labels = np.ones(100, dtype=np.int32)
    gold = np.repeat(np.array([1, 0, 1, 1, 0], dtype=np.int32), 20)
    clusters = np.repeat(np.arange(5, dtype=np.int32), 20)

    alone, together = accuracy(labels, gold), accuracy(labels, gold, clusters)

    assert alone.value == together.value
    assert together.over == "conversations"
    assert (together.high or 0) - (together.low or 0) > 3 * ((alone.high or 0) - (alone.low or 0))


def test_arrays_of_different_length_are_refused() -> None:
    with pytest.raises(CallError, match="one entry an item"):
        accuracy(np.zeros(2, np.int32), np.zeros(3, np.int32))


def test_settled_refuses_a_probability_that_is_none() -> None:
    one = np.zeros(1, dtype=np.int64)

    with pytest.raises(CallError, match="must lie"):
        settled(majority(LongTable.of(one, one, one)), 1.5)
