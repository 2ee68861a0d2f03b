"""Answers as entries of a Label Studio `result` list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from earmark.model import Answer, Choice, Kind, Mark, Marks, Number, Scheme, Text

__all__ = ["results_of"]

_SIDES = {"a": "left", "b": "right"}


def results_of(
    task: str, answer: Answer, scheme: Scheme | None, text: str | None, remark: Callable[[str], None]
) -> list[dict[str, Any]]:
    """Return the results that say this answer; `task` becomes `from_name`, `text` is the item's.

    `remark` is called with a code for what the results cannot say.

    >>> results_of("mood", Choice(("good",)), None, "Hello", print)[0]["value"]
    {'choices': ['good']}
    """
    match answer:
        case Choice(labels):
            side = _SIDES.get(labels[0]) if len(labels) == 1 else None
            if scheme is not None and scheme.kind is Kind.PREFERENCE and side:
                return [_result(task, "pairwise", {"selected": side})]
            return [_result(task, "choices", {"choices": list(labels)})]
        case Number(value):
            return [_result(task, "number", {"number": value})]
        case Text(value):
            return [_result(task, "textarea", {"text": [value]})]
        case Marks(marks):
            return [
                one
                for position, mark in enumerate(marks, 1)
                for one in _region(task, mark, position, text, remark)
            ]


def _result(
    task: str, kind: str, value: dict[str, Any], to_name: str = "text", **more: Any
) -> dict[str, Any]:
    return {"type": kind, "value": value, "from_name": task, "to_name": to_name, "origin": "manual", **more}


def _region(
    task: str, mark: Mark, position: int, text: str | None, remark: Callable[[str], None]
) -> list[dict[str, Any]]:
    if mark.speaker is not None:
        remark("speaker-not-held")
    labels = [] if mark.label is None else [mark.label]
    region = f"{task}-{position}"
    if mark.unit == "char":
        start, end = int(mark.start), int(mark.end)
        quoted = mark.text if text is None or mark.text is not None else text[start:end]
        value = {"start": start, "end": end, "labels": labels}
        return [_result(task, "labels", value if quoted is None else {**value, "text": quoted}, id=region)]
    place: dict[str, Any] = {"start": mark.start, "end": mark.end}
    place |= {} if mark.track is None else {"channel": _channel(mark.track)}
    if mark.text is None:
        return [_result(task, "labels", {**place, "labels": labels}, "audio", id=region)]
    said = _result(task, "textarea", {**place, "text": [mark.text]}, "audio", id=region)
    if not labels:
        return [said]
    remark("marks-split")
    return [_result(f"{task}-label", "labels", {**place, "labels": labels}, "audio", id=region), said]


def _channel(track: str) -> int | str:
    return int(track) if track.isascii() and track.isdigit() and len(track) < 10 else track
