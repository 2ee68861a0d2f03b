"""One Argilla 2 record (or a feedback record of Argilla 1) as an item, annotations and predictions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from earmark.formats.contents import Part, Prediction
from earmark.formats.json.field import Field
from earmark.formats.tools.ingest import RemarkTexts
from earmark.formats.tools.source_item import item_of, named_fields, source_of
from earmark.formats.tools.spans import note_outside, span_of
from earmark.model import Annotation, Answer, Choice, Item, Marks, Number, Outcome, cell

__all__ = ["ARGILLA_TEXTS", "answer_in", "argilla_item", "read_record", "with_empty_marks"]

ARGILLA_TEXTS = RemarkTexts(
    notices={
        "status-missing": "Responses without a status, read as submitted (the export does not tell drafts apart): "
        "{count}.",
        "not-validated": "Labels of records nobody validated: {count}.",
        "span-outside-text": "Records with a span that reaches past the end of the text: {count}.",
    },
    losses={
        "draft-not-read": "Drafts, which nobody submitted: {count}.",
        "unsupported-result": "Answers to '{task}' that are a ranking, which Earmark does not hold: {count}.",
        "prediction-unsupported-result": "Suggestions for '{task}' that are a ranking: {count}.",
        "predictions-beyond-first": "Records whose predictions below the best are left out: {count}.",
    },
)

_STATUS = ("submitted", "draft", "discarded")
_NOT_DATA = {
    *(
        "id",
        "external_id",
        "_server_id",
        "fields",
        "metadata",
        "suggestions",
        "responses",
        "vectors",
        "status",
    ),
    *("inserted_at", "updated_at", "score"),
}


@dataclass(frozen=True, slots=True)
class _Response:
    """What one person answered to one question. `value` is None for a discarded record."""

    question: str
    value: Field | None
    user: Field | None
    status: Field | None


@dataclass(frozen=True, slots=True)
class _Suggested:
    """What a machine answered to one question."""

    question: str
    value: Field
    score: Field | None
    agent: Field | None


def read_record(record: Field, part: Part) -> None:
    """Read one record into `part`: nested as `to_json` writes it, or flat as data sets hold it.

    Raises:
        RecordError: the record is not built as Argilla builds it.
    """
    nested = record.at("fields") is not None
    fields = record.need("fields") if nested else _flat_fields(record)
    item = argilla_item(record, fields, record.at("metadata"))
    part.items.append(item)
    suggested = {one.question: one for one in (_suggestions(record) if nested else _flat_suggestions(record))}
    made = {name: _prediction(one, item, part) for name, one in suggested.items()}
    for one in _responses(record) if nested else _flat_responses(record):
        _annotate(one, item, made.get(one.question), part)


def argilla_item(record: Field, fields: Field, metadata: Field | None) -> Item:
    """Return the item of a record: its fields as what was shown, its metadata beside."""
    own = record.at("id") or record.at("external_id") or record.at("_server_id")
    members = {} if metadata is None else dict(metadata.members())
    known = named_fields(members)
    extra = {key: value.dump() for key, value in members.items() if key not in known}
    item = item_of(str(record.row) if own is None else own.ident(), fields, source_of(fields), extra)
    return replace(item, **known)


def answer_in(value: Field) -> Answer | None:
    """Return the answer a value stands for, or None where it is a ranking.

    A text is one label, a list of texts several, a number a rating, a list of objects spans.

    Raises:
        RecordError: the value is none of these.
    """
    if isinstance(value.value, list):
        entries = value.entries()
        if entries and all(isinstance(one.value, dict) for one in entries):
            if any("rank" in one.mapping() or "start" not in one.mapping() for one in entries):
                return None
            return Marks(tuple(span_of(one) for one in entries))
        return Choice(tuple(one.ident() for one in entries))
    if isinstance(value.value, int | float) and not isinstance(value.value, bool):
        return Number(value.number())
    return Choice((value.ident(),))


def _annotate(one: _Response, item: Item, prediction: Prediction | None, part: Part) -> None:
    status = "submitted" if one.status is None else one.status.value
    if one.status is None:
        part.remark("status-missing", item.id)
    elif status not in _STATUS:
        raise one.status.bad("submitted, draft or discarded")
    if status == "draft":
        part.remark("draft-not-read", item.id)
        return
    if one.user is None:
        part.remark("annotator-unnamed", item.id)
    base = Annotation(
        item.id,
        "unnamed" if one.user is None else one.user.ident(),
        None,
        task=one.question,
        suggested=None if prediction is None else cell(prediction.answer),
        suggestion_source=None if prediction is None else prediction.model or "suggestion",
    )
    if status == "discarded":
        part.annotations.append(replace(base, outcome=Outcome.SKIPPED))
        return
    answer = None if one.value is None else answer_in(one.value)
    if answer is None:
        part.remark("unsupported-result", item.id, one.question)
        return
    if isinstance(answer, Marks):
        note_outside(list(answer.marks), item.text, item.id, part)
    part.annotations.append(replace(base, answer=answer))


def _prediction(one: _Suggested, item: Item, part: Part) -> Prediction | None:
    answer = answer_in(one.value)
    if answer is None:
        part.remark("prediction-unsupported-result", item.id, one.question)
        return None
    # Several labels come with a score each, which no one number stands for.
    score = None if one.score is None or isinstance(one.score.value, list) else one.score.number()
    agent = None if one.agent is None else one.agent.ident()
    prediction = Prediction(item.id, answer, one.question, agent, score)
    part.predictions.append(prediction)
    return prediction


def _responses(record: Field) -> Iterator[_Response]:
    responses = record.at("responses")
    if responses is None:
        return
    if isinstance(responses.value, list):
        yield from _feedback_responses(responses)
        return
    for question, given in responses.members():
        for one in given.entries():
            yield _Response(question, one.at("value"), one.at("user_id"), one.at("status"))


def _feedback_responses(responses: Field) -> Iterator[_Response]:
    """The responses of Argilla 1's feedback records, and of the server: one a person, with all values."""
    for one in responses.entries():
        values, user, status = one.at("values"), one.at("user_id"), one.at("status")
        members = [] if values is None else values.members()
        if not members:
            yield _Response("", None, user, status)
        for question, value in members:
            yield _Response(question, value.at("value"), user, status)


