"""Spans of characters as text tools write them: objects, or triples [start, end, label]."""

from __future__ import annotations

from earmark.formats.contents import Part
from earmark.formats.json.field import Field
from earmark.model import Mark

__all__ = ["note_outside", "span_of"]

_STARTS = ("start", "start_offset")
_ENDS = ("end", "end_offset")


def span_of(one: Field) -> Mark:
    """Return the span an object (`start`, `end`, `label`) or a triple stands for; offsets are code points.

    Raises:
        RecordError: it is neither, or its start lies after its end.
    """
    if isinstance(one.value, list):
        return _triple(one)
    start, end = _first(one, _STARTS).position(), _first(one, _ENDS).position()
    if start > end:
        raise one.bad("a span whose start is not after its end")
    label = one.at("label")
    return Mark(start, end, "char", None if label is None else label.ident())


def _first(one: Field, keys: tuple[str, ...]) -> Field:
    found = next((field for key in keys if (field := one.at(key)) is not None), None)
    return one.need(keys[0]) if found is None else found


def _triple(one: Field) -> Mark:
    """A triple is [start, end, label] or, in some tools, [label, start, end] with a score after it."""
    entries = one.entries()
    if len(entries) < 3:
        raise one.bad("a span [start, end, label]")
    if isinstance(entries[0].value, str):
        label, first, last = entries[:3]
    else:
        first, last, label = entries[:3]
    start, end = first.position(), last.position()
    if start > end:
        raise one.bad("a span whose start is not after its end")
    return Mark(start, end, "char", label.ident())


def note_outside(marks: list[Mark], text: str | None, item_id: str, part: Part) -> None:
    """Remark spans that reach past the end of the text."""
    if text is not None and any(mark.end > len(text) for mark in marks):
        part.remark("span-outside-text", item_id)
