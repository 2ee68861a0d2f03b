"""Detectors of a change: the Shiryaev–Roberts and CUSUM forms of an e-detector, and mixtures of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from earmark.errors import CallError
from earmark.quality.long_table import Floats

__all__ = ["Detection", "Detector", "Form", "detect"]

Form = Literal["shiryaev_roberts", "cusum"]
_FORMS = ("shiryaev_roberts", "cusum")


@dataclass(frozen=True, slots=True, eq=False)
class Detector:
    """The state of a mixture of detectors, one for each component (which change, of what size).

    R_t = (R_{t−1} + 1) e_t in the Shiryaev–Roberts form, max(R_{t−1}, 1) e_t in the CUSUM form, and
    M_t = Σ_j w_j R_t^j. While nothing has changed E[M_τ] ≤ E[τ] for every time τ at which one may stop, so the
    first time M reaches A comes after A steps or more on average: no model of what happens after the change,
    no independence is needed. Shin, Ramdas and Rinaldo (2024), doi:10.51387/23-NEJSDS51.

    `log_statistics` and `weights` have shape (components,); the weights add up to 1 at most.

    >>> detector = Detector.fresh(np.array([1.0]))
    >>> for e in (2.0, 2.0, 2.0):
    ...     detector = detector.after(np.array([e]))
    >>> round(detector.value, 6)  # ((0 + 1) · 2 + 1) · 2 + 1) · 2
    14.0

    Raises:
        CallError: weights are negative, or add up to more than 1.
    """

    log_statistics: Floats
    weights: Floats
    form: Form = "shiryaev_roberts"
    steps: int = 0

    def __post_init__(self) -> None:
        if self.form not in _FORMS:
            raise CallError(f"a detector's form is one of {', '.join(_FORMS)}, found {self.form!r}")
        if (self.weights < 0).any() or self.weights.sum() > 1 + 1e-9:
            raise CallError("the weights of a mixture are never negative and add up to 1 at most")

    @classmethod
    def fresh(cls, weights: Floats, form: Form = "shiryaev_roberts") -> Detector:
        """Return a detector that has seen nothing."""
        weights = np.asarray(weights, dtype=np.float64)
        return cls(np.full(len(weights), -np.inf), weights, form)

    def after(self, evidence: Floats) -> Detector:
        """Return the detector after one more step; `evidence` holds an e-value for each component."""
        with np.errstate(divide="ignore"):
            gained = np.log(evidence)
        begun = (
            np.logaddexp(self.log_statistics, 0.0)
            if self.form == "shiryaev_roberts"
            else np.maximum(self.log_statistics, 0.0)
        )
        return replace(self, log_statistics=begun + gained, steps=self.steps + 1)

    @property
    def log_value(self) -> float:
        """The logarithm of M_t, −∞ before the first step."""
        with np.errstate(divide="ignore"):
            terms = self.log_statistics + np.log(self.weights)
        top = float(terms.max(initial=-np.inf))
        return top if np.isneginf(top) else top + float(np.log(np.exp(terms - top).sum()))

    @property
    def value(self) -> float:
        """M_t."""
        return float(np.exp(self.log_value))


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """What a run of a detector saw.

    `log_values` holds log M after each step. `alarm_at` counts steps from 0; `component` is the one with most
    evidence then, `onset` the start that explains this evidence best. All three are None without an alarm.
    """

    log_values: Floats
    alarm_at: int | None
    component: int | None
    onset: int | None


def detect(
    evidence: Floats, weights: Floats, *, threshold: float, form: Form = "shiryaev_roberts"
) -> Detection:
    """Run a detector over e-values of shape (steps, components) until it alarms.

    It alarms when M reaches `threshold`: on average not before so many steps while nothing changes.

    >>> quiet, loud = np.ones((50, 1)), np.full((20, 1), 1.8)
    >>> found = detect(np.concatenate((quiet, loud)), np.array([1.0]), threshold=5000)
    >>> found.alarm_at, found.onset
    (57, 50)

    Raises:
        CallError: the threshold is below 1, or an e-value is negative or not a number.
    """
    evidence = np.asarray(evidence, dtype=np.float64)
    if threshold < 1:
        raise CallError(f"a threshold is the number of steps to a false alarm, at least 1, found {threshold}")
    if np.isnan(evidence).any() or (evidence < 0).any():
        raise CallError("an e-value is a number from 0 on")
    detector = Detector.fresh(weights, form)
    log_values = np.empty(len(evidence))
    for step, row in enumerate(evidence):
        detector = detector.after(row)
        log_values[step] = detector.log_value
        if log_values[step] >= np.log(threshold):
            with np.errstate(divide="ignore"):
                component = int(np.argmax(detector.log_statistics + np.log(detector.weights)))
            return Detection(log_values[: step + 1], step, component, _onset(evidence[: step + 1, component]))
    return Detection(log_values, None, None, None)


def _onset(evidence: Floats) -> int:
    """Return the start from which the product of e-values up to now is largest, the latest of equals."""
    with np.errstate(divide="ignore"):
        from_start = np.cumsum(np.log(evidence)[::-1])[::-1]
    return len(from_start) - 1 - int(np.argmax(from_start[::-1]))
