"""What to do next, in order of worth: first what makes numbers wrong, then what buys most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from earmark.analysis.audit.result import NextStep, TaskAudit
from earmark.analysis.audit.task_steps import SAMPLE, Step, drawn, listed, steps_of_tasks
from earmark.model import Notice

__all__ = ["next_steps"]

MOST = 8


def next_steps(
    warnings: tuple[Notice, ...], tasks: tuple[TaskAudit, ...], *, gold: bool
) -> tuple[NextStep, ...]:
    """Return at most eight steps, one for each kind of work.

    A step's worth is 2 and more where numbers are wrong or missing altogether, else the share of the
    disagreement, or of the interval's width, that it would take away.
    """
    steps = [step for rule in _OF_WARNINGS for step in rule(warnings)]
    steps += steps_of_tasks(tasks)
    steps += _gold(tasks) if not gold else ()
    ordered = sorted(enumerate(steps), key=lambda one: (-one[1][0], one[0]))
    return tuple(step for _, (_, step) in ordered[:MOST])


def _gold(tasks: Sequence[TaskAudit]) -> Iterator[Step]:
    """Texts and marks are right in parts, so that gold for them would not be measured."""
    items = max((task.items for task in tasks if task.scale not in ("text", "marks")), default=0)
    if items:
        what, how = drawn(items)
        label = "labels" if items > 1 and not how else "label"
        tells = f"; {SAMPLE} items tell accuracy to about ±5 points" if how else ""
        yield (
            0.9,
            NextStep(
                f"Decide the true {label} of {what}{how}",
                f"without gold, people who err alike look right{tells}",
                "Let two careful people decide them together, citing the guideline, and give them with --gold.",
            ),
        )


def _unmatched(warnings: Sequence[Notice]) -> Iterator[Step]:
    unmatched = [one for one in warnings if one.code == "gold-unmatched"]
    if unmatched:
        what = "ids" if any(one.task is not None for one in unmatched) else "task names"
        title = f"Make the {what} of gold and answers match"
        yield 3.0, NextStep(title, unmatched[0].text, f"Look at the {what} named above, in both files.")


def _copies(warnings: Sequence[Notice]) -> Iterator[Step]:
    pairs = [one for one in warnings if one.code == "copied-labels"]
    if pairs:
        names = listed(sorted({name for one in pairs for name in one.examples}))
        yield (
            2.8,
            NextStep(
                f"Ask how {names} worked",
                f"{'their answers are' if len(pairs) == 1 else f'the answers of {len(pairs)} pairs of them are'} alike "
                "far beyond what two people who judge by themselves would show",
                "Until that is explained, count such a pair as one person.",
            ),
        )


def _same_people(warnings: Sequence[Notice]) -> Iterator[Step]:
    groups = [one for one in warnings if one.code == "same-annotator"]
    if groups:
        yield (
            2.8,
            NextStep(
                f"Find out whether {listed([' and '.join(one.examples) for one in groups])} "
                f"{'is' if len(groups) == 1 else 'are each'} one person",
                "a person under two ids agrees with themselves, which is taken for agreement between two",
                "If so, give the person one id.",
            ),
        )


def _unnamed(warnings: Sequence[Notice]) -> Iterator[Step]:
    if any(one.code == "annotator-unnamed" for one in warnings):
        yield (
            2.6,
            NextStep(
                "Export who gave each answer",
                "without names all answers look like those of one person",
                "If several people answered, put their ids (or pseudonyms) into the export.",
            ),
        )


def _alike_labels(warnings: Sequence[Notice]) -> Iterator[Step]:
    alike = [one for one in warnings if one.code == "alike-labels"]
    if alike:
        labels = sum(one.count or 0 for one in alike)
        first = " and ".join(map(repr, alike[0].examples[:2]))
        where = f" in {len(alike)} tasks" if len(alike) > 1 else ""
        title = (
            f"Merge or rename {first}"
            if labels == len(alike[0].examples) == 2
            else f"Merge or rename the {labels:,} labels{where} that look alike, such as {first}"
        )
        yield (
            2.2,
            NextStep(title, "they differ only in case, spaces or look-alike letters, and count as different"),
        )


_OF_WARNINGS: tuple[Callable[[Sequence[Notice]], Iterator[Step]], ...] = (
    _unmatched,
    _copies,
    _same_people,
    _unnamed,
    _alike_labels,
)
