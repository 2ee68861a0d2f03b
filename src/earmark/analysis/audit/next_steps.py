"""What to do next, in order of worth: first what makes numbers wrong, then what buys most."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from earmark.analysis.audit.material import LITTLE
from earmark.analysis.audit.result import NextStep, TaskAudit
from earmark.model import Notice

__all__ = ["next_steps"]

MOST = 8
GOOD = 0.8
WIDE = 0.10  # an interval of alpha wider than this decides little
WORTH_ASKING = 1.3  # fewer items more than this factor are not worth a step
WORTH_A_RULE = 0.10  # a pair of labels with this share of all disagreement is worth a clause
FEW_ITEMS = 200

Step = tuple[float, NextStep]


def next_steps(
    warnings: tuple[Notice, ...], tasks: tuple[TaskAudit, ...], *, gold: bool
) -> tuple[NextStep, ...]:
    """Return at most eight steps.

    A step's worth is 2 and more where numbers are wrong or missing altogether, else the share of the
    disagreement, or of the interval's width, that it would take away.
    """
    steps = list(_of_warnings(warnings))
    for task in tasks:
        for rule in _RULES:
            steps += rule(task)
    if not gold:
        steps.append((0.9, _GOLD))
    ordered = sorted(enumerate(steps), key=lambda one: (-one[1][0], one[0]))
    unique = {step.title: step for _, (_, step) in reversed(ordered)}  # the worthiest of a title stays
    in_order = [step for _, (_, step) in ordered if unique[step.title] is step]
    return tuple(in_order[:MOST])


_GOLD = NextStep(
    "Decide the true label of 200 items, drawn at random",
    "without gold, people who err alike look right; 200 items tell accuracy to about ±5 points",
    "Let two careful people decide them together, citing the guideline, and give them with --gold.",
)


def _of_warnings(warnings: tuple[Notice, ...]) -> Iterator[Step]:
    """Yield one step for all warnings of a kind: eight merges are one piece of work."""
    unmatched = [one for one in warnings if one.code == "gold-unmatched"]
    if unmatched:
        what = "ids" if any(one.task is not None for one in unmatched) else "task names"
        title = f"Make the {what} of gold and answers match"
        yield 3.0, NextStep(title, unmatched[0].text, f"Look at the {what} named above, in both files.")
    people = [one for one in warnings if one.code in ("copied-labels", "same-annotator")]
    if people:
        names = sorted({name for one in people for name in one.examples})
        yield (
            2.8,
            NextStep(
                f"Ask how {_listed(names)} worked",
                people[0].text
                if len(people) == 1
                else f"{len(people)} pairs of annotators look like one opinion under two ids",
                "Speak with them before using their labels twice.",
            ),
        )
    alike = [one for one in warnings if one.code == "alike-labels"]
    if alike:
        pairs = [" and ".join(map(repr, one.examples)) for one in alike]
        yield (
            2.2,
            NextStep(
                f"Merge or rename labels that look alike: {_listed(pairs)}",
                f"{len(alike)} groups of labels differ only in case, spaces or look-alike letters, and are counted as different"
                if len(alike) > 1
                else alike[0].text,
            ),
        )


def _listed(names: list[str], most: int = 4) -> str:
    """Return the first few names, and how many more there are."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def _no_overlap(task: TaskAudit) -> Iterator[Step]:
    if task.overlapped == 0:
        yield (
            2.5,
            NextStep(
                f"Have {FEW_ITEMS} items{_of(task)} labelled by a second annotator, drawn at random",
                "nothing can be said of consistency while each item has one answer",
                "Draw them at random: items chosen because they are hard say nothing of the others.",
            ),
        )


def _more_overlap(task: TaskAudit) -> Iterator[Step]:
    alpha = task.alpha
    if alpha.value is None or alpha.low is None or alpha.high is None or not alpha.n:
        return
    width = alpha.high - alpha.low
    if width <= WIDE:
        return
    wanted = math.ceil(alpha.n * (width / WIDE) ** 2)
    if wanted < WORTH_ASKING * alpha.n:
        return
    yield (
        min(0.8, 0.3 + width / 2),
        NextStep(
            f"Have {wanted - alpha.n:,} more {alpha.over}{_of(task)} labelled by two or more annotators",
            f"the interval of alpha is {width:.2f} wide; about {wanted:,} {alpha.over} would bring it to {WIDE:.2f}",
            "Draw them at random.",
        ),
    )


def _one_answer(task: TaskAudit) -> Iterator[Step]:
    """Where people hardly agree at all, the question comes before any of its labels."""
    if _hardly_agree(task):
        yield (
            2.4,
            NextStep(
                f"Find out whether the question{_of(task)} has one right answer",
                f"alpha is {task.alpha.value:.2f}: people agree hardly more than chance would",
                "Let five people discuss twenty disputed items. If they come to agree, write down why; if not, the task "
                "is a matter of taste: train on soft labels, and speak of no accuracy.",
            ),
        )


def _hardly_agree(task: TaskAudit) -> bool:
    return task.alpha.high is not None and task.alpha.high < LITTLE


def _rule_for_pair(task: TaskAudit) -> Iterator[Step]:
    if _hardly_agree(task):
        return
    if task.scale in ("ordinal", "interval"):
        yield from _anchors(task)
        return
    for pair in task.confusions[:3]:
        share = pair.share.value
        if share is None or share < WORTH_A_RULE:
            continue
        a, b = pair.labels
        yield (
            share,
            NextStep(
                f"Write the rule that tells {a!r} from {b!r}{_of(task)}",
                f"{share:.0%} of all disagreement{_of(task)} is between these two labels",
                "Take the disputed items with both labels, decide each, and put the reason into the guideline as a clause.",
            ),
        )


def _anchors(task: TaskAudit) -> Iterator[Step]:
    """On a scale neighbours are always confused; what helps is not a rule for each pair but anchors."""
    if task.alpha.value is not None and task.alpha.value < GOOD:
        yield (
            1 - task.alpha.value,
            NextStep(
                f"Give each step of the scale{_of(task)} two examples",
                f"alpha is {task.alpha.value:.2f} on the scale: people use its steps differently",
                "Choose them among the disputed items, decide them together, and put them into the guideline.",
            ),
        )


def _people(task: TaskAudit) -> Iterator[Step]:
    apart = [one for one in task.annotators_found if one.stands_out]
    if not apart:
        return
    share = sum(one.answers for one in apart) / max(task.answers, 1)
    names = _listed([one.annotator_id for one in apart])
    yield (
        0.2 + share,
        NextStep(
            f"Look at some answers of {names}",
            f"their answers{_of(task)} differ from the others' more than chance explains ({share:.0%} of all answers)",
            "They may be wrong, or read the guideline in another way, or be right alone: the items decide.",
        ),
    )


def _disputed(task: TaskAudit) -> Iterator[Step]:
    found = task.consensus
    if found is None or found.settled.value is None or task.overlapped == 0:
        return
    open_items = round((1 - found.settled.value) * found.items)
    if open_items:
        yield (
            0.5 * (1 - found.settled.value),
            NextStep(
                f"Settle the {open_items:,} items{_of(task)} whose label is open",
                f"{1 - found.settled.value:.0%} of the items have a consensus below 0.95",
                "Begin with the disputed items below; train on soft labels until they are settled.",
            ),
        )


def _of(task: TaskAudit) -> str:
    return f" of {task.task!r}" if task.task else ""


_RULES: tuple[Callable[[TaskAudit], Iterator[Step]], ...] = (
    _no_overlap,
    _one_answer,
    _more_overlap,
    _rule_for_pair,
    _people,
    _disputed,
)
