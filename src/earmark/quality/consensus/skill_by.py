"""How good each annotator is within groups of answers (a language, a dialect), and how hard each item is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from earmark.model import Estimate
from earmark.quality.consensus.majority import majority
from earmark.quality.consensus.result import Consensus
from earmark.quality.consensus.segments import weighed
from earmark.quality.consensus.skill import skills_from, worth
from earmark.quality.consensus.summary import VOTES
from earmark.quality.long_table import Codes, Floats, LongTable

__all__ = ["GroupSkill", "ItemDifficulty", "chance_right", "item_difficulty", "skills_by"]


@dataclass(frozen=True, slots=True)
class GroupSkill:
    """How often an annotator is right in one group of answers."""

    group: int
    annotator: int
    answers: int
    accuracy: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class ItemDifficulty:
    """How hard each item is; arrays of shape (items,), NaN where an item has no answer.

    `wrong` is the expected share of its answers that are not the truth, with an interval; `expected` what that share would be if its annotators erred here as they do elsewhere;
    `entropy` how undecided the consensus is, in nats.
    """

    wrong: Floats
    low: Floats
    high: Floats
    expected: Floats
    entropy: Floats


def chance_right(table: LongTable, consensus: Consensus) -> Floats:
    """Return how probable it is that each row's label is the truth of its item; shape (rows,).

    >>> from earmark.quality.consensus.majority import majority
    >>> table = LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 1, 0]))
    >>> chance_right(table, majority(table)).round(2).tolist()
    [0.67, 0.67, 0.33]
    """
    soft, k = consensus.soft, max(1, table.labels)
    key = soft.item.astype(np.int64) * k + soft.label
    wanted = table.item.astype(np.int64) * k + table.label
    place = np.minimum(np.searchsorted(key, wanted), max(0, len(key) - 1))
    if not len(key):
        return np.zeros(len(table))
    return np.where(key[place] == wanted, soft.probability[place], 0.0)


def skills_by(table: LongTable, consensus: Consensus, group: Codes) -> Iterator[GroupSkill]:
    """Yield each annotator's accuracy in each group of answers they gave any in; `group` has one code a row.

    Under a vote an annotator is compared with the majority of the others on the item (in the group's rows),
    else with the consensus of all answers. Groups in the order of their codes, then annotators.
    """
    right = chance_right(table, consensus)
    for code in np.unique(group):
        rows = group == code
        part = table.rows(rows)
        if consensus.method in VOTES:
            found = majority(part).skill
        else:
            p = right[rows]
            size = part.annotators
            answers = np.bincount(part.annotator, minlength=size).astype(np.int64)
            found = skills_from(
                answers,
                weighed(part.annotator, p, size),
                weighed(part.annotator, p * (1 - p), size),
                None,
            )
        for one in found:
            if one.answers:
                yield GroupSkill(int(code), one.annotator, one.answers, one.accuracy)


def item_difficulty(table: LongTable, consensus: Consensus, *, level: float = 0.95) -> ItemDifficulty:
    """Return how hard each item is in the light of a consensus.

    The interval is Wilson's, of n − Σ p(1−p) / (θ(1−θ)) answers (see `skill.worth`).
    """
    right = chance_right(table, consensus)
    answers = table.per_item.astype(np.float64)
    known = answers > 0
    sums = weighed(table.item, right, table.items)
    usual = _usual(consensus, table)
    mine = weighed(table.item, 1 - usual[table.annotator], table.items)
    size = worth(answers, sums, weighed(table.item, right * (1 - right), table.items))
    wrong = np.where(known, 1 - sums / np.maximum(answers, 1), np.nan)
    low, high = _wilson(np.nan_to_num(wrong), size, level)
    soft = consensus.soft
    entropy = weighed(soft.item, -soft.probability * np.log(soft.probability), table.items)
    return ItemDifficulty(
        wrong=wrong,
        low=np.where(known, np.minimum(low, wrong), np.nan),
        high=np.where(known, np.maximum(high, wrong), np.nan),
        expected=np.where(known, mine / np.maximum(answers, 1), np.nan),
        entropy=np.where(known, entropy, np.nan),
    )


def _usual(consensus: Consensus, table: LongTable) -> Floats:
    """Return each annotator's accuracy; that of all where theirs is not known."""
    values = np.full(table.annotators, np.nan)
    for one in consensus.skill:
        if one.accuracy.value is not None:
            values[one.annotator] = one.accuracy.value
    middle = float(np.nanmean(values)) if np.isfinite(values).any() else 1.0
    return np.where(np.isnan(values), middle, values)


def _wilson(value: Floats, size: Floats, level: float) -> tuple[Floats, Floats]:
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2))
    centre = (value + z * z / (2 * size)) / (1 + z * z / size)
    half = z * np.sqrt(value * (1 - value) / size + z * z / (4 * size * size)) / (1 + z * z / size)
    return np.clip(centre - half, 0.0, 1.0), np.clip(centre + half, 0.0, 1.0)
