"""Label Studio's JSON_MIN export: one flat object an annotation, task data and answers side by side.

Task data comes first, then `id`, then the answers, then `annotator` and `annotation_id`: the order of the
fields is the only thing that tells data from answers.
"""

from __future__ import annotations

from dataclasses import replace

from earmark.formats.contents import Part
from earmark.formats.json.field import Field
from earmark.formats.tools.label_studio.results import read_results
from earmark.formats.tools.label_studio.tasks import annotator_of
from earmark.formats.tools.source_item import Shown, item_of, source_of
from earmark.model import Annotation, Answer, Choice, Number

__all__ = ["read_flat"]

_ABOUT = ("annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement")


def read_flat(record: Field, part: Part) -> None:
    """Read one flat object into `part`.

    Raises:
        RecordError: a field is not of the form this export gives it.
    """
    keys = list(record.mapping())
    first = keys.index("id") + 1 if "id" in keys else 0
    last = min((keys.index(key) for key in _ABOUT if key in keys), default=len(keys))
    answered = keys[first:last]
    inputs = {key: value for key, value in record.mapping().items() if key not in {*answered, *_ABOUT, "id"}}
    fields = Field.record(inputs, record.shown, record.row)
    own = record.at("id")
    item_id = str(record.row) if own is None else own.ident()
    source = source_of(fields)
    part.items.append(item_of(item_id, fields, source, {}))
    base = _base(record, item_id, part)
    answers = [(key, _answer(record.at(key), key, source, item_id, part)) for key in answered]
    part.annotations += [replace(base, task=key, answer=one) for key, one in answers if one is not None]
    if not any(one is not None for _, one in answers):
        part.remark("annotation-without-answer", item_id)


def _base(record: Field, item_id: str, part: Part) -> Annotation:
    own, seconds = record.at("annotation_id"), record.at("lead_time")
    at = record.at("created_at") or record.at("updated_at")
    return Annotation(
        item_id,
        annotator_of(record.at("annotator"), item_id, part),
        None,
        annotation_id=None if own is None else own.ident(),
        submitted_at=None if at is None else at.moment(),
        seconds=None if seconds is None else seconds.duration(),
    )


def _answer(given: Field | None, key: str, source: Shown, item_id: str, part: Part) -> Answer | None:
    match None if given is None else given.value:
        case None | "":
            return None
        case bool() | str():
            return Choice((given.ident(),)) if given else None
        case int() | float():
            return Number(given.number()) if given else None
        case dict():
            entries = [given] if given else []
        case _:
            entries = given.entries() if given else []
    if entries and all(isinstance(one.value, str) for one in entries):
        return Choice(tuple(one.ident() for one in entries))
    results = [{"type": _type(one), "value": one.value, "from_name": key} for one in entries]
    if given is None:
        return None
    wrapped = Field(results, key, (given.shown, given.row))
    return read_results(wrapped, source, item_id, part).by_task.get(key)


def _type(one: Field) -> str:
    keys = one.mapping()
    known = ("choices", "taxonomy", "rating", "number", "datetime", "selected")
    found = next((key for key in keys if key in known or key.endswith("labels")), None)
    if found is None:
        return "textarea" if isinstance(keys.get("text"), list) else "unknown"
    return "pairwise" if found == "selected" else found
