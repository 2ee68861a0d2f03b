"""The methods beside Dawid and Skene's: Wawa, one coin, MACE, GLAD."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality.consensus import (
    Consensus,
    auto,
    dawid_skene,
    expected_accuracy,
    glad,
    mace,
    majority,
    one_coin,
    wawa,
)
from earmark.quality.consensus import cells as layout
from earmark.quality.consensus.cells import cells_of
from earmark.quality.consensus.glad import fit_glad, gradient
from earmark.quality.consensus.mace import fit_mace
from earmark.quality.consensus.one_coin import fit_one_coin
from earmark.quality.long_table import LongTable

Draw = Callable[..., Any]
Method = Callable[[LongTable], Consensus]
METHODS: list[Method] = [wawa, one_coin, mace, glad]
ALL: list[Method] = [*METHODS, majority, dawid_skene, auto]


@pytest.mark.parametrize("method", METHODS)
def test_renaming_only_renames_the_result(crowd: Draw, method: Method) -> None:
    table, _, _ = crowd(1, items=150, annotators=12, answers=5, labels=4)
    rename, who = np.array([2, 0, 3, 1]), np.random.default_rng(0).permutation(12)
    items = np.random.default_rng(1).permutation(150)
    renamed = LongTable.of(items[table.item], who[table.annotator], rename[table.label])

    one, two = method(table), method(renamed)

    free = ~one.tied
    assert np.array_equal(two.label[items][free], rename[one.label][free])
    assert two.probability[items] == pytest.approx(one.probability, abs=1e-9)
    assert [two.skill[who[a]].accuracy.value for a in range(12)] == pytest.approx(
        [skill.accuracy.value for skill in one.skill]
    )


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_rows_changes_nothing(crowd: Draw, method: Method) -> None:
    table, _, _ = crowd(2, items=80, annotators=10, answers=4, labels=3)
    shuffled = np.random.default_rng(0).permutation(len(table))
    again = LongTable.of(table.item[shuffled], table.annotator[shuffled], table.label[shuffled])

    assert method(table).probability.tobytes() == method(again).probability.tobytes()


@pytest.mark.parametrize("method", [majority, wawa, lambda table: one_coin(table, prior=0.0, tolerance=0.0)])
def test_the_table_twice_over_says_the_same_of_both_copies(crowd: Draw, method: Method) -> None:
    table, _, _ = crowd(3, items=80, annotators=8, answers=4, labels=3)
    twice = LongTable.of(
        np.concatenate((table.item, table.item + 80)), np.tile(table.annotator, 2), np.tile(table.label, 2)
    )

    one, two = method(table), method(twice)

    assert two.probability == pytest.approx(np.tile(one.probability, 2), abs=1e-9)
    assert np.array_equal(two.label, np.tile(one.label, 2))


@pytest.mark.parametrize("method", METHODS)
def test_probabilities_add_up_to_one_and_the_label_is_the_most_probable(crowd: Draw, method: Method) -> None:
    table, _, _ = crowd(4, items=120, annotators=15, answers=3, labels=5)

    found = method(table)

    shares = np.zeros((120, 5))
    shares[found.soft.item, found.soft.label] = found.soft.probability
    free = ~found.tied
    assert shares.sum(axis=1) == pytest.approx(np.ones(120))
    assert np.array_equal(shares.argmax(axis=1)[free], found.label[free])
    assert found.probability == pytest.approx(shares.max(axis=1), abs=2e-3)


@pytest.mark.parametrize("method", METHODS)
def test_an_annotator_who_guesses_counts_for_less(crowd: Draw, method: Method) -> None:
    table, truth, _ = crowd(6, items=300, annotators=5, answers=5, labels=3)
    rng = np.random.default_rng(0)
    guessed = np.where(table.annotator < 2, rng.integers(0, 3, len(table)), truth[table.item])
    noisy = np.where(rng.random(len(table)) < 0.25, rng.integers(0, 3, len(table)), guessed)

    found = method(LongTable.of(table.item, table.annotator, noisy))

    skill = [one.accuracy.value or 0.0 for one in found.skill]
    assert max(skill[:2]) < min(skill[2:])
    assert (found.label == truth).mean() > 0.9


@pytest.mark.parametrize("method", ALL)
def test_500_answers_an_item_do_not_saturate(crowd: Draw, method: Method) -> None:
    table, truth, _ = crowd(7, items=20, annotators=500, answers=500, labels=3)

    found = method(table)

    assert np.array_equal(found.label, truth)
    assert np.isfinite(found.log_odds).all()
    assert len(set(found.log_odds.tolist())) >= 15


@pytest.mark.parametrize("method", ALL)
def test_no_answers_at_all_give_an_empty_consensus(method: Method) -> None:
    none = np.zeros(0, dtype=np.int64)

    found = method(LongTable.of(none, none, none, items=2, annotators=1, labels=2))

    assert found.label.tolist() == [-1, -1]
    assert expected_accuracy(found).undefined is not None


@pytest.mark.parametrize("method", ALL)
def test_one_label_alone_is_certain(method: Method) -> None:
    table = LongTable.of(np.array([0, 0, 1, 2]), np.array([0, 1, 0, 1]), np.zeros(4, dtype=np.int64))

    found = method(table)

    assert found.label.tolist() == [0, 0, 0]
    assert found.probability == pytest.approx(np.ones(3))


@pytest.mark.parametrize("method", METHODS)
def test_too_many_labels_to_hold_all_change_little(
    crowd: Draw, monkeypatch: pytest.MonkeyPatch, method: Method
) -> None:
    table, _, _ = crowd(8, items=200, annotators=10, answers=5, labels=4)
    whole = method(table)
    monkeypatch.setattr(layout, "DENSE_CELLS", 100)

    restricted = method(table)

    assert not cells_of(table).whole
    assert (restricted.label == whole.label).mean() > 0.99
    assert np.isfinite(restricted.log_odds).all()


def test_glad_stands_where_the_slope_is_zero(crowd: Draw) -> None:
    table, _, _ = crowd(11, items=60, annotators=8, answers=4, labels=3)
    cells = cells_of(table)

    fitted = fit_glad(table, cells, iterations=2000, tolerance=0.0)

    able, ease = gradient(table, fitted.fit.right(cells), fitted.ability, fitted.log_ease)
    assert np.abs(able).max() < 1e-6
    assert np.abs(ease).max() < 1e-6


def test_the_slope_of_glad_is_that_of_its_log_posterior(crowd: Draw) -> None:
    table, _, _ = crowd(12, items=5, annotators=4, answers=3, labels=3)
    rng = np.random.default_rng(0)
    right, able, ease = rng.random(len(table)), rng.normal(1, 1, 4), rng.normal(1, 1, 5)

    def objective(a: Any, b: Any) -> float:
        x = a[table.annotator] * np.exp(b[table.item])
        fits = right * -np.logaddexp(0, -x) + (1 - right) * -np.logaddexp(0, x)
        return float(fits.sum() - ((a - 1) ** 2).sum() / 2 - ((b - 1) ** 2).sum() / 2)

    def slopes(size: int, at: Callable[[Any], float]) -> list[float]:
        step = 1e-6 * np.eye(size)
        return [(at(one) - at(-one)) / 2e-6 for one in step]

    up_able, up_ease = gradient(table, right, able, ease)
    assert up_able == pytest.approx(slopes(4, lambda d: objective(able + d, ease)), abs=1e-6)
    assert up_ease == pytest.approx(slopes(5, lambda d: objective(able, ease + d)), abs=1e-6)


def test_one_coin_finds_how_often_each_annotator_is_right(crowd: Draw) -> None:
    table, _, accuracy = crowd(13, items=3000, annotators=6, answers=5, labels=4)

    fitted = fit_one_coin(table, cells_of(table), prior=0.0, iterations=200, tolerance=1e-9)

    assert fitted.accuracy == pytest.approx(accuracy, abs=0.03)


def test_mace_finds_who_knows(crowd: Draw) -> None:
    table, truth, _ = crowd(14, items=2000, annotators=6, answers=6, labels=3)
    rng = np.random.default_rng(1)
    knows = np.array([0.95, 0.9, 0.8, 0.7, 0.5, 0.1])
    said = np.where(rng.random(len(table)) < knows[table.annotator], truth[table.item], 0)
    answers = LongTable.of(table.item, table.annotator, said, labels=3)

    fitted = fit_mace(answers, cells_of(answers), iterations=300, tolerance=1e-9)

    assert fitted.knows == pytest.approx(knows, abs=0.05)
    assert (fitted.habit.argmax(axis=1)[2:] == 0).all()


@pytest.mark.parametrize("method", [one_coin, mace, glad])
def test_no_round_is_refused(method: Callable[..., Any]) -> None:
    one = np.zeros(1, dtype=np.int64)

    with pytest.raises(CallError, match="round"):
        method(LongTable.of(one, one, one), iterations=0)
    with pytest.raises(CallError, match="prior"):
        one_coin(LongTable.of(one, one, one), prior=-1.0)
