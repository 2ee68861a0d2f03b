"""The `result` list of a Label Studio annotation as answers, one a control tag (`from_name`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from earmark.formats.contents import Part
from earmark.formats.json.field import Field
from earmark.formats.tools.label_studio.regions import marks_of
from earmark.formats.tools.label_studio.result import Result
from earmark.formats.tools.source_item import Shown
from earmark.model import Answer, Choice, Kind, Mark, Marks, Number, Scheme, Text

__all__ = ["Answers", "read_results"]

_SIDES = {"left": "a", "right": "b"}


@dataclass(slots=True)
class Answers:
    """The answers found, by task; the kinds of question the result types state; tasks that mark regions."""

    by_task: dict[str, Answer] = field(default_factory=dict)
    schemes: dict[str, Scheme] = field(default_factory=dict)
    marking: dict[str, Kind] = field(default_factory=dict)


def read_results(results: Field, source: Shown, item_id: str, part: Part, aside: str = "") -> Answers:
    """Return the answers in a `result` list; what cannot be held is remarked in `part`.

    `aside` is put before the codes of those remarks, to keep predictions apart from people's answers.

    Raises:
        RecordError: the list is not built as Label Studio builds it.
    """
    found = Answers()
    marks: dict[str, list[Mark]] = {}
    read = [one for one in (_result(entry, item_id, part, aside) for entry in results.entries()) if one]
    labels = _region_labels(read)
    for one in read:
        if one.is_shape:
            part.remark(f"{aside}unsupported-region", item_id, one.task, one.type)
        elif one.is_region:
            placed = marks_of(one, source, labels, item_id, part, aside)
            _keep_marks(one, placed, marks, found)
        else:
            _keep_whole(one, found, item_id, part, aside)
    found.by_task.update({task: Marks(tuple(held)) for task, held in marks.items()})
    return found


def _result(entry: Field, item_id: str, part: Part, aside: str) -> Result | None:
    stated = entry.at("type")
    kind = "" if stated is None else stated.text().lower()
    if kind == "relation":
        part.remark(f"{aside}relation", item_id)
        return None
    return Result.of(entry, kind)


def _region_labels(results: list[Result]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in results:
        if one.region and one.type.endswith("labels") and one.content is not None:
            for word in one.words()[:1]:
                found.setdefault(one.region, word)
    return found


def _keep_marks(one: Result, placed: list[Mark], marks: dict[str, list[Mark]], found: Answers) -> None:
    if not placed:
        return
    marks.setdefault(one.task, []).extend(placed)
    kind = Kind.SEGMENTS if placed[0].unit == "s" else Kind.SPANS
    found.schemes.setdefault(one.task, Scheme(kind))
    if one.type.endswith("labels"):
        found.marking.setdefault(one.task, kind)


def _keep_whole(one: Result, found: Answers, item_id: str, part: Part, aside: str) -> None:
    read = _WHOLE.get(one.type)
    if read is None or one.content is None:
        part.remark(f"{aside}unsupported-result", item_id, one.task, one.type)
        return
    answer = read(one)
    if answer is None:
        return
    before = found.by_task.get(one.task)
    if isinstance(before, Choice) and isinstance(answer, Choice):
        answer = Choice((*before.labels, *answer.labels))
    elif isinstance(before, Text) and isinstance(answer, Text):
        answer = Text(f"{before.value}\n{answer.value}")
    elif before is not None:
        part.remark("answered-twice", item_id, one.task)
    found.by_task[one.task] = answer
    if one.type in _STATED:
        found.schemes[one.task] = Scheme(_STATED[one.type])


def _chosen(one: Result) -> Answer | None:
    words = one.words()
    return Choice(tuple(words)) if words else None


def _number(one: Result) -> Answer | None:
    return Number(one.value.need(one.type).number())


def _typed(one: Result) -> Answer | None:
    return Text(one.typed())


def _preferred(one: Result) -> Answer | None:
    side = one.value.need("selected")
    if side.value == "none":
        return None
    if not isinstance(side.value, str) or side.value not in _SIDES:
        raise side.bad("'left' or 'right'")
    return Choice((_SIDES[side.value],))


_WHOLE: dict[str, Callable[[Result], Answer | None]] = {
    "choices": _chosen,
    "taxonomy": _chosen,
    "datetime": _chosen,
    "rating": _number,
    "number": _number,
    "textarea": _typed,
    "pairwise": _preferred,
}
_STATED = {
    "taxonomy": Kind.CATEGORIES,
    "datetime": Kind.CATEGORY,
    "rating": Kind.SCALE,
    "number": Kind.SCALE,
    "textarea": Kind.TRANSCRIPT,
    "pairwise": Kind.PREFERENCE,
}
