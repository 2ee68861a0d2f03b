"""The likelihood of comparisons with ties, its slope, and where it is largest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from earmark.quality.consensus.segments import Integers, weighed
from earmark.quality.long_table import Floats

__all__ = ["Davidson", "maximise", "observed_information"]

RELIABILITY_PRECISION = 4.0
ORDER_PRECISION = 1.0
TIE_PRECISION = 0.01
# Up to so many unknowns the curvature is taken in all of them; beyond, reliabilities are taken as known.
MOST_UNKNOWN = 600
STEP = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Davidson:
    """Comparisons (see `preference.Comparisons`) and what is unknown: a vector of the strengths, then of the
    log-reliabilities, the order's log-odds and the logarithm of ν, as far as they are wanted."""

    first: Integers
    second: Integers
    outcome: Integers
    annotator: Integers
    compared: int
    annotators: int
    prior: float
    reliability: bool
    order: bool
    ties: bool

    @property
    def at_order(self) -> int:
        """Where the order's log-odds stand."""
        return self.compared + self.annotators * self.reliability

    @property
    def at_tie(self) -> int:
        """Where the logarithm of ν stands."""
        return self.at_order + self.order

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return self.at_tie + self.ties

    def loss(self, at: Floats) -> tuple[float, Floats]:
        """Return the negative logarithm of the posterior (up to a constant) and its slope."""
        gap = at[self.first] - at[self.second]
        scale = self._scale(at)
        d = scale * gap + (at[self.at_order] if self.order else 0.0)
        log_tie = at[self.at_tie] if self.ties else -np.inf
        whole = np.logaddexp(np.logaddexp(d / 2, -d / 2), log_tie)
        said = np.select([self.outcome == 0, self.outcome == 1], [d / 2, -d / 2], log_tie)
        first, second = np.exp(d / 2 - whole), np.exp(-d / 2 - whole)
        side = np.select([self.outcome == 0, self.outcome == 1], [0.5, -0.5], 0.0)
        slope_d = (first - second) / 2 - side
        slope = np.zeros(self.size)
        slope[: self.compared] = weighed(self.first, slope_d * scale, self.compared) - weighed(
            self.second, slope_d * scale, self.compared
        )
        if self.reliability:
            slope[self.compared : self.at_order] = weighed(
                self.annotator, slope_d * scale * gap, self.annotators
            )
        if self.order:
            slope[self.at_order] = slope_d.sum()
        if self.ties:
            slope[self.at_tie] = np.exp(log_tie - whole).sum() - (self.outcome == 2).sum()
        precision = self._precisions()
        value = float((whole - said).sum()) + 0.5 * float(precision @ (at * at))
        return value, slope + precision * at

    def _scale(self, at: Floats) -> Floats:
        if not self.reliability:
            return np.ones(len(self.outcome))
        found: Floats = np.exp(at[self.compared + self.annotator])
        return found

    def _precisions(self) -> Floats:
        precision = np.full(self.size, self.prior)
        precision[self.compared : self.at_order] = RELIABILITY_PRECISION
        if self.order:
            precision[self.at_order] = ORDER_PRECISION
        if self.ties:
            # Without a prior on the strengths the likelihood alone is wanted.
            precision[self.at_tie] = TIE_PRECISION if self.prior else 0.0
        return precision


def maximise(model: Davidson) -> tuple[Floats, bool]:
    """Return where the posterior is largest, and whether the search came to its end."""
    from scipy.optimize import minimize

    options = {"maxiter": 5000, "maxfun": 20_000, "ftol": 1e-15, "gtol": 1e-9, "maxcor": 30}
    found = minimize(model.loss, np.zeros(model.size), jac=True, method="L-BFGS-B", options=options)
    flat = np.abs(found.jac).max(initial=0.0) <= 1e-4 * max(1.0, abs(found.fun)) ** 0.5
    return np.asarray(found.x, dtype=np.float64), bool(found.success or flat)


def observed_information(model: Davidson, at: Floats) -> Floats:
    """Return the covariance of the unknowns: the inverse of the curvature, by central differences of the slope.

    What all strengths have in common is left out where no prior holds it. With very many unknowns those of
    the reliabilities are taken as known, and their variance is that of each alone.
    """
    size = model.size
    free = np.arange(size)
    if size > MOST_UNKNOWN:
        free = np.concatenate((np.arange(model.compared), np.arange(model.at_order, size)))
    curvature = np.zeros((len(free), len(free)))
    for place, j in enumerate(free):
        step = np.zeros(size)
        step[j] = STEP
        up, down = model.loss(at + step)[1], model.loss(at - step)[1]
        curvature[place] = ((up - down) / (2 * STEP))[free]
    covariance = np.zeros((size, size))
    inverse = np.linalg.pinv((curvature + curvature.T) / 2, rcond=1e-10, hermitian=True)
    covariance[np.ix_(free, free)] = inverse
    if len(free) < size:
        alone = np.arange(model.compared, model.at_order)
        step = np.zeros(size)
        step[alone] = STEP
        bend = (model.loss(at + step)[1] - model.loss(at - step)[1])[alone] / (2 * STEP)
        covariance[alone, alone] = 1 / np.maximum(bend, RELIABILITY_PRECISION)
    return covariance
