"""One record of Argilla 1 (and Rubrix): text classification, token classification, text to text."""

from __future__ import annotations

from dataclasses import replace

from earmark.formats.contents import Part, Prediction
from earmark.formats.json.field import Field
from earmark.formats.tools.argilla.record import argilla_item
from earmark.formats.tools.spans import note_outside, span_of
from earmark.model import Annotation, Answer, Choice, Item, Marks, Outcome, Text

__all__ = ["read_old_record"]

_STATUS = ("Validated", "Discarded", "Default", "Edited")


def read_old_record(record: Field, part: Part) -> None:
    """Read one record into `part`; the one question it asks has no name.

    Raises:
        RecordError: the record is not built as Argilla 1 builds it.
    """
    inputs, text = record.at("inputs"), record.at("text")
    shown = inputs.mapping() if inputs is not None and isinstance(inputs.value, dict) else {}
    if text is not None:
        shown = {"text": text.text(), **{key: value for key, value in shown.items() if key != "text"}}
    elif inputs is not None and not shown:
        shown = {"text": inputs.text()}
    fields = record.child("inputs", shown)
    item = argilla_item(record, fields, record.at("metadata"))
    part.items.append(item)
    best = _predicted(record, item, part)
    _annotate(record, item, best, part)


def _annotate(record: Field, item: Item, best: Prediction | None, part: Part) -> None:
    given, agent, status = record.at("annotation"), record.at("annotation_agent"), record.at("status")
    state = "Validated" if status is None else status.value
    if status is not None and state not in _STATUS:
        raise status.bad("Validated, Discarded, Default or Edited")
    if agent is None and (given is not None or state == "Discarded"):
        part.remark("annotator-unnamed", item.id)
    base = Annotation(
        item.id,
        "unnamed" if agent is None else agent.ident(),
        None,
        suggestion_source=None if best is None else best.model or "prediction",
    )
    if state == "Discarded":
        part.annotations.append(replace(base, outcome=Outcome.SKIPPED))
        return
    if given is None:
        return
    if state in ("Default", "Edited"):
        part.remark("not-validated", item.id)
    answer = _answer(given, record)
    if isinstance(answer, Marks):
        note_outside(list(answer.marks), item.text, item.id, part)
    part.annotations.append(replace(base, answer=answer))


def _answer(given: Field, record: Field) -> Answer:
    if record.at("tokens") is not None:
        return Marks(tuple(span_of(one) for one in given.entries()))
    if isinstance(given.value, list):
        return Choice(tuple(one.ident() for one in given.entries()))
    if _is_classification(record):
        return Choice((given.ident(),))
    return Text(given.text())


def _is_classification(record: Field) -> bool:
    return record.at("inputs") is not None or "multi_label" in record.mapping()


def _predicted(record: Field, item: Item, part: Part) -> Prediction | None:
    given, agent = record.at("prediction"), record.at("prediction_agent")
    if given is None or not given.entries():
        return None
    model = None if agent is None else agent.ident()
    if record.at("tokens") is not None:
        marks = Marks(tuple(span_of(one) for one in given.entries()))
        prediction = Prediction(item.id, marks, model=model)
    elif _is_classification(record):
        chances = dict(_scored(one) for one in given.entries())
        best = max(sorted(chances), key=lambda label: chances[label])
        prediction = Prediction(item.id, Choice((best,)), "", model, chances[best], chances)
    else:
        said = [_scored(one) for one in given.entries()]
        if len(said) > 1:
            part.remark("predictions-beyond-first", item.id)
        prediction = Prediction(item.id, Text(said[0][0]), "", model, said[0][1])
    part.predictions.append(prediction)
    return prediction


def _scored(one: Field) -> tuple[str, float]:
    """A label or text with its score: an object, a pair, or the text alone."""
    if isinstance(one.value, dict):
        named = one.at("label") or one.need("text")
        score = one.at("score")
        return named.ident(), 1.0 if score is None else score.number()
    if isinstance(one.value, str):
        return one.ident(), 1.0
    entries = one.entries()
    if len(entries) != 2:
        raise one.bad("a label and its score")
    return entries[0].ident(), entries[1].number()
