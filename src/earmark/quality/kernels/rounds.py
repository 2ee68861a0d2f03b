"""The rounds of Dawid and Skene as loops over items: expectation and maximisation in one pass, nothing kept.

Answers are sorted by item; `starts` says where each item's begin. A *pair* is an annotator with a label they
gave; `pair` numbers each answer's pair. Tables of shape (pairs, labels) are flat: row `pair`, one column a
possible truth. Indices are unsigned, so that no element costs a check for a negative one.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

__all__ = ["expect", "first_votes", "judge", "smooth"]

Array: TypeAlias = Any  # compiled code knows its arrays' types by itself

LEAST_COUNT = 1e-10
POOL_FLOOR = 1e-3
NEAR = 1e-9


def first_votes(
    starts: Array, label: Array, pair: Array, labels: int, low: int, high: int, counts: Array, mass: Array
) -> None:
    """Add what the vote shares of the items low ≤ i < high say: to `counts` (pairs · labels), `mass` (labels)."""
    width = np.uint64(labels)
    share = np.zeros(labels)
    for i in range(np.uint64(low), np.uint64(high)):
        first, last = np.uint64(starts[i]), np.uint64(starts[i + np.uint64(1)])
        if first == last:
            continue
        vote = 1.0 / np.float64(last - first)
        for k in range(width):
            share[k] = 0.0
        for j in range(first, last):
            share[np.uint64(label[j])] += vote
        for k in range(width):
            mass[k] += share[k]
        for j in range(first, last):
            row = np.uint64(pair[j]) * width
            for k in range(width):
                counts[row + k] += share[k]


def expect(  # noqa: C901  # one pass: what is compiled calls nothing
    starts: Array,
    pair: Array,
    confusion: Array,
    share: Array,
    low: int,
    high: int,
    counts: Array,
    mass: Array,
) -> float:
    """Add the expected counts of the items low ≤ i < high, given confusions; return their log-likelihood.

    Probabilities are multiplied, not their logarithms added: after every eighth answer they are scaled by
    the largest, so they never vanish (no factor is below 1e-17), and the logarithm of the product of many items'
    sums is taken only when it gets small.
    """
    width = np.uint64(share.shape[0])
    weight = np.empty(share.shape[0])
    log_sum, product = 0.0, 1.0
    for i in range(np.uint64(low), np.uint64(high)):
        first, last = np.uint64(starts[i]), np.uint64(starts[i + np.uint64(1)])
        if first == last:
            continue
        for k in range(width):
            weight[k] = share[k]
        for j in range(first, last):
            row = np.uint64(pair[j]) * width
            for k in range(width):
                weight[k] *= confusion[row + k]
            if (j - first) & np.uint64(7) == np.uint64(7):
                top = 0.0
                for k in range(width):
                    top = max(top, weight[k])
                for k in range(width):
                    weight[k] /= top
                log_sum += np.log(top)
        total = 0.0
        for k in range(width):
            total += weight[k]
        product *= total
        if product < 1e-100:
            log_sum += np.log(product)
            product = 1.0
        inverse = 1.0 / total
        for k in range(width):
            weight[k] *= inverse
            mass[k] += weight[k]
        for j in range(first, last):
            row = np.uint64(pair[j]) * width
            for k in range(width):
                counts[row + k] += weight[k]
    return float(log_sum + np.log(product))


def smooth(  # noqa: C901  # as above
    by: Array, label: Array, counts: Array, prior: float, even: float, pool: Array, confusion: Array
) -> None:
    """Turn counts into confusions: (c + s·pool + e/K) / (Σc + s + e), each annotator's row by themselves.

    `by` and `label` name each pair, in order of annotators. `pool` (labels · labels) is overwritten with the
    share of each label (column) where each truth (row) is true, over all annotators.
    """
    width: Array = np.uint64(np.sqrt(np.float64(pool.shape[0])) + 0.5)
    pairs: Array = np.uint64(by.shape[0])
    seen, whole = np.zeros(width), np.zeros(width)
    pool[:] = 0.0
    for p in range(pairs):
        given = np.uint64(label[p])
        for k in range(width):
            pool[k * width + given] += counts[p * width + k]
    for k in range(width):
        for other in range(width):
            seen[k] += pool[k * width + other]
        for other in range(width):
            pool[k * width + other] = (pool[k * width + other] + POOL_FLOOR / width) / (seen[k] + POOL_FLOOR)
    begin: Array = np.uint64(0)
    while begin < pairs:
        end: Array = begin
        whole[:] = 0.0
        while end < pairs and by[end] == by[begin]:
            for k in range(width):
                whole[k] += max(counts[end * width + k], LEAST_COUNT)
            end += np.uint64(1)
        for p in range(begin, end):
            given = np.uint64(label[p])
            for k in range(width):
                count = max(counts[p * width + k], LEAST_COUNT)
                drawn = count + prior * pool[k * width + given] + even / width
                confusion[p * width + k] = drawn / (whole[k] + prior + even)
        begin = end


def judge(  # noqa: C901  # one pass: what is compiled calls nothing
    starts: Array,
    annotator: Array,
    label: Array,
    pair: Array,
    log_confusion: Array,
    log_share: Array,
    trust: float,
    rank: Array,
    low: int,
    high: int,
    best: Array,
    chance: Array,
    lead: Array,
    tied: Array,
    dense: Array,
    counts: Array,
    mass: Array,
    right: Array,
    doubt: Array,
) -> int:
    """Say of each item low ≤ i < high which label weighs most, by how much, and how probable each is.

    Returns how many of them the vote labels otherwise.

    `best`, `chance`, `lead`, `tied` are by item; `dense` (items of this range · labels) holds probabilities;
    `counts` and `mass` are added to as in `expect`; `right` and `doubt` (annotators) add up p and p(1 − p) of
    their answers. Of labels that weigh the same within 1e-9 the one of the lowest `rank` is taken.
    """
    width = np.uint64(log_share.shape[0])
    weight = np.empty(log_share.shape[0])
    votes = np.empty(log_share.shape[0])
    otherwise = 0
    for i in range(np.uint64(low), np.uint64(high)):
        first, last = np.uint64(starts[i]), np.uint64(starts[i + np.uint64(1)])
        if first == last:
            continue
        for k in range(width):
            weight[k] = log_share[k]
            votes[k] = 0.0
        for j in range(first, last):
            row = np.uint64(pair[j]) * width
            votes[np.uint64(label[j])] += 1.0
            for k in range(width):
                weight[k] += log_confusion[row + k]
        top = -np.inf
        for k in range(width):
            weight[k] *= trust
            top = max(top, weight[k])
        chosen: Array = np.uint64(0)
        voted: Array = np.uint64(0)
        near = 0
        for k in range(width):
            if votes[k] > votes[voted] or (votes[k] == votes[voted] and rank[k] < rank[voted]):
                voted = k
            if weight[k] >= top - NEAR:
                if near == 0 or rank[k] < rank[chosen]:
                    chosen = k
                near += 1
        rest = -np.inf
        for k in range(width):
            if k != chosen:
                rest = max(rest, weight[k])
        otherwise += voted != chosen
        best[i] = chosen
        tied[i] = near > 1
        lead[i] = 0.0 if near > 1 else weight[chosen] - rest
        total = 0.0
        for k in range(width):
            weight[k] = np.exp(weight[k] - top)
            total += weight[k]
        place = (i - np.uint64(low)) * width
        for k in range(width):
            weight[k] /= total
            dense[place + k] = weight[k]
            mass[k] += weight[k]
        chance[i] = weight[chosen]
        for j in range(first, last):
            row = np.uint64(pair[j]) * width
            for k in range(width):
                counts[row + k] += weight[k]
            own = weight[np.uint64(label[j])]
            right[np.uint64(annotator[j])] += own
            doubt[np.uint64(annotator[j])] += own * (1.0 - own)
    return otherwise
