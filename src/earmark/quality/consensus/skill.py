"""How often each annotator is right under the model, with the doubt about the truth in the interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from earmark.model import Estimate
from earmark.quality.consensus.proportion import share
from earmark.quality.consensus.result import AnnotatorSkill
from earmark.quality.consensus.segments import weighed
from earmark.quality.long_table import Floats, LongTable

__all__ = ["model_skills", "no_skill", "skills_from", "worth"]

LEAST_WORTH = 0.5


def no_skill() -> Estimate:
    """Return the accuracy of an annotator without answers."""
    return Estimate.missing("no answers", n=0, over="annotations", measure="skill/1")


def worth(answers: Floats, right: Floats, doubt: Floats) -> Floats:
    """Return how many answers with a known truth are worth as much as these.

    n − Σ p(1−p) / (θ(1−θ)), at least ½: what is missing from the information on the accuracy θ because the
    truth is known only with probability p (T. A. Louis 1982, doi:10.1111/j.2517-6161.1982.tb01203.x).
    `right` is Σ p, `doubt` Σ p(1−p); θ is taken with half an answer added to either side.

    >>> worth(np.array([10.0]), np.array([8.0]), np.array([0.0])).tolist()
    [10.0]
    """
    accuracy = (right + 0.5) / (answers + 1)
    return np.maximum(LEAST_WORTH, answers - doubt / (accuracy * (1 - accuracy)))


def model_skills(table: LongTable, p: Floats, counts: Floats | None) -> tuple[AnnotatorSkill, ...]:
    """Return each annotator's expected accuracy, from each row's probability `p` of being the truth, and their
    expected confusion `counts` [annotator, truth, label].

    Accuracy is the mean probability that their answers are the truth; the Wilson interval is that of as
    many answers as are worth theirs (`worth`). It takes the model for true: mistakes shared with others
    count as right.
    """
    by, size = table.annotator, table.annotators
    answers = np.bincount(by, minlength=size).astype(np.int64)
    return skills_from(answers, weighed(by, p, size), weighed(by, p * (1 - p), size), counts)


def skills_from(
    answers: NDArray[np.int64], right: Floats, doubt: Floats, counts: Floats | None
) -> tuple[AnnotatorSkill, ...]:
    """Return the same from how many answers each annotator gave, and their sums Σ p and Σ p(1 − p)."""
    known = worth(answers.astype(np.float64), right, doubt)
    return tuple(
        AnnotatorSkill(
            annotator=a,
            answers=int(answers[a]),
            accuracy=_accuracy(int(answers[a]), float(right[a]), float(known[a])),
            confusion=None if counts is None else counts[a],
        )
        for a in range(len(answers))
    )


def _accuracy(answers: int, right: float, known: float) -> Estimate:
    if not answers:
        return no_skill()
    return share(right / answers, size=known, n=answers, over="annotations", measure="skill/1")
