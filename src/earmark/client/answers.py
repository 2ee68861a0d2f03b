"""Answers on their way to the server: JSON as DESIGN gives it, from plain values or from the model's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from earmark.errors import CallError
from earmark.model import Choice, Mark, Marks, Number, Text
from earmark.model.answer import Answer

__all__ = ["AnswerValue", "as_json", "with_tasks"]

AnswerValue: TypeAlias = Answer | str | float | Sequence[str] | Sequence[Mark] | Sequence[Mapping[str, Any]]
"""A label or a text, a number, several labels, marks; or one of the model's four answers."""


def as_json(answer: AnswerValue) -> Any:
    """Return the JSON value of an answer.

    >>> as_json("request"), as_json(Choice(("request",))), as_json(["b", "a"]), as_json(Number(3.5))
    ('request', 'request', ['b', 'a'], 3.5)
    >>> as_json([Mark(0, 4, "char", "ORG")])
    [{'start': 0, 'end': 4, 'unit': 'char', 'label': 'ORG'}]

    Raises:
        CallError: it is none of these.
    """
    match answer:
        case Choice((label,)):
            return label
        case Choice(labels):
            return list(labels)
        case Number(value) | Text(value):
            return value
        case Marks(marks):
            return [mark.to_json() for mark in marks]
        case str() | int() | float() if not isinstance(answer, bool):
            return answer
        case [*several]:
            return [one.to_json() if isinstance(one, Mark) else one for one in several]
    raise CallError(f"an answer is a label, a number, a text, labels or marks, found {answer!r:.80}")


def with_tasks(answers: Mapping[str, AnswerValue]) -> list[dict[str, Any]]:
    """Return the answers to several tasks as they are sent.

    >>> with_tasks({"intent": "request"})
    [{'task': 'intent', 'answer': 'request'}]
    """
    return [{"task": task, "answer": as_json(answer)} for task, answer in answers.items()]
