"""Argilla: responses by person and question, suggestions beside them, and the records of its first version."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from earmark.errors import FormatError
from earmark.formats.registry import ReadOptions
from earmark.formats.table import Tables
from earmark.formats.tools.argilla import ARGILLA
from tests.formats.tools.exports import codes, column, rows, source

ANN = "3f2c9d1e-7a44-4c1b-9a65-0d0f5d0a1b11"
BOB = "b0b0c9d1-7a44-4c1b-9a65-0d0f5d0a1b11"


def read(*records: dict[str, Any]) -> Tables:
    found = source(json.dumps(records).encode())
    assert ARGILLA.recognises(found)
    return ARGILLA.read(found, ReadOptions())


def said(value: Any, user: str = ANN, status: str | None = "submitted") -> dict[str, Any]:
    return {"value": value, "user_id": user, **({"status": status} if status else {})}


def record(number: int = 1, **more: Any) -> dict[str, Any]:
    return {"id": f"r{number}", "fields": {"text": "Hello there"}, "metadata": {}, "suggestions": {}, **more}


def test_each_persons_response_to_each_question_is_a_row() -> None:
    responses = {"mood": [said("good"), said("bad", BOB)], "stars": [said(4)], "tags": [said(["b", "a"])]}
    table = read(record(responses=responses)).annotations
    assert table is not None

    assert column(table, "task") == ["mood", "mood", "stars", "tags"]
    assert column(table, "annotator_id") == [ANN, BOB, ANN, ANN]
    assert column(table, "label") == ["good", "bad", "4", '["a", "b"]']
    assert {name: scheme.kind.value for name, scheme in table.schemes.items()} == {
        "mood": "category",
        "stars": "scale",
        "tags": "categories",
    }


def test_drafts_are_counted_and_discarded_is_skipped() -> None:
    responses = {"mood": [said("good", status="draft"), said(None, BOB, "discarded")]}
    table = read(record(responses=responses)).annotations

    assert column(table, "outcome") == ["skipped"]
    assert codes(table) == {"draft-not-read": 1}


def test_a_response_without_a_status_is_taken_as_submitted_and_said() -> None:
    table = read(record(responses={"mood": [said("good", status=None)]})).annotations

    assert column(table, "label") == ["good"]
    assert codes(table) == {"status-missing": 1}


def test_spans_are_marks_and_an_empty_list_beside_them_marks_nothing() -> None:
    span = {"start": 0, "end": 5, "label": "GREETING"}
    table = read(
        record(1, responses={"s": [said([span])]}), record(2, responses={"s": [said([])]})
    ).annotations

    assert column(table, "label") == ['[{"start": 0, "end": 5, "unit": "char", "label": "GREETING"}]', "[]"]
    assert table is not None
    assert table.schemes["s"].kind == "spans"


def test_suggestions_are_predictions_and_say_what_people_started_from() -> None:
    suggestion = {"mood": {"value": "bad", "score": 0.25, "agent": "m-1"}}
    tables = read(record(suggestions=suggestion, responses={"mood": [said("good")]}))

    assert rows(tables.predictions) == [
        {"item_id": "r1", "label": "bad", "task": "mood", "model": "m-1", "score": "0.25", "row": 1}
    ]
    assert column(tables.annotations, "suggested") == ["bad"]
    assert column(tables.annotations, "suggestion_source") == ["m-1"]


def test_a_ranking_is_a_loss() -> None:
    tables = read(record(responses={"order": [said([{"value": "a", "rank": 1}])]}))

    assert tables.annotations is None
    assert codes(tables.items) == {"unsupported-result": 1}


def test_flat_records_say_the_same_as_nested_ones() -> None:
    nested = record(
        suggestions={"mood": {"value": "bad", "score": 0.25, "agent": "m"}},
        responses={"mood": [said("good"), said("bad", BOB)]},
    )
    flat = {
        "id": "r1",
        "text": "Hello there",
        "mood.responses": ["good", "bad"],
        "mood.responses.users": [ANN, BOB],
        "mood.responses.status": ["submitted", "submitted"],
        "mood.suggestion": "bad",
        "mood.suggestion.score": 0.25,
        "mood.suggestion.agent": "m",
    }
    one, other = read(nested), read(flat)

    assert rows(one.annotations) == rows(other.annotations)
    assert rows(one.predictions) == rows(other.predictions)
    assert rows(one.items) == rows(other.items)


def test_lists_beside_the_responses_must_be_as_long() -> None:
    with pytest.raises(
        FormatError, match=r"record 1, mood\.responses\.users: found a list of 1; allowed: a list of 2"
    ):
        read({"id": "r1", "text": "x", "mood.responses": ["a", "b"], "mood.responses.users": [ANN]})


def test_feedback_records_hold_a_persons_values_together() -> None:
    response = {
        "user_id": ANN,
        "status": "submitted",
        "values": {"mood": {"value": "good"}, "stars": {"value": 2}},
    }
    table = read({"fields": {"text": "Hello"}, "responses": [response], "suggestions": []}).annotations

    assert column(table, "label") == ["good", "2"]
    assert column(table, "annotator_id") == [ANN, ANN]


def test_a_chat_is_shown_a_line_a_turn() -> None:
    chat = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]

    assert column(read({**record(responses={}), "fields": {"chat": chat}}).items, "text") == [
        "user: Hi\nassistant: Hello"
    ]


def test_records_of_the_first_version_have_one_annotation_and_probabilities() -> None:
    old = {
        "id": 7,
        "inputs": {"text": "Hello"},
        "prediction": [{"label": "good", "score": 0.75}, {"label": "bad", "score": 0.25}],
        "prediction_agent": "m",
        "annotation": "bad",
        "annotation_agent": "ann",
        "multi_label": False,
        "status": "Validated",
    }
    discarded = {**old, "id": 8, "annotation": None, "status": "Discarded"}
    tables = read(old, discarded, {**old, "id": 9, "status": "Default"})

    assert column(tables.annotations, "label") == ["bad", None, "bad"]
    assert column(tables.annotations, "outcome") == ["answered", "skipped", "answered"]
    assert column(tables.predictions, "label") == ["good"] * 3
    assert (column(tables.predictions, "p:good")[0], column(tables.predictions, "p:bad")[0]) == (0.75, 0.25)
    assert codes(tables.annotations) == {"not-validated": 1}


def test_token_records_of_the_first_version_hold_spans_and_text_records_text() -> None:
    spans = {
        "text": "Hello there",
        "tokens": ["Hello", "there"],
        "prediction": [["GREETING", 0, 5, 0.5]],
        "annotation": [["GREETING", 0, 5]],
        "annotation_agent": "ann",
        "status": "Validated",
    }
    text = {
        "text": "Hello",
        "prediction": [["Salut", 0.5]],
        "annotation": "Bonjour",
        "annotation_agent": "ann",
        "status": "Validated",
    }
    marked, written = read(spans).annotations, read(text).annotations
    assert written is not None

    assert json.loads(column(marked, "label")[0]) == [
        {"start": 0, "end": 5, "unit": "char", "label": "GREETING"}
    ]
    assert column(written, "label") == ["Bonjour"]
    assert written.schemes[""].kind == "transcript"


def test_what_argilla_holds_comes_back_unchanged() -> None:
    span = {"start": 0, "end": 5, "label": "GREETING"}
    tables = read(
        record(
            metadata={"domain": "travel", "source": "s", "turn": 3},
            suggestions={"mood": {"value": "bad", "score": 0.25, "agent": "m"}},
            responses={
                "mood": [said("good"), said(None, BOB, "discarded")],
                "stars": [said(4)],
                "s": [said([span])],
                "t": [said(["a", "b"])],
            },
        )
    )
    target = io.BytesIO()
    told = ARGILLA.write(tables, target)
    back = ARGILLA.read(source(target.getvalue()), ReadOptions())

    assert told == ()
    assert rows(back.annotations) == rows(tables.annotations)
    assert rows(back.predictions) == rows(tables.predictions)
    assert rows(back.items) == rows(tables.items)
