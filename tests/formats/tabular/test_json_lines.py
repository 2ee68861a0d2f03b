"""JSON Lines hold values as they are; a table holds one text for each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from earmark.errors import EarmarkError, FileError, FormatError, TableError
from earmark.formats import read
from earmark.formats.table import Table


def table_of(rows: list[Any], folder: Path, **options: Any) -> Table:
    path = folder / "labels.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return read(path, **options).all()[0]


def answers(*labels: Any, task: str | None = None) -> list[dict[str, Any]]:
    return [
        {"item_id": at, "annotator_id": "a", "label": label, "task": task} for at, label in enumerate(labels)
    ]


def test_native_values_become_the_text_of_a_cell(tmp_path: Path) -> None:
    table = table_of(answers(7, 3.0, 0.5, True, "007", ["b", "a"]), tmp_path)

    assert table.data["label"].to_pylist() == ["7", "3", "0.5", "true", "007", '["a", "b"]']
    assert table.data["item_id"].to_pylist() == ["0", "1", "2", "3", "4", "5"]


def test_long_whole_numbers_keep_all_their_digits(tmp_path: Path) -> None:
    table = table_of([{"item_id": 12345678901234567890, "annotator_id": "a", "label": "x"}], tmp_path)

    assert table.data["item_id"].to_pylist() == ["12345678901234567890"]


def test_a_whole_number_and_a_float_of_the_same_value_keep_their_own_text(tmp_path: Path) -> None:
    ids = [10**20, 1e20, 7, 7.0]
    table = table_of([{"item_id": one, "annotator_id": "a", "label": "x"} for one in ids], tmp_path)

    assert table.data["item_id"].to_pylist() == ["100000000000000000000", "1e+20", "7", "7"]


def test_lists_state_the_scheme_of_their_task(tmp_path: Path) -> None:
    mark = {"start": 0, "end": 4, "unit": "char", "label": "ORG"}
    timed = {"start": 0.5, "end": 4, "unit": "s"}
    rows = [
        *answers(["a"], [], task="topics"),
        *answers([mark], [], task="names"),
        *answers([timed], task="speech"),
        *answers("yes", 4, task="plain"),
    ]
    table = table_of(rows, tmp_path)

    assert {task: scheme.kind.value for task, scheme in table.schemes.items()} == {
        "topics": "categories",
        "names": "spans",
        "speech": "segments",
    }


def test_numbers_state_no_scheme(tmp_path: Path) -> None:
    assert table_of(answers(1, 2), tmp_path).schemes == {}


def test_null_and_nan_and_empty_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    path.write_text(
        '{"item_id": "1", "text": null}\n{"item_id": "2", "text": ""}\n{"item_id": "3", "start": NaN}\n'
    )
    items = read(path).all()[0]

    assert items.data["text"].null_count == 3
    assert items.data["start"].null_count == 3


def test_a_field_that_an_object_lacks_is_missing_there(tmp_path: Path) -> None:
    table = table_of(
        [*answers("x"), {"item_id": "9", "annotator_id": "b", "label": "y", "batch": "2"}], tmp_path
    )

    assert table.data["batch"].to_pylist() == [None, "2"]


def test_a_list_of_records_is_read_as_lines_are(tmp_path: Path) -> None:
    path = tmp_path / "labels.json"
    path.write_text(json.dumps(answers("x", ["a", "b"]), indent=2))

    assert read(path).all()[0].data.equals(table_of(answers("x", ["a", "b"]), tmp_path).data)


def test_structures_that_are_no_answer_are_bad_rows(tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        table_of(answers("x", {"a": 1}, [1, 2], [{"start": 1}], [{"start": 2, "end": 1}]), tmp_path)

    assert [cell.row for cell in caught.value.cells] == [2, 3, 4, 5]
    assert "a list of marks" in caught.value.cells[0].allowed


def test_marks_and_labels_do_not_mix_in_a_task(tmp_path: Path) -> None:
    rows = answers([{"start": 0, "end": 1, "unit": "char"}], "x", ["a"], task="names")
    with pytest.raises(TableError) as caught:
        table_of(rows, tmp_path)

    assert [(cell.row, cell.found) for cell in caught.value.cells] == [(2, '"x"'), (3, '"a"')]
    kept = table_of(rows, tmp_path, skip_bad=True)
    assert kept.schemes["names"].kind.value == "spans"


def test_broken_lines_are_told_by_number(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    good = '{"item_id": "1", "annotator_id": "a", "label": "x"}'
    path.write_text(f'{good}\n\n{{"item_id": \n[1, 2]\n{{"item_id": "\\ud800", "label": 1}}\n{good}\n')
    with pytest.raises(TableError) as caught:
        read(path)

    assert [(cell.row, cell.line) for cell in caught.value.cells] == [(2, 3), (3, 4), (4, 5)]
    assert "broken at character 12" in caught.value.cells[0].found
    assert read(path, skip_bad=True).all()[0].data["row"].to_pylist() == [1, 5]


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        (b'[{"item_id": 1}, {"item_id": ]', FormatError, "line 1, column 30"),
        (b"[" * 100_000, FormatError, "nested too deeply"),
        (b'{"item_id": "1", "label": "\xe9"}\n', FileError, "line 1 holds the byte 0xE9"),
        (b'[{"item_id": "\xe9"}]', FileError, "byte 14"),
        (b'{"item_id": "1"}\n' + b'{"a": ' * 100_000, TableError, "1 row cannot be read"),
        (b'{"item_id": ' + b"9" * 5_000 + b"}", FormatError, "holds no JSON object that can be read"),
        (b"[]", FormatError, "has no rows"),
        (b"[{}]", FormatError, "has no rows"),
    ],
)
def test_what_is_no_json_of_rows_is_one_sentence(
    content: bytes, kind: type[EarmarkError], says: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(content)
    with pytest.raises(kind) as caught:
        read(path, format="jsonl")

    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
