"""GLAD: how able an annotator is, times how easy an item is, says how probably an answer is right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from earmark.quality.consensus.cells import Cells
from earmark.quality.consensus.coins import CoinFit, fit_coins
from earmark.quality.consensus.segments import weighed
from earmark.quality.long_table import Floats, LongTable

__all__ = ["Glad", "fit_glad", "gradient"]

# Both have a normal prior with this mean and variance 1.
MEAN = 1.0
# No step is longer than this: far from the optimum the curvature says too little.
LONGEST = 1.0
STEPS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Glad:
    """The fit, each annotator's ability α and each item's ease β (its logarithm is what the prior is on)."""

    fit: CoinFit
    ability: Floats
    log_ease: Floats
    labels: int

    def given_truth(self, rows: LongTable) -> Floats:
        """Return the probability of each row's label where the truth is each label; shape (rows, labels)."""
        right = _sigmoid(self.ability[rows.annotator] * np.exp(self.log_ease[rows.item]))
        found = np.repeat(((1 - right) / max(1, self.labels - 1))[:, None], self.labels, axis=1)
        found[np.arange(len(rows)), rows.label] = right
        return found


def fit_glad(
    table: LongTable, cells: Cells, *, iterations: int, tolerance: float, start: Floats | None = None
) -> Glad:
    """Return the fit of P(answer right) = 1 / (1 + exp(−α_a β_i)), wrong answers and labels evenly likely.

    α_a ~ N(1, 1), log β_i ~ N(1, 1). Each round takes, for the abilities and then for the eases, two steps of
    scoring: the analytic gradient over the expected curvature, which the prior keeps above 1.
    Source: J. Whitehill, P. Ruvolo, T. Wu, J. Bergsma, J. Movellan (2009), NIPS 22.

    >>> from earmark.quality.consensus.cells import cells_of
    >>> table = LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 1, 0]))
    >>> fitted = fit_glad(table, cells_of(table), iterations=50, tolerance=1e-9)
    >>> bool(fitted.ability[0] > fitted.ability[2])
    True
    """
    ability, log_ease = np.full(table.annotators, MEAN), np.full(table.items, MEAN)
    others = np.log(max(1, table.labels - 1))

    def maximise(right: Floats) -> tuple[Floats, Floats]:
        _climb(table, right, ability, log_ease)
        x = ability[table.annotator] * np.exp(log_ease)[table.item]
        return -np.logaddexp(0, -x), -np.logaddexp(0, x) - others

    fitted = fit_coins(
        cells, maximise, learned=False, iterations=iterations, tolerance=tolerance, start=start
    )
    return Glad(fitted, ability, log_ease, table.labels)


def gradient(table: LongTable, right: Floats, ability: Floats, log_ease: Floats) -> tuple[Floats, Floats]:
    """Return the slope of the expected log-posterior in each ability and in each log-ease.

    ∂/∂α_a = Σ (r − σ) β_i − (α_a − 1), ∂/∂log β_i = Σ (r − σ) α_a β_i − (log β_i − 1); r is the probability
    that the answer is right, σ what α and β say of it.
    """
    ease = np.exp(log_ease)[table.item]
    able = ability[table.annotator]
    off = right - _sigmoid(able * ease)
    up_ability = weighed(table.annotator, off * ease, table.annotators) - (ability - MEAN)
    up_ease = weighed(table.item, off * able * ease, table.items) - (log_ease - MEAN)
    return up_ability, up_ease


def _climb(table: LongTable, right: Floats, ability: Floats, log_ease: Floats) -> None:
    """Move abilities and log-eases uphill, in place."""
    for _ in range(STEPS):
        ease = np.exp(log_ease)[table.item]
        chance = _sigmoid(ability[table.annotator] * ease)
        slope = weighed(table.annotator, (right - chance) * ease, table.annotators) - (ability - MEAN)
        bend = weighed(table.annotator, chance * (1 - chance) * ease * ease, table.annotators) + 1
        ability += np.clip(slope / bend, -LONGEST, LONGEST)
    for _ in range(STEPS):
        x = ability[table.annotator] * np.exp(log_ease)[table.item]
        chance = _sigmoid(x)
        slope = weighed(table.item, (right - chance) * x, table.items) - (log_ease - MEAN)
        bend = weighed(table.item, chance * (1 - chance) * x * x, table.items) + 1
        log_ease += np.clip(slope / bend, -LONGEST, LONGEST)


def _sigmoid(x: Floats) -> Floats:
    from scipy.special import expit

    found: Floats = expit(x)
    return found
