"""Numbers on a scale: how severe each item is, how lenient and how precise each annotator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.consensus.segments import Integers, weighed
from earmark.quality.long_table import Bools, Floats

__all__ = ["AnnotatorScale", "Ratings", "ScaleConsensus", "scale"]

ROUNDS = 500
SETTLED = 1e-8
# A noise precision has a gamma prior of this shape, around the middle (geometric mean) of all annotators.
SHAPE = 1.0
LEAST_VARIANCE = 1e-12
LEAST_SHAPE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Numbers given to items: three arrays of one length, in any order."""

    item: Integers
    annotator: Integers
    value: Floats
    items: int
    annotators: int


@dataclass(frozen=True, slots=True)
class AnnotatorScale:
    """How an annotator uses the scale: `bias` is how much higher they rate than all together, `noise` the
    standard deviation of their answers around that, both in units of the scale."""

    annotator: int
    answers: int
    bias: Estimate
    noise: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class ScaleConsensus:
    """What numbers, taken together, say.

    `value`, `low`, `high` have shape (items,), NaN where an item has no answer; the bounds also where no item
    has two answers. `spread` is the standard
    deviation of the items among themselves.
    """

    why: str
    value: Floats
    low: Floats
    high: Floats
    spread: float
    skill: tuple[AnnotatorScale, ...]
    rounds: int


def scale(ratings: Ratings, *, level: float = 0.95) -> ScaleConsensus:
    """Return the severity of each item with an interval, and each annotator's bias and noise.

    y_ia = x_i + b_a + e, x_i ~ N(μ, σ²), b_a ~ N(0, σ_b²), e ~ N(0, 1/τ_a), τ_a ~ Gamma. Fitted by variational
    Bayes: each of x, b, τ in turn given what is believed of the others, μ, σ², σ_b² and the mean precision by
    empirical Bayes. Answers may be missing in any pattern. The model is that of Z. Li and C. G. Bampis (2017),
    doi:10.1109/DCC.2017.26 (also ITU-T P.910), with priors.


    The interval of an item holds the doubt about it and about the biases of those who rated it. Annotators
    who never rate the same items as others are told apart only by the prior.

    >>> given = Ratings(np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 0, 1, 0, 1]),
    ...                 np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), items=3, annotators=2)
    >>> scale(given).value.round(1).tolist()
    [1.5, 3.5, 5.5]

    Raises:
        CallError: a value is not finite.
    """
    if not np.isfinite(ratings.value).all():
        raise CallError("a scale needs finite numbers; leave missing answers out")
    answers = np.bincount(ratings.item, minlength=ratings.items)
    if (answers < 2).all():
        return _single(ratings, level)
    state = _Beliefs(ratings)
    rounds = 0
    while rounds < ROUNDS and state.turn() > SETTLED:
        rounds += 1
    half = _quantile(level) * np.sqrt(state.item_variance())
    known = answers > 0
    value = np.where(known, state.x, np.nan)
    alone = (
        np.bincount(ratings.annotator, weights=answers[ratings.item] - 1, minlength=ratings.annotators) == 0
    )
    return ScaleConsensus(
        why=(
            "Each answer is the item's severity, the annotator's bias and noise of their own; the more precise "
            f"count for more ({rounds} rounds)."
        ),
        value=value,
        low=value - half,
        high=value + half,
        spread=float(np.sqrt(state.item_spread)),
        skill=state.skills(level, alone),
        rounds=rounds,
    )


