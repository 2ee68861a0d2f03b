"""doccano, fastText and CoNLL: labels and spans, with users or without."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from earmark.errors import CallError, FormatError
from earmark.formats.contents import Contents
from earmark.formats.registry import Format, ReadOptions
from earmark.formats.table import Tables
from earmark.formats.tools import TOOL_FORMATS
from earmark.formats.tools.assemble import assemble
from earmark.model import Annotation, Choice, Item, Kind, Mark, Marks, Number, Scheme
from tests.formats.tools.exports import codes, column, rows, source


def named(name: str) -> Format:
    return next(one for one in TOOL_FORMATS if one.name == name)


def read(content: str | list[dict[str, Any]], name: str = "doccano") -> Tables:
    text = content if isinstance(content, str) else "\n".join(json.dumps(one) for one in content)
    found = source(text.encode())
    assert next(one.name for one in TOOL_FORMATS if one.recognises(found)) == name
    return named(name).read(found, ReadOptions())


def read_file(path: Path, name: str = "doccano") -> Tables:
    found = source(path.read_bytes(), path.name)
    assert next(one.name for one in TOOL_FORMATS if one.recognises(found)) == name
    return named(name).read(found, ReadOptions())


def again(tables: Tables, name: str) -> Tables:
    target = io.BytesIO()
    named(name).write(tables, target)
    return named(name).read(source(target.getvalue()), ReadOptions())


def test_labels_are_a_set_and_no_label_is_no_answer() -> None:
    tables = read(
        [{"text": "A", "label": ["b", "a"]}, {"text": "B", "label": []}, {"text": "C", "label": ["a"]}]
    )

    assert column(tables.annotations, "label") == ['["a", "b"]', "a"]
    assert column(tables.annotations, "item_id") == ["1", "3"]
    assert column(tables.items, "item_id") == ["1", "2", "3"]
    assert codes(tables.items) == {"annotator-unnamed": 2, "unlabelled": 1}


def test_each_user_of_a_record_is_an_annotator() -> None:
    spans = [
        {"label": "PER", "start_offset": 0, "end_offset": 2, "user": 1},
        {"label": "PER", "start_offset": 0, "end_offset": 2, "user": 2},
        {"label": "LOC", "start_offset": 3, "end_offset": 5, "user": 1},
    ]
    tables = read([{"id": 4, "text": "Al at", "annotations": spans, "annotation_approver": "boss"}])

    assert column(tables.annotations, "annotator_id") == ["1", "2"]
    assert [len(json.loads(label)) for label in column(tables.annotations, "label")] == [2, 1]
    assert column(tables.annotations, "status") == ["approved", "approved"]


def test_spans_written_as_entities_are_the_same_as_triples() -> None:
    triples = read([{"text": "Al", "label": [[0, 2, "PER"]]}])
    entity = {"id": 1, "start_offset": 0, "end_offset": 2, "label": "PER"}
    entities = read([{"text": "Al", "entities": [entity], "relations": [{"from_id": 1, "to_id": 1}]}])

    assert column(triples.annotations, "label") == column(entities.annotations, "label")
    assert codes(entities.annotations)["relation"] == 1


def test_intents_and_slots_of_one_record_are_two_tasks() -> None:
    entity = {"start_offset": 0, "end_offset": 2, "label": "PER"}
    tables = read([{"text": "Al", "entities": [entity], "cats": ["greeting"]}])

    assert column(tables.annotations, "task") == ["entities", "cats"]


def test_a_label_without_a_text_is_kept_and_said() -> None:
    tables = read('[{"text": "A", "label": ["x"]}, {"label": ["y"]}, {}]')

    assert column(tables.annotations, "label") == ["x", "y"]
    assert column(tables.items, "text") == ["A", None]
    assert codes(tables.items) == {"annotator-unnamed": 2, "item-without-text": 1, "empty-record": 1}


def test_a_span_past_the_end_of_its_text_is_said() -> None:
    assert codes(read([{"text": "A", "label": [[0, 9, "X"]]}]).annotations)["span-outside-text"] == 1


def test_csv_of_text_and_label_is_read_with_its_empty_cells() -> None:
    tables = read('text,label\n"a, b",positive\nc,\n,negative\n,\n')

    assert column(tables.items, "text") == ["a, b", "c", None]
    assert column(tables.annotations, "label") == ["positive", "negative"]


def test_a_ragged_csv_row_is_one_sentence() -> None:
    with pytest.raises(FormatError, match="record 2: found a list of 3; allowed: a row of 2 cells"):
        read("text,label\na,b\na,b,c\n")


def test_a_boxed_image_is_a_loss() -> None:
    box = {"label": "Car", "bbox": [1, 2, 3, 4], "user": 1}

    assert codes(read([{"id": 1, "text": "", "filename": "a.jpg", "annotations": [box]}]).items) == {
        "unsupported-region": 1
    }


def test_what_doccano_holds_comes_back_with_its_annotators() -> None:
    spans = [{"label": "X", "start_offset": 0, "end_offset": 2, "user": user} for user in (1, 2)]
    tables = read(
        [
            {"id": 4, "text": "Al at", "annotations": spans, "meta": {"source": "s"}},
            {"id": 5, "text": "B", "label": []},
        ]
    )
    back = again(tables, "doccano")

    assert rows(back.annotations) == rows(tables.annotations)
    assert rows(back.items) == rows(tables.items)


def test_what_doccano_cannot_hold_is_said_and_numbers_alone_are_refused() -> None:
    annotations = (
        Annotation("1", "ann", Choice(("a",)), "mood"),
        Annotation("1", "ann", Number(4), "stars"),
        Annotation("1", "bob", Marks((Mark(0, 1, "s", "x"),)), "who"),
    )
    schemes = {"stars": Scheme(Kind.SCALE)}
    told = named("doccano").write(
        assemble(Contents(annotations=annotations, schemes=schemes), "t", "x"), io.BytesIO()
    )

    assert {one.code for one in told} == {"task-not-held", "task-renamed"}
    with pytest.raises(FormatError, match="none of the 1 answers can be held by doccano"):
        named("doccano").write(
            assemble(Contents(annotations=annotations[1:2], schemes=schemes), "t", "x"), io.BytesIO()
        )


def test_fasttext_lines_hold_labels_before_the_text() -> None:
    tables = read("__label__a __label__b Hello there\nNo label\n__label__c\n", "fasttext")

    assert column(tables.annotations, "label") == ['["a", "b"]', "c"]
    assert column(tables.items, "text") == ["Hello there", "No label", None]
    assert rows(again(tables, "fasttext").annotations)[0]["label"] == '["a", "b"]'


def test_a_label_mark_without_a_label_is_refused() -> None:
    with pytest.raises(FormatError, match='record 1: found the text "__label__ x"'):
        read("__label__ x\n", "fasttext")


@pytest.mark.parametrize(
    "tags",
    [
        ["B-P", "I-P", "O", "B-L"],
        ["I-P", "I-P", "O", "I-L"],
        ["B-P", "E-P", "O", "S-L"],
        ["B-P", "L-P", "O", "U-L"],
    ],
)
def test_the_tag_schemes_of_conll_say_the_same(tags: list[str]) -> None:
    lines = [f"{token} x {tag}" for token, tag in zip(["Al", "Bo", "in", "Rome"], tags, strict=True)]
    tables = read("-DOCSTART- x O\n\n" + "\n".join(lines) + "\n\nHi x O\n", "conll")
    first, second = (json.loads(label) for label in column(tables.annotations, "label"))

    assert [(mark["start"], mark["end"], mark["label"]) for mark in first] == [(0, 5, "P"), (9, 13, "L")]
    assert second == []
    assert column(tables.items, "text") == ["Al Bo in Rome", "Hi"]
    assert rows(again(tables, "conll").annotations) == rows(tables.annotations)


def test_neighbours_of_one_label_are_two_spans_where_the_second_begins() -> None:
    tables = read("Al B-P\nBo B-P\n", "conll")

    assert len(json.loads(column(tables.annotations, "label")[0])) == 2


def test_words_are_cut_where_a_span_ends_within_them() -> None:
    answer = Marks((Mark(1, 4, "char", "G"),))
    held = Contents(items=(Item("1", "(CML), yes"),), annotations=(Annotation("1", "a", answer),))
    target = io.BytesIO()
    named("conll").write(assemble(held, "t", "x"), target)

    assert target.getvalue() == b"(\tO\nCML\tB-G\n),\tO\nyes\tO\n\n"


@pytest.mark.real
@pytest.mark.parametrize(
    ("file", "name", "annotations", "items", "annotators"),
    [
        ("classification-classification.jsonl", "doccano", 3, 3, {"1"}),
        ("labeling-labeling.jsonl", "doccano", 3, 2, {"1", "2"}),
        ("seq2seq-example.json", "doccano", 2, 3, {"unnamed"}),
        ("sequence_labeling-example.conll", "conll", 2, 2, {"unnamed"}),
        ("sequence_labeling-example.jsonl", "doccano", 2, 3, {"unnamed"}),
        ("text_classification-example.csv", "doccano", 2, 3, {"unnamed"}),
        ("text_classification-example.json", "doccano", 3, 4, {"unnamed"}),
        ("text_classification-example.jsonl", "doccano", 2, 3, {"unnamed"}),
        ("text_classification-example_fasttext.txt", "fasttext", 3, 4, {"unnamed"}),
    ],
)
def test_every_sample_of_doccano_is_read(
    real_data: Path, file: str, name: str, annotations: int, items: int, annotators: set[str]
) -> None:
    tables = read_file(real_data / "formats/doccano" / file, name)

    assert len(rows(tables.annotations)) == annotations
    assert len(rows(tables.items)) == items
    assert set(column(tables.annotations, "annotator_id")) == annotators


@pytest.mark.real
def test_the_third_record_without_a_text_is_reported(real_data: Path) -> None:
    tables = read_file(real_data / "formats/doccano/sequence_labeling-example.jsonl")
    notice = next(one for one in tables.all()[0].reading.notices if one.code == "item-without-text")

    assert notice.examples == ("3",)
    assert column(tables.items, "wikiPageID") == ["1", "2", "3"]


@pytest.mark.real
def test_the_spans_of_two_users_lie_on_the_words_they_name(real_data: Path) -> None:
    tables = read_file(real_data / "formats/doccano/labeling-labeling.jsonl")
    text = column(tables.items, "text")[0]
    marks = json.loads(column(tables.annotations, "label")[0])

    assert [text[mark["start"] : mark["end"]] for mark in marks][:2] == ["JAPAN", "CHINA"]
    assert codes(tables.annotations) == {"label-ids-only": 3}


def test_a_table_with_annotators_is_not_taken_for_doccano() -> None:
    content = b'{"id": 1, "text": "A", "label": ["x"], "annotator": "ann"}\n'

    assert not named("doccano").recognises(source(content))


def test_naming_columns_of_an_export_is_refused() -> None:
    with pytest.raises(CallError, match="names the columns of a table"):
        named("doccano").read(source(b'{"text": "A", "label": []}'), ReadOptions(columns={"item_id": "text"}))
