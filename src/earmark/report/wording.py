"""What the figures mean, in sentences. No grades, no composite score: what was found, and what cannot be known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from earmark.analysis.audit.result import (
    About,
    AuditResult,
    Confusion,
    TaskAudit,
    WindowAudit,
)
from earmark.model import Estimate
from earmark.report.findings import refusal_groups
from earmark.report.numbers import count, number, share
from earmark.report.visible import visible, visible_text

__all__ = [
    "OVER",
    "answers_message",
    "confusion_message",
    "counted",
    "meaning",
    "method_name",
    "sentence",
    "task_name",
    "time_message",
    "verdict",
    "what_it_is",
    "window_name",
]

OVER = {
    "items": "intervals speak for other items of this kind, answered by these people",
    "conversations": "intervals speak for other conversations of this kind, answered by these people",
    "annotators": "intervals speak for other people like these",
    "annotations": "intervals speak for other answers by the same people",
}


def counted(how_many: int, one: str, several: str | None = None) -> str:
    """Return a count with its noun.

    >>> counted(1, "answer"), counted(2500, "answer"), counted(2, "person", "people")
    ('1 answer', '2,500 answers', '2 people')
    """
    return f"{count(how_many)} {one if how_many == 1 else several or one + 's'}"


def sentence(text: str, end: str = ".", names: Sequence[str] = ()) -> str:
    """Return a text of the audit as a sentence: a capital first, a full stop last; `names` keep their case.

    >>> sentence("no gold label is for an item that was answered"), sentence("alpha, nominal", "")
    ('No gold label is for an item that was answered.', 'Alpha, nominal')
    >>> sentence("anna and d66b gave the same answer", names=("anna", "d66b"))
    'anna and d66b gave the same answer.'
    """
    text = visible_text(text.strip())
    first = text.partition(" ")[0].rstrip(",:;")
    if first.isalpha() and first not in names:
        text = text[:1].upper() + text[1:]
    closed = text.endswith((".", "!", "?", "…")) or not text
    return text + ("" if closed else end)


def method_name(method: str) -> str:
    """Return what a method of consensus is called in a text.

    >>> method_name("dawid_skene"), method_name("majority")
    ('the Dawid–Skene model', 'majority vote')
    """
    return {"dawid_skene": "the Dawid–Skene model", "majority": "majority vote"}.get(
        method, method.replace("_", " ")
    )


def task_name(task: str) -> str:
    """Return what a task is called on the page; a table without tasks asks one question that has no name."""
    return visible(task) if task else "the question asked"


def what_it_is(about: About) -> str:
    """Return one sentence: what the data is."""
    text = (
        f"{counted(about.answers, 'answer')} by {counted(about.annotators, 'annotator')} "
        f"to {counted(about.items, 'item')}"
    )
    if about.conversations:
        text += f" of {counted(about.conversations, 'conversation')}"
    if len(about.tasks) > 1:
        text += f", in {counted(len(about.tasks), 'task')}"
    if about.first and about.last:
        text += f", given between {about.first[:10]} and {about.last[:10]}"
    return text + "."


def verdict(result: AuditResult) -> tuple[str, ...]:
    """Return the paragraph at the top, sentence by sentence: what the data is, what can and cannot be said."""
    sentences = [what_it_is(result.about), *_agreement(result.tasks)]
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


def meaning(task: TaskAudit) -> str:
    """Return what a task's agreement means, without a grade.

    The sentence reads alpha as what it is: 1 − observed ÷ expected disagreement.
    """
    parts = []
    if task.percent.value is not None:
        parts.append(
            f"Two people asked about the same item give the same answer {share(task.percent.value)} of the time"
        )
    if task.alpha.value is not None:
        ratio = 1 - task.alpha.value
        how = ", weighted by distance," if task.scale in ("ordinal", "interval") else ""
        if ratio < 1:
            parts.append(
                f"the disagreement{how} is {share(ratio, 0)} of what answers dealt at random would show"
            )
        else:
            parts.append("there is as much disagreement as answers dealt at random would show, or more")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] + "." if text else ""


def window_name(window: WindowAudit) -> str:
    """Return the stretch of time of a window: dates, or hours where it lies within one day."""
    start, end = window.start, window.end
    if start[:10] == end[:10]:
        return f"{start[:16].replace('T', ' ')} to {end[11:16]}" if len(start) > 10 else start
    return f"{start[:10]} to {end[:10]}"


def confusion_message(confusions: Sequence[Confusion]) -> str:
    """Return what the plot of confusions shows."""
    first = max(confusions, key=lambda confusion: confusion.share.value or 0.0)
    pair = " and ".join(visible(label, 30) for label in first.labels)
    return f"Where the disagreement lies. The largest part is between {pair}: {number(first.share)} of all disagreement."


def time_message(windows: Sequence[WindowAudit]) -> str:
    """Return what the plot over time shows."""
    defined = [window for window in windows if window.alpha.value is not None]
    lowest = min(defined, key=lambda window: window.alpha.value or 0.0)
    told = [("first", defined[0]), ("last", defined[-1]), ("lowest", lowest)]
    parts = [f"{word} {number(window.alpha)} ({window_name(window)})" for word, window in told]
    return f"Alpha over time: {', '.join(parts)}."


def answers_message(answers_per_item: Mapping[int, int]) -> str:
    """Return what the plot of answers per item shows.

    >>> answers_message({1: 20, 3: 80})
    'How many answers an item has: from 1 to 3; most often 3 (80 items).'
    """
    most = max(sorted(answers_per_item), key=lambda n: answers_per_item[n])
    return (
        f"How many answers an item has: from {min(answers_per_item)} to {max(answers_per_item)}; "
        f"most often {most} ({counted(answers_per_item[most], 'item')})."
    )


def _agreement(tasks: Sequence[TaskAudit]) -> list[str]:
    defined = sorted((t for t in tasks if t.alpha.value is not None), key=lambda t: (t.alpha.value, t.task))
    if len(tasks) == 1:
        return [_one(tasks[0])]
    if not defined:
        return ["How far people agree cannot be said for any task." if tasks else "No task has answers."]
    low, high = defined[0], defined[-1]
    text = f"Alpha runs from {_short(low)} to {_short(high)}"
    missing = len(tasks) - len(defined)
    return [text + (f", and is undefined for {counted(missing, 'task')}." if missing else ".")]


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
        return f"On gold, the consensus is right for {number(known[0][0])} of the items."
    low, high = (pick(known, key=lambda one: one[0].value or 0.0) for pick in (min, max))
    return (
        f"On gold, the consensus is right for {number(low[0])} ({task_name(low[1].task)}) to "
        f"{number(high[0])} ({task_name(high[1].task)}) of the items."
    )


def _has_gold(result: AuditResult) -> bool:
    return any("gold" in one.title and one.estimate.defined for one in result.axes[0].measured)


def _are(things: Sequence[object]) -> str:
    return "is" if len(things) == 1 else "are"
