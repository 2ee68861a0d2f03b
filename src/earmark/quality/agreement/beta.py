"""Agreement with any distance of labels, where chance lets every annotator keep their own habits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from earmark.model import Estimate
from earmark.quality.agreement.annotators import measured, places_of
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.agreement.distances import apart_by_item
from earmark.quality.agreement.label_distances import checked_distance
from earmark.quality.agreement.pairs import later_in_group
from earmark.quality.long_table import Codes, Floats, LongTable
from earmark.quality.resampling import USUAL, Interval
from earmark.quality.sums import Columns, Integers, UnitSums, compact

__all__ = ["weighted_beta"]

_APART, _ANSWERS, _PAIRS = 0, 1, 2  # the last: the first pair's key
MOST_CELLS = 200_000


def weighted_beta(
    table: LongTable,
    distance: Floats,
    *,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    interval: Interval = USUAL,
) -> Estimate:
    """Return 1 − observed/expected distance, expected as if each annotator drew labels in their own shares.

    Two answers to one item lie apart by Σ_i Σ_{a≠b} d/(m_i − 1) / N; by chance by the mean of P_a' D P_b over the same
    pairs of annotators, P_a the labels a gives on items with two answers. With two annotators it is weighted kappa.
    Artstein and Poesio (2008, doi:10.1162/coli.07-034-R2), for any pattern of missing answers.

    >>> table = LongTable.of(np.array([0, 0, 1, 1, 2, 2]), np.tile([0, 1], 3), np.array([0, 1, 2, 2, 0, 0]))
    >>> round(weighted_beta(table, 1 - np.eye(3)).value, 3)
    0.5

    Undefined: where nominal alpha is; each annotator always gives one and the same label as their partners do; more
    than 200,000 pairs of annotators and labels of an annotator.

    Raises:
        CallError: as `distance_alpha`.
    """
    distance = checked_distance(distance, table.labels)
    counts, measure = ItemCounts.of(table, clusters, weights), "weighted_beta/1"
    used = np.unique(counts.label)
    within = distance[np.ix_(used, used)]
    why = counts.why_not() or (None if within.any() else "all answers are the same label")
    if why is not None:
        return counts.missing(why, measure, interval)
    who = _Who.of(table.pairable(), used)
    if who.cells > MOST_CELLS:
        why = f"too many annotators share items for a chance of each pair's own: {who.cells:,} figures"
        return counts.missing(why, measure, interval)
    scaled = within / within.max()
    statistic = _Beta(scaled, who, 1 / counts.differing, counts.doubtful, counts.typical)
    if np.isnan(statistic.of(_sums(table, counts, who, used, scaled).totals[None, :])[0]):
        why = "every annotator always gives the label that their partners always give"
        return counts.missing(why, measure, interval)
    return measured(
        table, counts, lambda t, of: _sums(t, of, who, used, scaled), lambda _: statistic, interval
    )


@dataclass(frozen=True, slots=True)
class _Who:
    """The annotators of items with two answers, and the pairs of them (places, first < second) who share any."""

    places: Integers
    first: Integers
    second: Integers
    labels: int

    @classmethod
    def of(cls, table: LongTable, used: Integers) -> _Who:
        places = places_of(table)
        people = int(places.max()) + 1
        left, right = later_in_group(table.item.astype(np.int64))
        pairs = compact(_pair(places[table.annotator[left]], places[table.annotator[right]], people))[0]
        return cls(places, pairs // people, pairs % people, len(used))

    @property
    def people(self) -> int:
        """How many annotators there are."""
        return int(self.places.max()) + 1

    @property
    def cells(self) -> int:
        return len(self.first) + self.people * self.labels

    def pair(self, left: Codes, right: Codes) -> Integers:
        """Return the number of each pair of annotators, given by code."""
        key = _pair(self.places[left], self.places[right], self.people)
        return np.searchsorted(self.first * self.people + self.second, key)


def _pair(one: Integers, other: Integers, people: int) -> Integers:
    return np.minimum(one, other) * people + np.maximum(one, other)


@dataclass(frozen=True, slots=True)
class _Beta:
    """1 − apart / (2 Σ_ab w_ab P_a' D P_b), the pairs a < b weighing Σ_i 1/(m_i − 1) over the items they share."""

    distance: Floats
    who: _Who
    reach: float
    doubtful: int
    size: float
    measure: ClassVar[str] = "weighted_beta/1"
    columns: ClassVar[Columns] = slice(None)
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)
    units: ClassVar[int | None] = None

    def of(self, sums: Floats) -> Floats:
        """Return the values for sums of shape (replicates, keys)."""
        weight, shares, _ = self._parts(sums)
        toward = shares @ self.distance
        of_pair = (toward[:, self.who.first] * shares[:, self.who.second]).sum(axis=2)
        chance = 2 * (weight * of_pair).sum(axis=1)
        defined = chance > 1e-12 * np.maximum(sums[:, _ANSWERS], 1.0)
        return np.where(defined, 1 - sums[:, _APART] / np.where(defined, chance, 1.0), np.nan)

    def gradient(self, totals: Floats) -> Floats:
        """Return the derivatives by the sums."""
        weight, shares, given = (part[0] for part in self._parts(totals[None, :]))
        toward = shares @ self.distance
        of_pair = (toward[self.who.first] * shares[self.who.second]).sum(axis=1)
        chance = 2 * float(weight @ of_pair)
        by_shares = np.zeros_like(shares)
        np.add.at(by_shares, self.who.first, weight[:, None] * toward[self.who.second])
        np.add.at(by_shares, self.who.second, weight[:, None] * toward[self.who.first])
        by_count = (by_shares - (by_shares * shares).sum(axis=1, keepdims=True)) / np.where(
            given > 0, given, 1.0
        )
        by_chance = totals[_APART] / chance**2
        return np.concatenate(([-1 / chance, 0.0], 2 * by_chance * of_pair, 2 * by_chance * by_count.ravel()))

    def unseen(self, slope: Floats) -> tuple[Floats, Floats]:
        """Return a usual pair's agreement on the label that lifts beta most, and its worst disagreement."""
        pairs, labels = len(self.who.first), self.who.labels
        by_label = slope[_PAIRS + pairs :].reshape(-1, labels).mean(axis=0)
        people = self.who.people
        best, worst = np.zeros((2, len(slope)))
        for unit in (best, worst):
            unit[_ANSWERS] = self.size
            unit[_PAIRS : _PAIRS + pairs] = self.size / 2 / pairs
        best[_PAIRS + pairs :].reshape(people, labels)[:, int(np.argmax(by_label))] = self.size / people
        pull = slope[_APART] * self.distance + (by_label + by_label[:, None]) / 2
        one, other = np.unravel_index(int(np.argmin(np.where(self.distance > 0, pull, np.inf))), pull.shape)
        worst[_APART] = self.size * self.distance[one, other]
        worst[_PAIRS + pairs :].reshape(people, labels)[:, [one, other]] = self.size / 2 / people
        return best, worst

    def _parts(self, sums: Floats) -> tuple[Floats, Floats, Floats]:
        pairs, people = len(self.who.first), self.who.people
        counts = sums[:, _PAIRS + pairs :].reshape(len(sums), people, self.who.labels)
        given = counts.sum(axis=2, keepdims=True)
        return sums[:, _PAIRS : _PAIRS + pairs], counts / np.where(given > 0, given, 1.0), given


def _sums(table: LongTable, counts: ItemCounts, who: _Who, used: Integers, distance: Floats) -> UnitSums:
    """Return per unit: distances, answers, the weight of each pair of annotators, and each one's labels."""
    rows = table.pairable()
    label = np.searchsorted(used, counts.label)
    left, right = later_in_group(rows.item.astype(np.int64))
    every, per_item = counts.every, rows.per_item
    item = rows.item[left]
    person = who.places[rows.annotator]
    own = _PAIRS + len(who.first) + person * who.labels + np.searchsorted(used, rows.label)
    parts = (
        (
            counts.unit,
            np.full(len(counts.unit), _APART),
            counts.weight * apart_by_item(counts, distance, label),
        ),
        (counts.unit, np.full(len(counts.unit), _ANSWERS), counts.weight * counts.answers),
        (
            counts.of_items[item],
            _PAIRS + who.pair(rows.annotator[left], rows.annotator[right]),
            every[item] / (per_item[item] - 1),
        ),
        (counts.of_items[rows.item], own, every[rows.item]),
    )
    unit, key, value = (np.concatenate([part[at] for part in parts]) for at in range(3))
    return UnitSums.of(unit, key, value, keys=np.arange(_PAIRS + who.cells))
