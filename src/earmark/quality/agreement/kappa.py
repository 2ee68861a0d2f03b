"""Cohen's kappa of two annotators, and of all pairs that share enough items."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.agreement.chance import Comparison, Wanted
from earmark.quality.agreement.counts import units_of
from earmark.quality.long_table import Codes, LongTable
from earmark.quality.resampling import USUAL, Interval
from earmark.quality.sums import Integers, compact

__all__ = ["MOST_ANNOTATORS", "PairKappa", "cohen_kappa", "pair_kappas", "shared_pairs"]

MOST_ANNOTATORS = 100


@dataclass(frozen=True, slots=True)
class PairKappa:
    """Two annotators (codes, a < b), how many items both answered, and their kappa."""

    a: int
    b: int
    items: int
    kappa: Estimate


def cohen_kappa(
    table: LongTable, a: int, b: int, *, clusters: Codes | None = None, interval: Interval = USUAL
) -> Estimate:
    """Return Cohen's kappa = (Po − Pe)/(1 − Pe) of two annotators on the items both answered.

    Cohen (1960), doi:10.1177/001316446002000104. The interval is the analytic one of `intervals.score`, the
    same for one pair as for thousands; of `interval` only the level bears on it.

    >>> item, annotator = np.tile(np.arange(10), 2), np.repeat([0, 1], 10)
    >>> label = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 1] + [0, 0, 0, 0, 0, 1, 1, 1, 1, 0])
    >>> round(cohen_kappa(LongTable.of(item, annotator, label), 0, 1).value, 3)
    0.583

    Undefined: no shared items; only 1 shared item; all shared items are in one conversation; both always
    gave the same single label.

    Raises:
        CallError: an annotator has no such code, or is compared with themselves.
    """
    for code in (a, b):
        if not 0 <= code < table.annotators:
            raise CallError(f"an annotator's code lies between 0 and {table.annotators - 1}, found {code}")
    if a == b:
        raise CallError(f"kappa compares two annotators, found {a} twice; see self_agreement")
    unit = None if clusters is None else units_of(table.items, clusters)
    return _kappa(_answers(table, a), _answers(table, b), unit, interval)[1]


def pair_kappas(
    table: LongTable,
    *,
    min_shared: int = 20,
    most: int = 100,
    clusters: Codes | None = None,
    interval: Interval = USUAL,
) -> tuple[PairKappa, ...]:
    """Return the kappa of the `most` pairs with most shared items, at least `min_shared`; then by codes.

    Pairs are sought among the 100 annotators with most answers (ties: the smaller code), so the work is
    bounded whatever the table.

    >>> item, annotator = np.tile(np.arange(30), 3), np.repeat([0, 1, 2], 30)
    >>> table = LongTable.of(item, annotator, (item + (annotator == 2) * (item < 3)) % 2)
    >>> [(pair.a, pair.b, pair.items, round(pair.kappa.value, 2)) for pair in pair_kappas(table)]
    [(0, 1, 30, 1.0), (0, 2, 30, 0.8), (1, 2, 30, 0.8)]

    Raises:
        CallError: `clusters` does not hold one code per item.
    """
    unit = None if clusters is None else units_of(table.items, clusters)
    by, pairs = _pairs(table, min_shared, most)
    found = []
    for a, b in pairs:
        items, kappa = _kappa(by[a], by[b], unit, interval)
        found.append(PairKappa(a, b, items, kappa))
    return tuple(found)


def shared_pairs(table: LongTable, *, min_shared: int = 20, most: int = 100) -> tuple[tuple[int, int], ...]:
    """Return the pairs of annotators that `pair_kappas` compares, in its order.

    >>> item, annotator = np.tile(np.arange(30), 3), np.repeat([0, 1, 2], 30)
    >>> shared_pairs(LongTable.of(item, annotator, item % 2))
    ((0, 1), (0, 2), (1, 2))
    """
    return _pairs(table, min_shared, most)[1]


def _pairs(
    table: LongTable, min_shared: int, most: int
) -> tuple[dict[int, tuple[Integers, Integers]], tuple[tuple[int, int], ...]]:
    """Return the items and labels of the annotators with most answers, and the pairs of them to compare."""
    answers = np.bincount(table.annotator, minlength=table.annotators)
    asked = np.sort(np.lexsort((np.arange(len(answers)), -answers))[:MOST_ANNOTATORS])
    by = _answers_of(table, asked)
    codes = np.array(sorted(by), dtype=np.int64)
    shared = _shared([by[code][0] for code in codes.tolist()], table.items)
    first, second = np.nonzero(shared >= max(min_shared, 1))
    order = np.lexsort((second, first, -shared[first, second]))[:most]
    return by, tuple(zip(codes[first[order]].tolist(), codes[second[order]].tolist(), strict=True))


def _answers(table: LongTable, annotator: int) -> tuple[Integers, Integers]:
    mine = table.annotator == annotator
    return table.item[mine].astype(np.int64), table.label[mine].astype(np.int64)


def _answers_of(table: LongTable, annotators: Integers) -> dict[int, tuple[Integers, Integers]]:
    """Return each one's items and labels, from one pass over the table."""
    wanted = np.zeros(max(table.annotators, 1), dtype=bool)
    wanted[annotators] = True
    mine = np.flatnonzero(wanted[table.annotator])
    mine = mine[np.argsort(table.annotator[mine], kind="stable")]
    edges = np.flatnonzero(np.diff(table.annotator[mine])) + 1
    return {
        int(table.annotator[rows[0]]): (table.item[rows].astype(np.int64), table.label[rows].astype(np.int64))
        for rows in np.split(mine, edges)
        if len(rows)
    }


