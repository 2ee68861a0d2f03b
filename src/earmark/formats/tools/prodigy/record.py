"""One Prodigy record as an item and its annotations."""

from __future__ import annotations

from dataclasses import dataclass, replace

from earmark.formats.contents import Part
from earmark.formats.json.field import Field
from earmark.formats.tools.ingest import RemarkTexts
from earmark.formats.tools.numbering import stable_hash
from earmark.formats.tools.source_item import named_fields
from earmark.formats.tools.spans import note_outside, span_of
from earmark.model import Annotation, Answer, Choice, Item, Mark, Marks, Outcome, Text, cell

__all__ = ["PRODIGY_TEXTS", "ChoiceStyle", "read_record"]

PRODIGY_TEXTS = RemarkTexts(
    notices={
        "answer-missing": "Records without `answer`, read as answered: {count}.",
        "rejected": "Records rejected as a whole, read as defective; what was marked is kept as a suggestion: {count}.",
        "span-outside-text": "Records with a span that reaches past the end of the text: {count}.",
        "record-without-answer": "Records that hold no answer that can be read: {count}.",
    },
    losses={
        "unsupported-region": "Regions that are shapes on an image, which Earmark cannot measure: {count}.",
        "relation": "Relations between spans: {count}.",
        "tokens-not-held": "Records whose tokens are left out; spans are held by characters: {count}.",
        "embedded-media": "Records whose sound or image is embedded in the file and left out: {count}.",
    },
)

_BINARY_VIEWS = ("ner", "spans", "classification", "textcat")
# Prodigy leaves the field out when an annotator accepts without marking anything.
_MANUAL_VIEWS = {"ner_manual": "spans", "spans_manual": "spans", "audio_manual": "audio_spans"}
_ANSWERS = ("accept", "reject", "ignore")
_READ = {
    *("text", "spans", "audio_spans", "transcript", "label", "accept", "options", "answer", "meta", "tokens"),
    *(
        "relations",
        "audio",
        "image",
        "html",
        "config",
        "versions",
        "user_input",
        "width",
        "height",
        "priority",
    ),
}


@dataclass(slots=True)
class ChoiceStyle:
    """What the records say of their choice question: whether several may be chosen, and the options in order."""

    several: bool = False
    options: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Record:
    """A record with what is the same for all its answers."""

    fields: Field
    item: Item
    base: Annotation
    answer: str


def read_record(record: Field, part: Part, style: ChoiceStyle) -> None:
    """Read one record into `part`.

    Raises:
        RecordError: the record is not built as Prodigy builds it.
    """
    answer = record.at("answer")
    if answer is not None and answer.value not in _ANSWERS:
        raise answer.bad("accept, reject or ignore")
    item = _item(record, part)
    part.items.append(item)
    _remark(record, item, part)
    if answer is None:
        part.remark("answer-missing", item.id)
    one = _Record(
        record, item, _base(record, item.id, part), "accept" if answer is None else str(answer.value)
    )
    given = _answers(one, part, style)
    if not given:
        part.remark("record-without-answer", item.id)
    part.annotations += given


def _item(record: Field, part: Part) -> Item:
    text, own = record.at("text"), record.at("_input_hash")
    if _is_binary(record) and record.at("spans") is not None:
        own = record.at("_task_hash") or own
    audio = record.at("audio") or record.at("image")
    if audio is not None and audio.text().startswith("data:"):
        part.remark("embedded-media", str(record.row))
        audio = None
    audio = None if record.at("audio") is None else audio
    shown = text.text() if text is not None else ("" if audio is None else audio.text())
    item_id = str(stable_hash(shown or record.dump())) if own is None else own.ident()
    meta = record.at("meta")
    members = {} if meta is None else dict(meta.members())
    members |= {key: field for key, field in record.members() if key not in _READ and not key.startswith("_")}
    known = named_fields(members)
    return Item(
        item_id,
        text=None if text is None else text.text() or None,
        audio=None if audio is None else audio.text(),
        extra={key: field.dump() for key, field in members.items() if key not in known},
        **known,
    )


def _remark(record: Field, item: Item, part: Part) -> None:
    relations = record.at("relations")
    if relations is not None and relations.value:
        part.remark("relation", item.id)
    if record.at("tokens") is not None:
        part.remark("tokens-not-held", item.id)


