"""What the figures of the tasks say should be done. What is to be done in several tasks is one step."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from earmark.analysis.audit.alike import look
from earmark.analysis.audit.material import LITTLE
from earmark.analysis.audit.result import NextStep, TaskAudit

__all__ = ["SAMPLE", "Step", "drawn", "listed", "steps_of_tasks"]

Step = tuple[float, NextStep]

SAMPLE = 200
GOOD = 0.8
WIDE, AIM = 0.15, 0.10  # an interval of alpha wider than the first decides little; the second would do
MOST_TIMES = 10  # more than this many times the items is no advice
WORTH_A_RULE = 0.05  # a pair of labels with this share of its task's disagreement is worth a clause
PAIRS_A_TASK, PAIRS = 3, 4
MOST_WORTH = 0.85  # of a rule: whether the labels are right comes before it
FEWEST = 2  # items with two answers from which agreement can be measured


def steps_of_tasks(tasks: Sequence[TaskAudit]) -> Iterator[Step]:
    """Yield the steps, each with its worth: 2 and more where figures are missing or mean nothing.

    Else the share of the disagreement, or of the interval's width, that the step would take away.
    """
    for rule in _RULES:
        yield from rule(tasks)


def listed(names: Sequence[str], most: int = 4) -> str:
    """Return the first few names, and how many more there are.

    >>> listed(["a", "b"]), listed(["a", "b", "c"], most=1)
    ('a and b', 'a and 2 more')
    """
    shown, rest = list(names[:most]), len(names) - most
    if rest > 0:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def drawn(items: int, of: str = "") -> tuple[str, str]:
    """Return what to take of so many items: a random sample, or all of a few; as a noun, and how it is drawn.

    >>> drawn(5000, " of 'intent'"), drawn(3), drawn(1)
    (("200 items of 'intent'", ', drawn at random'), ('all 3 items', ''), ('the one item', ''))
    """
    if items > SAMPLE:
        return f"{SAMPLE} items{of}", ", drawn at random"
    return (f"all {items} items{of}" if items > 1 else f"the one item{of}"), ""


def _no_overlap(tasks: Sequence[TaskAudit]) -> Iterator[Step]:
    single = [task for task in tasks if task.overlapped < FEWEST]
    if not single:
        return
    what, how = drawn(max(task.items for task in single), _of(single, tasks))
    yield (
        2.5,
        NextStep(
            f"Have {what} labelled by a second annotator{how}",
            "nothing can be said of consistency while hardly any item has two answers",
            "Draw them at random: items chosen because they are hard say nothing of the others."
            if how
            else "",
        ),
    )


def _one_answer(tasks: Sequence[TaskAudit]) -> Iterator[Step]:
    """Where people hardly agree at all, the question comes before any of its labels."""
    hardly = [task for task in tasks if _hardly_agree(task)]
    if hardly:
        one = len(hardly) == 1
        yield (
            2.4,
            NextStep(
                f"Find out whether the question{'' if one else 's'}{_of(hardly, tasks)} {'has' if one else 'have'} one right answer",
                f"{_alphas(hardly)}: people agree hardly more than chance would",
                "Let five people discuss twenty disputed items. If they come to agree, write down why; if not, it is a "
                "matter of taste: keep all answers as shares (soft labels), and speak of no accuracy.",
            ),
        )


def _more_overlap(tasks: Sequence[TaskAudit]) -> Iterator[Step]:
    wanted = [(task, more) for task in tasks if (more := _items_wanted(task)) is not None]
    if not wanted:
        return
    wide = [task for task, _ in wanted]
    width = max(map(_width, wide))
    over, most = wide[0].alpha.over, max(more for _, more in wanted)
    at_most = "" if len(wide) == 1 else "up to "
    yield (
        min(0.8, 0.3 + width / 2),
        NextStep(
            f"Have {at_most}{most:,} more {over}{_of(wide, tasks)} labelled by two or more annotators",
            f"the interval of alpha is {width:.2f} wide, and so many would bring it to about {AIM:.2f}",
            "Draw them at random.",
        ),
    )


def _items_wanted(task: TaskAudit) -> int | None:
    """Return how many more units bring the interval to a useful width; None where it has it, or none could."""
    alpha = task.alpha
    if not alpha.n or _width(task) <= WIDE:
        return None
    wanted = math.ceil(alpha.n * (_width(task) / AIM) ** 2)
    return wanted - alpha.n if wanted <= MOST_TIMES * alpha.n else None


def _width(task: TaskAudit) -> float:
    return 0.0 if task.alpha.low is None or task.alpha.high is None else task.alpha.high - task.alpha.low


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two labels to tell apart, and how much of the disagreement of all tasks lies between them."""

    task: TaskAudit
    labels: tuple[str, str]
    weight: float


def _rules(tasks: Sequence[TaskAudit]) -> Iterator[Step]:
    pairs = sorted(_pairs(tasks), key=lambda pair: -pair.weight)[:PAIRS]
    if not pairs:
        return
    of = [task for task in tasks if any(pair.task is task for pair in pairs)]
    told = [_told_apart(pair, of) for pair in pairs]
    share = sum(pair.weight for pair in pairs) / _disagreement(of if len(of) == 1 else tasks)
    one = len(pairs) == 1
    yield (
        min(MOST_WORTH, sum(pair.weight for pair in pairs) / _disagreement(tasks)),
        NextStep(
            f"Write the rule that tells {told[0]}{_of(of, tasks)}"
            if one
            else f"Write the rules that tell {listed(told, PAIRS)}{_of(of, tasks) if len(of) == 1 else ''}",
            f"{share:.0%} of all disagreement{_of(of, tasks) if len(of) == 1 else ''} is between "
            f"{'these two labels' if one else 'the two labels of these pairs'}",
            "Take disputed items with both labels, decide each, and put the reason into the guideline as a clause.",
        ),
    )


