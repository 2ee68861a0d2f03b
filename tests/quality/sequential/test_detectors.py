"""Detectors hold their promise: no false alarm for as long as they say, on average and early on."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality.sequential import Detector, detect, e_bh, e_bonferroni
from earmark.quality.sequential.detectors import Form

SIZES = np.array([0.1, 0.25, 0.5])
FORMS: tuple[Form, ...] = ("shiryaev_roberts", "cusum")


def bets(wrong: np.ndarray, rate: float) -> np.ndarray:
    """Return e-values against "wrong with probability `rate`", betting on more: 1 + s (x − rate) / rate, scaled."""
    return 1 + SIZES[None, :] * (wrong[:, None] - rate) / rate * min(1.0, rate / (1 - rate) * 5)


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_its_recursion(form: Form) -> None:
    rng = np.random.default_rng(0)
    evidence = rng.uniform(0.5, 1.6, 40)
    plain = 0.0
    detector = Detector.fresh(np.array([1.0]), form)
    for e in evidence:
        plain = (plain + 1) * e if form == "shiryaev_roberts" else max(plain, 1.0) * e
        detector = detector.after(np.array([e]))

    assert detector.value == pytest.approx(plain)


def test_the_cusum_form_never_exceeds_the_other() -> None:
    evidence = np.random.default_rng(1).uniform(0, 2.5, (300, 3))
    weights = np.full(3, 1 / 3)
    one, other = Detector.fresh(weights), Detector.fresh(weights, "cusum")
    for row in evidence:
        one, other = one.after(row), other.after(row)
        assert other.log_value <= one.log_value + 1e-12


@pytest.mark.parametrize("form", FORMS)
def test_before_a_change_the_statistic_grows_by_one_a_step_at_most(form: Form) -> None:
    rng = np.random.default_rng(2)
    steps, runs = 50, 4000
    ends = []
    for _ in range(runs):
        detector = Detector.fresh(np.full(3, 1 / 3), form)
        for row in bets((rng.random(steps) < 0.1).astype(float), 0.1):
            detector = detector.after(row)
        ends.append(detector.value)

    assert np.mean(ends) <= steps + 4 * np.std(ends) / np.sqrt(runs)


@pytest.mark.full
@pytest.mark.parametrize("form", FORMS)
def test_false_alarms_come_as_seldom_as_promised_and_not_early(form: Form) -> None:
    rng = np.random.default_rng(3)
    threshold, horizon = 100, 2000
    alarms = []
    for _ in range(400):
        # Wrong answers cluster: not the independent errors the bets think of, but the same share at each step.
        state, wrong = rng.random(horizon) < 0.1, rng.random(horizon) < 0.1
        evidence = bets(np.where(rng.random(horizon) < 0.5, state, wrong).astype(float), 0.1)
        found = detect(evidence, np.full(3, 1 / 3), threshold=threshold, form=form)
        alarms.append(horizon if found.alarm_at is None else found.alarm_at + 1)

    assert np.mean(alarms) >= threshold
    assert np.mean(np.array(alarms) <= threshold / 10) <= 0.12


def test_a_change_is_found_soon_and_its_onset_is_about_right() -> None:
    delays, errors = [], []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        wrong = np.concatenate((rng.random(200) < 0.1, rng.random(300) < 0.5)).astype(float)
        found = detect(bets(wrong, 0.1), np.full(3, 1 / 3), threshold=5000)
        assert found.alarm_at is not None
        assert found.onset is not None
        delays.append(found.alarm_at - 200)
        errors.append(abs(found.onset - 200))

    assert np.median(delays) < 30
    assert np.median(errors) < 10


def test_evidence_beyond_all_numbers_does_not_overflow() -> None:
    detector = Detector.fresh(np.array([1.0]))
    for _ in range(2000):
        detector = detector.after(np.array([10.0]))

    assert np.isfinite(detector.log_value)
    assert detector.log_value > 4600


def test_what_is_no_e_value_is_refused() -> None:
    with pytest.raises(CallError, match="a number from 0 on"):
        detect(np.array([[-0.1]]), np.array([1.0]), threshold=10)
    with pytest.raises(CallError, match="add up to 1 at most"):
        Detector.fresh(np.array([0.8, 0.8]))


def test_over_many_streams_false_alarms_stay_as_few_as_promised() -> None:
    rng = np.random.default_rng(5)
    streams, steps, threshold, runs = 20, 40, 200.0, 300
    bonferroni, false_shares = 0, []
    for _ in range(runs):
        values = np.zeros(streams)
        for _ in range(steps):
            rate = np.where(np.arange(streams) < 5, 0.4, 0.1)  # five streams have changed
            e = bets((rng.random(streams) < rate).astype(float), 0.1)[:, 1]
            values = (values + 1) * e
        bonferroni += int(e_bonferroni(values, threshold)[5:].sum())
        chosen = e_bh(values, threshold)
        false_shares.append(chosen[5:].sum() / max(int(chosen.sum()), 1))

    assert bonferroni / runs <= steps / threshold
    assert np.mean(false_shares) <= steps / threshold


def test_e_bh_never_finds_less_than_bonferroni() -> None:
    values = np.random.default_rng(6).lognormal(5, 3, 200)

    assert (e_bh(values, 50) | ~e_bonferroni(values, 50)).all()
