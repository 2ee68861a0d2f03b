"""Numbers on a scale: severity of items, bias and noise of annotators."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality.consensus import Ratings, scale


def rated(seed: int, items: int, annotators: int, answers: int) -> tuple[Ratings, Any, Any, Any]:
    """Return ratings, and the true severities, biases and noises."""
    rng = np.random.default_rng(seed)
    severity, bias = rng.normal(5, 2, items), rng.normal(0, 0.7, annotators)
    bias -= bias.mean()
    noise = rng.uniform(0.3, 1.5, annotators)
    who = np.argsort(rng.random((items, annotators)), axis=1)[:, :answers].ravel()
    item = np.repeat(np.arange(items), answers)
    value = severity[item] + bias[who] + noise[who] * rng.normal(size=len(item))
    return Ratings(item, who, value, items, annotators), severity, bias, noise


def test_it_is_nearer_to_the_truth_than_the_mean() -> None:
    off, off_mean = 0.0, 0.0
    for seed in range(5):
        ratings, severity, _, _ = rated(seed, 150, 10, 4)
        mean = np.bincount(ratings.item, weights=ratings.value) / 4
        off += float(np.square(scale(ratings).value - severity).mean())
        off_mean += float(np.square(mean - severity).mean())

    assert off < 0.8 * off_mean


@pytest.mark.full
@pytest.mark.parametrize(("items", "annotators", "answers"), [(120, 10, 4), (30, 3, 3), (300, 60, 3)])
def test_intervals_hold_the_truth_as_often_as_they_say(items: int, annotators: int, answers: int) -> None:
    items_held, biases_held, noises_held = [], [], []
    for seed in range(100):
        ratings, severity, bias, noise = rated(seed, items, annotators, answers)
        found = scale(ratings)
        items_held += ((found.low <= severity) & (severity <= found.high)).tolist()
        for one in found.skill:
            assert one.bias.low is not None
            assert one.bias.high is not None
            assert one.noise.low is not None
            assert one.noise.high is not None
            biases_held.append(one.bias.low <= bias[one.annotator] <= one.bias.high)
            noises_held.append(one.noise.low <= noise[one.annotator] <= one.noise.high)

    assert 0.93 <= np.mean(items_held) <= 0.97
    assert np.mean(biases_held) >= 0.92
    assert np.mean(noises_held) >= 0.90


def test_moving_and_stretching_the_scale_moves_and_stretches_the_result() -> None:
    ratings, _, _, _ = rated(1, 60, 6, 3)
    other = Ratings(ratings.item, ratings.annotator, 10 - 3 * ratings.value, 60, 6)

    one, two = scale(ratings), scale(other)

    assert two.value == pytest.approx(10 - 3 * one.value, abs=1e-6)
    assert two.low == pytest.approx(10 - 3 * one.high, abs=1e-6)
    assert two.skill[2].noise.value == pytest.approx(3 * (one.skill[2].noise.value or 0), abs=1e-6)


def test_the_order_of_rows_and_the_names_change_nothing() -> None:
    ratings, _, _, _ = rated(2, 40, 6, 3)
    rng = np.random.default_rng(0)
    rows, who, item = rng.permutation(120), rng.permutation(6), rng.permutation(40)
    other = Ratings(item[ratings.item[rows]], who[ratings.annotator[rows]], ratings.value[rows], 40, 6)

    one, two = scale(ratings), scale(other)

    assert two.value[item] == pytest.approx(one.value, abs=1e-9)
    assert [two.skill[who[a]].bias.value for a in range(6)] == pytest.approx(
        [skill.bias.value for skill in one.skill]
    )


def test_a_lenient_and_a_careless_annotator_are_told_from_the_others() -> None:
    rng = np.random.default_rng(3)
    severity = rng.normal(0, 2, 200)
    item, who = np.repeat(np.arange(200), 4), np.tile(np.arange(4), 200)
    value = (
        severity[item]
        + np.where(who == 1, 1.5, 0.0)
        + np.array([0.3, 0.3, 0.3, 2.0])[who] * rng.normal(size=800)
    )

    skill = scale(Ratings(item, who, value, 200, 4)).skill

    assert max(range(4), key=lambda a: skill[a].bias.value or 0.0) == 1
    assert (skill[3].noise.low or 0.0) > max(skill[a].noise.high or 0.0 for a in range(3))


def test_without_a_second_answer_nothing_is_said_of_how_sure_it_is() -> None:
    found = scale(Ratings(np.arange(5), np.arange(5) % 2, np.arange(5.0), 6, 3))

    assert found.value[:5].tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert np.isnan(found.value[5])
    assert np.isnan(found.low).all()
    assert found.skill[0].noise.undefined == "nobody else answered these items"
    assert found.skill[2].bias.undefined == "no answers"


def test_equal_answers_have_no_spread_and_break_nothing() -> None:
    found = scale(Ratings(np.repeat(np.arange(4), 3), np.tile(np.arange(3), 4), np.full(12, 3.0), 4, 3))

    assert found.value == pytest.approx(np.full(4, 3.0))
    assert found.spread < 1e-3


def test_no_answers_give_nothing() -> None:
    none = np.zeros(0, dtype=np.int64)

    found = scale(Ratings(none, none, np.zeros(0), 2, 1))

    assert np.isnan(found.value).all()
    assert found.why == "There are no answers."


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(CallError, match="finite"):
        scale(Ratings(np.zeros(1, dtype=int), np.zeros(1, dtype=int), np.array([np.nan]), 1, 1))
