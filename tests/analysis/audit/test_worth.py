"""What more labels would buy: the promise is kept when they are bought, and hardness counts every item once."""

from __future__ import annotations

import numpy as np
import pytest

import earmark as em
from earmark.analysis.audit.difficulty import alike
from earmark.analysis.audit.result import TaskAudit
from earmark.analysis.audit.worth import of_each
from earmark.quality.long_table import LongTable
from tests.analysis.tables import crowd


def task_of(items: int, annotators: int = 3, **more: float) -> TaskAudit:
    (task,) = em.audit(crowd(items, annotators, **more)).tasks  # type: ignore[arg-type]  # right is a float, seed an int
    return task


@pytest.mark.full
def test_twice_the_items_narrow_the_interval_as_was_foretold() -> None:
    foretold, came = [], []
    for seed in range(12):
        worth = task_of(150, seed=seed).worth
        assert worth is not None
        foretold.append(next(point.width for point in worth.points if point.times == 2))
        alpha = task_of(300, seed=100 + seed).alpha
        came.append((alpha.high or 0.0) - (alpha.low or 0.0))

    assert np.mean(came) == pytest.approx(np.mean(foretold), rel=0.08)


@pytest.mark.full
def test_answers_spent_with_fewer_an_item_give_the_width_that_was_foretold() -> None:
    foretold, came = [], []
    for seed in range(12):
        worth = task_of(200, 4, seed=seed).worth
        assert worth is not None
        foretold.append(next(one.width for one in worth.overlap if one.answers_per_item == 2))
        alpha = task_of(400, 2, seed=200 + seed).alpha  # as many answers, two an item
        came.append((alpha.high or 0.0) - (alpha.low or 0.0))

    assert np.mean(came) == pytest.approx(np.mean(foretold), rel=0.1)


def test_the_point_of_today_is_the_interval_there_is() -> None:
    task = task_of(120)

    assert task.worth is not None
    now = next(point for point in task.worth.points if point.times == 1)
    assert (now.units, now.answers) == (task.alpha.n, task.answers)
    assert now.width == (task.alpha.high or 0.0) - (task.alpha.low or 0.0)
    assert [one.width for one in task.worth.points] == sorted(
        (one.width for one in task.worth.points), reverse=True
    )


def test_of_few_units_nothing_is_foretold() -> None:
    assert task_of(20).worth is None


def test_with_two_answers_an_item_there_is_nothing_to_take_away() -> None:
    worth = task_of(120, 2).worth

    assert worth is not None
    assert worth.overlap == ()


def test_hours_are_those_of_the_median_answer() -> None:
    rows = [{**row, "seconds": 36.0} for row in crowd(120, 3)]
    (task,) = em.audit(rows).tasks

    assert task.worth is not None
    now = next(point for point in task.worth.points if point.times == 1)
    assert now.hours == pytest.approx(now.answers * 36 / 3600)


def test_every_item_with_two_answers_lies_in_one_band() -> None:
    task = task_of(120, 4, right=0.6)

    assert sum(band.items for band in task.difficulty) == task.overlapped
    assert all(a.below == b.least for a, b in zip(task.difficulty, task.difficulty[1:], strict=False))


def test_where_all_say_the_same_every_item_is_in_the_last_band() -> None:
    rows = [{"item_id": i, "annotator_id": a, "label": i % 3} for i in range(30) for a in "abc"]
    (task,) = em.audit(rows).tasks

    assert [band.items for band in task.difficulty] == [0, 0, 0, 0, 30]


def test_the_agreement_of_an_item_is_counted_pair_by_pair() -> None:
    rng = np.random.default_rng(3)
    table = LongTable.of(np.repeat(np.arange(20), 5), np.tile(np.arange(5), 20), rng.integers(0, 3, 100))
    by_hand = []
    for item in range(20):
        labels = table.label[table.item == item].tolist()
        pairs = [(a, b) for at, a in enumerate(labels) for b in labels[at + 1 :]]
        by_hand.append(np.mean([a == b for a, b in pairs]))

    assert alike(table) == pytest.approx(by_hand)


def test_no_item_keeps_more_answers_than_asked_and_none_loses_more_than_it_must() -> None:
    table = LongTable.of(np.repeat([0, 1, 2], [1, 3, 6]), np.arange(10), np.zeros(10, dtype=int))
    kept = table.rows(of_each(table, 3, seed=5))

    assert kept.per_item.tolist() == [1, 3, 3]
