"""Wawa: votes weighed by how often their annotators are with the majority."""

from __future__ import annotations

import numpy as np

from earmark.quality.consensus.cells import Cells, cells_of, vote_shares
from earmark.quality.consensus.segments import largest, total, weighed
from earmark.quality.long_table import Floats, LongTable

__all__ = ["vote_weights", "weighed_shares"]


def vote_weights(table: LongTable) -> Floats:
    """Return how often each annotator gave the label most gave (their own vote included); shape (annotators,).

    0 for those without answers. Where m labels tie for most, an answer that is one of them counts 1/m.

    >>> vote_weights(LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 1, 0]))).tolist()
    [1.0, 1.0, 0.0]
    """
    if not len(table):
        return np.zeros(table.annotators)
    cells = cells_of(table)
    votes = np.bincount(cells.own, minlength=len(cells.label)).astype(np.float64)
    most = votes == np.repeat(largest(votes, cells.starts), cells.sizes)
    level = total(most.astype(np.float64), cells.starts)
    agreed = np.where(most[cells.own], 1 / level[cells.place], 0.0)
    answers = np.bincount(table.annotator, minlength=table.annotators)
    return weighed(table.annotator, agreed, table.annotators) / np.maximum(answers, 1)


def weighed_shares(table: LongTable, cells: Cells) -> Floats:
    """Return each cell's share of the votes, weighed by `vote_weights`.

    Source: Appen's and Toloka's *worker agreement with aggregate*, as in D. Ustalov et al. (2024),
    doi:10.21105/joss.06227.
    """
    return vote_shares(cells, vote_weights(table)[table.annotator])