class _Beliefs:
    """What is believed of items (x, its variance v), biases (b, w) and precisions (τ), from turn to turn."""

    def __init__(self, ratings: Ratings) -> None:
        self.item, self.by, self.y = ratings.item, ratings.annotator, ratings.value
        self.items, self.annotators = ratings.items, ratings.annotators
        self.answers = np.bincount(self.by, minlength=self.annotators).astype(np.float64)
        self.per_item = np.bincount(self.item, minlength=self.items).astype(np.float64)
        whole = max(float(self.y.var()), LEAST_VARIANCE)
        self.least = LEAST_VARIANCE * whole
        self.mean = float(self.y.mean())
        self.x = weighed(self.item, self.y, self.items) / np.maximum(self.per_item, 1)
        self.v = np.full(self.items, whole)
        self.b, self.w = np.zeros(self.annotators), np.full(self.annotators, whole / 4)
        self.item_spread, self.bias_spread, self.noise = whole / 2, whole / 4, whole / 2
        self.precision = np.full(self.annotators, 1 / self.noise)
        self.shape = SHAPE + self.answers / 2
        self.rate = self.shape / self.precision

    def turn(self) -> float:
        """Renew every belief once; return how far the severities moved, in units of the scale's spread."""
        before = self.x.copy()
        self._items()
        self._biases()
        self._precisions()
        known = self.per_item > 0
        x, v = self.x[known], self.v[known]
        self.mean = float(x.mean())
        self.item_spread = max(float(((x - self.mean) ** 2 + v).mean()), self.least)
        used = self.answers > 0
        # One annotator's worth of freedom is gone (the middle is 0); half a noise stands in, lest few
        # annotators are taken to be alike.
        squares = float((self.b**2 + self.w)[used].sum()) + self.noise / 2
        self.bias_spread = max(squares / float(used.sum()), self.least)
        moved = np.abs(self.x - before)[known].max()
        return float(moved / np.sqrt(self.item_spread + self.noise))

    def _items(self) -> None:
        precision = self.precision[self.by]
        self.v = 1 / (1 / self.item_spread + weighed(self.item, precision, self.items))
        pull = weighed(self.item, precision * (self.y - self.b[self.by]), self.items)
        self.x = self.v * (self.mean / self.item_spread + pull)

    def _biases(self) -> None:
        self.w = 1 / (1 / self.bias_spread + self.answers * self.precision)
        left = weighed(self.by, self.y - self.x[self.item], self.annotators)
        self.b = self.w * self.precision * left
        # What all have in common belongs to the items.
        middle = float(self.b @ self.answers / self.answers.sum())
        self.b -= middle
        self.x += middle

    def _precisions(self) -> None:
        off = (self.y - self.x[self.item] - self.b[self.by]) ** 2 + self.v[self.item]
        squares = weighed(self.by, off, self.annotators) + self.answers * self.w
        self.noise = max(float(squares.sum() / self.answers.sum()), self.least)
        middle = max(float(np.exp(np.log(self.rate / self.shape).mean())), self.least)
        self.rate = SHAPE * middle + squares / 2
        self.precision = self.shape / self.rate

    def item_variance(self) -> Floats:
        """Return the doubt about each severity, that about the biases included."""
        doubt = self.bias_variance()[self.by]
        shifted = weighed(self.item, self.precision[self.by] ** 2 * doubt, self.items)
        found: Floats = self.v + self.v**2 * shifted
        return found

    def told(self) -> Floats:
        """Return the share of each answer that the item's severity does not already rest on."""
        share: Floats = 1 - np.minimum(self.precision[self.by] * self.v[self.item], 1.0)
        return share

    def bias_variance(self) -> Floats:
        """Return the doubt about each bias, that about the severities included."""
        known = self.precision * weighed(self.by, self.told(), self.annotators)
        found: Floats = 1 / (1 / self.bias_spread + known)
        return found

    def skills(self, level: float, alone: Bools) -> tuple[AnnotatorScale, ...]:
        """Return bias and noise of each annotator.

        An answer speaks of its annotator only as far as the severity does not rest on it, Σ (1 − τ v)² of the
        answers (Louis 1982, doi:10.1111/j.2517-6161.1982.tb01203.x): so many the gamma distribution of the
        precision is worth.
        """
        from scipy.special import gammaincinv

        half = _quantile(level) * np.sqrt(self.bias_variance())
        tail = (1 - level) / 2
        shape = np.maximum(weighed(self.by, self.told() ** 2, self.annotators) / 2, LEAST_SHAPE)
        rate = shape / self.precision
        high = np.sqrt(rate / gammaincinv(shape, tail))
        low = np.sqrt(rate / gammaincinv(shape, 1 - tail))
        middle = np.sqrt(self.rate / self.shape)
        return tuple(
            AnnotatorScale(
                a,
                int(n),
                _estimate((self.b[a] - half[a], self.b[a], self.b[a] + half[a]), int(n), "bias/1", level),
                _estimate((low[a], middle[a], high[a]), int(n), "noise/1", level),
            )
            if n and not alone[a]
            else _untold(a, int(n), level)
            for a, n in enumerate(self.answers)
        )


def _estimate(bounds: tuple[float, float, float], answers: int, measure: str, level: float) -> Estimate:
    low, value, high = (float(bound) for bound in bounds)
    return Estimate(
        value, min(low, value), max(high, value), level=level, n=answers, over="annotations", measure=measure
    )


def _untold(annotator: int, answers: int, level: float) -> AnnotatorScale:
    """Return bias and noise of an annotator there is nothing to compare with."""
    why = "nobody else answered these items" if answers else "no answers"
    bias, noise = (
        Estimate.missing(why, n=answers, over="annotations", measure=measure, level=level)
        for measure in ("bias/1", "noise/1")
    )
    return AnnotatorScale(annotator, answers, bias, noise)


def _single(ratings: Ratings, level: float) -> ScaleConsensus:
    """Return answers as they are where no item has two: nothing tells severity, bias and noise apart."""
    value = np.full(ratings.items, np.nan)
    value[ratings.item] = ratings.value
    answers = np.bincount(ratings.annotator, minlength=ratings.annotators)
    none = np.full(ratings.items, np.nan)
    why = "No item has two answers, so each is taken as it is, and how sure it is cannot be said."
    spread = float(ratings.value.std()) if len(ratings.value) else 0.0
    skill = tuple(_untold(a, int(n), level) for a, n in enumerate(answers))
    return ScaleConsensus(
        why if len(ratings.value) else "There are no answers.", value, none, none, spread, skill, 0
    )


def _quantile(level: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(0.5 + level / 2))