def _told_apart(pair: _Pair, of: Sequence[TaskAudit]) -> str:
    a, b = pair.labels
    return f"{a!r} from {b!r}{_of([pair.task], of).replace(' of ', ' in ', 1)}"


def _pairs(tasks: Sequence[TaskAudit]) -> Iterator[_Pair]:
    for task in tasks:
        if _hardly_agree(task) or task.scale in ("ordinal", "interval"):
            continue
        for pair in task.confusions[:PAIRS_A_TASK]:
            if look(pair.labels[0]) == look(pair.labels[1]):
                continue  # what looks alike wants merging, not a rule
            if pair.share.value is not None and pair.share.value >= WORTH_A_RULE:
                yield _Pair(task, pair.labels, pair.share.value * _disagreement([task]))


def _disagreement(tasks: Sequence[TaskAudit]) -> float:
    """Return how many items' worth of disagreement there is; at least a trace, so that shares can be taken."""
    return max(sum((1 - (task.percent.value or 0.0)) * task.overlapped for task in tasks), 1e-9)


def _anchors(tasks: Sequence[TaskAudit]) -> Iterator[Step]:
    """On a scale neighbours are always confused; what helps is not a rule for each pair but anchors."""
    apart = [
        task
        for task in tasks
        if task.scale in ("ordinal", "interval")
        and task.alpha.value is not None
        and task.alpha.value < GOOD
        and not _hardly_agree(task)
    ]
    if apart:
        yield (
            1 - min(task.alpha.value or 0.0 for task in apart),
            NextStep(
                f"Give each step of the scale{_of(apart, tasks)} two examples",
                f"{_alphas(apart)}: people use the steps differently",
                "Choose them among the disputed items, decide them together, and put them into the guideline.",
            ),
        )


def _people(tasks: Sequence[TaskAudit]) -> Iterator[Step]:
    apart = {
        one.annotator_id: None
        for task in tasks
        for one in task.annotators_found
        if one.stands_out is not None
    }
    if not apart:
        return
    answers = sum(one.answers for task in tasks for one in task.annotators_found if one.stands_out)
    share = answers / max(sum(task.answers for task in tasks), 1)
    yield (
        0.2 + share,
        NextStep(
            f"Look at some answers of {listed(sorted(apart))}",
            f"their answers ({share:.0%} of all) are unlike those of the others by more than chance; the reasons stand "
            "under Annotators",
            "They may be wrong, or read the guideline in another way, or be right alone: the items decide.",
        ),
    )


def _open_items(tasks: Sequence[TaskAudit]) -> Iterator[Step]:
    found = [
        (task, round((1 - task.consensus.settled.value) * task.consensus.items))
        for task in tasks
        if task.overlapped and task.consensus is not None and task.consensus.settled.value is not None
    ]
    open_in = [(task, many) for task, many in found if many]
    if open_in:
        many, whole = (sum(sizes) for sizes in zip(*_sizes(open_in), strict=True))
        yield (
            0.5 * many / whole,
            NextStep(
                f"Settle the {many:,} items{_of([task for task, _ in open_in], tasks)} whose label is open",
                f"for {many / whole:.0%} of the items the answers make no label at least 95% probable",
                "Begin with the items most in dispute (in disputed.csv); until then, train on all answers as shares "
                "(soft labels).",
            ),
        )


def _sizes(open_in: Sequence[tuple[TaskAudit, int]]) -> Iterator[tuple[int, int]]:
    for task, many in open_in:
        yield many, task.consensus.items if task.consensus is not None else 0


def _texts(tasks: Sequence[TaskAudit]) -> Iterator[Step]:
    """Texts and marks are only compared as a whole; a person sees which differences matter."""
    free = [task for task in tasks if task.scale in ("text", "marks") and task.disputed]
    if free:
        yield (
            0.4,
            NextStep(
                f"Read some disputed items{_of(free, tasks)} side by side",
                "answers that differ in a comma and answers that differ in meaning count the same here",
                "Note which differences matter, and write into the guideline how to do what should be done alike.",
            ),
        )


def _alphas(tasks: Sequence[TaskAudit]) -> str:
    values = sorted(task.alpha.value for task in tasks if task.alpha.value is not None)
    low, high = f"{values[0]:.2f}", f"{values[-1]:.2f}"
    return f"alpha is {low}" if low == high else f"alpha is {low} to {high}"


def _hardly_agree(task: TaskAudit) -> bool:
    return task.alpha.high is not None and task.alpha.high < LITTLE


def _of(some: Sequence[TaskAudit], tasks: Sequence[TaskAudit]) -> str:
    """Return which of the tasks are meant; nothing where there is only one."""
    named = [repr(task.task) for task in some if task.task]
    return f" of {listed(named)}" if named and len(tasks) > 1 else ""


_RULES: tuple[Callable[[Sequence[TaskAudit]], Iterator[Step]], ...] = (
    _no_overlap,
    _one_answer,
    _more_overlap,
    _rules,
    _anchors,
    _people,
    _open_items,
    _texts,
)