def _kappa(
    ours: tuple[Integers, Integers],
    theirs: tuple[Integers, Integers],
    unit: Integers | None,
    interval: Interval,
) -> tuple[int, Estimate]:
    """Return the number of shared items, and kappa."""
    item, at, there = np.intersect1d(ours[0], theirs[0], assume_unique=True, return_indices=True)
    labels, place = compact(np.concatenate((ours[1][at], theirs[1][there])))
    x, y = place[: len(item)], place[len(item) :]
    total = max(len(item), 1)
    p, q = np.bincount(x, minlength=len(labels)) / total, np.bincount(y, minlength=len(labels)) / total
    compared = Comparison.of(
        np.zeros(len(item), np.int64),
        1,
        None if unit is None else unit[item],
        same=(x == y).astype(np.float64),
        expected=q[x] + p[y],
        usual=x == np.argmax(p + q) if len(x) else x == y,
    )
    wanted = Wanted(
        "cohen_kappa/1",
        interval.level,
        "items" if unit is None else "conversations",
        lambda units: _why_not(len(item), units),
    )
    return len(item), compared.kappa(wanted, "both always gave the same single label")[0]


def _why_not(shared: int, units: int) -> str | None:
    if shared < 2:
        return f"only {shared} shared item" if shared else "no shared items"
    return None if units >= 2 else "all shared items are in one conversation"


def _shared(items: list[Integers], size: int) -> Integers:
    """Return how many items each two of some annotators share, above the diagonal; 0 elsewhere."""
    held = np.zeros((len(items), -(-size // 64) * 8), dtype=np.uint8)
    for row, mine in zip(held, items, strict=True):
        there = np.zeros(8 * held.shape[1], dtype=bool)
        there[mine] = True
        row[:] = np.packbits(there)
    words = held.view(np.uint64)
    shared = np.zeros((len(items), len(items)), dtype=np.int64)
    for one in range(len(items)):
        shared[one, one + 1 :] = np.bitwise_count(words[one] & words[one + 1 :]).sum(axis=1, dtype=np.int64)
    return shared
