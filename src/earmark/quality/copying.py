"""Copied answers: pairs of annotators who answer alike more than their skill and the items explain."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from earmark.errors import CallError
from earmark.quality.coincidence import (
    Calibration,
    Crowd,
    Rows,
    coincidence_cell,
    crowd_of,
    within_items,
)
from earmark.quality.consensus.result import Consensus
from earmark.quality.long_table import Bools, Floats, LongTable

__all__ = ["CopiedPair", "copied"]

# The share of copied answers the evidence is weighed for, and the one from which a pair counts as copied.
COPIED_SHARE = 0.9
MATERIAL = 0.55
# Bounds of the work: rows (item, a, b) compared, and pairs looked at closely.
MOST_ROWS = 20_000_000
MOST_SUSPECTS = 1000
SUSPECT = 3.0
LEAST_PAIRS = 20
BISECTIONS = 60


@dataclass(frozen=True, slots=True)
class CopiedPair:
    """Two annotators whose answers are too much alike.

    They both answered `shared` items, gave `same` equal answers, and were expected to give `expected_same`.
    `log10_p` is the logarithm of the probability of as much by chance, for this pair alone.
    """

    a: int
    b: int
    shared: int
    same: int
    expected_same: float
    log10_p: float


def copied(
    table: LongTable, consensus: Consensus, *, min_shared: int = 20, level: float = 1e-6
) -> tuple[CopiedPair, ...]:
    """Return the pairs of annotators who share at least `min_shared` items and copied, the surest first.

    For each shared item: how probable is it that b gives the answer of a, seeing what the others and a say,
    and how b errs? These probabilities are brought into line with how often other pairs do give the same
    answer where the model says as much and as many of the *others* gave it: the same mistake on an item
    that misleads many is no evidence, the same odd answer nobody else gave is much. The statistic is the
    likelihood ratio of copying nine answers in ten, Σ log((c + (1−c) p) / (p (1−c))) over the same answers,
    c = 0.9; the probability of as large a value is its saddlepoint approximation (R. R. Bahadur and
    R. Ranga Rao 1960, doi:10.1214/aoms/1177705674), weakened where honest pairs scatter more than chance
    lets them. The weaker of the directions a → b and b → a counts. A pair is returned if its probability is
    at most `level` over the number of pairs compared, and at least 0.55 of the answers that need not be the
    same are explained by copying only.

    Two annotators alone, or a crowd of copies, cannot be told from people who agree: fewer than three
    annotators give no pairs. The work is bounded: where more than 20 million rows (item, a, b) would be
    compared, only the annotators with most answers are, and at most the 1,000 most striking pairs closely.

    Raises:
        CallError: the least number of items is below 2, or the level is not between 0 and 1.
    """
    if min_shared < 2 or not 0 < level < 1:
        raise CallError(
            f"copying needs at least 2 shared items and a level in (0, 1), found {min_shared} and {level}"
        )
    pairs = _pairs(table, min_shared)
    if pairs is None or len(np.unique(table.annotator)) < 3:
        return ()
    crowd = crowd_of(table, consensus)
    scan = _scan(crowd, pairs)
    bound = math.log10(level / len(pairs.ids))
    weighed = [_weigh(crowd, scan, pairs, rows) for rows in _suspects(pairs, scan)]
    found = [pair for pair, excess in weighed if pair.log10_p <= bound and excess >= MATERIAL]
    return tuple(sorted(found, key=lambda pair: (pair.log10_p, pair.a, pair.b)))


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """All rows (item, a, b) and the pair of each, and which pairs share enough items to be compared."""

    left: Rows
    right: Rows
    pair: Rows
    shared: Rows
    ids: Rows


def _pairs(table: LongTable, min_shared: int) -> _Pairs | None:
    rows = np.flatnonzero(_compared(table)[table.annotator])
    blocks = list(within_items(table.item[rows]))
    if not blocks:
        return None
    left = rows[np.concatenate([block[0] for block in blocks])]
    right = rows[np.concatenate([block[1] for block in blocks])]
    key = table.annotator[left].astype(np.int64) * table.annotators + table.annotator[right]
    _, pair, shared = np.unique(key, return_inverse=True, return_counts=True)
    ids = np.flatnonzero(shared >= min_shared)
    return _Pairs(left, right, pair.astype(np.int64), shared, ids) if len(ids) else None


def _compared(table: LongTable) -> Bools:
    """Return which annotators are compared: all, or those with most answers where that is too much work."""
    order = np.argsort(-np.bincount(table.annotator, minlength=table.annotators), kind="stable")
    most = table.annotators
    while True:
        chosen = np.zeros(table.annotators, dtype=np.bool_)
        chosen[order[:most]] = True
        each = np.bincount(table.item[chosen[table.annotator]], minlength=table.items).astype(np.int64)
        if most < 2 or int((each * (each - 1) // 2).sum()) <= MOST_ROWS:
            return chosen
        most = most * 3 // 4


@dataclass(frozen=True, slots=True, eq=False)
class _Scan:
    """The quick look at all pairs: how far each is off, how much honest pairs scatter, what is usual.

    `excess` is the share of the answers that need not be the same, and are.
    """

    off: Floats
    excess: Floats
    scatter: float
    usual: Calibration
    cells: tuple[Rows, Rows]  # the cell of each row, from left to right and from right to left


def _scan(crowd: Crowd, pairs: _Pairs) -> _Scan:
    same = crowd.table.label[pairs.left] == crowd.table.label[pairs.right]
    forth = coincidence_cell(crowd, pairs.left, same, crowd.predicted(pairs.left, pairs.right))
    back = coincidence_cell(crowd, pairs.right, same, crowd.predicted(pairs.right, pairs.left))
    usual = Calibration.of(np.concatenate((forth, back)), np.concatenate((same, same)))
    chances = [usual.same[cell] / usual.seen[cell] for cell in (forth, back)]
    off = np.minimum(*(_off(pairs, same, chance) for chance in chances))[pairs.ids]
    excess = np.minimum(*(_excess(pairs, same, chance) for chance in chances))[pairs.ids]
    low, high = np.quantile(off, (0.16, 0.84))
    scatter = max(1.0, float(high - low) / 2) if len(off) >= LEAST_PAIRS else 1.0
    return _Scan(off, excess, scatter, usual, (forth, back))


def _off(pairs: _Pairs, same: Bools, chance: Floats) -> Floats:
    """Return how many standard deviations each pair has more equal answers than expected."""
    more = np.bincount(pairs.pair, weights=same - chance, minlength=len(pairs.shared))
    variance = np.bincount(pairs.pair, weights=chance * (1 - chance), minlength=len(pairs.shared))
    off: Floats = more / np.sqrt(np.maximum(variance, 1e-9))
    return off


def _excess(pairs: _Pairs, same: Bools, chance: Floats) -> Floats:
    more = np.bincount(pairs.pair, weights=same - chance, minlength=len(pairs.shared))
    free = np.bincount(pairs.pair, weights=1 - chance, minlength=len(pairs.shared))
    excess: Floats = more / np.maximum(free, 1e-9)
    return excess


def _suspects(pairs: _Pairs, scan: _Scan) -> list[Rows]:
    """Return the pairs worth a close look, as the positions of their rows."""
    far = np.flatnonzero((scan.off >= SUSPECT) & (scan.excess >= MATERIAL / 2))
    wanted = pairs.ids[far[np.argsort(-scan.off[far], kind="stable")][:MOST_SUSPECTS]]
    order = np.argsort(pairs.pair, kind="stable")
    starts = np.concatenate(([0], np.cumsum(pairs.shared)))
    return [order[starts[j] : starts[j + 1]] for j in wanted]


def _weigh(crowd: Crowd, scan: _Scan, pairs: _Pairs, rows: Rows) -> tuple[CopiedPair, float]:
    """Return a pair with its evidence, and the share of the answers that copying explains."""
    table = crowd.table
    left, right = pairs.left[rows], pairs.right[rows]
    same = table.label[left] == table.label[right]
    counted = np.concatenate([cells[rows] for cells in scan.cells])
    usual = scan.usual.without(Calibration.of(counted, np.concatenate((same, same))))
    expected, log_p = 0.0, -math.inf
    for one, other in ((left, right), (right, left)):
        model = crowd.without_pair(one, other)
        chance = usual.rate(coincidence_cell(crowd, one, same, model), model)
        expected = max(expected, float(chance.sum()))
        log_p = max(log_p, _log_tail(chance, same))
    equal = int(same.sum())
    excess = (equal - expected) / max(len(rows) - expected, 1e-9)
    log10_p = log_p / scan.scatter**2 / math.log(10)
    pair = CopiedPair(
        int(table.annotator[left[0]]), int(table.annotator[right[0]]), len(rows), equal, expected, log10_p
    )
    return pair, excess


def _log_tail(chance: Floats, same: Bools) -> float:
    """Return the logarithm of the probability that Σ w X is as large as seen, X ~ Bernoulli(chance).

    w is the likelihood ratio's weight of an equal answer. exp(K(s) − s t) / (s √(2π K''(s))), K the cumulant
    function and K'(s) = t, never more than exp(K(s) − s t).
    """
    c = COPIED_SHARE
    weight = np.log((c + (1 - c) * chance) / (chance * (1 - c)))
    seen = float(weight @ same)
    if seen <= float(weight @ chance):
        return 0.0
    low, high = 0.0, 30.0
    for _ in range(BISECTIONS):
        s = (low + high) / 2
        tilted = _tilted(chance, weight, s)
        low, high = (s, high) if float(weight @ tilted) < seen else (low, s)
    log_bound = float(np.log1p(chance * np.expm1(s * weight)).sum()) - s * seen
    spread = s * math.sqrt(2 * math.pi * float((weight**2 * tilted * (1 - tilted)).sum()))
    return log_bound - math.log(max(1.0, spread))


def _tilted(chance: Floats, weight: Floats, s: float) -> Floats:
    lifted = chance * np.exp(s * weight)
    tilted: Floats = lifted / (1 - chance + lifted)
    return tilted