def _suggestions(record: Field) -> Iterator[_Suggested]:
    suggestions = record.at("suggestions")
    if suggestions is None:
        return
    if isinstance(suggestions.value, list):
        named = [(one.need("question_name").ident(), one) for one in suggestions.entries()]
    else:
        named = suggestions.members()
    for question, one in named:
        value = one.at("value")
        if value is not None:
            yield _Suggested(question, value, one.at("score"), one.at("agent"))


def _questions(record: Field, ending: str) -> list[str]:
    return [key.removesuffix(ending) for key in record.mapping() if key.endswith(ending)]


def _flat_fields(record: Field) -> Field:
    parts = ".responses", ".suggestion"
    own = {
        key: value
        for key, value in record.mapping().items()
        if key not in _NOT_DATA and not any(part in key for part in parts)
    }
    return Field.record(own, record.shown, record.row)


def _flat_responses(record: Field) -> Iterator[_Response]:
    for question in _questions(record, ".responses"):
        values = record.at(f"{question}.responses")
        if values is None:
            continue
        users, states = record.at(f"{question}.responses.users"), record.at(f"{question}.responses.status")
        entries = values.entries()
        beside = [_beside(given, len(entries)) for given in (users, states)]
        for value, user, status in zip(entries, *beside, strict=True):
            yield _Response(question, None if value.value is None else value, user, status)


def _beside(given: Field | None, many: int) -> list[Field | None]:
    if given is None:
        return [None] * many
    entries = given.entries()
    if len(entries) != many:
        raise given.bad(f"a list of {many}, one for each response")
    return [None if one.value is None else one for one in entries]


def _flat_suggestions(record: Field) -> Iterator[_Suggested]:
    for question in _questions(record, ".suggestion"):
        value = record.at(f"{question}.suggestion")
        if value is not None:
            score, agent = (
                record.at(f"{question}.suggestion.score"),
                record.at(f"{question}.suggestion.agent"),
            )
            yield _Suggested(question, value, score, agent)


def with_empty_marks(parts: list[Part]) -> None:
    """Read an empty list as "nothing marked" where other answers to the same question mark something."""
    marking = {one.task for part in parts for one in part.annotations if isinstance(one.answer, Marks)}
    for part in parts:
        part.annotations = [
            replace(one, answer=Marks(())) if one.task in marking and one.answer == Choice(()) else one
            for one in part.annotations
        ]
