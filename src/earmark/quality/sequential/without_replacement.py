"""Evidence that a lot is good, or bad, from items drawn out of it without putting them back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from earmark.errors import CallError
from earmark.quality.long_table import Floats

__all__ = ["Lot", "accept_evidence", "reject_evidence"]


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot of `size` items, of which fewer than `limit` may be wrong for it to be good.

    >>> Lot.tolerating(5000, 0.05)
    Lot(size=5000, limit=250)

    Raises:
        CallError: the limit is not between 1 and the size.
    """

    size: int
    limit: int

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= self.size:
            raise CallError(
                f"a lot of {self.size} items is judged against 1 to {self.size} wrong ones, found {self.limit}"
            )

    @classmethod
    def tolerating(cls, size: int, rate: float) -> Lot:
        """Return the lot that is bad when a share `rate` of it, or more, is wrong."""
        return cls(size, max(1, math.ceil(rate * size - 1e-9)))


def accept_evidence(wrong: np.ndarray, lot: Lot, good: Floats) -> Floats:
    """Return log e after each item drawn: evidence that fewer than `lot.limit` items are wrong.

    `wrong` says of each item drawn (uniformly, without replacement) whether it is wrong; `good` holds error
    rates below the limit at which the lot would be accepted soon, weighed equally. For each,
    L_t = Π (p′/p₀)^x ((1 − p′)/(1 − p₀))^(1 − x), with p₀ = (K₀ − k)/(N − t) the chance of a wrong item if exactly
    K₀ = limit are, and p′ the same for the good lot. With K₀ wrong items E[L] = 1 at every time one may stop;
    with more it is less. Accepting when the mean of the L reaches 1/δ is wrong with probability δ at most
    (Ville), however often one looks. As many wrong items as the limit give −∞.

    >>> evidence = accept_evidence(np.zeros(100, dtype=bool), Lot.tolerating(5000, 0.05), np.array([0.0]))
    >>> int(np.argmax(evidence >= np.log(20))) + 1  # at least ln(0.05)/ln(0.95) = 58.4 are needed
    59
    """
    return _evidence(wrong, lot, lot.limit, np.asarray(good, dtype=np.float64))


def reject_evidence(wrong: np.ndarray, lot: Lot, bad: Floats) -> Floats:
    """Return log e after each item drawn: evidence that at least `lot.limit` items are wrong.

    The mirror image of `accept_evidence`: under "limit − 1 wrong" the mean is 1, with fewer it is less. `bad`
    holds error rates at or above the limit.
    """
    return _evidence(wrong, lot, lot.limit - 1, np.asarray(bad, dtype=np.float64))


def _evidence(wrong: np.ndarray, lot: Lot, null: int, rates: Floats) -> Floats:
    hit = np.asarray(wrong, dtype=bool)
    if len(hit) > lot.size:
        raise CallError(f"{len(hit)} items were drawn of a lot of {lot.size}")
    left = lot.size - np.arange(len(hit))
    before = np.cumsum(hit) - hit
    alternatives = np.clip(np.round(rates * lot.size), 0, lot.size)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.clip((null - before) / left, 0, 1)
        others = np.clip((alternatives[:, None] - before) / left, 0, 1)
        gained = np.where(hit, np.log(others) - np.log(chance), np.log1p(-others) - np.log1p(-chance))
    # Impossible under the alternative: its evidence is gone for good. Impossible under both: nothing was learnt.
    gained = np.where(np.isnan(gained), 0.0, gained)
    with np.errstate(invalid="ignore"):
        sums = np.cumsum(gained, axis=1)
    sums = np.where(np.isnan(sums), -np.inf, sums)
    ruled_out = np.maximum.accumulate(np.isneginf(gained), axis=1)
    sums = np.where(ruled_out, -np.inf, sums)
    found: Floats = np.logaddexp.reduce(sums, axis=0) - np.log(len(rates))
    return found
