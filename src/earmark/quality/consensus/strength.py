"""How strongly to draw annotators together: chosen by how well hidden answers are predicted."""

from __future__ import annotations

from dataclasses import dataclass

from earmark.quality.consensus.holdout import Holdout, Score
from earmark.quality.consensus.predictors import by_dawid_skene, by_vote
from earmark.quality.long_table import LongTable

__all__ = ["DEFAULT_STRENGTH", "STRENGTHS", "Strength", "best_strength", "choose_strength"]

STRENGTHS = (0.01, 1.0, 4.0, 16.0, 64.0, 256.0)
DEFAULT_STRENGTH = 4.0


@dataclass(frozen=True, slots=True)
class Strength:
    """The strength chosen, what it scored and with what trust, and what a smoothed vote scored."""

    value: float
    score: float
    vote_score: float
    hidden: int
    trust: float


def choose_strength(table: LongTable, *, seed: int = 0) -> Strength | None:
    """Return the strength that predicts hidden answers best.

    A tenth of the answers to items with at least three is hidden, then the next tenth, up to all ten where
    the table is small; each is predicted from the labels the rest gives the item and from what the rest says
    of its annotator; the score is the mean log-probability, at the trust that suits the strength best.
    None where fewer than 20 answers could be hidden (see `Holdout.of`).
    """
    holdout = Holdout.of(table, seed)
    if holdout is None:
        return None
    value, score = best_strength(holdout)
    return Strength(value, score.mean, holdout.score(by_vote).mean, holdout.size, score.trust)


def best_strength(holdout: Holdout) -> tuple[float, Score]:
    """Return the best strength of the grid and its score; the grid is left once it gets clearly worse."""
    best = (STRENGTHS[0], holdout.score(by_dawid_skene(STRENGTHS[0])))
    for value in STRENGTHS[1:]:
        score = holdout.score(by_dawid_skene(value))
        if score.mean > best[1].mean:
            best = (value, score)
        elif not score.close_to(best[1], holdout.item):
            break
    return best
