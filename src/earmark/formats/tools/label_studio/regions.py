"""Regions of Label Studio results as marks: stretches of time, of text, of a page, of a dialogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from earmark.formats.contents import Part
from earmark.formats.json.field import Field
from earmark.formats.tools.char_offsets import in_code_points
from earmark.formats.tools.label_studio.result import Result
from earmark.formats.tools.source_item import Shown
from earmark.model import Mark

__all__ = ["Place", "marks_of", "place_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a region lies. `how` is that of `in_code_points`; `text` is the quote the item's text lacks."""

    start: float
    end: float
    unit: str
    how: str = "same"
    speaker: str | None = None
    text: str | None = None


def marks_of(
    one: Result, source: Shown, labels: Mapping[str, str], item_id: str, part: Part, aside: str
) -> list[Mark]:
    """Return the marks of a region, one for each label; none when it cannot be placed, which is remarked.

    `labels` gives the label of each region, for the results that say more of the same region.
    """
    place = place_of(one, source)
    if place is None:
        part.remark(f"{aside}region-not-placed", item_id, one.task, one.type)
        return []
    if place.start > place.end:
        raise one.value.bad("a region whose start is not after its end")
    if place.how in ("units", "differs"):
        part.remark(f"offsets-{place.how}", item_id, one.task)
    channel = one.value.at("channel")
    track = None if channel is None else channel.ident()
    if one.type == "textarea":
        said = None if one.content is None else one.typed()
        return [_mark(place, track, labels.get(one.region or ""), said)]
    words = [] if one.content is None else one.words()
    return [_mark(place, track, word, None) for word in words] or [_mark(place, track, None, None)]


def _mark(place: Place, track: str | None, label: str | None, said: str | None) -> Mark:
    text = place.text if said is None else said
    return Mark(place.start, place.end, place.unit, label, place.speaker, text, track)


def place_of(one: Result, source: Shown) -> Place | None:
    """Return where a region lies, or None where only the page or the player it was drawn on could tell.

    Characters are code points of the item's text; those of a dialogue count its lines `speaker: words`.
    """
    start, end = one.value.need("start"), one.value.need("end")
    if one.type.startswith("paragraph") or (one.value.at("startOffset") and not _is_xpath(start)):
        return _in_dialogue(one, source)
    if _is_xpath(start):
        return _in_page(one)
    if _is_time(one, source):
        return Place(start.duration(), end.duration(), "s")
    quoted = one.quoted
    first, last, how = in_code_points(start.position(), end.position(), quoted, source.named(one.to_name))
    return Place(first, last, "char", how, text=quoted if how in ("differs", "unknown") else None)


def _is_xpath(start: Field) -> bool:
    return isinstance(start.value, str) and start.value.startswith("/")


def _is_time(one: Result, source: Shown) -> bool:
    if one.at.at("original_length") is not None or one.value.at("channel") is not None:
        return True
    if one.quoted is not None:
        return False
    whole = one.value.need("start").number().is_integer() and one.value.need("end").number().is_integer()
    return not whole or one.type.startswith("audio") or not source.texts or "audio" in one.to_name.lower()


def _in_page(one: Result) -> Place | None:
    offsets = one.value.at("globalOffsets")
    if offsets is None:
        return None
    first, last = offsets.need("start").position(), offsets.need("end").position()
    return Place(first, last, "char", "unknown", text=one.quoted)


def _in_dialogue(one: Result, source: Shown) -> Place | None:
    dialogue = source.dialogue(one.to_name)
    if dialogue is None:
        return None
    first, last = one.value.need("start").position(), one.value.need("end").position()
    if not first <= last < len(dialogue.turns):
        raise one.value.bad(f"start and end that are paragraphs 0 to {len(dialogue.turns) - 1}")
    before, after = one.value.need("startOffset").position(), one.value.need("endOffset").position()
    how, quoted, speaker = "unknown", one.quoted, None
    if first == last:
        turn = dialogue.turns[first]
        before, after, how = in_code_points(before, after, quoted, [turn.text or ""])
        speaker = turn.speaker
    start, end = dialogue.begins[first] + before, dialogue.begins[last] + after
    return Place(start, end, "char", how, speaker, quoted if how == "differs" else None)
