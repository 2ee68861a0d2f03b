"""CROWDLAB: a classifier and the annotators, averaged, each weighed by how it agrees with the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from earmark.errors import CallError
from earmark.quality.consensus.assemble import Verdict, consensus_from, empty
from earmark.quality.consensus.cells import Cells, cells_of
from earmark.quality.consensus.knowledge import checked_model
from earmark.quality.consensus.result import Consensus
from earmark.quality.consensus.segments import weighed
from earmark.quality.long_table import Codes, Floats, LongTable

__all__ = ["Weights", "crowdlab"]

Counts: TypeAlias = NDArray[np.integer[Any]]
LEAST = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What the average is made of: the model's weight, each annotator's, and how often an answer is the label
    that was chosen (`likelihood`)."""

    model: float
    annotators: Floats
    likelihood: float


def crowdlab(table: LongTable, model: Floats) -> tuple[Consensus, Weights]:
    """Return the labels with the largest average of the model's probabilities and the annotators' answers.

    P(k | item) = (w_M p_M(k) + Σ_j w_j q_j(k)) / (w_M + Σ_j w_j); q_j is P where k is what j said and
    (1 − P) / (K − 1) elsewhere, P the mean agreement with the labels chosen; w_j = 1 − (1 − agreement of j with
    the others) / e, w_M = (1 − error of the model) √(answers an item) likewise, e the error of always saying
    the most frequent label. First with the majority's labels, then with those of the first average.
    Source: H. W. Goh, U. Tkachenko, J. Mueller (2022), arXiv 2210.06812.

    `model` has the shape (items, labels) and must speak of every item with answers. The probabilities are an
    average, not what a model of mistakes implies; they are not meant to be calibrated.

    >>> table = LongTable.of(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([0, 0, 0, 1]))
    >>> crowdlab(table, np.array([[0.9, 0.1], [0.2, 0.8]]))[0].label.tolist()
    [0, 1]

    Raises:
        CallError: the model does not fit the table, says nothing of an item, or no item has two answers.
    """
    checked = checked_model(table, model)
    if not len(table):
        return empty(table, "crowdlab"), Weights(LEAST, np.full(table.annotators, LEAST), 1.0)
    cells = cells_of(table)
    if checked is None or not cells.whole or np.isnan(checked[cells.items]).any():
        raise CallError("CROWDLAB needs the model's probabilities of every item that has answers")
    answers = np.bincount(cells.place)
    if answers.max() < 2:
        raise CallError(
            "CROWDLAB needs items with two answers or more, to weigh the model and the annotators"
        )
    chances = checked[cells.items]
    chosen = _majority(cells, chances)
    for _ in range(2):
        weights = _weights(table, cells, chances, chosen, answers)
        average = _average(table, cells, chances, weights)
        decided = chosen
        chosen = _best(average, chosen)
    found = _consensus(table, cells, average, decided, weights)
    return found, weights


def _majority(cells: Cells, chances: Floats) -> Codes:
    """Return the label with most votes; ties go to the one the model finds more probable."""
    votes = np.bincount(cells.own, minlength=len(cells.label)).reshape(chances.shape)
    tied = np.where(votes == votes.max(axis=1, keepdims=True), chances, -1.0)
    label: Codes = tied.argmax(axis=1).astype(np.int32)
    return label


def _weights(table: LongTable, cells: Cells, chances: Floats, chosen: Codes, answers: Counts) -> Weights:
    shared = answers > 1
    agreed = weighed(cells.place, (table.label == chosen[cells.place]).astype(np.float64), len(answers))
    likelihood = float((agreed / answers)[shared].mean())
    frequent = int(np.bincount(chosen[shared]).argmax())
    error = max(LEAST, float((chosen[shared] != frequent).mean()))
    wrong = float((chances[shared].argmax(axis=1) != chosen[shared]).mean())
    own = 1 - (1 - _with_others(table, cells, answers)) / error
    model = max(LEAST, 1 - wrong / error) * float(np.sqrt(answers.mean()))
    return Weights(model, np.maximum(own, LEAST), likelihood)


def _with_others(table: LongTable, cells: Cells, answers: Counts) -> Floats:
    """Return how often each annotator agrees with another on the same item; the mean for those who share none."""
    votes = np.bincount(cells.own, minlength=len(cells.label))
    same = weighed(table.annotator, (votes[cells.own] - 1).astype(np.float64), table.annotators)
    pairs = weighed(table.annotator, (answers[cells.place] - 1).astype(np.float64), table.annotators)
    known = pairs > 0
    agreement = same / np.where(known, pairs, 1.0)
    return np.where(known, agreement, agreement[known].mean())


def _average(table: LongTable, cells: Cells, chances: Floats, weights: Weights) -> Floats:
    labels = chances.shape[1]
    weight = weights.annotators[table.annotator]
    whole = weighed(cells.place, weight, len(chances))[:, None]
    given = weighed(cells.own, weight, len(cells.label)).reshape(chances.shape)
    other = (1 - weights.likelihood) / max(1, labels - 1)
    said = given * weights.likelihood + (whole - given) * other
    found: Floats = (chances * weights.model + said) / (whole + weights.model)
    return found


def _best(average: Floats, before: Codes) -> Codes:
    tied = (average == average.max(axis=1, keepdims=True)).sum(axis=1) > 1
    return np.where(tied, before, average.argmax(axis=1)).astype(np.int32)


def _consensus(table: LongTable, cells: Cells, average: Floats, chosen: Codes, weights: Weights) -> Consensus:
    why = (
        f"CROWDLAB: the model's probabilities with weight {weights.model:.2f} and the answers with the weight of "
        f"their annotators (mean {weights.annotators.mean():.2f}), averaged."
    )
    verdict = Verdict("crowdlab", why, np.log(np.maximum(average, 1e-300)).ravel(), 2, None)
    found = consensus_from(table, cells, verdict)
    label, probability = found.label.copy(), found.probability.copy()
    label[cells.items] = chosen
    probability[cells.items] = average[np.arange(len(chosen)), chosen]
    return replace(found, label=label, probability=probability, dependence=None)
