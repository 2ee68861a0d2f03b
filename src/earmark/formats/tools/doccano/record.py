"""One doccano record as an item and its annotations."""

from __future__ import annotations

from collections.abc import Iterable

from earmark.formats.contents import Part
from earmark.formats.json.field import Field
from earmark.formats.tools.ingest import RemarkTexts
from earmark.formats.tools.source_item import named_fields
from earmark.formats.tools.spans import note_outside, span_of
from earmark.model import Annotation, Answer, Choice, Item, Marks, Text

__all__ = ["DOCCANO_TEXTS", "read_record"]

DOCCANO_TEXTS = RemarkTexts(
    notices={
        "item-without-text": "Records that have labels but no text, so nobody can check them: {count}.",
        "empty-record": "Records with neither text nor label, left out: {count}.",
        "unlabelled": "Records without a label, read as not labelled (doccano does not say whether somebody "
        "looked): {count}.",
        "label-ids-only": "Labels that are doccano's numbers, without their names: {count}.",
        "span-outside-text": "Records with a span that reaches past the end of the text: {count}.",
    },
    losses={
        "unsupported-region": "Regions that are boxes or shapes on an image, which Earmark cannot measure: {count}.",
        "relation": "Relations between spans: {count}.",
        "comments": "Records with comments: {count}.",
    },
)

_TEXT = ("text", "data")
_ANSWERS = ("label", "labels", "annotations", "entities", "cats")
_NOT_EXTRA = {
    *_TEXT,
    *_ANSWERS,
    "id",
    "meta",
    "metadata",
    "relations",
    "audio",
    "Comments",
    "comments",
    "annotation_approver",
}
_AUDIO = (".wav", ".mp3", ".flac", ".ogg", ".opus", ".m4a", ".webm")


def read_record(record: Field, part: Part) -> None:
    """Read one record into `part`.

    Raises:
        RecordError: the record is not built as doccano builds it.
    """
    own = record.at("id")
    item_id = str(record.row) if own is None else own.ident()
    item = _item(record, item_id)
    answered = [(key, record.need(key)) for key in _ANSWERS if record.at(key) is not None]
    given = [(key, field) for key, field in answered if field.value not in ([], "")]
    if item.text is None and item.audio is None and not item.extra.get("filename"):
        part.remark("item-without-text" if given else "empty-record", item_id)
        if not given:
            return
    part.items.append(item)
    _remark_losses(record, item_id, part)
    if not given:
        part.remark("unlabelled", item_id)
    for key, field in given:
        task = key if len(given) > 1 else ""
        _answers(field, task, item, record, part)


def _item(record: Field, item_id: str) -> Item:
    text = next((field for key in _TEXT if (field := record.at(key)) is not None), None)
    named = record.at("filename") or record.at("audio")
    is_audio = named is not None and isinstance(named.value, str) and named.value.lower().endswith(_AUDIO)
    members = {key: field for key, field in record.members() if key not in _NOT_EXTRA}
    for key in ("meta", "metadata"):
        meta = record.at(key)
        members |= {} if meta is None else dict(meta.members())
    known = named_fields(members)
    return Item(
        item_id,
        text=None if text is None else text.text() or None,
        audio=named.text() if named is not None and is_audio else None,
        extra={
            key: field.dump() for key, field in members.items() if key not in known and key != "annotator_id"
        },
        **known,
    )


def _remark_losses(record: Field, item_id: str, part: Part) -> None:
    for key, code in (("relations", "relation"), ("Comments", "comments"), ("comments", "comments")):
        found = record.at(key)
        if found is not None and found.value:
            part.remark(code, item_id)


def _answers(field: Field, task: str, item: Item, record: Field, part: Part) -> None:
    entries = field.entries() if isinstance(field.value, list) else [field]
    by_person: dict[str | None, list[Field]] = {}
    for entry in entries:
        by_person.setdefault(_user(entry), []).append(entry)
    for user, own in by_person.items():
        answer = _answer(own, item, part)
        if answer is None:
            continue
        person = user or _annotator(record)
        if person is None:
            part.remark("annotator-unnamed", item.id)
        approver = record.at("annotation_approver")
        part.annotations.append(
            Annotation(
                item.id, person or "unnamed", answer, task, status=None if approver is None else "approved"
            )
        )


def _user(entry: Field) -> str | None:
    user = entry.at("user") if isinstance(entry.value, dict) else None
    return None if user is None else user.ident()


def _annotator(record: Field) -> str | None:
    """The id a record converted by Earmark keeps among its metadata; doccano itself exports none."""
    for where in (record, record.at("meta"), record.at("metadata")):
        named = None if where is None else where.at("annotator_id")
        if named is not None:
            return named.ident()
    return None


def _answer(entries: list[Field], item: Item, part: Part) -> Answer | None:
    first = entries[0].value
    if isinstance(first, dict) and any(key in first for key in ("x", "points", "bbox", "segmentation")):
        part.remark("unsupported-region", item.id)
        return None
    if isinstance(first, list) or (isinstance(first, dict) and ("start_offset" in first or "start" in first)):
        _remark_numbers((entry.at("label") for entry in entries if isinstance(entry.value, dict)), item, part)
        marks = [span_of(entry) for entry in entries]
        note_outside(marks, item.text, item.id, part)
        return Marks(tuple(marks))
    if isinstance(first, dict) and "text" in first:
        return Text("\n".join(entry.need("text").text() for entry in entries))
    labels = [entry.need("label") if isinstance(entry.value, dict) else entry for entry in entries]
    if item.audio is not None:
        return Text("\n".join(label.text() for label in labels))
    if isinstance(first, dict):
        _remark_numbers(labels, item, part)
    return Choice(tuple(label.ident() for label in labels))


def _remark_numbers(labels: Iterable[Field | None], item: Item, part: Part) -> None:
    if any(label is not None and isinstance(label.value, int) for label in labels):
        part.remark("label-ids-only", item.id)
