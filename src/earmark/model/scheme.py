"""What may be answered to a task: the kind of the answer, and the labels there are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from earmark.errors import SchemeError

__all__ = ["Kind", "Label", "Scheme", "Shape"]


class Shape(StrEnum):
    """The four shapes of an answer's value."""

    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    MARKS = "marks"


class Kind(StrEnum):
    """The kinds of question a task can ask; each has one answer shape."""

    CATEGORY = "category"
    CATEGORIES = "categories"
    SCALE = "scale"
    PREFERENCE = "preference"
    SPANS = "spans"
    SEGMENTS = "segments"
    TRANSCRIPT = "transcript"
    REWRITE = "rewrite"


_SHAPES = {
    Kind.CATEGORY: Shape.CHOICE,
    Kind.CATEGORIES: Shape.CHOICE,
    Kind.SCALE: Shape.CHOICE,
    Kind.PREFERENCE: Shape.CHOICE,
    Kind.SPANS: Shape.MARKS,
    Kind.SEGMENTS: Shape.MARKS,
    Kind.TRANSCRIPT: Shape.TEXT,
    Kind.REWRITE: Shape.TEXT,
}


@dataclass(frozen=True, slots=True)
class Label:
    """A label: an id that never changes, and the name shown, which may."""

    id: str
    name: str = ""

    @property
    def shown(self) -> str:
        """The name, or the id where no name was given."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Scheme:
    """The kind of answer a task takes, and its labels in order.

    A `scale` with labels is ordered (`choice`); without labels it is a number (`number`). An empty tuple of
    labels in the other kinds means: whatever occurs.

    >>> Scheme(Kind.SCALE, (Label("low"), Label("high"))).shape.value
    'choice'
    >>> Scheme(Kind.SCALE).shape.value
    'number'

    Raises:
        SchemeError: two labels share one id.
    """

    kind: Kind
    labels: tuple[Label, ...] = ()

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for label in self.labels:
            if label.id in seen:
                raise SchemeError(f"two labels of a scheme share the id {label.id!r}; give each its own id")
            seen.add(label.id)

    @property
    def shape(self) -> Shape:
        """The shape of an answer under this scheme."""
        if self.kind is Kind.SCALE and not self.labels:
            return Shape.NUMBER
        return _SHAPES[self.kind]
