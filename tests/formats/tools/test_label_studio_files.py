"""Label Studio: what it can hold comes back unchanged, and its real exports are read as they are."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from earmark.formats.registry import ReadOptions
from earmark.formats.table import Tables
from earmark.formats.tools.label_studio import LABEL_STUDIO
from tests.formats.tools.exports import codes, column, rows, source


def read(tasks: Any, **options: Any) -> Tables:
    return LABEL_STUDIO.read(source(json.dumps(tasks).encode()), ReadOptions(**options))


def read_file(path: Path) -> Tables:
    found = source(path.read_bytes(), path.name)
    assert LABEL_STUDIO.recognises(found)
    return LABEL_STUDIO.read(found, ReadOptions())


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


def again(tables: Tables) -> Tables:
    target = io.BytesIO()
    LABEL_STUDIO.write(tables, target)
    return LABEL_STUDIO.read(source(target.getvalue()), ReadOptions())


def test_what_label_studio_can_hold_comes_back_unchanged() -> None:
    prediction = {"id": 1, "model_version": "m", "score": 0.5, "result": [chosen("a")]}
    place = {"start": 0.5, "end": 2}
    annotations = [
        given(
            7,
            1,
            chosen("a"),
            result("rating", {"rating": 4}, "stars"),
            result("textarea", {"text": ["typed"]}, "words"),
            result("pairwise", {"selected": "right"}, "better"),
            result("labels", {"start": 4, "end": 8, "text": "said", "labels": ["V"]}, "span"),
            result("labels", {**place, "labels": ["Agent"]}, "who", "audio", original_length=3.5),
            created_at="2024-01-30T02:40:43.5Z",
            lead_time=8.65,
            ground_truth=True,
            last_action="accepted",
            parent_prediction=1,
        ),
        given(8, 2, chosen("b"), was_cancelled=True),
    ]
    tables = read([task(87, *annotations, predictions=[prediction], inner_id=1)])
    back = again(tables)

    assert rows(back.annotations) == rows(tables.annotations)
    assert rows(back.gold) == rows(tables.gold)
    assert rows(back.predictions) == rows(tables.predictions)
    assert rows(back.items) == rows(tables.items)


def test_ids_that_are_no_numbers_are_numbered_and_said() -> None:
    tables = read([{**task(1, given(1, "ann", chosen("a"))), "id": "call-7"}])
    target = io.BytesIO()
    told = {one.code: one.text for one in LABEL_STUDIO.write(tables, target)}
    written = json.loads(target.getvalue())

    assert written[0]["id"] == 1
    assert written[0]["data"]["item_id"] == "call-7"
    assert "ann = 1" in told["annotators-renumbered"]
    assert told.keys() == {"annotators-renumbered", "items-renumbered"}


@pytest.mark.real
def test_the_image_export_keeps_its_items_and_says_what_it_cannot_show(real_data: Path) -> None:
    tables = read_file(real_data / "formats/label_studio/csv_test.json")

    assert tables.annotations is None
    assert column(tables.items, "item_id") == ["1", "2"]
    assert column(tables.items, "text")[0].startswith("Calif. wildfires")
    assert column(tables.items, "audio")[0].endswith("3536-8226-0024.flac.wav")
    assert codes(tables.items) == {
        "annotation-without-answer": 2,
        "unsupported-region": 3,
        "prediction-unsupported-region": 2,
    }


@pytest.mark.real
def test_a_choice_keeps_its_odd_spaces_and_the_item_its_flat_fields(real_data: Path) -> None:
    folder = real_data / "formats/label_studio"
    tables = read_file(folder / "csv_test2.json")
    header, values = (folder / "csv_test2_result.csv").read_text("utf-8").splitlines()
    expected = dict(zip(json.loads(f"[{header.replace(chr(9), ',')}]"), values.split("\t"), strict=True))

    assert column(tables.annotations, "label") == ['Yes " "" \n \t \t а б в \n']
    assert column(tables.annotations, "annotation_id") == [expected["annotation_id"]]
    assert column(tables.annotations, "seconds") == [float(expected["lead_time"])]
    assert column(tables.items, "item_id") == [expected["id"]]
    for name in ("_row_id", "title", "title_1", "uri", "uri_1"):
        assert column(tables.items, name) == [json.loads(expected[name])]
    for name in ("writers", "writers_1", "iswcs_1", "alternative_titles"):
        flat = expected[name][1:-1].replace('""', '"')
        assert json.loads(column(tables.items, name)[0]) == json.loads(flat)


@pytest.mark.real
def test_the_polygon_export_holds_no_answer(real_data: Path) -> None:
    tables = read_file(real_data / "formats/label_studio/data.json")

    assert tables.annotations is None
    assert codes(tables.items)["unsupported-region"] == 1
