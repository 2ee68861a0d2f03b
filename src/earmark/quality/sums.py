"""Additive statistics: one sparse row of sums per unit, from which every measure is computed.

A measure is a function of sums over units (items, or whole conversations). Sums of shards add up to the sums
of the whole, and resampling units means weighting rows: so the same rows give the value, its interval, and
what a sharded table merges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from earmark.quality.long_table import Floats

__all__ = ["Columns", "Integers", "UnitSums", "compact", "summed"]

Integers: TypeAlias = NDArray[np.int64]
Columns: TypeAlias = slice | list[int]
Hashes: TypeAlias = NDArray[np.uint64]

_FLAG_ROOM = 1 << 20


@dataclass(frozen=True, slots=True)
class UnitSums:
    """Sparse sums: `rows` has one row per unit and one column per key; shape (units, len(keys)).

    `keys` are sorted whole numbers whose meaning is the measure's own (which label, which pair of labels).
    A unit without any entry is not a unit.

    >>> sums = UnitSums.of(np.array([0, 0, 5]), np.array([7, 9, 7]), np.array([1.0, 2.0, 3.0]))
    >>> sums.units, sums.keys.tolist(), sums.totals.tolist()
    (2, [7, 9], [4.0, 2.0])
    >>> (sums + sums).totals.tolist()
    [8.0, 4.0]
    """

    keys: Integers
    rows: Any  # scipy.sparse.csr_array, which has no type stubs
    names: Integers  # the code of each row's unit
    times: Integers | None = None  # how many units each row stands for, where that is not one

    @classmethod
    def of(
        cls,
        unit: NDArray[np.integer],
        key: NDArray[np.integer],
        value: Floats,
        *,
        keys: Integers | None = None,
    ) -> UnitSums:
        """Return the sums of entries given as triplets in any order; entries of one unit and key add up.

        `keys`, sorted, are given where a column is needed even for a key without any entry.
        """
        from scipy.sparse import coo_array

        units, row = compact(unit)
        if keys is None:
            keys, column = compact(key)
        else:
            column = np.searchsorted(keys, key)
        # Adding zero turns -0.0 into 0.0, so that equal rows have equal bits.
        rows = coo_array((value + 0.0, (row, column)), shape=(len(units), len(keys))).tocsr()
        rows.sum_duplicates()
        return cls(keys, rows, units)

    @property
    def units(self) -> int:
        """How many units there are."""
        return int(self.rows.shape[0] if self.times is None else self.times.sum())

    def repeated(self, times: Integers) -> UnitSums:
        """Return the sums of a table in which the unit of code c occurs times[c] times."""
        return UnitSums(self.keys, self.rows, self.names, times[self.names])

    @property
    def totals(self) -> Floats:
        """The sums over all units; shape (len(keys),)."""
        times = np.ones(self.rows.shape[0]) if self.times is None else self.times
        totals: Floats = self.weighted(times[None, :])[0]
        return totals

    def weighted(self, weights: NDArray[Any]) -> Floats:
        """Return the sums under weights of shape (replicates, units); shape (replicates, len(keys)).

        The product is a sparse one, on one thread, so the order of summation never depends on the machine.
        """
        product: Floats = self.rows.T @ np.ascontiguousarray(weights.T, dtype=np.float64)
        return np.ascontiguousarray(product.T)

    def dot(self, gradient: Floats, columns: Columns = slice(None)) -> Floats:
        """Return each unit's row times a vector over the keys, or over some of them; shape (units,)."""
        whole = np.zeros(len(self.keys))
        whole[columns] = gradient
        product: Floats = self.rows @ whole
        return product

    def column(self, key: int) -> int:
        """Return where a key's column is.

        Raises:
            KeyError: no unit has an entry under this key (a mistake in the program).
        """
        place = int(np.searchsorted(self.keys, key))
        if place == len(self.keys) or self.keys[place] != key:
            raise KeyError(key)
        return place

    def __add__(self, other: UnitSums) -> UnitSums:
        """Return the sums of two shards that have no unit in common."""
        ours, theirs = self.rows.tocoo(), other.rows.tocoo()
        return UnitSums.of(
            np.concatenate((ours.row, theirs.row.astype(np.int64) + self.units)),
            np.concatenate((self.keys[ours.col], other.keys[theirs.col])),
            np.concatenate((ours.data, theirs.data)),
        )

    def patterns(self) -> tuple[UnitSums, Integers]:
        """Return the distinct rows and how many units have each.

        Rows are told apart by a 128-bit hash of their entries (two different ones never share one in practice)
        and ordered by how many units have them, then by the hash: so the result depends neither on the order of
        the units nor on their names, and measures that tell the same units apart can share their resamples.
        """
        first, second = self._hash(0x9E3779B97F4A7C15), self._hash(0xD1B54A32D192ED03)
        order = np.argsort(first, kind="stable")
        first, second = first[order], second[order]
        new = np.ones(len(order), dtype=bool)
        new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
        starts = np.flatnonzero(new)
        if self.times is None:
            multiplicity = np.diff(np.append(starts, len(order)))
        else:
            multiplicity = np.add.reduceat(self.times[order], starts)
        frequent = np.argsort(-multiplicity, kind="stable")
        rows = self.rows[order[starts[frequent]]]
        return UnitSums(self.keys, rows, np.arange(len(starts))), multiplicity[frequent]

    def _hash(self, seed: int) -> Hashes:
        # By column, not by key: labels that nobody used change nothing.
        mixed = _mix(self.rows.indices.astype(np.uint64) * np.uint64(seed) + np.uint64(1))
        mixed = _mix(mixed ^ self.rows.data.view(np.uint64) * np.uint64(0xFF51AFD7ED558CCD))
        hashed: Hashes = np.add.reduceat(mixed, self.rows.indptr[:-1].astype(np.int64))
        return hashed


def compact(codes: NDArray[np.integer]) -> tuple[Integers, Integers]:
    """Return the distinct codes in order, and for each code its place among them.

    >>> compact(np.array([40, 7, 40]))[1].tolist()
    [1, 0, 1]
    """
    if len(codes) == 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    low, high = int(codes.min()), int(codes.max())
    if high - low > 4 * len(codes) + _FLAG_ROOM:
        distinct, place = np.unique(codes, return_inverse=True)
        return distinct.astype(np.int64), place.astype(np.int64)
    shifted = codes.astype(np.int64) - low
    used = np.zeros(high - low + 1, dtype=bool)
    used[shifted] = True
    place = np.cumsum(used, dtype=np.int64) - 1
    return np.flatnonzero(used) + low, place[shifted]


def summed(codes: NDArray[np.integer], weights: Floats, size: int = 0) -> Floats:
    """Return the sum of the weights of each code from 0 on; shape (max(size, highest code + 1),).

    >>> summed(np.array([0, 2, 2]), np.array([1.0, 0.5, 0.5]), 4).tolist()
    [1.0, 0.0, 1.0, 0.0]
    """
    return np.bincount(codes, weights, size).astype(np.float64, copy=False)


def _mix(x: Hashes) -> Hashes:
    """Scatter bits: the finaliser of SplitMix64 (doi:10.1145/2660193.2660195)."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
