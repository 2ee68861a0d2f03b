"""Preferences: how strong each of the compared is, from pairs, with ties and annotators who differ in care."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.consensus.davidson import Davidson, maximise, observed_information
from earmark.quality.consensus.segments import Integers
from earmark.quality.long_table import Codes, Floats

__all__ = ["FIRST", "SECOND", "TIE", "Comparisons", "PreferenceConsensus", "preference"]

FIRST, SECOND, TIE = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """Pairs that were compared: five arrays of one length, in any order.

    `first` and `second` are codes of the two in the order in which they were shown, `outcome` is FIRST, SECOND
    or TIE for which was preferred, `annotator` who says so.
    """

    first: Integers
    second: Integers
    outcome: Integers
    annotator: Integers
    compared: int
    annotators: int


@dataclass(frozen=True, slots=True, eq=False)
class PreferenceConsensus:
    """What comparisons, taken together, say.

    `strength` (one for each of the compared) is a log-odds: of two, the stronger is preferred with odds
    exp(difference) by an average annotator, ties left aside; the mean of those compared is 0. `reliability` is
    by how much an annotator's log-odds differ from that average: 0 would be a coin, 1 is average. `tie` is how
    probable a tie is between equals, `order` the log-odds in favour of the one shown first. `groups` numbers
    the sets that were compared with each other directly or by way of others: strengths of different groups
    cannot be compared.
    """

    why: str
    strength: tuple[Estimate, ...]
    covariance: Floats
    reliability: tuple[Estimate, ...]
    tie: Estimate
    order: Estimate
    groups: Codes

    def preferred(self, one: int, other: int, *, level: float = 0.95) -> Estimate:
        """Return how probably an average annotator prefers one to the other, ties left aside."""
        a, b = self.strength[one], self.strength[other]
        measure = "preferred/1"
        n = min(a.n, b.n)
        if a.value is None or b.value is None or self.groups[one] != self.groups[other]:
            why = "they were never compared, not even by way of others"
            return Estimate.missing(why, n=n, over="annotations", measure=measure, level=level)
        variance = self.covariance[one, one] + self.covariance[other, other] - 2 * self.covariance[one, other]
        gap, half = a.value - b.value, _quantile(level) * float(np.sqrt(max(variance, 0.0)))
        value, low, high = (float(1 / (1 + np.exp(-x))) for x in (gap, gap - half, gap + half))
        return Estimate(value, low, high, level=level, n=n, over="annotations", measure=measure)


def preference(
    comparisons: Comparisons,
    *,
    prior: float = 0.1,
    reliability: bool = True,
    order: bool = True,
    level: float = 0.95,
) -> PreferenceConsensus:
    """Return the strengths that explain the comparisons best, each with an interval.

    P(first) : P(second) : P(tie) = exp(d/2) : exp(−d/2) : ν with d = r_a (s_first − s_second) + h: the model of
    R. A. Bradley and M. E. Terry (1952), doi:10.2307/2334029, ties by R. R. Davidson (1970),
    doi:10.1080/01621459.1970.10481082, the order by R. J. Beaver and D. V. Gokhale (1975), and annotators'
    reliability r by X. Chen et al. (2013), doi:10.1145/2433396.2433420, here a factor. s ~ N(0, 1/prior),
    log r ~ N(0, ¼), h ~ N(0, 1); maximum a posteriori, intervals from the curvature there. With `prior` 0 and
    without `reliability` and `order` it is the maximum of the likelihood. They speak of these comparisons as if
    each were independent: several judgements of one pair of texts are not, quite.

    >>> never = np.zeros(9, dtype=np.int32)
    >>> found = preference(Comparisons(never, never + 1, np.array([0, 0, 0, 0, 0, 0, 1, 1, 2]), never, 2, 1))
    >>> found.strength[0].value > found.strength[1].value
    True

    Raises:
        CallError: an outcome is none of the three, or something is compared with itself.
    """
    _check(comparisons, prior)
    groups = _groups(comparisons)
    if not len(comparisons.outcome):
        return _nothing(comparisons, groups, level)
    model = Davidson(
        first=comparisons.first,
        second=comparisons.second,
        outcome=comparisons.outcome,
        annotator=comparisons.annotator,
        compared=comparisons.compared,
        annotators=comparisons.annotators,
        prior=prior,
        reliability=reliability and len(np.unique(comparisons.annotator)) > 1,
        order=order,
        ties=bool((comparisons.outcome == TIE).any()),
    )
    at, converged = maximise(model)
    covariance = observed_information(model, at)
    return _result(comparisons, model, at, covariance, groups, level, converged)


def _result(
    comparisons: Comparisons,
    model: Davidson,
    at: Floats,
    covariance: Floats,
    groups: Codes,
    level: float,
    converged: bool,
) -> PreferenceConsensus:
    size = comparisons.compared
    seen = np.bincount(np.concatenate((comparisons.first, comparisons.second)), minlength=size)
    used = (seen > 0).astype(np.float64)
    centre = np.eye(size) - np.outer(np.ones(size), used / used.sum())
    strength = centre @ at[:size]
    spread = centre @ covariance[:size, :size] @ centre.T
    half = _quantile(level) * np.sqrt(np.maximum(np.diag(covariance), 0.0))
    own = _quantile(level) * np.sqrt(np.maximum(np.diag(spread), 0.0))
    return PreferenceConsensus(
        why=_why(model, groups[seen > 0], len(comparisons.outcome), converged),
        strength=tuple(
            _between(
                strength[j] - own[j], strength[j], strength[j] + own[j], int(seen[j]), "strength/1", level
            )
            if seen[j]
            else Estimate.missing(
                "never compared", n=0, over="annotations", measure="strength/1", level=level
            )
            for j in range(size)
        ),
        covariance=spread,
        reliability=_reliability(comparisons, model, at, half, level),
        tie=_tie(model, at, half, level),
        order=_order(model, at, half, level),
        groups=groups,
    )


def _reliability(
    comparisons: Comparisons, model: Davidson, at: Floats, half: Floats, level: float
) -> tuple[Estimate, ...]:
    answers = np.bincount(comparisons.annotator, minlength=comparisons.annotators)
    measure = "reliability/1"
    if not model.reliability:
        why = "one annotator only" if (answers > 0).sum() < 2 else "all annotators are taken to be alike"
        return tuple(
            Estimate.missing(why, n=int(n), over="annotations", measure=measure, level=level) for n in answers
        )
    found = []
    for a, n in enumerate(answers):
        j = model.compared + a
        low, value, high = np.exp([at[j] - half[j], at[j], at[j] + half[j]])
        found.append(
            _between(low, value, high, int(n), measure, level)
            if n
            else Estimate.missing("no answers", n=0, over="annotations", measure=measure, level=level)
        )
    return tuple(found)


def _tie(model: Davidson, at: Floats, half: Floats, level: float) -> Estimate:
    n = len(model.outcome)
    if not model.ties:
        return Estimate.missing("no tie was given", n=n, over="annotations", measure="tie/1", level=level)
    j = model.at_tie
    low, value, high = (bound / (2 + bound) for bound in np.exp([at[j] - half[j], at[j], at[j] + half[j]]))
    return _between(low, value, high, n, "tie/1", level)


def _order(model: Davidson, at: Floats, half: Floats, level: float) -> Estimate:
    n = len(model.outcome)
    if not model.order:
        return Estimate.missing("not asked for", n=n, over="annotations", measure="order/1", level=level)
    j = model.at_order
    return _between(at[j] - half[j], at[j], at[j] + half[j], n, "order/1", level)


def _between(low: float, value: float, high: float, n: int, measure: str, level: float) -> Estimate:
    return Estimate(
        float(value), float(low), float(high), level=level, n=n, over="annotations", measure=measure
    )


def _why(model: Davidson, groups: Codes, n: int, converged: bool) -> str:
    parts = [f"Bradley and Terry's model of {n:,} comparisons"]
    parts += ["ties by Davidson"] * model.ties + ["each annotator's reliability"] * model.reliability
    parts += ["the order shown"] * model.order
    text = ", ".join(parts) + "."
    if len(np.unique(groups)) > 1:
        text += " Not all were compared with each other, even by way of others: between such groups strengths mean nothing."
    return text if converged else f"{text} The search stopped before its end: take the figures with care."


def _groups(comparisons: Comparisons) -> Codes:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(comparisons.first))
    size = comparisons.compared
    graph = csr_matrix((ones, (comparisons.first, comparisons.second)), shape=(size, size))
    found: Codes = connected_components(graph, directed=False)[1].astype(np.int32)
    return found


def _check(comparisons: Comparisons, prior: float) -> None:
    if not np.isin(comparisons.outcome, (FIRST, SECOND, TIE)).all():
        raise CallError("an outcome must be 0 (the first is preferred), 1 (the second) or 2 (a tie)")
    if (comparisons.first == comparisons.second).any():
        row = int(np.flatnonzero(comparisons.first == comparisons.second)[0])
        raise CallError(f"comparison {row} compares something with itself")
    if not (np.isfinite(prior) and prior >= 0):
        raise CallError(f"the prior must be a precision, 0 or more, found {prior}")


def _nothing(comparisons: Comparisons, groups: Codes, level: float) -> PreferenceConsensus:
    def missing(measure: str) -> Estimate:
        return Estimate.missing("no comparisons", n=0, over="annotations", measure=measure, level=level)

    size = comparisons.compared
    return PreferenceConsensus(
        why="There are no comparisons.",
        strength=tuple(missing("strength/1") for _ in range(size)),
        covariance=np.zeros((size, size)),
        reliability=tuple(missing("reliability/1") for _ in range(comparisons.annotators)),
        tie=missing("tie/1"),
        order=missing("order/1"),
        groups=groups,
    )


def _quantile(level: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(0.5 + level / 2))
