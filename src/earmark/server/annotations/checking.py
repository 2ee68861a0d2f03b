"""Whether an answer is one that its task takes, and the one form in which it is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from earmark.errors import SchemeError
from earmark.model import Choice, Kind, Mark, Marks, Number, Scheme, Shape, answer_from_json, as_text
from earmark.server.kit.errors import UnusableError

__all__ = ["Bounds", "checked", "is_blank"]

MOST_MARKS = 5_000
LONGEST = 100_000
TOLERANCE = 0.05
"""Seconds by which a mark may end after the sound: players and decoders differ by a frame."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where marks may lie: in the text of a turn, or (`texts`) of each turn by position, and up to `seconds`."""

    text: str | None = None
    texts: Mapping[int, str] | None = None
    seconds: float | None = None


def is_blank(answer: Any) -> bool:
    """Tell whether nothing was answered. No labels and no marks are an answer: that there are none."""
    return answer is None or (isinstance(answer, str) and not answer.strip())


def checked(task: str, scheme: Scheme, answer: Any, bounds: Bounds) -> Any:
    """Return the answer as it is stored.

    >>> from earmark.model import Label
    >>> checked("topic", Scheme(Kind.CATEGORIES, (Label("a"), Label("b"))), ["b", "a", "b"], Bounds())
    ['a', 'b']

    Raises:
        UnusableError: it is none that the task takes.
    """
    try:
        match scheme.shape:
            case Shape.CHOICE:
                return _choice(scheme, answer)
            case Shape.NUMBER:
                return _number(answer)
            case Shape.TEXT:
                return _text(answer)
            case Shape.MARKS:
                return _marks(scheme, answer, bounds)
    except SchemeError as problem:
        message = f"The answer to {task!r} cannot be taken: {problem}."
        raise UnusableError("bad-answer", message.replace("..", "."), task, task=task) from None


def _choice(scheme: Scheme, answer: Any) -> Any:
    several = scheme.kind is Kind.CATEGORIES
    if several and not (isinstance(answer, list) and all(isinstance(one, str) for one in answer)):
        raise SchemeError(f"it takes a list of labels, found {answer!r:.80}")
    if not several and not isinstance(answer, str):
        raise SchemeError(f"it takes one label, found {answer!r:.80}")
    chosen = Choice(tuple(answer) if several else (answer,)).labels
    _known(scheme, chosen)
    return list(chosen) if several else chosen[0]


def _known(scheme: Scheme, labels: Sequence[str]) -> None:
    known = {label.id for label in scheme.labels}
    strange = [label for label in labels if label not in known]
    if known and strange:
        shown = ", ".join([label.id for label in scheme.labels][:20])
        raise SchemeError(f"it has no label {strange[0]!r:.80}; its labels are {shown}")


def _number(answer: Any) -> float:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        raise SchemeError(f"it takes a number, found {answer!r:.80}")
    return Number(float(answer)).value


def _text(answer: Any) -> str:
    if not isinstance(answer, str):
        raise SchemeError(f"it takes a text, found {answer!r:.80}")
    if len(answer) > LONGEST:
        raise SchemeError(f"it takes at most {LONGEST:,} characters, found {len(answer):,}")
    return as_text(answer)


def _marks(scheme: Scheme, answer: Any, bounds: Bounds) -> list[dict[str, Any]]:
    if not isinstance(answer, list) or not all(isinstance(one, Mapping) for one in answer):
        raise SchemeError(f"it takes a list of marks, found {answer!r:.80}")
    if len(answer) > MOST_MARKS:
        raise SchemeError(f"it takes at most {MOST_MARKS:,} marks, found {len(answer):,}")
    unit = "char" if scheme.kind is Kind.SPANS else "s"
    marks = _as_marks([{"unit": unit, **one} for one in answer])
    for mark in marks.marks:
        if mark.unit != unit:
            raise SchemeError(f"its marks are in {unit!r}, found {mark.unit!r}")
        if scheme.labels or mark.label is not None:
            _known(scheme, [mark.label or ""])
        _inside(mark, bounds)
    return [json.loads(text) for text in dict.fromkeys(json.dumps(mark.to_json()) for mark in marks.marks)]


def _as_marks(given: list[dict[str, Any]]) -> Marks:
    allowed = {"start", "end", "unit", "track", "label", "speaker", "text"}
    for one in given:
        strange = sorted(set(one) - allowed)
        if strange:
            raise SchemeError(f"a mark has no field {strange[0]!r:.40}; it has {', '.join(sorted(allowed))}")
        if any(isinstance(one.get(end), bool | str) for end in ("start", "end")):
            raise SchemeError(f"a mark needs numbers 'start' and 'end', found {one!r:.80}")
    answer = answer_from_json(given) if given else Marks(())
    if not isinstance(answer, Marks):
        raise SchemeError("it takes a list of marks")
    texts = ("label", "speaker", "text", "track")
    normal = [
        Mark(mark.start, mark.end, mark.unit, **{name: _normal(getattr(mark, name)) for name in texts})
        for mark in answer.marks
    ]
    return Marks(tuple(normal))


def _normal(text: str | None) -> str | None:
    if text is not None and len(text) > LONGEST:
        raise SchemeError(f"a mark's text has at most {LONGEST:,} characters, found {len(text):,}")
    return None if text is None else as_text(text)


def _inside(mark: Mark, bounds: Bounds) -> None:
    if mark.start >= mark.end:
        raise SchemeError(f"a mark has an extent, found {mark.start:g} to {mark.end:g}")
    if mark.unit == "s":
        end = None if bounds.seconds is None else bounds.seconds + TOLERANCE
        what = f"the conversation ends at {bounds.seconds or 0:g} s"
    else:
        if mark.start != int(mark.start) or mark.end != int(mark.end):
            raise SchemeError(
                f"characters are counted in whole numbers, found {mark.start:g} to {mark.end:g}"
            )
        text = _text_of(mark, bounds)
        end, what = len(text), f"the text has {len(text)} characters"
    if end is not None and mark.end > end:
        raise SchemeError(f"{what}, and a mark ends at {mark.end:g}")


def _text_of(mark: Mark, bounds: Bounds) -> str:
    if bounds.texts is None:
        return bounds.text or ""
    place = mark.track or ""
    if not (place.isascii() and place.isdecimal() and int(place[:12]) in bounds.texts):
        raise SchemeError(
            "in a whole conversation the track of a mark is the position of its turn, "
            f"found {mark.track!r:.40}"
        )
    return bounds.texts[int(place[:12])]
