"""A consensus when answers have arrived: going on from the last one, or a glance at the items they touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earmark.errors import CallError
from earmark.quality.consensus.auto import auto
from earmark.quality.consensus.dawid_skene import dawid_skene_at
from earmark.quality.consensus.em import even_share
from earmark.quality.consensus.majority import majority
from earmark.quality.consensus.result import Consensus
from earmark.quality.consensus.segments import normalise
from earmark.quality.consensus.strength import Strength
from earmark.quality.consensus.weighed_votes import glad, mace, one_coin, wawa
from earmark.quality.long_table import Codes, Floats, LongTable

__all__ = ["Glance", "glance", "updated"]

POOL_FLOOR = 1e-3


def updated(
    previous: Consensus, table: LongTable, *, iterations: int = 100, tolerance: float = 1e-6
) -> Consensus:
    """Return the consensus of the table with the method and the strength of the previous one, from where it ended.

    `table` holds all answers, old and new; items keep their codes, new ones follow. Dawid and Skene's rounds
    begin at the previous probabilities, so that a few answers more cost a few rounds; where there is one
    optimum near, the result is that of a fit from the votes, up to what `tolerance` leaves open. A consensus
    whose strength was chosen on much fewer answers should be made anew.

    >>> from earmark.quality.consensus.dawid_skene import dawid_skene
    >>> old = LongTable.of(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([1, 1, 0, 0]))
    >>> new = LongTable.of(np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 1, 0]), np.array([1, 1, 0, 0, 1]))
    >>> updated(dawid_skene(old), new).label.tolist()
    [1, 0, 1]
    """
    if not previous.rounds:
        # Nothing is kept of a vote, and of an empty table nothing is known.
        votes = {"majority": majority, "wawa": wawa}
        return votes[previous.method](table) if previous.method in votes else auto(table)
    if previous.method != "dawid_skene":
        again = {"one_coin": one_coin, "mace": mace, "glad": glad}[previous.method]
        return again(table, iterations=iterations, tolerance=tolerance)
    value = 0.0 if previous.strength is None else previous.strength
    chosen = None
    if previous.held_out_score is not None and previous.majority_score is not None:
        scores = (previous.held_out_score, previous.majority_score)
        chosen = Strength(value, *scores, previous.hidden, previous.trust)
    return dawid_skene_at(
        table,
        value,
        chosen,
        given=chosen is None,
        previous=previous,
        iterations=iterations,
        tolerance=tolerance,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """What is thought of some items in the light of what is known of their annotators; see `glance`."""

    items: NDArray[np.int64]
    label: Codes
    probability: Floats
    shares: Floats  # (items, labels)


def glance(previous: Consensus, table: LongTable, items: NDArray[np.int64]) -> Glance:
    """Return labels and probabilities of some items, annotators being taken as the previous consensus knew them.

    Costs as much as these items have answers: for deciding, answer by answer, whether an item needs another.
    Annotators it did not know are taken for average. Differs from a fit as far as the new answers would change
    what is thought of annotators.

    Raises:
        CallError: the previous consensus is not Dawid and Skene's, or holds no confusions.
    """
    if previous.method != "dawid_skene" or any(one.confusion is None for one in previous.skill):
        raise CallError("a glance needs a previous consensus by dawid_skene that holds confusions")
    wanted = np.zeros(table.items, dtype=np.bool_)
    wanted[items] = True
    rows = table.rows(wanted[table.item])
    confusion = _confusions(previous, table)
    share = np.log(np.maximum(previous.prior, 1e-12))
    weight = np.repeat(share[None], table.items, axis=0)[wanted]
    place = np.cumsum(wanted) - 1
    np.add.at(weight, place[rows.item], np.log(confusion[rows.annotator, :, rows.label]))
    starts = np.arange(len(weight) + 1, dtype=np.int64) * table.labels
    shares, _ = normalise(previous.trust * weight.ravel(), starts)
    by_item = shares.reshape(weight.shape)
    label = by_item.argmax(axis=1).astype(np.int32)
    return Glance(np.flatnonzero(wanted), label, by_item[np.arange(len(label)), label], by_item)


def _confusions(previous: Consensus, table: LongTable) -> Floats:
    """Return the smoothed confusions, shape (annotators, truth, label); strangers have that of the pool."""
    k = table.labels
    counts = np.zeros((table.annotators, k, k))
    for one in previous.skill:
        if one.confusion is not None:
            counts[one.annotator] = one.confusion
    pool = counts.sum(axis=0)
    pool = (pool + POOL_FLOOR / k) / (pool.sum(axis=1, keepdims=True) + POOL_FLOOR)
    strength = 0.0 if previous.strength is None else previous.strength
    even = even_share(strength)
    known = counts.sum(axis=2, keepdims=True)
    drawn = max(strength, 1e-6)
    found: Floats = (counts + drawn * pool + even / k) / (known + drawn + even)
    return found
