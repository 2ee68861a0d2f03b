"""What every aggregator must satisfy, however it weighs the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from earmark.quality.consensus.result import Consensus
from earmark.quality.laws import rebuilt, shuffled
from earmark.quality.long_table import Codes, LongTable

__all__ = ["AGGREGATOR_LAWS", "Aggregator", "AggregatorLaw"]

Aggregator: TypeAlias = Callable[[LongTable], Consensus]
AggregatorLaw: TypeAlias = Callable[[Aggregator, LongTable], str | None]

_SAME = 1e-6  # iterations stop at a tolerance, in another order at another last bit


def renaming_annotators(aggregate: Aggregator, table: LongTable) -> str | None:
    """Who annotators are changes no label."""
    names = shuffled(table.annotators)
    renamed = rebuilt(table, annotator=names[table.annotator])
    return _differs("renaming annotators", aggregate(table), aggregate(renamed))


def renaming_items(aggregate: Aggregator, table: LongTable) -> str | None:
    """Which code an item has changes no label."""
    names = shuffled(table.items)
    renamed = aggregate(rebuilt(table, item=names[table.item]))
    return _differs("renaming items", aggregate(table), renamed, order=names)


def row_order(aggregate: Aggregator, table: LongTable) -> str | None:
    """The order of the rows changes nothing, to the last bit."""
    order = shuffled(len(table))
    mixed = rebuilt(table, table.item[order], table.annotator[order], table.label[order])
    one, other = aggregate(table), aggregate(mixed)
    same = np.array_equal(one.label, other.label) and np.array_equal(one.probability, other.probability)
    return None if same else "another order of rows changed a label or its probability"


def renaming_labels(aggregate: Aggregator, table: LongTable) -> str | None:
    """What labels are called changes no label, but for ties, which the smaller code decides."""
    names = shuffled(table.labels)
    one, other = aggregate(table), aggregate(rebuilt(table, label=names[table.label]))
    clear = (one.label >= 0) & ~one.tied & ~other.tied
    moved = int((names[one.label[clear]] != other.label[clear]).sum())
    return f"renaming labels changed {moved} of them" if moved else None


def one_label_each(aggregate: Aggregator, table: LongTable) -> str | None:
    """An item with answers gets a label in use, with a probability; one without answers gets none."""
    found = aggregate(table)
    answered = np.unique(table.item)
    strange = np.setdiff1d(found.label[answered], table.label)
    if len(strange):
        return f"an item got label {strange[0]}, which nobody gave to any"
    without = np.setdiff1d(np.arange(table.items), answered)
    if (found.label[without] != -1).any() or found.probability[without].any():
        return "an item without answers got a label"
    inside = (found.probability >= 0) & (found.probability <= 1 + 1e-12)
    return None if inside.all() else "a probability lies outside 0 and 1"


def unanimity(aggregate: Aggregator, table: LongTable) -> str | None:
    """Where all answers to every item are equal, that label is the item's."""
    first = table.label[np.minimum(table.starts[:-1], max(len(table) - 1, 0))]
    agreed = rebuilt(table, label=first[table.item])
    found = aggregate(agreed)
    answered = np.unique(table.item)
    same = np.array_equal(found.label[answered], first[answered])
    return None if same else "a label nobody disputes was not taken"


AGGREGATOR_LAWS: Mapping[str, AggregatorLaw] = MappingProxyType(
    {
        law.__name__: law
        for law in (
            renaming_annotators,
            renaming_items,
            row_order,
            renaming_labels,
            one_label_each,
            unanimity,
        )
    }
)


def _differs(what: str, one: Consensus, other: Consensus, order: Codes | None = None) -> str | None:
    place = np.arange(len(one.label)) if order is None else order
    clear = ~one.tied
    if (one.label[clear] != other.label[place][clear]).any():
        return f"{what} changed a label"
    apart = float(np.abs(one.probability[clear] - other.probability[place][clear]).max(initial=0))
    return f"{what} moved a probability by {apart:.1e}" if apart > _SAME else None
