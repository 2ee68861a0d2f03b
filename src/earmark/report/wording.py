"""What the figures mean, in sentences. No grades, no composite score: what was found, and what cannot be known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from earmark.analysis.audit.result import (
    Confusion,
    ConsensusAudit,
    TaskAudit,
    WindowAudit,
)
from earmark.report.numbers import MINUS, count, number, share
from earmark.report.visible import visible, visible_text

__all__ = [
    "COMPARED",
    "FORMATS",
    "OVER",
    "answers_message",
    "confusion_message",
    "consensus_details",
    "consensus_sentence",
    "counted",
    "meaning",
    "method_name",
    "sentence",
    "task_name",
    "time_message",
    "window_name",
]

OVER = {
    "items": "intervals speak for other items of this kind, answered by these people",
    "conversations": "intervals speak for other conversations of this kind, answered by these people",
    "annotators": "intervals speak for other people like these",
    "annotations": "intervals speak for other answers by the same people",
}
COMPARED = {
    "nominal": "The labels have no order: two answers are the same, or they differ.",
    "ordinal": "The labels have an order; answers far apart on it count as more disagreement than neighbours.",
    "interval": "The answers are numbers; what counts is how far apart they are.",
    "text": "The answers are free text, compared to the letter.",
    "marks": "The answers are marks (spans or stretches of time), compared as a whole.",
}
FORMATS = {
    "delimited": "delimited text",
    "json_lines": "JSON Lines",
    "parquet": "Parquet",
    "label-studio": "Label Studio",
    "argilla": "Argilla",
    "prodigy": "Prodigy",
    "conll": "CoNLL",
    "fasttext": "fastText",
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


def consensus_sentence(found: ConsensusAudit) -> str:
    """Return what the consensus is, in one sentence."""
    if found.method == "dawid_skene":
        how = "weighing each person's answers by how reliable they prove to be against all others"
        return f"One label for each of {counted(found.items, 'item')}, by {method_name(found.method)}: {how}."
    return f"One label for each of {counted(found.items, 'item')}, by {method_name(found.method)}."


def consensus_details(found: ConsensusAudit) -> str:
    """Return how the method was set up, for those who want to check, without the method's name.

    >>> from earmark.model import Estimate
    >>> shown = Estimate(0.9, 0.8, 0.95, measure="settled/1")
    >>> consensus_details(ConsensusAudit("dawid_skene", "Dawid-Skene, 5 rounds: -0.2 nats.", 9, shown, 0, None, None))
    '5 rounds: −0.2 nats.'
    """
    _, comma, rest = found.why.partition(", ")
    named = found.why.lower().replace("-", "_").startswith(found.method + ",")
    return sentence(re.sub(r"(?<![\w.])-(?=\d)", MINUS, rest if comma and named else found.why))


def task_name(task: str) -> str:
    """Return what a task is called on the page; a table without tasks asks one question that has no name."""
    return visible(task) if task else "the question asked"


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
