"""The sentences by which a consensus says why, and what to beware of."""

from __future__ import annotations

import numpy as np

from earmark.model import Estimate
from earmark.quality.consensus.cells import cells_of, vote_shares
from earmark.quality.consensus.dependence import shared_mistakes
from earmark.quality.consensus.result import Consensus
from earmark.quality.consensus.segments import choose
from earmark.quality.long_table import LongTable

__all__ = ["against_vote", "far_from_vote", "shared_warning", "trust_words"]

# From this share of items labelled otherwise than by the vote on, the reader is told.
MUCH = 0.2


def against_vote(table: LongTable, found: Consensus) -> str:
    """Return a warning where the labels are far from the majority vote, else nothing."""
    cells = cells_of(table)
    answers = np.bincount(table.label, minlength=table.labels)
    vote = choose(vote_shares(cells), cells.starts, cells.label, answers)
    return far_from_vote(float((vote.label != found.label[cells.items]).mean()))


def far_from_vote(other: float) -> str:
    """Return the warning where this share of the items is labelled otherwise than by the vote.

    >>> far_from_vote(0.1)
    ''
    """
    if other < MUCH:
        return ""
    return (
        f" It differs from the majority vote on {other:.0%} of the items: its labels are kinds of items that "
        "annotators treat alike, which may not be what the labels mean."
    )


def shared_warning(together: Estimate | None) -> str:
    """Return a warning where annotators are seen to share mistakes, else nothing."""
    if together is None or not shared_mistakes(together):
        return ""
    return (
        f" Mistakes are shared: answers to the same item hang together (correlation {together.value:.2f}) more "
        "than the model allows, so its probabilities are too sure."
    )


def trust_words(trust: float) -> str:
    """Return how the probabilities were made less sure, if they were.

    >>> trust_words(1.0), trust_words(0.4)
    ('', ' Log-odds are scaled by 0.4: surer than that, hidden answers are predicted worse.')
    """
    if trust == 1.0:
        return ""
    return f" Log-odds are scaled by {trust:g}: surer than that, hidden answers are predicted worse."
