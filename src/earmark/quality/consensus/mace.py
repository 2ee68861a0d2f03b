"""MACE: an annotator either knows, or answers after a habit of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from earmark.quality.consensus.cells import Cells
from earmark.quality.consensus.coins import CoinFit, fit_coins
from earmark.quality.consensus.segments import weighed
from earmark.quality.long_table import Floats, LongTable

__all__ = ["HABIT", "KNOWING", "Mace", "fit_mace"]

# Answers added before any is seen: to knowing and to not knowing; to each label of the habit.
KNOWING = 0.5
HABIT = 10.0
LEAST = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Mace:
    """The fit, how often each annotator knows, and their habit, shape (annotators, labels)."""

    fit: CoinFit
    knows: Floats
    habit: Floats

    def given_truth(self, rows: LongTable) -> Floats:
        """Return the probability of each row's label where the truth is each label; shape (rows, labels)."""
        knows = self.knows[rows.annotator]
        guess = (1 - knows) * self.habit[rows.annotator, rows.label]
        found = np.repeat(guess[:, None], self.habit.shape[1], axis=1)
        found[np.arange(len(rows)), rows.label] += knows
        return found


def fit_mace(
    table: LongTable, cells: Cells, *, iterations: int, tolerance: float, start: Floats | None = None
) -> Mace:
    """Return the variational fit of P(l | a, truth k) = θ_a [l = k] + (1 − θ_a) ξ_a(l), labels evenly likely.

    Priors: θ_a ~ Beta(½, ½), ξ_a ~ Dirichlet(10, …). In the rounds a parameter is exp(ψ(count + prior) −
    ψ(total)), as in the published implementation; what is returned are the posterior means.
    Source: D. Hovy, T. Berg-Kirkpatrick, A. Vaswani, E. Hovy (2013), NAACL-HLT, aclanthology N13-1132.
    The rounds begin at the vote shares, each of them split evenly between knowing and luck; there are no
    random restarts, so that the same table gives the same answer.

    >>> from earmark.quality.consensus.cells import cells_of
    >>> table = LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 1, 0]))
    >>> fitted = fit_mace(table, cells_of(table), iterations=50, tolerance=1e-9)
    >>> bool(fitted.knows[0] > fitted.knows[2])
    True
    """
    state = _Rounds(table)
    fitted = fit_coins(
        cells, state.maximise, learned=False, iterations=iterations, tolerance=tolerance, start=start
    )
    knows = (state.known + KNOWING) / (state.known + state.guessed + 2 * KNOWING)
    habit = state.habit_counts.reshape(table.annotators, table.labels) + HABIT
    return Mace(fitted, knows, habit / habit.sum(axis=1, keepdims=True))


class _Rounds:
    """Expected counts of knowing and of each habit, from one round to the next."""

    def __init__(self, table: LongTable) -> None:
        self.by = table.annotator
        self.annotators, self.labels = table.annotators, table.labels
        self.slot = table.annotator.astype(np.int64) * table.labels + table.label
        self.known = np.zeros(table.annotators)
        self.guessed = np.zeros(table.annotators)
        self.habit_counts = np.zeros(table.annotators * table.labels)
        self.knew_if_right = np.full(len(table), 0.5)

    def maximise(self, right: Floats) -> tuple[Floats, Floats]:
        """Return (hit, miss) of each row, given how probably its answer is the truth."""
        from scipy.special import digamma

        knew = right * self.knew_if_right
        self.known = weighed(self.by, knew, self.annotators)
        self.guessed = weighed(self.by, 1 - knew, self.annotators)
        self.habit_counts = weighed(self.slot, 1 - knew, self.annotators * self.labels)
        whole = digamma(self.known + self.guessed + 2 * KNOWING)
        know = np.exp(digamma(self.known + KNOWING) - whole)
        luck = np.exp(digamma(self.guessed + KNOWING) - whole)
        habit = np.exp(
            digamma(self.habit_counts[self.slot] + HABIT)
            - digamma(self.guessed + self.labels * HABIT)[self.by]
        )
        guess = np.maximum(luck[self.by] * habit, LEAST)
        said = know[self.by] + guess
        self.knew_if_right = know[self.by] / said
        return np.log(said), np.log(guess)
