"""What an audit leaves on disk is whole, and reads back as it was."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.analysis.audit.result import AuditResult
from earmark.errors import CallError, OutputError
from earmark.report import audit_json, audit_page, write_audit, write_rows
from earmark.report.rows import rows_as_bytes

ROWS: list[dict[str, Any]] = [
    {"item_id": "007", "label": "=1+1", "probability": 0.5},
    {"item_id": "a\nb", "label": None, "probability": 1.0},
]


def test_an_audit_is_a_folder_of_three_files(hostile: AuditResult, tmp_path: Path) -> None:
    page = write_audit(hostile, tmp_path / "new" / "audit", title="An audit")

    assert page.read_text(encoding="utf-8") == audit_page(hostile, title="An audit")
    assert json.loads((page.parent / "audit.json").read_text(encoding="utf-8")) == audit_json(hostile)
    with (page.parent / "disputed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["item_id"] for row in rows] == [item.item_id for item in hostile.tasks[0].disputed]
    assert sorted(path.name for path in page.parent.iterdir()) == ["audit.html", "audit.json", "disputed.csv"]


def test_the_list_of_disputed_items_names_its_columns_even_when_empty(
    unknown: AuditResult, tmp_path: Path
) -> None:
    write_audit(unknown, tmp_path, title="An audit")

    assert (
        tmp_path / "disputed.csv"
    ).read_text() == "task,item_id,answers,consensus,probability,text,before\n"


def test_a_folder_that_cannot_be_made_is_one_clear_sentence(ordinary: AuditResult, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here first")

    with pytest.raises(OutputError, match=r"the folder cannot be made .*; choose another with --out"):
        write_audit(ordinary, tmp_path / "file" / "audit", title="An audit")


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "jsonl", "jsonl.gz", "parquet"])
def test_rows_read_back_as_they_were(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"rows.{ending}"
    write_rows({str(path): ROWS})

    content = gzip.decompress(path.read_bytes()) if ending.endswith("gz") else path.read_bytes()
    if "csv" in ending:
        rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        assert [row["item_id"] for row in rows] == ["007", "a\nb"]
        assert [row["label"] for row in rows] == ["=1+1", ""]
    elif "jsonl" in ending:
        assert [json.loads(line) for line in content.splitlines()] == ROWS
    else:
        assert pq.read_table(path).to_pylist() == ROWS


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r")), min_size=1))
def test_any_text_survives_a_csv(cells: list[str]) -> None:
    written = rows_as_bytes([{"cell": cell, "end": "."} for cell in cells], "x.csv").decode()
    read = list(csv.DictReader(io.StringIO(written, newline="")))

    assert [row["cell"] for row in read] == cells


def test_the_same_rows_give_the_same_bytes() -> None:
    assert rows_as_bytes(ROWS, "x.csv.gz") == rows_as_bytes(ROWS, "x.csv.gz")


def test_an_ending_nobody_knows_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    good, bad = tmp_path / "rows.csv", tmp_path / "rows.xlsx"

    with pytest.raises(CallError, match=r"end the name in \.csv, \.tsv, \.jsonl or \.parquet"):
        write_rows({str(good): ROWS, str(bad): ROWS})
    assert not good.exists()
