"""The paragraph at the top: what the data is, how far people agree, what cannot be said. It grades nothing."""

from __future__ import annotations

from collections.abc import Sequence

from earmark.analysis.audit.result import About, AuditResult, TaskAudit
from earmark.model import Estimate
from earmark.report.findings import refusal_groups
from earmark.report.numbers import number, share
from earmark.report.wording import counted, meaning, task_name

__all__ = ["verdict", "what_it_is"]

_TELLING = 0.5  # an interval of alpha wider than half the scale tells nothing


def what_it_is(about: About) -> str:
    """Return one sentence: what the data is."""
    text = (
        f"{counted(about.answers, 'answer')} by {counted(about.annotators, 'annotator')} "
        f"to {counted(about.items, 'item')}"
    )
    if about.conversations and about.conversations != about.items:
        text += f" of {counted(about.conversations, 'conversation')}"
    if len(about.tasks) > 1:
        text += f", in {counted(len(about.tasks), 'task')}"
    if about.first and about.last:
        first, last = about.first[:10], about.last[:10]
        text += f", given on {first}" if first == last else f", given between {first} and {last}"
    return text + "."


def verdict(result: AuditResult) -> tuple[str, ...]:
    """Return the paragraph at the top, sentence by sentence: what the data is, what can and cannot be said."""
    sentences = [what_it_is(result.about), *_agreement(result)]
    on_gold = _on_gold(result.tasks)
    if on_gold:
        sentences.append(on_gold)
    unknown = ["whether the labels are right"] if not _has_gold(result) else []
    if result.axes[2].not_measured:
        unknown.append(
            "how far they fit the way the model is used" if unknown else "how far the labels fit their use"
        )
    if unknown:
        sentences.append(f"This data cannot say {' or '.join(unknown)}.")
    withheld = refusal_groups(result.refused)
    if withheld:
        sentences.append(f"{counted(len(withheld), 'figure')} would mislead and {_are(withheld)} withheld.")
    return tuple(sentences)


def _agreement(result: AuditResult) -> list[str]:
    tasks = result.tasks
    if len(tasks) == 1:
        return [_one(tasks[0])]
    told = [task for task in tasks if _tells(task)]
    if not told:
        return ["How far people agree cannot be said for any task." if tasks else "No task has answers."]
    low, high = (pick(told, key=lambda task: (task.alpha.value, task.task)) for pick in (min, max))
    text = f"Agreement beyond chance (alpha) runs from {_short(low)} to {_short(high)}"
    if len(told) == 1:
        text = f"Agreement beyond chance (alpha) is {_short(low)}"
    missing = len(tasks) - len(told)
    rest = f"; for {counted(missing, 'other task')} it cannot be told" if missing else ""
    return [*_together(result), f"{text}{rest}."]


def _together(result: AuditResult) -> list[str]:
    """Say how often people agree over all tasks, where that was measured."""
    measured = (one.estimate for axis in result.axes for one in axis.measured if one.task is None)
    shares = [one for one in measured if one.name == "percent_agreement" and one.value is not None]
    return [
        f"Two people asked the same thing give the same answer {share(one.value or 0.0)} of the time."
        for one in shares[:1]
    ]


def _tells(task: TaskAudit) -> bool:
    """Return whether a task's alpha says something: an interval over half the scale does not."""
    alpha = task.alpha
    return alpha.low is not None and alpha.high is not None and alpha.high - alpha.low <= _TELLING


def _one(task: TaskAudit) -> str:
    if task.alpha.value is None and task.percent.value is None:
        return f"How far people agree cannot be said: {_reason(task.alpha)}."
    alpha = (
        f"alpha {number(task.alpha)}" if task.alpha.defined else f"alpha is undefined: {_reason(task.alpha)}"
    )
    return f"{meaning(task)[:-1]} ({alpha})."


def _short(task: TaskAudit) -> str:
    return f"{number(task.alpha)} ({task_name(task.task)})"


def _reason(estimate: Estimate) -> str:
    return estimate.undefined or ""


def _on_gold(tasks: Sequence[TaskAudit]) -> str:
    """Say how often the consensus is right where the truth is known."""
    known = [(e, t) for t in tasks if t.consensus and (e := t.consensus.accuracy_on_gold) and e.defined]
    if not known:
        return ""
    if len(known) == 1:
        where = f" of {task_name(known[0][1].task)}" if len(tasks) > 1 else ""
        return f"On gold, the consensus{where} is right for {number(known[0][0])} of the items."
    low, high = (pick(known, key=lambda one: one[0].value or 0.0) for pick in (min, max))
    return (
        f"On gold, the consensus is right for {number(low[0])} ({task_name(low[1].task)}) to "
        f"{number(high[0])} ({task_name(high[1].task)}) of the items."
    )


def _has_gold(result: AuditResult) -> bool:
    return any("gold" in one.title and one.estimate.defined for one in result.axes[0].measured)


def _are(things: Sequence[object]) -> str:
    return "is" if len(things) == 1 else "are"
