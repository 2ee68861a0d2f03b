"""A few numbers that say how far a consensus can be trusted."""

from __future__ import annotations

import numpy as np

from earmark.errors import CallError
from earmark.model import Estimate
from earmark.quality.consensus.dependence import shared_mistakes
from earmark.quality.consensus.proportion import effective_size, share
from earmark.quality.consensus.result import Consensus
from earmark.quality.long_table import Codes

__all__ = ["accuracy", "expected_accuracy", "settled"]

VOTES = ("majority", "wawa")


def expected_accuracy(consensus: Consensus, *, level: float = 0.95) -> Estimate:
    """Return how often the consensus labels are right if the model is: the mean probability of the labels.

    Over items, with a Wilson interval, which holds both the doubt about each label and the choice of items.
    It assumes that annotators err independently; where hard items mislead everybody in the same way it
    promises too much, and with fewer than about eight answers an item that does not show. Undefined for a
    majority vote, which is no model of mistakes, without answers, and where mistakes are seen to be shared.
    """
    measure = "expected_accuracy/1"
    answered = consensus.label >= 0
    n = int(answered.sum())
    if consensus.method in VOTES:
        why = "a vote has no model of mistakes"
        return Estimate.missing(why, n=n, over="items", measure=measure, level=level)
    if n == 0:
        return Estimate.missing("no item has an answer", n=0, over="items", measure=measure, level=level)
    if shared_mistakes(consensus.dependence):
        why = "annotators' mistakes are not independent, so the model is too sure of its labels"
        return Estimate.missing(why, n=n, over="items", measure=measure, level=level)
    value = float(consensus.probability[answered].mean())
    return share(value, size=n, n=n, over="items", measure=measure, level=level)


def settled(consensus: Consensus, at: float = 0.95, *, level: float = 0.95) -> Estimate:
    """Return the share of items whose label has at least the probability `at` (for a vote: that share).

    Raises:
        CallError: `at` is not between 0 and 1.
    """
    if not 0 < at <= 1:
        raise CallError(f"the probability at which an item is settled must lie in (0, 1], found {at}")
    answered = consensus.label >= 0
    n = int(answered.sum())
    if n == 0:
        why = "no item has an answer"
        return Estimate.missing(why, n=0, over="items", measure="settled/1", level=level)
    value = float((consensus.probability[answered] >= at).mean())
    return share(value, size=n, n=n, over="items", measure="settled/1", level=level)


def accuracy(labels: Codes, gold: Codes, clusters: Codes | None = None, *, level: float = 0.95) -> Estimate:
    """Return the share of labels equal to gold, over the items where both are known (not negative).

    The interval is Wilson's; with `clusters` (the conversation of each item) the number of items is cut to
    the number of independent ones that would be worth as much.

    >>> print(accuracy(np.array([0, 1, 1, -1]), np.array([0, 1, 0, 1])))
    0.667 [0.208, 0.939]

    Raises:
        CallError: the arrays differ in length.
    """
    if len(labels) != len(gold) or (clusters is not None and len(clusters) != len(gold)):
        raise CallError(
            f"labels, gold and clusters must have one entry an item, found {len(labels)}, {len(gold)}"
        )
    over = "items" if clusters is None else "conversations"
    known = (labels >= 0) & (gold >= 0)
    n = int(known.sum())
    if n == 0:
        why = "no item has both a label and gold"
        return Estimate.missing(why, n=0, over=over, measure="accuracy/1", level=level)
    right = (labels[known] == gold[known]).astype(np.float64)
    size = float(n) if clusters is None else effective_size(right, clusters[known])
    return share(float(right.mean()), size=size, n=n, over=over, measure="accuracy/1", level=level)
