"""The same table gives the same audit, to the byte; so does the same table in another order of rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import earmark as em
from earmark.quality.resampling import Interval
from tests.analysis.tables import Row, crowd, estimates, shuffled, truths, write_csv

QUICK = Interval(resamples=100)
ITEMS = [
    {"item_id": f"i{n:03}", "conversation_id": f"c{n // 6}", "turn": n % 6, "text": f"turn {n}", "domain": "xyz"[n % 3]}
    for n in range(120)
]  # fmt: skip


def files(folder: Path, rows: list[Row], **options: Any) -> dict[str, bytes]:
    """Return the bytes of everything an audit writes, for rows that always lie in the same place."""
    source = write_csv(folder / "labels.csv", rows)
    result = em.audit(source, items=ITEMS, gold=truths(), interval=QUICK, **options)
    em.write_audit(result, folder / "report", title="Labels")
    return {path.name: path.read_bytes() for path in (folder / "report").iterdir()}


def rows(*, timed: bool = False) -> list[Row]:
    found = [row | {"task": task} for row in crowd() for task in ("intent", "mood")]
    if timed:
        found = [
            row | {"submitted_at": f"2026-03-{1 + at // 60:02}T10:{at % 60:02}:00Z"}
            for at, row in enumerate(found)
        ]
    return found


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    first = files(tmp_path, rows(timed=True))

    assert set(first) == {"audit.html", "audit.json", "disputed.csv"}
    assert files(tmp_path, rows(timed=True)) == first


@pytest.mark.parametrize("seed", [1, 2])
def test_another_order_of_rows_gives_the_same_bytes(seed: int, tmp_path: Path) -> None:
    assert files(tmp_path, shuffled(rows(), seed)) == files(tmp_path, rows())


def test_with_times_another_order_of_rows_changes_no_figure(tmp_path: Path) -> None:
    there = em.audit(rows(timed=True), items=ITEMS, interval=QUICK)
    mixed = em.audit(shuffled(rows(timed=True)), items=ITEMS, interval=QUICK)

    assert mixed.tasks == there.tasks
    assert mixed.axes == there.axes
    assert {one.code for one in mixed.warnings} - {one.code for one in there.warnings} == {"time-disorder"}


def test_another_seed_moves_intervals_and_no_value() -> None:
    one, other = (
        em.audit(crowd(), interval=Interval(resamples=100, seed=seed)).tasks[0].alpha for seed in (0, 1)
    )

    assert one.value == other.value
    assert (one.low, one.high) != (other.low, other.high)


def test_every_estimate_has_the_level_that_was_asked_for() -> None:
    result = em.audit(
        rows(timed=True),
        items=ITEMS,
        gold=truths(),
        predictions=truths(),
        interval=Interval(level=0.8, resamples=100),
    )
    skills = [one.skill for task in result.tasks for one in task.annotators_found]

    assert {one.level for one in estimates(result) if one not in skills} == {0.8}


def test_every_estimate_has_an_interval_or_a_reason() -> None:
    few = [row for row in rows(timed=True) if row["item_id"] < "i003"]
    for result in (em.audit(rows()), em.audit(few), em.audit(few[:1])):
        for one in estimates(result):
            if one.undefined is None:
                assert one.low is not None
                assert one.value is not None
                assert one.high is not None
                assert one.low <= one.value <= one.high
            else:
                assert one.undefined
                assert one.value is None
