"""`agreement` of tables at the edge: each metric gives a number, the reason why there is none, or one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest

import earmark as em
from earmark.analysis.agreement_metrics import BETWEEN_TWO, BY_DISTANCE, WHOLE
from earmark.errors import EarmarkError
from earmark.quality.resampling import Interval
from tests.analysis.tables import Row

QUICK = Interval(resamples=100)
METRICS = [*WHOLE, *BETWEEN_TWO, "cohen_kappa", "specific_agreement", "label_alpha", "kappa_with_others"]


def rows(*cells: tuple[str, str, str]) -> list[Row]:
    return [{"item_id": item, "annotator_id": who, "label": label} for item, who, label in cells]


def marks(start: int, end: int) -> str:
    return json.dumps([{"start": start, "end": end, "unit": "char", "label": "x"}])


TABLES = {
    "one person": rows(*((f"i{n}", "a", str(n % 3)) for n in range(12))),
    "one label": rows(*((f"i{n}", who, "1") for n in range(12) for who in "ab")),
    "never overlapping": rows(*((f"i{n}", "ab"[n % 2], str(n % 3)) for n in range(12))),
    "one item": rows(("i", "a", "1"), ("i", "b", "2")),
    "NaN and none are labels": rows(
        *((f"i{n}", who, ("NaN", "none", "NA")[n % 3]) for n in range(12) for who in "ab")
    ),
    "empty fields": rows(*((f"i{n}", who, "" if n % 2 else "1") for n in range(12) for who in "ab")),
    "look-alikes": rows(*((f"i{n}", who, "а" if who == "a" else "a") for n in range(12) for who in "ab")),
    "marks": rows(*((f"i{n}", who, marks(n, n + 5)) for n in range(12) for who in "ab")),
    "no mark": rows(*((f"i{n}", who, "[]") for n in range(12) for who in "ab")),
    "preferences": rows(*((f"i{n}", who, ("a", "b", "tie")[n % 3]) for n in range(12) for who in "ab")),
}
OPTIONS: dict[str, dict[str, Any]] = {
    "marks": {"kind": "spans"},
    "no mark": {"kind": "spans"},
    "preferences": {"kind": "preference"},
}


def answered(metric: str, table: str, **options: Any) -> list[Any]:
    """Return the estimates of a metric, or the one sentence it is refused with."""
    asked = dict(OPTIONS.get(table, {}), **options)
    if metric in BY_DISTANCE and metric != "krippendorff_alpha":
        asked["distance"] = "linear"
    if metric.startswith("icc"):
        asked["scale"] = "interval"
    try:
        found = em.agreement(TABLES[table], metric=metric, interval=QUICK, **asked)
    except EarmarkError as error:
        return [str(error)]
    return [row.estimate for row in found.results]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_gives_numbers_reasons_or_one_sentence(metric: str, table: str) -> None:
    for one in answered(metric, table):
        if isinstance(one, str):
            assert one
            assert "\n" not in one
        elif one.value is None:
            assert one.undefined
        else:
            assert one.low <= one.value <= one.high


def test_letters_that_only_look_alike_are_different_labels() -> None:
    (found,) = answered("percent_agreement", "look-alikes")

    assert found.value == 0.0


def test_one_letter_in_two_spellings_is_one_label() -> None:
    table = rows(*((f"i{n}", who, "é" if who == "a" else "e\u0301") for n in range(6) for who in "ab"))

    assert em.agreement(table, metric="percent_agreement", interval=QUICK).results[0].estimate.value == 1.0


def test_empty_fields_are_refused_with_their_place_or_left_out() -> None:
    (refused,) = answered("percent_agreement", "empty fields")
    found = em.agreement(TABLES["empty fields"], interval=QUICK, skip_bad=True)

    assert "12 rows cannot be read, the first is row 3, column label" in refused
    assert found.results[0].answers == 12


def test_nan_is_a_label_like_any_other_but_no_number() -> None:
    (alpha,) = answered("krippendorff_alpha", "NaN and none are labels")
    (refused,) = answered("krippendorff_alpha", "NaN and none are labels", scale="interval")

    assert alpha.value == 1.0
    assert "needs numbers" in refused


def test_nobody_marked_anything_is_a_reason() -> None:
    (found,) = answered("unitized_alpha", "no mark")

    assert found.undefined == "nobody marked anything on an item with two answers"
