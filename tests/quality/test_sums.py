"""Sums per unit: they add up, they merge, and equal rows become one pattern."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.quality.sums import UnitSums, compact, summed

entries = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=30
)


def sums_of(rows: list[tuple[int, int, int]]) -> UnitSums:
    unit, key, value = (np.array(column) for column in zip(*rows, strict=True))
    return UnitSums.of(unit, key, value.astype(float))


@given(entries)
def test_patterns_with_their_multiplicity_are_all_units(rows: list[tuple[int, int, int]]) -> None:
    sums = sums_of(rows)
    patterns, multiplicity = sums.patterns()
    distinct = {tuple(row) for row in sums.rows.toarray().tolist()}

    assert multiplicity.sum() == sums.units
    assert len({tuple(row) for row in patterns.rows.toarray().tolist()}) == len(distinct)
    assert patterns.weighted(multiplicity[None, :])[0] == pytest.approx(sums.totals)


@given(entries.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_patterns_do_not_depend_on_the_order_of_entries(
    both: tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]],
) -> None:
    (one, times), (other, again) = (sums_of(rows).patterns() for rows in both)

    assert times.tolist() == again.tolist()
    assert one.rows.toarray().tolist() == other.rows.toarray().tolist()


@given(entries, entries)
def test_sums_of_two_shards_are_the_sums_of_both(
    ours: list[tuple[int, int, int]], theirs: list[tuple[int, int, int]]
) -> None:
    together = sums_of(ours) + sums_of(theirs)
    moved = [(unit + 10, key, value) for unit, key, value in theirs]

    assert together.units == sums_of(ours + moved).units
    assert together.totals == pytest.approx(sums_of(ours + moved).totals)


def test_a_key_that_was_asked_for_has_a_column_without_entries() -> None:
    sums = UnitSums.of(np.array([0]), np.array([2]), np.array([1.0]), keys=np.arange(4))

    assert sums.totals.tolist() == [0.0, 0.0, 1.0, 0.0]


def test_a_key_nobody_has_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        sums_of([(0, 1, 1)]).column(2)


@given(st.lists(st.integers(-(10**12), 10**12), max_size=30))
def test_compact_codes_keep_order_and_lose_nothing(codes: list[int]) -> None:
    distinct, place = compact(np.array(codes, dtype=np.int64))

    assert distinct.tolist() == sorted(set(codes))
    assert distinct[place].tolist() == codes


def test_summed_has_room_for_codes_nobody_has() -> None:
    assert summed(np.array([1, 1]), np.array([0.5, 0.25]), 3).tolist() == [0.0, 0.75, 0.0]
