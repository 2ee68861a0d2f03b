"""Two annotators on the items both answered: weighted kappa, Scott's pi."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.agreement.counts import units_of
from earmark.quality.agreement.label_distances import checked_distance
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval, estimate
from earmark.quality.sums import Columns, Integers, UnitSums, compact

__all__ = ["scott_pi", "shared_answers", "weighted_kappa"]


def weighted_kappa(
    table: LongTable,
    a: int,
    b: int,
    distance: Floats,
    *,
    clusters: Codes | None = None,
    interval: Interval = USUAL,
) -> Estimate:
    """Return 1 − Σ o_ck d_ck / Σ p_c q_k d_ck of two annotators, p and q their shares of the labels.

    Cohen (1968), doi:10.1037/h0026256. `step_distances` gives the linear and the quadratic weights.

    >>> from earmark.quality.agreement.label_distances import step_distances
    >>> item, annotator = np.tile(np.arange(6), 2), np.repeat([0, 1], 6)
    >>> table = LongTable.of(item, annotator, np.array([0, 0, 1, 1, 2, 2] + [0, 1, 1, 1, 2, 1]))
    >>> round(weighted_kappa(table, 0, 1, step_distances(np.arange(3.0))).value, 3)
    0.571

    Undefined: no shared items; only 1 shared item; all shared items are in one conversation; both always gave the
    same single label; no two labels given lie apart.

    Raises:
        CallError: an annotator has no such code or is compared with themselves, or the distance is none.
    """
    distance = checked_distance(distance, table.labels)
    return _estimate(table, (a, b), distance, clusters, interval, measure="weighted_kappa/1")


def scott_pi(
    table: LongTable, a: int, b: int, *, clusters: Codes | None = None, interval: Interval = USUAL
) -> Estimate:
    """Return (Po − Pe)/(1 − Pe) of two annotators with Pe = Σ_k ((p_k + q_k)/2)²: chance is shared by both.

    Scott (1955), doi:10.1086/266577.

    >>> item, annotator = np.tile(np.arange(6), 2), np.repeat([0, 1], 6)
    >>> table = LongTable.of(item, annotator, np.array([0, 0, 1, 1, 2, 2] + [0, 1, 1, 1, 2, 1]))
    >>> round(scott_pi(table, 0, 1).value, 3)
    0.467

    Undefined: as `weighted_kappa`.

    Raises:
        CallError: an annotator has no such code or is compared with themselves.
    """
    return _estimate(table, (a, b), None, clusters, interval, measure="scott_pi/1")


def shared_answers(table: LongTable, a: int, b: int) -> tuple[Integers, Integers, Integers]:
    """Return the items two annotators both answered, and the label each gave.

    >>> table = LongTable.of(np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1]), np.array([5, 6, 7, 8]))
    >>> [part.tolist() for part in shared_answers(table, 0, 1)]
    [[1], [6], [7]]

    Raises:
        CallError: an annotator has no such code, or is compared with themselves.
    """
    for code in (a, b):
        if not 0 <= code < table.annotators:
            raise CallError(f"an annotator's code lies between 0 and {table.annotators - 1}, found {code}")
    if a == b:
        raise CallError(f"kappa compares two annotators, found {a} twice; see self_agreement")
    mine, theirs = table.annotator == a, table.annotator == b
    item, at, there = np.intersect1d(
        table.item[mine], table.item[theirs], assume_unique=True, return_indices=True
    )
    return (
        item.astype(np.int64),
        table.label[mine][at].astype(np.int64),
        table.label[theirs][there].astype(np.int64),
    )


def _estimate(
    table: LongTable,
    pair: tuple[int, int],
    distance: Floats | None,
    clusters: Codes | None,
    interval: Interval,
    *,
    measure: str,
) -> Estimate:
    item, x, y = shared_answers(table, *pair)
    unit = units_of(table.items, clusters)[item]
    over = "items" if clusters is None else "conversations"
    labels, place = compact(np.concatenate((x, y)))
    size = len(labels)
    apart = None if distance is None else distance[np.ix_(labels, labels)]
    units = len(compact(unit)[0])
    why = _why_not(len(item), units, size, apart)
    if why is not None:
        return Estimate.missing(why, n=units, over=over, measure=measure, level=interval.level)
    sums = _sums(unit, place[: len(item)], place[len(item) :], size, apart)
    statistic = _Kappa(apart, float(np.sqrt(len(item) / units)), measure)
    statistic = replace(statistic, reach=_reach(sums, statistic))
    return estimate(sums, statistic, interval, over=over)


def _why_not(shared: int, units: int, labels: int, apart: Floats | None) -> str | None:
    if shared < 2:
        return f"only {shared} shared item" if shared else "no shared items"
    if units < 2:
        return "all shared items are in one conversation"
    if labels < 2:
        return "both always gave the same single label"
    return None if apart is None or apart.any() else "no two labels given lie apart"


def _sums(unit: Integers, x: Integers, y: Integers, labels: int, apart: Floats | None) -> UnitSums:
    """Return the sums: key 0 the distances, then how often each label was given by the one, then by the other."""
    far = (x != y).astype(np.float64) if apart is None else apart[x, y]
    return UnitSums.of(
        np.tile(unit, 3),
        np.concatenate((np.zeros(len(unit), np.int64), 1 + x, 1 + labels + y)),
        np.concatenate((far, np.ones(2 * len(unit)))),
        keys=np.arange(1 + 2 * labels),
    )


def _reach(sums: UnitSums, statistic: _Kappa) -> float:
    """Return how far below 1 the value lies where every item is answered as far apart as labels lie."""
    one, other = (margin[0] for margin in statistic.margins(sums.totals[None, :]))
    chance = float(statistic.toward(one) @ other)
    most = 1.0 if statistic.apart is None else float(statistic.apart.max())
    return most * float(one.sum()) ** 2 / chance if chance > 0 else 1.0


@dataclass(frozen=True, slots=True)
class _Kappa:
    """1 − n Σ d / Σ p_c q_k d_ck; for pi with (p + q)/2 in the place of both.

    Without `apart` two labels are equal or not, and no matrix of them is made.
    """

    apart: Floats | None
    size: float
    measure: str
    reach: float = 1.0
    columns: ClassVar[Columns] = slice(None)
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)
    units: ClassVar[int | None] = None
    doubtful: ClassVar[int] = 0

    def of(self, sums: Floats) -> Floats:
        """Return the values for sums of shape (replicates, keys)."""
        one, other = self.margins(sums)
        total = (one.sum(axis=1) + other.sum(axis=1)) / 2
        chance = (self.toward(one) * other).sum(axis=1)
        defined = chance > 1e-12 * total**2
        return np.where(defined, 1 - total * sums[:, 0] / np.where(defined, chance, 1.0), np.nan)

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives by the sums."""
        one, other = (margin[0] for margin in self.margins(totals[None, :]))
        total, chance = float(one.sum()), float(self.toward(one) @ other)
        if chance <= 0:
            return np.zeros(len(totals))
        by_chance = total * totals[0] / chance**2
        by_one = by_chance * self.toward(other)
        by_other = by_chance * self.toward(one)
        if self._shared:
            by_one = by_other = (by_one + by_other) / 2
        half = totals[0] / chance / 2  # the number of items is half of all answers
        return np.concatenate(([-total / chance], by_one - half, by_other - half))

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:
        """Return agreement on the label that lifts the value most, and the disagreement that lowers it most."""
        labels = (len(slope) - 1) // 2
        one, other = slope[1 : 1 + labels], slope[1 + labels :]
        best, worst = np.zeros((2, len(slope)))
        label = int(np.argmax(one + other))
        best[[1 + label, 1 + labels + label]] = self.size
        x, y, far = self._worst(slope[0], one, other)
        worst[[1 + x, 1 + labels + y]] = self.size
        worst[0] = self.size * far
        return best, worst

    def _worst(self, by_distance: float, one: Floats, other: Floats) -> tuple[int, int, float]:
        """Return the two labels whose meeting lowers the value most, and how far apart they lie."""
        if self.apart is None:
            least, low = np.argsort(one, kind="stable")[:2], np.argsort(other, kind="stable")[:2]
            pairs = [(float(one[x] + other[y]), int(x), int(y)) for x in least for y in low if x != y]
            _, x, y = min(pairs)
            return x, y, 1.0
        pull = by_distance * self.apart + one[:, None] + other
        place = int(np.argmin(np.where(self.apart > 0, pull, np.inf)))
        x, y = divmod(place, len(other))
        return x, y, float(self.apart[x, y])

    def toward(self, margin: Floats) -> Floats:
        """Return how far the labels lie, in sum, from those of a margin (last axis)."""
        if self.apart is None:
            whole: Floats = margin.sum(axis=-1, keepdims=True) - margin
            return whole
        return margin @ self.apart

    @property
    def _shared(self) -> bool:
        return self.measure.startswith("scott")

    def margins(self, sums: Floats) -> tuple[Floats, Floats]:
        """Return how often each label was given by the one and by the other, for pi half of both."""
        labels = (sums.shape[1] - 1) // 2
        one, other = sums[:, 1 : 1 + labels], sums[:, 1 + labels :]
        return ((one + other) / 2,) * 2 if self._shared else (one, other)
