"""What a consensus is: a label for each item, how sure it is, and how skilled each annotator is."""

from __future__ import annotations

from dataclasses import dataclass

from earmark.model import Estimate
from earmark.quality.long_table import Bools, Codes, Floats

__all__ = ["AnnotatorSkill", "Candidate", "Consensus", "SoftLabels"]


@dataclass(frozen=True, slots=True, eq=False)
class SoftLabels:
    """A distribution over labels for each item, as triplets sorted by item, then label.

    Only probabilities of at least 1e-4 are kept; what is kept is scaled to add up to 1 for each item. Items
    without answers have no triplet.
    """

    item: Codes
    label: Codes
    probability: Floats


@dataclass(frozen=True, slots=True, eq=False)
class AnnotatorSkill:
    """How often an annotator is right, and what they say when they are not.

    `confusion[truth, label]` is the expected number of their answers `label` where the truth is `truth`;
    None where there are too many labels or annotators to hold it.
    """

    annotator: int
    answers: int
    accuracy: Estimate
    confusion: Floats | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a method scored at predicting hidden answers, in nats an answer, and how far it lies behind the
    best, with the standard error of that difference (over items)."""

    method: str
    strength: float | None
    trust: float
    score: float
    behind: float
    error: float


@dataclass(frozen=True, slots=True, eq=False)
class Consensus:
    """What the answers, taken together, say.

    `label` has shape (items,), -1 where an item has no answer; there `probability` and `log_odds` are 0.
    `log_odds` is the natural logarithm of how much more probable the label is than the next one: unlike the
    probability it does not saturate, so it ranks items; it is infinite where there is one label only.
    Where two labels are equally probable (`tied`) the one more frequent in the whole table is taken, then
    the smaller code.

    `prior` holds the share of each label among the items. `held_out_score` is the mean natural logarithm of
    the probability given to answers that were hidden from the model, `majority_score` the same for a
    smoothed vote, `hidden` how many answers were hidden; None and 0 where none were. `candidates` are the
    methods it was compared with, the best first. `dependence` says how far annotators are right or wrong
    together beyond what the model allows (see `dependence.dependence`); None for a vote. `trust` is what the
    log-odds of the model were multiplied by, so that they are as sure as hidden answers bear out.
    """

    method: str
    why: str
    label: Codes
    probability: Floats
    log_odds: Floats
    soft: SoftLabels
    tied: Bools
    skill: tuple[AnnotatorSkill, ...]
    prior: Floats
    rounds: int
    log_likelihood: float | None
    strength: float | None = None
    held_out_score: float | None = None
    majority_score: float | None = None
    dependence: Estimate | None = None
    trust: float = 1.0
    candidates: tuple[Candidate, ...] = ()
    hidden: int = 0
