"""E-values have mean 1 while nothing is wrong: this one law catches a broken guarantee."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality.sequential import BayesNull, BinnedRatio, conformal_p, lifted, p_to_e

POOLED = np.array([[0.8, 0.15, 0.05], [0.1, 0.7, 0.2], [0.05, 0.15, 0.8]])


def test_every_direction_has_mean_exactly_one_under_the_predictive() -> None:
    rng = np.random.default_rng(0)
    null = BayesNull.of(POOLED, strength=20)
    for _ in range(50):
        shares = rng.dirichlet(np.ones(3))
        q = null.predictive(shares)
        for size in (0.1, 0.25, 0.5):
            means = [
                sum(q[answer] * null.toward(shares, answer, truth, label, size) for answer in range(3))
                for truth in range(3)
                for label in range(3)
            ]
            guessing = sum(q[answer] * null.guessing(shares, answer, size) for answer in range(3))
            assert np.allclose([*means, guessing], 1)
        null = null.after(shares, int(rng.choice(3, p=q)))


def test_e_values_are_never_negative() -> None:
    rng = np.random.default_rng(1)
    null = BayesNull.of(POOLED, strength=5)
    for _ in range(200):
        shares = rng.dirichlet(np.ones(3) * 0.3)
        answer = int(rng.integers(3))
        assert min(null.toward(shares, answer, k, m, 0.5) for k in range(3) for m in range(3)) >= 0
        null = null.after(shares, answer)


def test_the_mean_stays_one_for_annotators_drawn_from_the_pool() -> None:
    """Each annotator has a confusion of their own; only on average over them is it the pool's."""
    rng = np.random.default_rng(2)
    found = []
    for _ in range(400):
        own = np.stack([rng.dirichlet(20 * row) for row in POOLED])
        null = BayesNull.of(POOLED, strength=20)
        for _ in range(30):
            truth = int(rng.integers(3))
            shares = np.eye(3)[truth]
            answer = int(rng.choice(3, p=own[truth]))
            found.append(null.toward(shares, answer, 0, 1, 0.5))
            null = null.after(shares, answer)

    assert np.mean(found) == pytest.approx(1, abs=0.03)


def test_a_plug_in_of_few_answers_would_break_the_promise_that_the_learnt_null_keeps() -> None:
    """The trap: a confusion counted from some answers, and then taken for known."""
    rng = np.random.default_rng(3)
    naive, honest = [], []
    for _ in range(300):
        own = np.stack([rng.dirichlet(20 * row) for row in POOLED])
        seen = np.array([rng.multinomial(15, row) for row in own]) + 0.3
        plugged = seen / seen.sum(axis=1, keepdims=True)
        null = BayesNull(20 * POOLED + seen - 0.3)
        for _ in range(20):
            truth = int(rng.integers(3))
            answer = int(rng.choice(3, p=own[truth]))
            expected = null.confusion[truth]
            naive.append(1 + 0.5 * (1 / 3 - plugged[truth, answer]) / plugged[truth, answer])
            honest.append(1 + 0.5 * (1 / 3 - expected[answer]) / expected[answer])
            null = null.after(np.eye(3)[truth], answer)

    assert np.mean(naive) > 1.1
    assert np.mean(honest) == pytest.approx(1, abs=0.06)


def test_a_binned_ratio_has_mean_one_where_a_ratio_of_models_has_not() -> None:
    rng = np.random.default_rng(4)
    honest, fresh = rng.standard_t(4, 20_000), rng.standard_t(4, 20_000)
    shifted = rng.standard_t(4, 20_000) + 1
    binned = BinnedRatio.of(honest, shifted).evidence(fresh)
    models = np.exp(fresh * 1.0 - 0.5)  # the ratio of two normal models, which these scores do not follow

    assert binned.mean() == pytest.approx(1, abs=0.03)
    assert models.mean() > 1.2


def test_lifting_keeps_the_mean_and_bounds_the_loss() -> None:
    e = np.random.default_rng(5).exponential(1, 50_000)

    assert lifted(e, 0.2).mean() == pytest.approx(e.mean(), abs=0.02)
    assert lifted(e, 0.2).min() >= 0.8


def test_conformal_p_values_are_uniform_whatever_the_scores() -> None:
    rng = np.random.default_rng(6)
    p = np.concatenate(
        [
            conformal_p(np.round(rng.exponential(2, 1)), np.round(rng.exponential(2, 50)), rng.random(1))
            for _ in range(8000)
        ]
    )

    for level in (0.05, 0.1, 0.5, 0.9):
        assert np.mean(p <= level) == pytest.approx(level, abs=0.012)
    assert p_to_e(p).mean() == pytest.approx(1, abs=0.05)


def test_strange_scores_have_small_p() -> None:
    p = conformal_p(np.full(5, 99.0), np.arange(100.0) / 10, np.full(5, 0.5))

    assert (p < 0.01).all()


def test_what_cannot_be_learnt_from_is_refused() -> None:
    with pytest.raises(CallError, match="at least 480 honest scores"):
        BinnedRatio.of(np.zeros(10), np.zeros(10))
    with pytest.raises(CallError, match="adds up to 1"):
        BayesNull.of(np.ones((2, 2)), strength=1)
