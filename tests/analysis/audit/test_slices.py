"""A slice is the table of its rows alone, wherever the column stands; so is a stretch of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import earmark as em
from earmark.analysis.audit import audit
from earmark.analysis.audit.result import SliceAudit
from earmark.errors import TableError
from tests.analysis.tables import Row, crowd

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def in_domains(rows: list[Row]) -> list[Row]:
    return [row | {"domain": domain_of(row["item_id"])} for row in rows]


def domain_of(item: str) -> str:
    return ("bank", "clinic", "telecom")[int(item[1:]) % 3]


def items(count: int = 120) -> list[Row]:
    return [{"item_id": f"i{n:03}", "domain": domain_of(f"i{n:03}"), "text": "…"} for n in range(count)]


def slices(rows: list[Row], **options: Any) -> dict[tuple[tuple[str, str], ...], SliceAudit]:
    found = audit(rows, **options).tasks[0].slices
    return {tuple(one.by.items()): one for one in found}


def test_a_slice_is_the_table_of_its_rows_alone() -> None:
    rows = in_domains(crowd())

    for ((_, domain),), one in slices(rows).items():
        alone = [row for row in rows if row["domain"] == domain]
        alpha, percent = em.agreement(alone).results
        assert one.alpha.value == alpha.estimate.value
        assert one.percent.value == percent.estimate.value
        assert (one.items, one.annotators, one.answers) == (40, 5, 200)


def test_a_column_of_the_items_slices_like_one_of_the_annotations() -> None:
    assert slices(crowd(), items=items()) == slices(in_domains(crowd()))


def test_a_column_with_one_value_or_too_many_is_no_slicing() -> None:
    one = [row | {"domain": "bank"} for row in crowd()]
    many = [row | {"domain": row["item_id"]} for row in crowd()]

    assert slices(one) == {}
    assert slices(many) == {}


def test_domain_and_batch_are_crossed() -> None:
    rows = [row | {"batch": f"b{int(row['item_id'][1:]) % 2}"} for row in in_domains(crowd())]

    found = slices(rows)

    assert [len(by) for by in found] == [1] * 5 + [2] * 6
    assert sum(one.answers for by, one in found.items() if len(by) == 2) == 600


def test_by_replaces_the_columns_that_are_found() -> None:
    rows = [row | {"shift": "early" if at % 5 < 3 else "late"} for at, row in enumerate(in_domains(crowd()))]

    found = slices(rows, by=["shift"])

    assert {by: one.annotators for by, one in found.items()} == {
        (("shift", "early"),): 3,
        (("shift", "late"),): 2,
    }


@pytest.mark.parametrize("given", [None, items()], ids=["without items", "with items"])
def test_a_column_that_nothing_has_is_named_with_those_there_are(given: list[Row] | None) -> None:
    with pytest.raises(
        TableError, match=r"neither the annotations nor the items have a column 'shift'.*label"
    ):
        audit(crowd(items=6), items=given, by=["shift"])


def test_of_two_rounds_each_has_its_own_answers_and_the_whole_the_last() -> None:
    first, second = crowd(right=0.95, seed=1), crowd(right=0.5, seed=1)
    rows = [row | {"batch": "1"} for row in first] + [row | {"batch": "2"} for row in second]

    task = audit(rows).tasks[0]

    assert [one.alpha.value for one in task.slices] == [
        audit(first).tasks[0].alpha.value,
        audit(second).tasks[0].alpha.value,
    ]
    assert task.alpha == audit(second).tasks[0].alpha


def timed(rows: list[Row]) -> list[Row]:
    return [
        row | {"submitted_at": (START + timedelta(minutes=at)).isoformat()} for at, row in enumerate(rows)
    ]


def test_stretches_of_time_hold_equal_numbers_of_items_in_order() -> None:
    found = audit(timed(crowd(items=240))).tasks[0].windows

    assert [one.items for one in found] == [60, 60, 60, 60]
    assert sum(one.answers for one in found) == 1200
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert all(one.start <= one.end for one in found)


def test_a_stretch_is_the_table_of_its_items_alone() -> None:
    rows = timed(crowd(items=240))

    for at, one in enumerate(audit(rows).tasks[0].windows):
        alone = audit(rows[at * 300 : (at + 1) * 300]).tasks[0]
        assert one.alpha.value == pytest.approx(alone.alpha.value, abs=1e-12)


def test_agreement_that_falls_is_seen_in_the_stretches() -> None:
    before, after = crowd(items=120, right=0.95), crowd(items=120, right=0.5, seed=2)
    rows = timed(before + [row | {"item_id": f"j{row['item_id']}"} for row in after])

    windows = audit(rows).tasks[0].windows

    assert (windows[0].alpha.low or 0) > (windows[-1].alpha.high or 1)


def test_without_every_time_there_are_no_stretches_and_it_says_why() -> None:
    rows = timed(crowd(items=240))
    rows[0]["submitted_at"] = None

    result = audit(rows)

    assert result.tasks[0].windows == ()
    assert any(gap.startswith("Over time: not measured") for gap in result.axes[1].not_measured)


def test_few_items_make_no_stretches_and_it_says_why() -> None:
    result = audit(timed(crowd(items=100)))

    assert result.tasks[0].windows == ()
    assert any(
        gap.startswith("Over time: not measured, because too few") for gap in result.axes[1].not_measured
    )
