"""Values of the model to tables and back: nothing is lost, and types are those of the design."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.errors import FormatError, TableError
from earmark.formats.contents import Contents, Gold, Prediction
from earmark.formats.json.records import first_keys, read_json_records
from earmark.formats.rows import contents_of
from earmark.formats.table import TableKind
from earmark.formats.tools.assemble import assemble
from earmark.formats.tools.char_offsets import in_code_points
from earmark.model import (
    Annotation,
    Answer,
    Choice,
    Item,
    Kind,
    Mark,
    Marks,
    Number,
    Outcome,
    Purpose,
    Scheme,
    Text,
)
from tests.formats.tools.exports import source

WORD = st.text('ab 7é{["', min_size=1, max_size=4).filter(lambda word: not word.startswith("["))
MARK = st.builds(
    lambda start, long, label, text: Mark(start, start + long, "char", label, None, text),
    st.integers(0, 5),
    st.integers(0, 5),
    st.none() | WORD,
    st.none() | WORD,
)
ANSWERS: dict[Kind, st.SearchStrategy[Answer]] = {
    Kind.CATEGORY: st.builds(lambda word: Choice((word,)), WORD),
    Kind.CATEGORIES: st.builds(lambda words: Choice(tuple(words)), st.lists(WORD, max_size=3)),
    Kind.SCALE: st.builds(Number, st.floats(-5, 5) | st.integers(-3, 3)),
    Kind.TRANSCRIPT: st.builds(Text, st.text('ab \n"[', max_size=5)),
    Kind.SPANS: st.builds(lambda marks: Marks(tuple(marks)), st.lists(MARK, max_size=3)),
}


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_answers_of_every_kind_come_back_from_their_cells(data: st.DataObject) -> None:
    schemes = {kind.value: Scheme(kind) for kind in ANSWERS}
    annotations = tuple(
        Annotation(f"i{at}", "a", data.draw(ANSWERS[kind]), kind.value) for at, kind in enumerate(ANSWERS)
    )
    held = Contents(annotations=annotations, schemes=schemes)

    assert contents_of(assemble(held, "t", "x")).annotations == annotations


def test_all_that_makes_an_annotation_accountable_comes_back() -> None:
    one = Annotation(
        "i",
        "a",
        Choice(("x",)),
        task="mood",
        annotation_id="7",
        submitted_at=datetime(2024, 1, 30, 2, 40, 43, 500000, UTC),
        seconds=1.5,
        guideline="v2",
        purpose=Purpose.RETEST,
        supersedes="6",
        suggested="y",
        suggestion_source="m",
        status="accepted",
        batch="b",
        context_turns=3,
    )
    skipped = Annotation("i", "b", None, task="mood", outcome=Outcome.SKIPPED)
    held = Contents(annotations=(one, skipped))

    assert contents_of(assemble(held, "t", "x")).annotations == (one, skipped)


def test_items_gold_and_predictions_come_back() -> None:
    items = (Item("i", "text", "c", 3, "agent", 0.5, 1.5, "a.wav", "travel", "en", {"own": "7"}), Item("j"))
    gold = (Gold("i", Choice(("x",)), "mood"),)
    predictions = (Prediction("i", Choice(("x",)), "mood", "m", 0.5, {"x": 0.75, "y": 0.25}),)
    held = Contents(items=items, gold=gold, predictions=predictions, schemes={"mood": Scheme(Kind.CATEGORY)})
    back = contents_of(assemble(held, "t", "x"))

    assert (back.items, back.gold, back.predictions) == (items, gold, predictions)


def test_columns_have_the_types_of_the_design_and_one_chunk() -> None:
    words = pa.dictionary(pa.int32(), pa.string())
    held = Contents(
        annotations=(
            Annotation("i", "a", Choice(("x",)), seconds=1.5, submitted_at=datetime(2024, 1, 1, tzinfo=UTC)),
        ),
        items=(Item("i", turn=1, start=0.5, extra={"seconds": "7", "p:x": "8"}),),
    )
    tables = assemble(held, "t", "x")
    assert tables.annotations is not None
    assert tables.items is not None
    annotations, items = tables.annotations.data.schema, tables.items.data.schema

    assert (annotations.field("item_id").type, annotations.field("label").type) == (words, words)
    assert annotations.field("seconds").type == pa.float64()
    assert annotations.field("submitted_at").type == pa.timestamp("us", tz="UTC")
    assert annotations.field("row").type == items.field("turn").type == pa.int64()
    assert (items.field("seconds").type, items.field("p:x").type) == (words, words)
    assert {column.num_chunks for column in tables.annotations.data.columns} == {1}


def test_ids_and_labels_are_nfc_and_texts_are_as_they_were() -> None:
    decomposed = "e\u0301"
    held = Contents(
        annotations=(Annotation(decomposed, decomposed, Choice((decomposed,))),),
        items=(Item("i", decomposed),),
    )
    tables = assemble(held, "t", "x")
    assert tables.annotations is not None
    assert tables.items is not None

    assert tables.annotations.data.to_pylist()[0] == {
        "item_id": "é",
        "annotator_id": "é",
        "label": "é",
        "row": 1,
    }
    assert tables.items.data["text"].to_pylist() == [decomposed]


def test_a_column_of_the_source_never_takes_the_place_of_one_of_the_design() -> None:
    tables = assemble(Contents(items=(Item("i", "shown", extra={"text": "other", "row": "9"}),)), "t", "x")
    assert tables.items is not None

    assert tables.items.data.to_pylist() == [
        {"item_id": "i", "text": "shown", "data.text": "other", "data.row": "9", "row": 1}
    ]


def test_a_cell_that_is_no_answer_of_its_kind_is_named_with_its_row() -> None:
    held = Contents(
        annotations=(Annotation("i", "a", Choice(("x",)), "n"),), schemes={"n": Scheme(Kind.SCALE)}
    )

    with pytest.raises(TableError, match="t: row 1, column label: a number is needed, found 'x'"):
        contents_of(assemble(held, "t", "x"))


def test_one_table_alone_can_be_asked_for() -> None:
    held = Contents(
        items=(Item("i"),),
        annotations=(Annotation("i", "a", Choice(("x",))), Annotation("i", "b", Choice(("y",)))),
    )

    assert [one.kind.value for one in assemble(held, "t", "x", TableKind.ITEMS).all()] == ["items"]
    gold = assemble(held, "t", "x", TableKind.GOLD).gold
    assert gold is not None
    assert gold.data["label"].to_pylist() == ["y"]


@given(st.text("a💩é ", min_size=1, max_size=8), st.data())
@settings(max_examples=100, deadline=None)
def test_units_and_code_points_lead_to_the_same_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, len(text)))
    units = [len(text[:at].encode("utf-16-le")) // 2 for at in (start, end)]
    first, last, how = in_code_points(units[0], units[1], text[start:end], [text])

    assert how in ("same", "units")
    assert text[first:last] == text[start:end]


@pytest.mark.parametrize(
    "content", ['[{"a": 1}, {"a": 2}]', '{"a": 1}\n\n{"a": 2}\n', '\ufeff[{"a": 1}, {"a": 2}]']
)
def test_a_list_and_lines_are_the_same_records(content: str) -> None:
    held = read_json_records(source(content.encode()))

    assert [(one.row, one.value) for one in held.records] == [(1, {"a": 1}), (2, {"a": 2})]


def test_one_object_over_several_lines_is_one_record() -> None:
    assert [one.value for one in read_json_records(source(b'{\n "a": 1\n}\n')).records] == [{"a": 1}]


def test_half_a_surrogate_pair_is_replaced_and_said() -> None:
    held = read_json_records(source(b'{"a": "\\ud83d\\udca9", "b": "\\ud83d"}'))

    assert held.records[0].value == {"a": "💩", "b": "\ufffd"}
    assert held.notices[0].code == "lone-surrogate"


def test_broken_json_is_named_with_its_line() -> None:
    with pytest.raises(FormatError, match=r"export\.json: line 3, column 6: not valid JSON"):
        read_json_records(source(b'{"a": 1}\n{"a": 2}\n{"a":\n'))


@given(
    st.dictionaries(
        st.text(max_size=4), st.recursive(st.integers() | st.text(max_size=4), st.lists), max_size=4
    )
)
@settings(max_examples=30, deadline=None)
def test_the_keys_of_the_first_object_are_found_wherever_the_head_ends(record: dict[str, object]) -> None:
    whole = json.dumps([record, {"other": 1}], ensure_ascii=False).encode()
    names = [json.dumps(name, ensure_ascii=False)[1:-1] for name in record]

    assert list(first_keys(whole)) == list(dict.fromkeys(names))
    for end in range(0, len(whole), 7):
        assert list(first_keys(whole[:end])) == names[: len(first_keys(whole[:end]))]
