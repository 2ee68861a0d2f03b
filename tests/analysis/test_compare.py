"""Groups are compared where that says something, and not where it would mislead."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import earmark as em
from earmark.errors import CallError


def rows(batch: str, right: float, shares: tuple[float, float], seed: int) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    found = []
    for item in range(150):
        truth = int(rng.random() > shares[0])
        for who in "abc":
            label = truth if rng.random() < right else 1 - truth
            found.append(
                {"item_id": f"{batch}{item}", "annotator_id": who, "label": "xy"[label], "batch": batch}
            )
    return found


def compared(table: list[dict[str, Any]]) -> dict[tuple[str, str | None], Any]:
    result = em.agreement(table, by=["batch"], compare=True)
    return {(row.metric, row.label): row for row in result.results if row.against is not None}


def test_a_group_that_agrees_less_differs_from_the_first_by_an_interval_below_zero() -> None:
    found = compared(rows("1", 0.95, (0.5, 0.5), 1) + rows("2", 0.75, (0.5, 0.5), 2))

    row = found["krippendorff_alpha_difference", None]
    assert (row.by, row.against) == ({"batch": "2"}, {"batch": "1"})
    assert row.estimate.high < 0
    assert found["percent_agreement_difference", None].estimate.high < 0


def test_alpha_is_not_compared_where_labels_are_used_in_other_shares() -> None:
    found = compared(rows("1", 0.95, (0.5, 0.5), 1) + rows("2", 0.95, (0.95, 0.05), 2))

    assert (
        "the groups use the labels in other shares"
        in found["krippendorff_alpha_difference", None].estimate.undefined
    )
    assert found["percent_agreement_difference", None].estimate.defined
    assert found["specific_agreement_difference", "x"].estimate.defined
    assert found["specific_agreement_difference", "y"].estimate.defined


def test_comparing_needs_a_column() -> None:
    with pytest.raises(CallError, match="--compare compares the groups of --by COLUMN"):
        em.agreement(rows("1", 0.9, (0.5, 0.5), 1), compare=True)
