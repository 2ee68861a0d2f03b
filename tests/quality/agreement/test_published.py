"""Numbers that were published, or that other tools gave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from earmark.model import Estimate
from earmark.quality.agreement import cohen_kappa, krippendorff_alpha, percent_agreement
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "agreement.json"
QUICK = Interval(resamples=100)

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: 4 observers, 12 units.
FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
MEG_AND_OWEN = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
BEN_AND_GERRY = ("a a b b d c c c e d d a", "b a b b b c c c e d d d")


def table_of(rows: tuple[str, ...]) -> tuple[LongTable, list[str]]:
    cells = [
        (item, annotator, label)
        for annotator, row in enumerate(rows)
        for item, label in enumerate(row.split())
        if label != "."
    ]
    labels = sorted({label for _, _, label in cells})
    item, annotator, label = zip(*cells, strict=True)
    return LongTable.of(
        np.array(item), np.array(annotator), np.array([labels.index(one) for one in label])
    ), labels


@pytest.mark.parametrize(("scale", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_four_observers_agree_as_krippendorff_says(scale: Any, expected: float) -> None:
    table, labels = table_of(FOUR_OBSERVERS)
    found = krippendorff_alpha(table, scale=scale, values=np.array(labels, dtype=float))

    assert found.value == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(("rows", "expected"), [(MEG_AND_OWEN, 0.095), (BEN_AND_GERRY, 0.692)])
def test_two_observers_agree_as_krippendorff_says(rows: tuple[str, ...], expected: float) -> None:
    found = krippendorff_alpha(table_of(rows)[0])

    assert found.value == pytest.approx(expected, abs=5e-4)


def counted(confusion: list[list[int]]) -> LongTable:
    pairs = [(a, b) for a, row in enumerate(confusion) for b, n in enumerate(row) for _ in range(n)]
    item, annotator = np.repeat(np.arange(len(pairs)), 2), np.tile([0, 1], len(pairs))
    return LongTable.of(item, annotator, np.array(pairs).ravel())


def test_two_judges_agree_as_cohen_says() -> None:
    # The example of Cohen (1968, doi:10.1037/h0026256): 200 cases, Po = .70, Pe = .41.
    found = cohen_kappa(counted([[88, 14, 18], [10, 40, 10], [2, 6, 12]]), 0, 1)

    assert found.value == pytest.approx((0.70 - 0.41) / (1 - 0.41), abs=1e-9)


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


def test_fourteen_psychiatrists_agree_as_fleiss_says() -> None:
    # The worked example that goes with Fleiss (1971): 10 subjects, 14 raters, mean P = .378.
    counts = (
        "0 0 0 0 14/0 2 6 4 2/0 0 3 5 6/0 3 9 2 0/2 2 8 1 1/7 7 0 0 0/3 2 6 3 0/2 5 3 2 2/6 5 2 1 0/0 2 2 3 7"
    )
    label = np.concatenate([np.repeat(np.arange(5), np.array(r.split(), int)) for r in counts.split("/")])
    table = LongTable.of(np.repeat(np.arange(10), 14), np.tile(np.arange(14), 10), label)

    assert percent_agreement(table).value == pytest.approx(0.378, abs=5e-4)


def golden() -> list[Any]:
    cases = json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"] if GOLDEN.is_file() else []
    return [pytest.param(case, id=case["name"]) for case in cases]


def coded(case: dict[str, Any]) -> tuple[LongTable, list[str], list[str]]:
    items, annotators, labels = (sorted({row[column] for row in case["rows"]}) for column in range(3))
    if all(_is_number(label) for label in labels):
        labels.sort(key=float)
    item, annotator, label = (
        np.array([names.index(row[column]) for row in case["rows"]])
        for column, names in enumerate((items, annotators, labels))
    )
    return LongTable.of(item, annotator, label), annotators, labels


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def equals(found: Estimate, expected: float | None) -> bool:
    if expected is None:
        return not found.defined
    return found.value is not None and found.value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("case", golden())
def test_other_tools_give_the_same_numbers(case: dict[str, Any]) -> None:
    table, annotators, labels = coded(case)
    expected = case["expected"]
    for scale in ("nominal", "ordinal", "interval"):
        if f"krippendorff_alpha_{scale}" in expected:
            values = np.array(labels, dtype=float) if scale == "interval" else None
            found = krippendorff_alpha(table, scale=scale, values=values, interval=QUICK)
            assert equals(found, expected[f"krippendorff_alpha_{scale}"])
    if "percent_agreement" in expected:
        assert equals(percent_agreement(table, interval=QUICK), expected["percent_agreement"])
    for pair, kappa in expected.get("cohen_kappa", {}).items():
        a, b = (annotators.index(name) for name in pair.split("|"))
        assert equals(cohen_kappa(table, a, b), kappa)
