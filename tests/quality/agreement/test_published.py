"""Numbers that were published, or that other tools gave."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from earmark.quality.agreement import cohen_kappa
from tests.quality.agreement.certificates import (
    COMPARED,
    PAIRED,
    PUBLISHED,
    Published,
    compared,
    counted,
    golden,
)

CASES = golden()["cases"]


@pytest.mark.parametrize("number", PUBLISHED, ids=[f"{one.measure} {one.expected:.3g}" for one in PUBLISHED])
def test_earmark_gives_the_number_in_print(number: Published) -> None:
    assert number.run() == pytest.approx(number.expected, abs=number.within)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_other_tools_give_the_same_numbers(case: dict[str, Any]) -> None:
    for one in compared(case):
        assert one.found == pytest.approx(one.expected, abs=1e-9), one.quantity


def test_every_quantity_that_was_asked_for_is_compared() -> None:
    said = {name.removeprefix("with_missing ") for name in golden()["said_by"]}

    assert said == set(COMPARED) | set(PAIRED)


def test_error_of_kappa_is_that_of_fleiss_cohen_and_everitt() -> None:
    # The formula of their 1969 paper (doi:10.1037/h0028106), written out.
    share = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]]) / 200
    rows, columns, same = share.sum(1), share.sum(0), np.trace(share)
    chance = rows @ columns
    apart = 1 - chance
    first = sum(share[i, i] * (apart - (rows[i] + columns[i]) * (1 - same)) ** 2 for i in range(3))
    second = (1 - same) ** 2 * sum(
        share[i, j] * (columns[i] + rows[j]) ** 2 for i in range(3) for j in range(3) if i != j
    )
    error = np.sqrt((first + second - (same * chance - 2 * chance + same) ** 2) / 200) / apart**2
    found = cohen_kappa(counted([[88, 14, 18], [10, 40, 10], [2, 6, 12]]), 0, 1)

    assert found.high is not None
    assert found.low is not None
    assert (found.high - found.low) / 2 / 1.972 == pytest.approx(error, rel=0.02)
