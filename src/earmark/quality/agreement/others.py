"""Each annotator against all the others on the same items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from earmark.model import Estimate
from earmark.quality.agreement.chance import Comparison, Wanted
from earmark.quality.agreement.counts import ItemCounts
from earmark.quality.long_table import Bools, Codes, Floats, LongTable
from earmark.quality.sums import Integers, compact, summed

__all__ = ["AnnotatorAgreement", "with_others"]

_CHUNK_CELLS = 4_000_000
_TABLE_CELLS = 20_000_000


@dataclass(frozen=True, slots=True)
class AnnotatorAgreement:
    """How one annotator's answers stand to those of the others.

    `answers` counts all of them, `shared_items` the items that somebody else answered too.
    """

    annotator: int
    answers: int
    shared_items: int
    agreement: Estimate
    kappa: Estimate


def with_others(
    table: LongTable, *, clusters: Codes | None = None, level: float = 0.95
) -> tuple[AnnotatorAgreement, ...]:
    """Return for every annotator with an answer how often the others agree, as it is and beyond chance.

    Agreement is the mean over the annotator's items of the share of the *other* answers that equal their
    own. Kappa is (Po − Pe)/(1 − Pe) with Pe = Σ_k P_k Q_k: the annotator's labels P and the others' labels Q
    on the same items (each item weighing one). With one other annotator it is Cohen's kappa. Intervals are
    those of `intervals.score`; they speak for these annotators on items like these.

    >>> item, annotator = np.tile(np.arange(4), 3), np.repeat([0, 1, 2], 4)
    >>> label = np.array([0, 1, 0, 1] + [0, 1, 0, 1] + [1, 1, 0, 1])
    >>> [round(one.agreement.value, 3) for one in with_others(LongTable.of(item, annotator, label))]
    [0.875, 0.875, 0.75]

    Undefined: one annotator only; no item shared with another annotator; only one item shared with another
    annotator; all answers are the same label.

    Raises:
        CallError: `clusters` does not hold one code per item.
    """
    counts = ItemCounts.of(table, clusters)
    compared = _compared(table, counts)
    answers = np.bincount(table.annotator, minlength=table.annotators)

    def why_not(units: int) -> str | None:
        if units >= 2:
            return None
        if counts.annotators == 1:
            return "one annotator only"
        if units == 0:
            return "no item shared with another annotator"
        what = "item" if counts.over == "items" else "conversation"
        return f"only one {what} shared with another annotator"

    agreement = compared.agreement(Wanted("agreement_with_others/1", level, counts.over, why_not))
    kappa = compared.kappa(
        Wanted("kappa_with_others/1", level, counts.over, why_not), "all answers are the same label"
    )
    shared = compared.rows
    return tuple(
        AnnotatorAgreement(code, int(answers[code]), int(shared[code]), agreement[code], kappa[code])
        for code in np.flatnonzero(answers).tolist()
    )


def _compared(table: LongTable, counts: ItemCounts) -> Comparison:
    """Return every answer on a shared item, compared with the others' on that item."""
    rows = table.pairable()
    place = np.zeros(max(table.items, 1), dtype=np.int64)
    place[counts.code] = np.arange(len(counts.code))
    item, annotator = place[rows.item], rows.annotator.astype(np.int64)
    labels = max(table.labels, 1)
    entry = np.searchsorted(counts.item * labels + counts.label, item * labels + rows.label)
    others = counts.answers[item] - 1
    same = (counts.count[entry] - 1) / others
    own = annotator * labels + rows.label
    expected = _expected(counts, item, own, annotator, labels)
    unit = None if counts.over == "items" else counts.unit[item]
    usual = _usual(own, annotator, table.annotators)
    return Comparison.of(annotator, table.annotators, unit, same=same, expected=expected, usual=usual)


def _usual(own: Integers, annotator: Integers, annotators: int) -> Bools:
    """Return whether each answer is the label its annotator gives most (ties: the smaller code)."""
    distinct, place = compact(own)
    uses = np.bincount(place, minlength=len(distinct))
    owner = np.empty(len(distinct), dtype=np.int64)
    owner[place] = annotator
    most = np.full(annotators, -1, dtype=np.int64)
    order = np.lexsort((-np.arange(len(distinct)), uses, owner))
    most[owner[order]] = order  # the last one written is the most used
    usual: Bools = place == most[annotator]
    return usual


def _expected(counts: ItemCounts, item: Integers, own: Integers, annotator: Integers, labels: int) -> Floats:
    """Return for each answer Q at its own label plus the others' labels weighted by P.

    `own` numbers (annotator, label). Only labels the annotator uses matter to Pe, so the margins are held
    for these alone: never annotators × labels.
    """
    if len(own) == 0:
        return np.zeros(0)
    find, used = _finder(own)
    mine, others = find(own), counts.answers[item] - 1
    share = 1 / np.bincount(annotator)[annotator]
    ours = summed(mine, share, used)  # P
    theirs = -summed(mine, share / others, used)  # Q, begun by taking the own answers out
    weighted = np.empty(len(item))
    for begin, row, entry in _entries(counts, item):
        key = find(annotator[row] * labels + counts.label[entry])
        row, count, key = row[key >= 0], counts.count[entry[key >= 0]], key[key >= 0]
        theirs += summed(key, count * share[row] / others[row], used)
        part = summed(row - begin, count * ours[key])  # every row has at least its own label
        weighted[begin : begin + len(part)] = part
    return theirs[mine] + (weighted - ours[mine]) / others


def _entries(counts: ItemCounts, item: Integers) -> Iterator[tuple[int, Integers, Integers]]:
    """Yield, for chunks of answers, the first answer, and each answer with every label count of its item."""
    starts = np.searchsorted(counts.item, np.arange(len(counts.answers) + 1))
    several = np.diff(starts)[item]
    until = np.cumsum(several)
    begin = 0
    while begin < len(item):
        done = until[begin] - several[begin]
        end = max(begin + 1, int(np.searchsorted(until, done + _CHUNK_CELLS, side="right")))
        row = np.repeat(np.arange(begin, end), several[begin:end])
        first = (until - several)[row] - done
        yield begin, row, starts[item[row]] + np.arange(len(row)) - first
        begin = end


def _finder(keys: Integers) -> tuple[Callable[[Integers], Integers], int]:
    """Return a function from keys to their place among the distinct ones (-1: not there), and their number."""
    distinct = compact(keys)[0]
    top = int(distinct[-1]) + 1
    if top <= _TABLE_CELLS:
        table = np.full(top, -1, dtype=np.int64)
        table[distinct] = np.arange(len(distinct))
        return lambda asked: np.where(asked < top, table[np.minimum(asked, top - 1)], -1), len(distinct)

    def search(asked: Integers) -> Integers:
        place = np.minimum(np.searchsorted(distinct, asked), len(distinct) - 1)
        return np.where(distinct[place] == asked, place, -1)

    return search, len(distinct)
