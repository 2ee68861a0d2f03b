"""One coin an annotator: right with one probability, whatever the truth; wrong in any way alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from earmark.quality.consensus.cells import Cells
from earmark.quality.consensus.coins import CoinFit, fit_coins
from earmark.quality.consensus.segments import weighed
from earmark.quality.long_table import Floats, LongTable

__all__ = ["OneCoin", "fit_one_coin"]

LEAST = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class OneCoin:
    """The fit, and each annotator's probability of being right; that of a stranger where they have no answer."""

    fit: CoinFit
    accuracy: Floats
    labels: int

    def given_truth(self, rows: LongTable) -> Floats:
        """Return the probability of each row's label where the truth is each label; shape (rows, labels)."""
        right = self.accuracy[rows.annotator]
        found = np.repeat(((1 - right) / max(1, self.labels - 1))[:, None], self.labels, axis=1)
        found[np.arange(len(rows)), rows.label] = right
        return found


def fit_one_coin(
    table: LongTable,
    cells: Cells,
    *,
    prior: float,
    iterations: int,
    tolerance: float,
    start: Floats | None = None,
) -> OneCoin:
    """Return the fit of P(l | a, truth k) = p_a where l = k, else (1 − p_a) / (K − 1).

    p_a = (Σ right + prior · p̄) / (answers + prior), p̄ over all annotators; a prior of 0 is maximum likelihood.
    Source: the homogeneous model of Y. Zhang, X. Chen, D. Zhou, M. I. Jordan (2016), JMLR 17(102).

    >>> from earmark.quality.consensus.cells import cells_of
    >>> table = LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 1, 0]))
    >>> fitted = fit_one_coin(table, cells_of(table), prior=0.0, iterations=9, tolerance=0.0)
    >>> fitted.accuracy.round(2).tolist()
    [1.0, 1.0, 0.0]
    """
    answers = np.bincount(table.annotator, minlength=table.annotators).astype(np.float64)
    accuracy = np.zeros(table.annotators)
    others = max(1, table.labels - 1)

    def maximise(right: Floats) -> tuple[Floats, Floats]:
        mean = float(right.mean())
        found = (weighed(table.annotator, right, table.annotators) + prior * mean) / np.maximum(
            answers + prior, LEAST
        )
        accuracy[:] = np.clip(np.where(answers > 0, found, mean), LEAST, 1 - LEAST)
        return np.log(accuracy)[table.annotator], np.log((1 - accuracy) / others)[table.annotator]

    fitted = fit_coins(cells, maximise, learned=True, iterations=iterations, tolerance=tolerance, start=start)
    return OneCoin(fitted, accuracy, table.labels)
