"""What goes out is whole, faithful, without real names, and on record."""

from __future__ import annotations

import csv
import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from earmark import formats
from earmark.formats import Reading, Table, TableKind
from earmark.server.kit.journal import recorded
from earmark.server.quality.export import safe_for_spreadsheets
from tests.server.assignments.desk import Desk
from tests.server.world import World

FORMULAS = ["=1+1", "+49 30", "-x", "@SUM(A1)", "\tx", "\rx"]


def _export(desk: Desk, **query: str) -> Any:
    response = desk.project.owner.get(f"{desk.project.path}/export", params=query)
    assert response.status_code == 200, response.text
    return response


def _rows(desk: Desk, **query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(_export(desk, format="csv", **query).text, newline="")))


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk.of(world, items=2)


def test_an_annotation_goes_out_with_all_that_makes_it_accountable(desk: Desk) -> None:
    (one,) = desk.people(1)
    (assignment,) = desk.label(one, "request")
    desk.submit(one, assignment, "problem", comment="on second thought", context={"first": 2, "last": 3})
    first, _, second, _ = _rows(desk, table="annotations")

    assert (first["label"], second["label"], second["supersedes"]) == (
        "request",
        "problem",
        first["annotation_id"],
    )
    assert (second["item_id"], second["annotator_id"], second["task"]) == (
        "call-0/3",
        one.pseudonym,
        "intent",
    )
    assert (second["guideline"], second["domain"], second["outcome"]) == ("1", "bank", "answered")
    assert (second["seconds"], second["context_turns"]) == ("3.5", "1")
    assert second["comment"] == "on second thought"
    assert second["submitted_at"] == "2026-11-24T08:00:00Z"


def test_no_name_leaves_the_installation(desk: Desk) -> None:
    one = desk.project.member("annotator", login="annegret")
    two = desk.people(1)[0]
    desk.label(one, "request")
    desk.label(two, "problem")
    reviewer = desk.project.member("reviewer", login="rosalind")
    body = {"item": desk.items[0], "task": "intent", "decision": "other", "answer": "request"}
    assert reviewer.post(f"{desk.project.path}/reviews", body).status_code == 201

    for table in ("annotations", "items", "gold", "labels", "scheme"):
        said = _export(desk, table=table, format="csv").text.lower()
        assert "annegret" not in said
        assert "rosalind" not in said


def test_what_was_passed_over_goes_out_as_such(desk: Desk) -> None:
    (one,) = desk.people(1)
    desk.submit(one, desk.next(one), outcome="skipped")
    desk.world.clock.passes(seconds=9)
    desk.submit(one, desk.next(one), outcome="defective", reason="noise")

    rows = _rows(desk, table="annotations")

    assert [(row["outcome"], row["label"], row["task"]) for row in rows] == [
        ("skipped", "", ""),
        ("defective", "", ""),
    ]


def test_what_was_decided_goes_out_as_gold_and_as_the_final_label(desk: Desk) -> None:
    one, two = desk.people(2)
    desk.label(one, "request", "request")
    desk.label(two, "problem", "request")
    reviewer = desk.project.member("reviewer")
    body = {
        "item": desk.items[0],
        "task": "intent",
        "decision": "other",
        "answer": "complaint",
        "clause": "4.2",
    }
    reviewer.post(f"{desk.project.path}/reviews", body)
    (gold,) = _rows(desk, table="gold")
    labels = {(row["task"], row["item_id"]): row for row in _rows(desk, table="labels")}

    assert (gold["item_id"], gold["label"], gold["clause"]) == ("call-0/3", "complaint", "4.2")
    assert gold["reviewer"] == reviewer.pseudonym
    assert (labels["intent", "call-0/3"]["label"], labels["intent", "call-0/3"]["how"]) == (
        "complaint",
        "review",
    )
    other = labels["intent", "call-1/3"]
    assert (other["label"], other["how"]) == ("request", "dawid_skene")
    assert 0.5 < float(other["probability"]) <= 1


def test_items_go_out_with_what_is_said(desk: Desk) -> None:
    row = _rows(desk, table="items")[0]

    assert (row["item_id"], row["conversation_id"], row["turn"]) == ("call-0/3", "call-0", "3")
    assert (row["speaker"], row["text"], row["start"]) == ("caller", "It never works!", "6")


@pytest.mark.parametrize("file_format", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("table", ["annotations", "items", "gold", "labels"])
def test_a_project_without_answers_goes_out_as_tables_without_rows(
    desk: Desk, table: str, file_format: str
) -> None:
    response = _export(desk, table=table, format=file_format)

    assert response.headers["content-disposition"] == f'attachment; filename="{table}.{file_format}"'


def test_marks_are_native_where_the_format_has_them(world: World, tmp_path: Path) -> None:
    task = {"name": "names", "kind": "spans", "labels": [{"id": "thing"}]}
    desk = Desk.of(world, items=1, guideline={"name": "Spans", "tasks": [task]})
    (one,) = desk.people(1)
    marks = [{"start": 3, "end": 8, "label": "thing"}]
    assert desk.submit(one, desk.next(one), answers=[{"task": "names", "answer": marks}]).status_code == 200
    path = tmp_path / "a.jsonl"
    path.write_bytes(_export(desk, table="annotations", format="jsonl").content)

    assert '"label": [{"start": 3, "end": 8, "unit": "char", "label": "thing"}]' in path.read_text()
    assert formats.read(path).annotations.schemes["names"].kind.value == "spans"  # type: ignore[union-attr]  # it is there


def test_cells_go_out_unchanged_unless_a_spreadsheet_is_to_open_them(desk: Desk) -> None:
    one, two = desk.people(2)
    for person, comment in ((one, "=1+1"), (two, "-x")):
        desk.submit(person, desk.next(person), comment=comment)

    faithful = {row["comment"] for row in _rows(desk, table="annotations")}
    safe = {row["comment"] for row in _rows(desk, table="annotations", safe="spreadsheet")}

    assert faithful == {"=1+1", "-x"}
    assert safe == {"'=1+1", "'-x"}


def test_nothing_in_a_safe_table_begins_like_a_formula() -> None:
    texts = [*FORMULAS, "plain", "a=b", "", None]
    data = pa.table(
        {"item_id": pa.array(texts).dictionary_encode(), "text": texts, "start": [-1.0] * len(texts)}
    )
    safe = safe_for_spreadsheets(Table(TableKind.ITEMS, data, Reading("x", "x", len(texts)))).data

    for column in ("item_id", "text"):
        assert safe[column].to_pylist() == [*(f"'{text}" for text in FORMULAS), "plain", "a=b", "", None]
    assert safe["start"].to_pylist() == [-1.0] * len(texts)


def test_an_export_is_on_record_with_what_was_in_it(desk: Desk) -> None:
    content = _export(desk, table="items", format="csv").content
    with desk.world.database.reading() as session:
        (event,) = recorded(session, project_id=desk.project.id, kinds=["export.made"])

    assert event.actor == desk.project.owner.pseudonym
    assert event.payload is not None
    assert event.payload["sha256"] == hashlib.sha256(content).hexdigest()
    assert (event.payload["table"], event.payload["rows"], event.payload["size"]) == (
        "items",
        2,
        len(content),
    )
