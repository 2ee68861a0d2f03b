"""Prodigy: what was accepted is an answer, what was ignored is skipped, what was rejected is neither."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from earmark.errors import FormatError
from earmark.formats.contents import Contents
from earmark.formats.registry import ReadOptions
from earmark.formats.table import Tables
from earmark.formats.tools.assemble import assemble
from earmark.formats.tools.prodigy import PRODIGY
from earmark.model import Annotation, Choice, Kind, Number, Scheme
from tests.formats.tools.exports import codes, column, rows, source

TEXT = {"text": "Uber moves on", "_input_hash": -3, "_task_hash": 9, "_annotator_id": "set-ann"}
SPAN = {"start": 0, "end": 4, "token_start": 0, "token_end": 0, "label": "ORG"}


def read(*records: dict[str, Any]) -> Tables:
    return PRODIGY.read(source("\n".join(json.dumps(one) for one in records).encode()), ReadOptions())


def read_file(path: Path) -> Tables:
    found = source(path.read_bytes(), path.name)
    assert PRODIGY.recognises(found)
    return PRODIGY.read(found, ReadOptions())


def again(tables: Tables) -> Tables:
    target = io.BytesIO()
    PRODIGY.write(tables, target)
    return PRODIGY.read(source(target.getvalue()), ReadOptions())


def test_accepted_spans_are_an_answer_with_who_and_when() -> None:
    table = read({**TEXT, "spans": [SPAN], "answer": "accept", "_timestamp": 1700000000}).annotations

    assert column(table, "item_id") == ["-3"]
    assert column(table, "annotator_id") == ["set-ann"]
    assert column(table, "label") == ['[{"start": 0, "end": 4, "unit": "char", "label": "ORG"}]']
    assert str(column(table, "submitted_at")[0]) == "2023-11-14 22:13:20+00:00"


def test_accepting_without_marking_answers_nothing_to_mark() -> None:
    marked = {**TEXT, "_view_id": "ner_manual", "spans": [SPAN], "answer": "accept"}
    bare = {**TEXT, "_input_hash": 4, "_view_id": "ner_manual", "answer": "accept"}

    assert column(read(marked, bare).annotations, "label")[1] == "[]"


def test_ignored_is_skipped_and_rejected_is_defective_with_what_was_marked_as_suggestion() -> None:
    ignored = {**TEXT, "spans": [SPAN], "answer": "ignore"}
    rejected = {**TEXT, "_input_hash": 4, "spans": [SPAN], "answer": "reject"}
    table = read(ignored, rejected).annotations

    assert column(table, "outcome") == ["skipped", "defective"]
    assert column(table, "label") == [None, None]
    assert column(table, "status") == [None, "rejected"]
    assert column(table, "suggested")[1] is not None


def test_a_judged_label_is_accept_or_reject_under_the_label() -> None:
    records = [{**TEXT, "label": "SPORTS", "answer": answer} for answer in ("accept", "reject", "ignore")]
    table = read(*records).annotations

    assert column(table, "task") == ["SPORTS"] * 3
    assert column(table, "label") == ["accept", "reject", None]


def test_a_judged_span_is_an_item_of_its_own() -> None:
    other = {"start": 5, "end": 10, "label": "ORG"}
    first = {**TEXT, "_view_id": "ner", "spans": [SPAN], "answer": "accept"}
    second = {**first, "_task_hash": 10, "spans": [other], "answer": "reject"}
    table = read(first, second).annotations

    assert column(table, "item_id") == ["9", "10"]
    assert column(table, "label") == ["accept", "reject"]
    assert json.loads(column(table, "suggested")[1])[0]["start"] == 5


def test_options_are_the_labels_of_the_scheme_in_order() -> None:
    options = [{"id": "z", "text": "Zebra"}, {"id": 2, "text": "Two"}]
    single = {**TEXT, "options": options, "accept": [2], "answer": "accept"}
    several = {**single, "config": {"choice_style": "multiple"}, "accept": ["z", 2]}
    one, many = read(single).annotations, read(single, several).annotations
    assert one is not None
    assert many is not None

    assert column(one, "label") == ["2"]
    assert [(label.id, label.shown) for label in one.schemes["accept"].labels] == [
        ("z", "Zebra"),
        ("2", "Two"),
    ]
    assert (one.schemes["accept"].kind, many.schemes["accept"].kind) == ("category", "categories")
    assert column(many, "label")[1] == '["2", "z"]'


def test_sound_has_segments_and_a_transcript() -> None:
    spans = [{"start": 0.5, "end": 1.25, "label": "SPEAKER 1"}]
    record = {
        "audio": "a.wav",
        "_input_hash": 1,
        "audio_spans": spans,
        "transcript": "hello",
        "answer": "accept",
    }
    tables = read(record)
    held = dict(zip(column(tables.annotations, "task"), column(tables.annotations, "label"), strict=True))

    assert json.loads(held["audio_spans"]) == [{"start": 0.5, "end": 1.25, "unit": "s", "label": "SPEAKER 1"}]
    assert held["transcript"] == "hello"
    assert column(tables.items, "audio") == ["a.wav"]


def test_embedded_sound_is_left_out_and_said() -> None:
    tables = read(
        {"audio": "data:audio/wav;base64,AAAA", "_input_hash": 1, "transcript": "x", "answer": "accept"}
    )

    assert codes(tables.annotations)["embedded-media"] == 1
    assert "audio" not in rows(tables.items)[0]


def test_shapes_are_a_loss() -> None:
    box = {"label": "CAR", "points": [[1, 2], [3, 4]]}
    tables = read({"image": "a.jpg", "_input_hash": 1, "spans": [box], "answer": "accept"})

    assert tables.annotations is None
    assert codes(tables.items)["unsupported-region"] == 1


def test_without_a_hash_the_text_gives_a_stable_id() -> None:
    record = {"text": "Hello", "spans": []}

    assert column(read(record).items, "item_id") == column(read(record, record).items, "item_id")


def test_an_unknown_answer_is_one_sentence() -> None:
    with pytest.raises(
        FormatError, match=r"record 1, answer: found the text \"maybe\"; allowed: accept, reject or ig"
    ):
        read({**TEXT, "answer": "maybe"})


def test_what_prodigy_holds_comes_back_unchanged() -> None:
    options = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
    tables = read(
        {**TEXT, "spans": [SPAN], "answer": "accept", "_timestamp": 1700000000, "meta": {"source": "s"}},
        {**TEXT, "_input_hash": 4, "_view_id": "spans_manual", "spans": [], "answer": "accept"},
        {**TEXT, "_input_hash": 5, "options": options, "accept": ["a"], "answer": "accept"},
        {**TEXT, "_input_hash": 6, "label": "SPORTS", "answer": "reject"},
        {
            "audio": "a.wav",
            "_input_hash": 7,
            "audio_spans": [{"start": 0, "end": 1.5, "label": "S"}],
            "answer": "accept",
        },
        {"audio": "a.wav", "_input_hash": 8, "transcript": "hello", "answer": "accept"},
    )
    back = again(tables)

    assert rows(back.annotations) == rows(tables.annotations)
    assert rows(back.items) == rows(tables.items)


def test_numbers_have_no_place_in_prodigy() -> None:
    annotations = (Annotation("1", "a", Number(3), "stars"), Annotation("x", "a", Choice(("b",)), "mood"))
    target, schemes = io.BytesIO(), {"stars": Scheme(Kind.SCALE)}
    told = PRODIGY.write(assemble(Contents(annotations=annotations, schemes=schemes), "t", "x"), target)

    assert {one.code for one in told} == {"answer-not-held", "ids-not-held", "task-renamed"}
    with pytest.raises(FormatError, match="none of the 1 answers can be held by Prodigy"):
        PRODIGY.write(assemble(Contents(annotations=annotations[:1], schemes=schemes), "t", "x"), target)


@pytest.mark.real
def test_the_headlines_are_372_answers_and_one_skipped(real_data: Path) -> None:
    file = real_data / "formats/prodigy/annotated_news_headlines-ORG-PERSON-LOCATION-ner.jsonl"
    tables = read_file(file)
    spans = sum(len(json.loads(label)) for label in column(tables.annotations, "label") if label)
    raw = [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    assert Counter(column(tables.annotations, "outcome")) == {"answered": 372, "skipped": 1}
    assert spans == sum(len(one.get("spans", [])) for one in raw if one["answer"] == "accept")
    assert len(rows(tables.items)) == 373
    assert codes(tables.annotations) == {"annotator-unnamed": 373, "tokens-not-held": 373}
    assert rows(again(tables).annotations) == rows(tables.annotations)


@pytest.mark.real
def test_the_events_have_no_answer_and_are_read_as_answered(real_data: Path) -> None:
    tables = read_file(real_data / "formats/prodigy/bio_events.jsonl")

    assert len(rows(tables.annotations)) == 129
    assert codes(tables.annotations) == {"annotator-unnamed": 129, "answer-missing": 129}
    assert set(column(tables.annotations, "annotator_id")) == {"unnamed"}
