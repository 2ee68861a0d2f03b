"""What every measure of agreement must satisfy, whatever it measures.

A law takes a measure and a table and returns how the law is broken, or None where it holds; a test asserts
None. `LAWS` lists those that hold for every measure; the others say what they ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from earmark.model import Estimate
from earmark.quality.long_table import Codes, LongTable
from earmark.quality.sums import UnitSums

__all__ = [
    "LAWS",
    "Law",
    "Measure",
    "answering_again_on_new_items",
    "bounds",
    "full_agreement_is_one",
    "rebuilt",
    "renaming_annotators",
    "renaming_items",
    "renaming_labels",
    "reversing_labels",
    "row_order",
    "shards_merge",
    "shuffled",
    "unanswerable_has_a_reason",
]

Measure: TypeAlias = Callable[[LongTable], Estimate]
Law: TypeAlias = Callable[[Measure, LongTable], str | None]

_SAME = 1e-9


def renaming_annotators(measure: Measure, table: LongTable) -> str | None:
    """Who annotators are changes nothing: neither value nor interval."""
    renamed = rebuilt(table, annotator=shuffled(table.annotators)[table.annotator])
    return _differs("renaming annotators", measure(table), measure(renamed))


def renaming_items(measure: Measure, table: LongTable) -> str | None:
    """Which code an item has changes nothing: neither value nor interval."""
    renamed = rebuilt(table, item=shuffled(table.items)[table.item])
    return _differs("renaming items", measure(table), measure(renamed))


def row_order(measure: Measure, table: LongTable) -> str | None:
    """The order of the rows changes nothing, to the last bit."""
    order = shuffled(len(table))
    mixed = rebuilt(table, table.item[order], table.annotator[order], table.label[order])
    one, other = measure(table), measure(mixed)
    return None if one == other else f"another order of rows: {one} became {other}"


def bounds(measure: Measure, table: LongTable) -> str | None:
    """A value lies in [−1, 1] and in its interval, and says what it was resampled over."""
    found = measure(table)
    if found.value is None or found.low is None or found.high is None:
        return None if found.undefined else "no value and no reason"
    if not -1 <= found.low <= found.value <= found.high <= 1:
        return f"out of bounds: {found}"
    return None if found.n >= 2 and found.over and found.measure else f"says too little: {found!r}"


def full_agreement_is_one(measure: Measure, table: LongTable) -> str | None:
    """Where everybody gives an item's first label, a value is 1, and its interval does not end there."""
    first = table.label[np.minimum(table.starts[:-1], max(len(table) - 1, 0))] if len(table) else table.label
    found = measure(rebuilt(table, label=first[table.item]))
    if found.value is None or found.low is None:
        return None if found.undefined else "no value and no reason"
    if abs(found.value - 1) > _SAME:
        return f"full agreement is {found}"
    return None if found.low < 1 else f"full agreement on {found.n} units taken for certain: {found}"


def unanswerable_has_a_reason(measure: Measure, table: LongTable) -> str | None:
    """No answers, answers of one annotator, and one answer an item give no value but a reason."""
    none = np.zeros(len(table), dtype=bool)
    only = table.annotator == (table.annotator[0] if len(table) else 0)
    single = np.zeros(len(table), dtype=bool)
    single[np.unique(table.item, return_index=True)[1]] = True
    for what, keep in (("no answers", none), ("one annotator", only), ("one answer an item", single)):
        found = measure(table.rows(keep))
        if found.undefined is None:
            return f"{what} gave {found}"
    return None


def renaming_labels(measure: Measure, table: LongTable) -> str | None:
    """For measures that only ask whether labels are equal: their names do not change the value.

    The interval is drawn anew (patterns sort differently), so it only stays about the same.
    """
    renamed = rebuilt(table, label=shuffled(table.labels)[table.label])
    return _differs("renaming labels", measure(table), measure(renamed), interval=False)


def reversing_labels(measure: Measure, table: LongTable) -> str | None:
    """For measures on ordered labels: the scale read from the other end gives the same value."""
    turned = rebuilt(table, label=table.labels - 1 - table.label)
    return _differs("reversing the scale", measure(table), measure(turned), interval=False)


def answering_again_on_new_items(
    measure: Measure, table: LongTable, *, corrected: bool = False
) -> str | None:
    """The table once more as new items leaves the value.

    Krippendorff's alpha (`corrected`) counts chance without putting an answer back: there 1 − value grows by
    exactly (2N − 1)/(2N − 2) with N answers on items with two or more.
    """
    twice = LongTable.of(
        np.concatenate((table.item, table.item + table.items)),
        np.tile(table.annotator, 2),
        np.tile(table.label, 2),
        items=2 * table.items,
        annotators=table.annotators,
        labels=table.labels,
    )
    one, two = measure(table), measure(twice)
    if one.value is None or two.value is None:
        # One item may be too few where two are enough.
        return None
    answers = len(table.pairable())
    factor = (2 * answers - 1) / (2 * answers - 2) if corrected else 1.0
    expected = 1 - (1 - one.value) * factor
    return None if abs(two.value - expected) < _SAME else f"twice the table: {one} became {two}"


def shards_merge(sums: Callable[[LongTable], UnitSums], table: LongTable, shards: int = 3) -> str | None:
    """The sums of shards (each item in one of them) add up to the sums of the whole."""
    whole = sums(table)
    parts = [table.rows(table.item % shards == shard) for shard in range(shards)]
    merged = None
    for part in (sums(part) for part in parts if len(part.pairable())):
        merged = part if merged is None else merged + part
    if merged is None:
        return None if whole.units == 0 else "shards lost everything"
    if not np.array_equal(merged.keys, whole.keys) or merged.units != whole.units:
        return f"shards have {merged.units} units, the whole {whole.units}, or other keys"
    if not np.allclose(merged.totals, whole.totals, rtol=1e-12, atol=1e-12):
        return "shards sum to something else"
    return None


LAWS: Mapping[str, Law] = MappingProxyType(
    {
        law.__name__: law
        for law in (
            renaming_annotators,
            renaming_items,
            row_order,
            bounds,
            full_agreement_is_one,
            unanswerable_has_a_reason,
        )
    }
)


def _differs(what: str, one: Estimate, other: Estimate, *, interval: bool = True) -> str | None:
    if one.undefined != other.undefined:
        return f"{what}: {one} became {other}"
    pairs = [(one.value, other.value)]
    if interval:
        pairs += [(one.low, other.low), (one.high, other.high)]
    same = all(a is None or b is None or abs(a - b) < _SAME for a, b in pairs)
    return None if same else f"{what}: {one} became {other}"


def shuffled(size: int) -> Codes:
    """Return the codes 0 to `size` − 1 in an order that is always the same.

    >>> sorted(shuffled(4).tolist())
    [0, 1, 2, 3]
    """
    return np.random.default_rng(size).permutation(size).astype(np.int32)


def rebuilt(
    table: LongTable,
    item: Codes | None = None,
    annotator: Codes | None = None,
    label: Codes | None = None,
) -> LongTable:
    """Return the table with other codes in place of those given.

    >>> table = LongTable.of(np.array([0, 1]), np.array([0, 0]), np.array([1, 0]))
    >>> rebuilt(table, label=np.array([0, 0], dtype=np.int32)).label.tolist()
    [0, 0]
    """
    return LongTable.of(
        table.item if item is None else item,
        table.annotator if annotator is None else annotator,
        table.label if label is None else label,
        items=table.items,
        annotators=table.annotators,
        labels=table.labels,
    )
