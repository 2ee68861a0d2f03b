"""The four shapes of an answer, and the one text each is written as in a table."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from earmark.errors import SchemeError

__all__ = ["Answer", "Choice", "Mark", "Marks", "Number", "Text", "answer_from_json", "as_text", "cell"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One or several label ids. Several are a set: order and repetition carry no meaning."""

    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", tuple(sorted({as_text(label) for label in self.labels})))


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number."""

    value: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise SchemeError(f"a number must be finite, found {self.value}")


@dataclass(frozen=True, slots=True)
class Text:
    """A text, as it was typed."""

    value: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of time (`unit` "s") or of characters (`unit` "char"), half-open, with what is said of it.

    Characters count Unicode code points.
    """

    start: float
    end: float
    unit: str
    label: str | None = None
    speaker: str | None = None
    text: str | None = None
    track: str | None = None

    def __post_init__(self) -> None:
        if self.unit not in ("s", "char"):
            raise SchemeError(f"a mark's unit is 's' or 'char', found {self.unit!r}")
        if not (math.isfinite(self.start) and math.isfinite(self.end) and 0 <= self.start <= self.end):
            raise SchemeError(f"a mark needs 0 <= start <= end, found start {self.start}, end {self.end}")

    def to_json(self) -> dict[str, Any]:
        """Return the fields that are set, in DESIGN order."""
        whole = self.unit == "char"
        fields: dict[str, Any] = {
            "start": int(self.start) if whole else self.start,
            "end": int(self.end) if whole else self.end,
            "unit": self.unit,
            "track": self.track,
            "label": self.label,
            "speaker": self.speaker,
            "text": self.text,
        }
        return {key: value for key, value in fields.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Marks:
    """Any number of marks, kept in order of start, end and label; none is an answer too."""

    marks: tuple[Mark, ...]

    def __post_init__(self) -> None:
        ordered = sorted(
            self.marks,
            key=lambda m: (m.start, m.end, m.label or "", m.speaker or "", m.text or "", m.track or ""),
        )
        object.__setattr__(self, "marks", tuple(ordered))


Answer: TypeAlias = Choice | Number | Text | Marks


def as_text(value: str) -> str:
    """Return an id or a label as Earmark keeps it: Unicode NFC, otherwise untouched (`007` stays `007`)."""
    return unicodedata.normalize("NFC", value)


def cell(answer: Answer) -> str:
    """Return the text an answer is written as in the `label` column of a table.

    One label and a text stand as they are; a number in its shortest form; several labels and marks as JSON.

    >>> cell(Choice(("yes",))), cell(Number(3.0)), cell(Choice(("b", "a")))
    ('yes', '3', '["a", "b"]')
    >>> cell(Marks((Mark(0, 4, "char", "ORG"),)))
    '[{"start": 0, "end": 4, "unit": "char", "label": "ORG"}]'
    """
    match answer:
        case Text(value):
            return value
        case Number(value):
            return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)
        case Choice((label,)):
            return label
        case Choice(labels):
            return json.dumps(labels, ensure_ascii=False)
        case Marks(marks):
            return json.dumps([mark.to_json() for mark in marks], ensure_ascii=False)


def answer_from_json(value: Any) -> Answer:
    """Return the answer that a native JSON value (as JSON Lines and Parquet hold it) stands for.

    A string is a choice of one label (a bare table is nominal); a list of strings a choice of several; a list
    of objects with `start` and `end` is marks. An empty list is a choice of none.

    Raises:
        SchemeError: the value has none of these forms.
    """
    match value:
        case bool():
            return Choice((str(value).lower(),))
        case int() | float():
            return Number(float(value))
        case str():
            return Choice((value,))
        case [*labels] if all(isinstance(label, str) for label in labels):
            return Choice(tuple(labels))
        case [*marks] if all(isinstance(mark, Mapping) for mark in marks):
            return Marks(tuple(_mark(mark) for mark in marks))
    raise SchemeError(f"a label is a text, a number, a list of texts or a list of marks, found {value!r:.80}")


def _mark(fields: Mapping[str, Any]) -> Mark:
    try:
        start, end = float(fields["start"]), float(fields["end"])
    except (KeyError, TypeError, ValueError):
        raise SchemeError(f"a mark needs numbers 'start' and 'end', found {dict(fields)!r:.80}") from None
    text = {key: fields.get(key) for key in ("label", "speaker", "text", "track")}
    for key, value in text.items():
        if value is not None and not isinstance(value, str):
            raise SchemeError(f"a mark's {key} is a text, found {value!r:.80}")
    return Mark(start, end, str(fields.get("unit", "s")), **text)
