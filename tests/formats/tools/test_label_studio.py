"""Label Studio: what people answered is held, the rest is said; and it goes back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from earmark.errors import FileError, FormatError
from earmark.formats.registry import ReadOptions
from earmark.formats.table import TableKind, Tables
from earmark.formats.tools.label_studio import LABEL_STUDIO
from tests.formats.tools.exports import codes, column, rows, source


def read(tasks: Any, **options: Any) -> Tables:
    return LABEL_STUDIO.read(source(json.dumps(tasks).encode()), ReadOptions(**options))


def result(
    kind: str, value: dict[str, Any], name: str = "q", to_name: str = "text", **more: Any
) -> dict[str, Any]:
    return {"type": kind, "value": value, "from_name": name, "to_name": to_name, **more}


def task(number: int, *annotations: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "data": {"text": "She said yes 💩 at once"},
        "annotations": list(annotations),
        **more,
    }


def given(number: int, who: Any, *results: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": number, "completed_by": who, "result": list(results), **more}


def chosen(*labels: str) -> dict[str, Any]:
    return result("choices", {"choices": list(labels)})


def test_every_annotator_of_a_task_is_a_row_with_who_when_and_how_long() -> None:
    first = given(7, 1, chosen("yes"), created_at="2024-01-30T02:40:43.5Z", lead_time=8.65)
    second = given(
        8, {"id": 2, "email": "b@example.org"}, chosen("no"), created_at="2024-01-30T04:00:00+02:00"
    )
    table = read([task(87, first, second)]).annotations

    assert column(table, "item_id") == ["87", "87"]
    assert column(table, "annotator_id") == ["1", "2"]
    assert column(table, "label") == ["yes", "no"]
    assert column(table, "task") == ["q", "q"]
    assert column(table, "annotation_id") == ["7", "8"]
    assert column(table, "seconds") == [8.65, None]
    assert [str(moment) for moment in column(table, "submitted_at")] == [
        "2024-01-30 02:40:43.500000+00:00",
        "2024-01-30 02:00:00+00:00",
    ]


def test_an_email_never_becomes_an_annotator_id() -> None:
    table = read(
        [task(1, given(1, {"email": "B@example.org"}, chosen("a")), given(2, "b@example.org", chosen("a")))]
    )
    names = column(table.annotations, "annotator_id")

    assert names[0] == names[1]
    assert "@" not in names[0]
    assert codes(table.annotations)["annotator-pseudonym"] == 2


def test_an_annotation_by_nobody_is_by_unnamed_and_said() -> None:
    table = read([task(1, given(1, None, chosen("a")))]).annotations

    assert column(table, "annotator_id") == ["unnamed"]
    assert codes(table) == {"annotator-unnamed": 1}


def test_several_choices_are_a_set_of_labels_and_one_is_a_label() -> None:
    several = read([task(1, given(1, 1, chosen("b", "a")), given(2, 2, chosen("a")))]).annotations
    single = read([task(1, given(1, 1, chosen("a")))]).annotations

    assert several is not None
    assert single is not None
    assert column(several, "label") == ['["a", "b"]', "a"]
    assert several.schemes["q"].kind == "categories"
    assert single.schemes["q"].kind == "category"


def test_answers_about_the_whole_item_keep_their_kind() -> None:
    results = [
        result("rating", {"rating": 4}, "stars"),
        result("number", {"number": 2.5}, "count"),
        result("textarea", {"text": ["one", "two"]}, "words"),
        result("taxonomy", {"taxonomy": [["A", "B"], ["C"]]}, "tree"),
        result("datetime", {"datetime": "2020-01-01"}, "day"),
        result("pairwise", {"selected": "left"}, "better"),
    ]
    table = read([task(1, given(1, 1, *results))]).annotations
    assert table is not None
    held = dict(zip(column(table, "task"), column(table, "label"), strict=True))

    assert held == {
        "stars": "4",
        "count": "2.5",
        "words": "one\ntwo",
        "tree": '["A / B", "C"]',
        "day": "2020-01-01",
        "better": "a",
    }
    assert {name: scheme.kind.value for name, scheme in table.schemes.items()} == {
        "stars": "scale",
        "count": "scale",
        "words": "transcript",
        "tree": "categories",
        "day": "category",
        "better": "preference",
    }


def test_spans_are_code_points_also_where_the_export_counted_as_a_browser_does() -> None:
    as_points = result("labels", {"start": 15, "end": 17, "text": "at", "labels": ["X"]})
    as_units = result("labels", {"start": 16, "end": 18, "text": "at", "labels": ["X"]})
    table = read([task(1, given(1, 1, as_points), given(2, 2, as_units))]).annotations

    assert column(table, "label") == ['[{"start": 15, "end": 17, "unit": "char", "label": "X"}]'] * 2
    assert codes(table) == {"offsets-units": 1}


def test_a_quote_that_stands_elsewhere_is_kept_and_said() -> None:
    table = read(
        [task(1, given(1, 1, result("labels", {"start": 0, "end": 3, "text": "he ", "labels": ["X"]})))]
    )

    assert json.loads(column(table.annotations, "label")[0])[0]["text"] == "he "
    assert codes(table.annotations) == {"offsets-differs": 1}


def test_audio_regions_are_seconds_with_their_channel_and_their_words() -> None:
    place = {"start": 0.5, "end": 2, "channel": 1}
    marked = result("labels", {**place, "labels": ["Agent"]}, "who", "audio", id="r1", original_length=9.5)
    typed = result(
        "textarea", {**place, "text": ["good morning"]}, "said", "audio", id="r1", original_length=9.5
    )
    table = read([task(1, given(1, 1, marked, typed))]).annotations
    assert table is not None

    assert json.loads(column(table, "label")[0]) == [
        {"start": 0.5, "end": 2, "unit": "s", "track": "1", "label": "Agent"}
    ]
    assert json.loads(column(table, "label")[1]) == [
        {"start": 0.5, "end": 2, "unit": "s", "track": "1", "label": "Agent", "text": "good morning"}
    ]
    assert {scheme.kind.value for scheme in table.schemes.values()} == {"segments"}


def test_paragraphs_are_spans_of_the_dialogue_written_a_line_a_turn() -> None:
    dialogue = [{"author": "agent", "text": "Hello."}, {"author": "caller", "text": "My bill is wrong."}]
    one = {
        "start": "1",
        "end": "1",
        "startOffset": 3,
        "endOffset": 7,
        "text": "bill",
        "paragraphlabels": ["T"],
    }
    both = {"start": "0", "end": "1", "startOffset": 0, "endOffset": 2, "paragraphlabels": ["U"]}
    annotation = given(
        1, 1, *(result("paragraphlabels", value, "topic", "dialogue") for value in (one, both))
    )
    tables = read([{"id": 1, "data": {"dialogue": dialogue}, "annotations": [annotation]}])
    text = column(tables.items, "text")[0]
    marks = json.loads(column(tables.annotations, "label")[0])

    assert text == "agent: Hello.\ncaller: My bill is wrong."
    assert [text[mark["start"] : mark["end"]] for mark in marks] == ["Hello.\ncaller: My", "bill"]
    assert [mark.get("speaker") for mark in marks] == [None, "caller"]
    assert json.loads(column(tables.items, "dialogue")[0]) == dialogue


def test_a_page_is_marked_by_its_global_offsets_and_without_them_the_region_is_lost() -> None:
    xpath = {
        "start": "/p[1]/text()[1]",
        "end": "/p[1]/text()[1]",
        "startOffset": 0,
        "endOffset": 2,
        "text": "Hi",
    }
    placed = {**xpath, "globalOffsets": {"start": 4, "end": 6}, "hypertextlabels": ["X"]}
    lost = {**xpath, "hypertextlabels": ["X"]}
    table = read([task(1, *(given(n, n, result("hypertextlabels", v)) for n, v in ((1, placed), (2, lost))))])

    assert json.loads(column(table.annotations, "label")[0])[0]["start"] == 4
    assert codes(table.annotations)["region-not-placed"] == 1


def test_answers_about_a_region_are_marks_under_their_own_name() -> None:
    region = {"start": 0, "end": 3, "text": "She"}
    marked = result("labels", {**region, "labels": ["PER"]}, "entity", id="r")
    asked = result("choices", {**region, "choices": ["sure"]}, "certainty", id="r")
    rated = result("rating", {**region, "rating": 4}, "stars", id="r")
    table = read([task(1, given(1, 1, marked, asked, rated))]).annotations
    held = dict(zip(column(table, "task"), column(table, "label"), strict=True))

    assert [json.loads(held[name])[0]["label"] for name in ("entity", "certainty", "stars")] == [
        "PER",
        "sure",
        "4",
    ]


def test_submitting_without_a_region_answers_nothing_to_mark() -> None:
    marked = result("labels", {"start": 0, "end": 3, "text": "She", "labels": ["X"]})
    table = read([task(1, given(1, 1, marked)), task(2, given(2, 1))]).annotations

    assert column(table, "label")[1] == "[]"


def test_a_cancelled_annotation_skips_every_task_and_a_draft_is_only_counted() -> None:
    answered = given(1, 1, chosen("a"), result("rating", {"rating": 1}, "stars"))
    cancelled = given(2, 2, chosen("b"), was_cancelled=True)
    table = read([task(1, answered, cancelled, drafts=[{"id": 1}, {"id": 2}])]).annotations

    assert column(table, "outcome") == ["answered", "answered", "skipped", "skipped"]
    assert column(table, "task") == ["q", "stars", "q", "stars"]
    assert column(table, "label")[2:] == [None, None]
    assert codes(table) == {"draft-not-read": 2}


def test_ground_truth_is_gold_as_well() -> None:
    tables = read([task(1, given(1, 1, chosen("a"), ground_truth=True), given(2, 2, chosen("b")))])

    assert rows(tables.gold) == [{"item_id": "1", "label": "a", "task": "q", "row": 1}]
    assert len(rows(tables.annotations)) == 2


def test_predictions_are_kept_apart_and_say_what_was_suggested() -> None:
    prediction = {"id": 5, "model_version": "bert-2", "score": 0.75, "result": [chosen("a")]}
    tables = read([task(1, given(1, 1, chosen("b"), parent_prediction=5), predictions=[prediction])])

    assert rows(tables.predictions) == [
        {"item_id": "1", "label": "a", "task": "q", "model": "bert-2", "score": "0.75", "row": 1}
    ]
    assert column(tables.annotations, "suggested") == ["a"]
    assert column(tables.annotations, "suggestion_source") == ["bert-2"]


def test_reviews_become_the_status() -> None:
    annotations = [
        given(1, 1, chosen("a"), last_action="accepted"),
        given(2, 2, chosen("a"), last_action="updated", reviews=[{"accepted": True}, {"accepted": False}]),
        given(3, 3, chosen("a"), last_action="submitted", reviews=[]),
    ]

    assert column(read([task(1, *annotations)]).annotations, "status") == ["accepted", "rejected", None]


def test_shapes_on_an_image_are_a_loss_and_the_item_stays() -> None:
    box = result(
        "rectanglelabels", {"x": 1, "y": 1, "width": 2, "height": 2, "rectanglelabels": ["Car"]}, "box"
    )
    tables = read([task(1, given(1, 1, box, box))])

    assert tables.annotations is None
    assert column(tables.items, "item_id") == ["1"]
    assert codes(tables.items) == {"annotation-without-answer": 1, "unsupported-region": 2}
    assert "cannot measure" in tables.all()[0].reading.losses[0].text


def test_completions_of_older_exports_are_annotations() -> None:
    old = {"id": 1, "data": {"text": "Hi"}, "completions": [given(1, None, chosen("a"))]}

    assert column(read([old]).annotations, "label") == ["a"]


def test_the_flat_export_is_told_by_the_order_of_its_fields() -> None:
    flat = {
        "text": "Hi there",
        "id": 3,
        "mood": "good",
        "tags": {"choices": ["x", "y"]},
        "entity": [{"start": 0, "end": 2, "text": "Hi", "labels": ["G"]}],
        "annotator": "a@example.org",
        "annotation_id": 9,
        "created_at": "2024-01-30T02:40:43Z",
        "updated_at": "2024-01-30T02:40:43Z",
        "lead_time": 2.5,
    }
    tables = read([flat])
    held = dict(zip(column(tables.annotations, "task"), column(tables.annotations, "label"), strict=True))

    assert LABEL_STUDIO.recognises(source(json.dumps([flat]).encode()))
    assert held["mood"] == "good"
    assert held["tags"] == '["x", "y"]'
    assert json.loads(held["entity"])[0]["label"] == "G"
    assert column(tables.items, "text") == ["Hi there"]


def test_a_wrong_value_is_one_sentence_with_its_place() -> None:
    with pytest.raises(FormatError) as caught:
        read([task(1), task(2, given(1, 1, chosen("a"), lead_time="long"))])

    assert str(caught.value) == (
        'export.json: record 2, annotations[0].lead_time: found the text "long"; allowed: a number. '
        "Correct the record, or go on without it with --skip-bad"
    )


def test_bad_records_can_be_left_out_and_are_counted_and_handed_over() -> None:
    told: list[str] = []
    bad = {"id": 9, "annotations": []}
    tables = read(
        [task(1, given(1, 1, chosen("a"))), bad], skip_bad=True, rejected=lambda cell, text: told.append(text)
    )
    reading = tables.all()[0].reading

    assert (reading.rows, reading.rejected_rows, reading.rejected[0].row) == (2, 1, 2)
    assert json.loads(told[0]) == bad


def test_when_every_record_is_bad_leaving_them_out_is_refused() -> None:
    with pytest.raises(FormatError, match="record 1, data"):
        read([{"id": 1, "annotations": []}], skip_bad=True)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", FileError),
        (b"[]", FormatError),
        (b'[{"id": 1', FormatError),
        (b"[1]", FormatError),
        (b"\xff\xfe[", FileError),
        (b"[" * 100_000, FormatError),
        (b'[{"data": ' + b"9" * 5000 + b"}]", FormatError),
    ],
)
def test_what_is_no_export_is_refused(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"export\.json"):
        LABEL_STUDIO.read(source(content), ReadOptions())


def test_gold_can_be_asked_of_an_export_of_annotations() -> None:
    tables = read([task(1, given(1, 1, chosen("a")))], kind=TableKind.GOLD)

    assert tables.annotations is None
    assert column(tables.gold, "label") == ["a"]