def _base(record: Field, item_id: str, part: Part) -> Annotation:
    who = record.at("_annotator_id") or record.at("_session_id")
    at = record.at("_timestamp")
    if who is None:
        part.remark("annotator-unnamed", item_id)
    return Annotation(
        item_id,
        "unnamed" if who is None else who.ident(),
        None,
        submitted_at=None if at is None else at.moment(),
    )


def _is_binary(record: Field) -> bool:
    view = record.at("_view_id")
    return view is not None and view.value in _BINARY_VIEWS and record.at("options") is None


def _answers(one: _Record, part: Part, style: ChoiceStyle) -> list[Annotation]:
    """One annotation for each question the record holds."""
    record, shown = one.fields, _shown(one, part, style)
    label = record.at("label")
    if record.at("options") is None and (label is not None or (_is_binary(record) and "spans" in shown)):
        return [_judged(one, label, shown)]
    found = [_settled(one, task, answer, part) for task, answer in shown.items()]
    if not found and one.answer == "ignore":
        return [replace(one.base, outcome=Outcome.SKIPPED)]
    return found


def _judged(one: _Record, label: Field | None, shown: dict[str, Answer]) -> Annotation:
    """The answer to "is this right?": accept or reject, about a label or about marked spans."""
    spans = shown.get("spans")
    labels = {mark.label for mark in spans.marks if mark.label} if isinstance(spans, Marks) else set()
    task = label.ident() if label is not None else (labels.pop() if len(labels) == 1 else "spans")
    skipped = one.answer == "ignore"
    return replace(
        one.base,
        task=task,
        answer=None if skipped else Choice((one.answer,)),
        outcome=Outcome.SKIPPED if skipped else Outcome.ANSWERED,
        suggested=None if spans is None else cell(spans),
    )


def _settled(one: _Record, task: str, answer: Answer, part: Part) -> Annotation:
    if one.answer == "accept":
        return replace(one.base, task=task, answer=answer)
    if one.answer == "ignore":
        return replace(one.base, task=task, outcome=Outcome.SKIPPED)
    part.remark("rejected", one.item.id)
    return replace(one.base, task=task, outcome=Outcome.DEFECTIVE, status="rejected", suggested=cell(answer))


def _shown(one: _Record, part: Part, style: ChoiceStyle) -> dict[str, Answer]:
    record, found = one.fields, dict[str, Answer]()
    for key in ("spans", "audio_spans"):
        spans = record.at(key)
        if spans is not None:
            marks = _marks(spans, key, one.item, part)
            if marks is not None:
                found[key] = Marks(tuple(marks))
    if record.at("options") is not None or isinstance(record.mapping().get("accept"), list):
        found["accept"] = _chosen(record, style)
    for key in ("transcript", "user_input"):
        typed = record.at(key)
        if typed is not None:
            found[key] = Text(typed.text())
    manual = _MANUAL_VIEWS.get(str(record.mapping().get("_view_id")))
    if manual is not None and manual not in found and record.at(manual) is None:
        found[manual] = Marks(())
    return found


def _marks(spans: Field, key: str, item: Item, part: Part) -> list[Mark] | None:
    """The marks, or None where there are shapes only."""
    marks = []
    entries = spans.entries()
    for entry in entries:
        if "points" in entry.mapping() or "x" in entry.mapping():
            part.remark("unsupported-region", item.id)
        elif key == "audio_spans":
            marks.append(_timed(entry))
        else:
            marks.append(span_of(entry))
    if entries and not marks:
        return None
    note_outside([mark for mark in marks if mark.unit == "char"], item.text, item.id, part)
    return marks


def _timed(entry: Field) -> Mark:
    start, end, label = entry.need("start").duration(), entry.need("end").duration(), entry.at("label")
    if start > end:
        raise entry.bad("a stretch whose start is not after its end")
    return Mark(start, end, "s", None if label is None else label.ident())


def _chosen(record: Field, style: ChoiceStyle) -> Answer:
    options, config, accept = record.at("options"), record.at("config"), record.at("accept")
    declared = None if config is None else config.at("choice_style")
    style.several = style.several or (declared is not None and declared.value == "multiple")
    if options is not None:
        style.options = style.options if style.options is not None else {}
        for option in options.entries():
            shown = option.at("text")
            style.options.setdefault(option.need("id").ident(), "" if shown is None else shown.dump())
    chosen = () if accept is None else tuple(entry.ident() for entry in accept.entries())
    return Choice(chosen)
