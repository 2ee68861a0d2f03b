"""Several labels an answer: for each label whether it belongs, and what that says of the whole set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from earmark.errors import CallError
from earmark.quality.consensus.auto import auto
from earmark.quality.consensus.result import Consensus
from earmark.quality.consensus.segments import Integers
from earmark.quality.long_table import Bools, Floats, LongTable

__all__ = ["CategoriesConsensus", "SetAnswers", "categories"]


@dataclass(frozen=True, slots=True, eq=False)
class SetAnswers:
    """Answers that are sets of labels: `item` and `annotator` of each answer, and the pairs (answer, label)
    that say which labels it holds. An answer without a pair is the empty set: none of them belongs."""

    item: Integers
    annotator: Integers
    member_answer: Integers
    member_label: Integers
    items: int
    annotators: int
    labels: int


@dataclass(frozen=True, slots=True, eq=False)
class CategoriesConsensus:
    """What sets of labels, taken together, say.

    `belongs` and `probability` have shape (items, labels): whether the label belongs, and how probable that is.
    `at_least` and `at_most` bound how probable it is that the whole set of an item is right, whatever ties the
    labels to each other. `each` is the consensus of each label, with 1 for yes.
    """

    why: str
    belongs: Bools
    probability: Floats
    at_least: Floats
    at_most: Floats
    answered: Bools
    each: tuple[Consensus, ...]


def categories(
    answers: SetAnswers, *, method: Callable[[LongTable], Consensus] = auto
) -> CategoriesConsensus:
    """Return for each item and label whether it belongs, by `method` over the yes and no of each label.

    Annotators may be careful with one label and careless with another: each label has a consensus of its own.
    Labels of one item hang together, in truth and in mistakes, so the probability of a whole set is not their
    product; what holds whatever the dependence are Fréchet's bounds max(0, 1 − Σ (1 − p_k)) and min p_k.

    >>> given = SetAnswers(np.array([0, 0]), np.array([0, 1]), np.array([0, 1, 1]), np.array([0, 0, 1]), 1, 2, 3)
    >>> categories(given).belongs.tolist()
    [[True, False, False]]

    Raises:
        CallError: a pair names an answer or a label that does not exist.
    """
    _check(answers)
    shape = (answers.items, answers.labels)
    yes = np.zeros((len(answers.item), answers.labels), dtype=np.bool_)
    yes[answers.member_answer, answers.member_label] = True
    found = tuple(_one(answers, yes[:, label], method) for label in range(answers.labels))
    belongs, sure = np.zeros(shape, dtype=np.bool_), np.ones(shape)
    for label, one in enumerate(found):
        # A tie is no majority for the label: it does not belong.
        belongs[:, label] = (one.label == 1) & ~one.tied
        sure[:, label] = one.probability
    answered = np.bincount(answers.item, minlength=answers.items) > 0
    sure[~answered] = 0.0
    return CategoriesConsensus(
        why=_why(found),
        belongs=belongs,
        probability=np.where(belongs, sure, 1 - sure) * answered[:, None],
        at_least=np.where(answered, np.maximum(0.0, 1 - (1 - sure).sum(axis=1)), 0.0),
        at_most=np.where(answered, sure.min(axis=1, initial=1.0), 0.0),
        answered=answered,
        each=found,
    )


def _one(answers: SetAnswers, yes: Bools, method: Callable[[LongTable], Consensus]) -> Consensus:
    table = LongTable.of(
        answers.item,
        answers.annotator,
        yes.astype(np.int32),
        items=answers.items,
        annotators=answers.annotators,
        labels=2,
    )
    return method(table)


def _why(found: tuple[Consensus, ...]) -> str:
    names: dict[str, int] = {}
    for one in found:
        names[one.method] = names.get(one.method, 0) + 1
    taken = ", ".join(f"{name.replace('_', ' ')} for {n}" for name, n in sorted(names.items()))
    return (
        f"Each of {len(found)} labels was decided by itself, yes or no ({taken}); a label on which yes and no tie "
        "does not belong. The probability of a whole set is at least the one given, however the labels hang together."
    )


def _check(answers: SetAnswers) -> None:
    inside = len(answers.item)
    wrong = (answers.member_answer >= inside) | (answers.member_label >= answers.labels)
    if len(answers.member_answer) != len(answers.member_label) or wrong.any():
        raise CallError(
            f"each pair must name one of {inside} answers and one of {answers.labels} labels, by its code from 0"
        )
