"""The method that predicts hidden answers best, never one that predicts them worse than a vote does."""

from __future__ import annotations

from dataclasses import dataclass, replace

from earmark.quality.consensus.dawid_skene import dawid_skene, dawid_skene_at
from earmark.quality.consensus.holdout import Holdout, Predict, Score, paired_error
from earmark.quality.consensus.majority import majority
from earmark.quality.consensus.predictors import by_glad, by_mace, by_one_coin, by_vote, by_wawa
from earmark.quality.consensus.result import Candidate, Consensus
from earmark.quality.consensus.strength import Strength, best_strength
from earmark.quality.consensus.weighed_votes import ONE_COIN_PRIOR, glad, mace, one_coin, wawa
from earmark.quality.long_table import Codes, Floats, LongTable

__all__ = ["NAMES", "auto"]

# From the simplest to the one with most to estimate.
NAMES = {
    "majority": "majority vote",
    "wawa": "Wawa",
    "one_coin": "one coin",
    "mace": "MACE",
    "glad": "GLAD",
    "dawid_skene": "Dawid-Skene",
}
SIMPLE: dict[str, Predict] = {
    "majority": by_vote,
    "wawa": by_wawa,
    "one_coin": by_one_coin,
    "mace": by_mace,
    "glad": by_glad,
}


@dataclass(frozen=True, slots=True, eq=False)
class _Tried:
    method: str
    score: Score
    strength: float | None = None


def auto(
    table: LongTable,
    *,
    gold: Codes | None = None,
    model: Floats | None = None,
    previous: Consensus | None = None,
    seed: int = 0,
) -> Consensus:
    """Return the consensus of the method that predicts hidden answers best, and why it was chosen.

    Majority vote, Wawa, one coin, MACE, GLAD and Dawid-Skene (at the strength that suits it best) each say
    how probable the hidden answers are, having seen the others (see `Holdout.of`); no gold is looked at. The
    best mean log-probability wins; a simpler method within one standard error of it, over items, is preferred;
    none below the vote is taken. Where fewer than 20 answers can be hidden, or there are more than 2000 labels,
    nothing speaks for a model, and the vote decides.

    `gold` and `model` teach Dawid and Skene's model alone (see `dawid_skene`), which is then taken.

    >>> import numpy as np
    >>> table = LongTable.of(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([1, 1, 0]))
    >>> auto(table).method
    'majority'

    Raises:
        CallError: gold or the model do not fit the table.
    """
    if gold is not None or model is not None:
        found = dawid_skene(table, gold=gold, model=model, previous=previous, seed=seed)
        return replace(found, why=f"Only Dawid-Skene can be taught by gold or a model. {found.why}")
    holdout = Holdout.of(table, seed)
    if holdout is None:
        vote = majority(table)
        return replace(
            vote,
            why=f"{vote.why} Too few answers could be hidden to choose anything better, or there are too many labels.",
        )
    tried = [_Tried(name, holdout.score(predict)) for name, predict in SIMPLE.items()]
    value, score = best_strength(holdout)
    tried.append(_Tried("dawid_skene", score, value))
    chosen = _chosen(tried, holdout)
    found = _build(table, chosen, holdout, tried[0].score.mean, previous)
    candidates = _candidates(tried, holdout)
    return replace(
        found,
        why=f"{_reason(chosen, candidates, holdout.size)} {found.why}",
        held_out_score=chosen.score.mean,
        majority_score=tried[0].score.mean,
        candidates=candidates,
        hidden=holdout.size,
    )


def _chosen(tried: list[_Tried], holdout: Holdout) -> _Tried:
    best = max(tried, key=lambda one: one.score.mean)
    vote = tried[0].score.mean
    near = [
        one
        for one in tried
        if one is best or (one.score.mean >= vote and one.score.close_to(best.score, holdout.item))
    ]
    return near[0]


def _candidates(tried: list[_Tried], holdout: Holdout) -> tuple[Candidate, ...]:
    best = max(tried, key=lambda one: one.score.mean).score
    return tuple(
        Candidate(
            method=one.method,
            strength=one.strength,
            trust=one.score.trust,
            score=one.score.mean,
            behind=best.mean - one.score.mean,
            error=paired_error(best.each, one.score.each, holdout.item),
        )
        for one in sorted(tried, key=lambda one: -one.score.mean)
    )


def _build(
    table: LongTable, chosen: _Tried, holdout: Holdout, vote: float, previous: Consensus | None
) -> Consensus:
    score = chosen.score
    if chosen.method == "dawid_skene":
        value = chosen.strength or 0.0
        strength = Strength(value, score.mean, vote, holdout.size, score.trust)
        return dawid_skene_at(table, value, strength, compared=True, previous=previous)
    if chosen.method == "one_coin":
        return one_coin(table, prior=ONE_COIN_PRIOR, score=score)
    if chosen.method == "mace":
        return mace(table, score=score)
    if chosen.method == "glad":
        return glad(table, score=score)
    return wawa(table) if chosen.method == "wawa" else majority(table)


def _reason(chosen: _Tried, candidates: tuple[Candidate, ...], hidden: int) -> str:
    scores = ", ".join(f"{NAMES[one.method]} {one.score:.3f}" for one in candidates)
    best = candidates[0]
    says = f"{NAMES[chosen.method]} was chosen: of {len(candidates)} methods it "
    if chosen.method == best.method:
        says += f"predicts {hidden:,} hidden answers best"
    else:
        says += (
            f"is the simplest that predicts {hidden:,} hidden answers as well, within one standard error, as "
            f"the best ({NAMES[best.method]})"
        )
    return f"{says} (nats an answer: {scores})."
