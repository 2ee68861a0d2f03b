"""Conversion: what can be held arrives, what cannot is said, and nothing is written when nothing would be right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from earmark.errors import CallError, EarmarkError, FormatError
from earmark.formats import read
from earmark.formats.convert import convert

TASKS = [
    {
        "id": number,
        "data": {"text": f"Text {number}"},
        "annotations": [
            {
                "id": number * 10 + who,
                "completed_by": who,
                "created_at": "2024-01-30T02:40:43Z",
                "result": [
                    {"type": "choices", "from_name": "mood", "to_name": "text", "value": {"choices": [label]}}
                ],
            }
            for who, label in ((1, "good"), (2, "007"))
        ],
    }
    for number in (1, 2)
]
BOX = {"type": "rectanglelabels", "from_name": "b", "value": {"x": 1, "rectanglelabels": ["Car"]}}


@pytest.fixture
def tasks(tmp_path: Path) -> Path:
    file = tmp_path / "tasks.json"
    file.write_text(json.dumps(TASKS), "utf-8")
    return file


def answers(path: Path) -> list[dict[str, Any]]:
    table = read(path).annotations
    assert table is not None
    return list(table.data.to_pylist())


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".tsv", ".jsonl", ".parquet"])
def test_an_export_becomes_tables_and_reads_the_same(tasks: Path, ending: str) -> None:
    target = tasks.with_name(f"labels{ending}")
    done = convert(tasks, target)

    assert done.rows == {"annotations": 4, "items": 2}
    assert done.written == (str(target), str(tasks.with_name(f"labels.items{ending}")))
    assert answers(target) == answers(tasks)
    assert done.from_format == "label-studio"


def test_tables_become_an_export_and_read_the_same(tasks: Path, tmp_path: Path) -> None:
    convert(tasks, tmp_path / "labels.csv")
    done = convert(tmp_path / "labels.csv", tmp_path / "back.json", to_format="label-studio")

    assert done.losses == ()
    assert answers(tmp_path / "back.json") == answers(tasks)


@pytest.mark.parametrize(
    "ending", [".label-studio.json", ".argilla.json", ".prodigy.jsonl", ".doccano.jsonl"]
)
def test_every_tool_holds_labels_by_person_and_item(tasks: Path, ending: str) -> None:
    target = tasks.with_name(f"labels{ending}")
    convert(tasks, target)
    kept = [(row["item_id"], row["annotator_id"], row["label"]) for row in answers(target)]

    assert kept == [(row["item_id"], row["annotator_id"], row["label"]) for row in answers(tasks)]


def test_an_export_of_shapes_alone_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "boxes.json").write_text(
        json.dumps([{"id": 1, "data": {"image": "a.jpg"}, "annotations": [{"id": 1, "result": [BOX]}]}]),
        "utf-8",
    )

    with pytest.raises(FormatError, match=r"boxes\.json: none of its answers can be held.*rectanglelabels"):
        convert(tmp_path / "boxes.json", tmp_path / "boxes.csv")
    assert [one.name for one in tmp_path.iterdir()] == ["boxes.json"]


def test_a_target_that_holds_none_of_the_answers_is_refused_and_the_old_file_stays(tmp_path: Path) -> None:
    (tmp_path / "stars.jsonl").write_text(
        '{"item_id": "1", "annotator_id": "a", "label": [{"start": 0, "end": 1.5, "unit": "s"}]}\n'
    )
    (tmp_path / "old.fasttext.txt").write_text("__label__kept yes\n")

    with pytest.raises(FormatError, match="none of the 1 answers can be held by fastText"):
        convert(tmp_path / "stars.jsonl", tmp_path / "old.fasttext.txt")
    assert (tmp_path / "old.fasttext.txt").read_text() == "__label__kept yes\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["old.fasttext.txt", "stars.jsonl"]


def test_losses_of_reading_and_of_writing_are_both_said(tmp_path: Path) -> None:
    with_draft = [{**TASKS[0], "drafts": [{"id": 1}]}]
    (tmp_path / "tasks.json").write_text(json.dumps(with_draft), "utf-8")
    done = convert(tmp_path / "tasks.json", tmp_path / "out.doccano.jsonl")

    assert {one.code for one in done.losses} == {"draft-not-read", "column-not-held", "task-renamed"}
    assert json.loads(json.dumps(done.to_json()))["rows"] == {"annotations": 2, "items": 1}


def test_a_file_is_not_converted_onto_itself(tasks: Path) -> None:
    with pytest.raises(CallError, match="is the source itself"):
        convert(tasks, tasks, to_format="label-studio")


@pytest.mark.parametrize(
    ("target", "options"), [("a.docx", {}), ("a.csv", {"to_format": "word"}), ("no/a.csv", {})]
)
def test_a_target_that_cannot_be_is_refused(tasks: Path, target: str, options: dict[str, str]) -> None:
    with pytest.raises(EarmarkError):
        convert(tasks, tasks.parent / target, **options)  # type: ignore[arg-type]  # the options are texts only
    assert [one.name for one in tasks.parent.iterdir()] == ["tasks.json"]


@pytest.mark.real
def test_the_image_export_is_refused_and_the_headlines_arrive(real_data: Path, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="none of its answers can be held"):
        convert(real_data / "formats/label_studio/csv_test.json", tmp_path / "a.csv")
    source = real_data / "formats/prodigy/annotated_news_headlines-ORG-PERSON-LOCATION-ner.jsonl"
    done = convert(source, tmp_path / "b.label-studio.json")

    assert done.rows == {"annotations": 373, "items": 373}
    assert [row["label"] for row in answers(tmp_path / "b.label-studio.json")] == [
        row["label"] for row in answers(source)
    ]
