"""CSV is read as it stands."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.errors import TableError
from earmark.formats import read
from earmark.formats.registry import Source
from earmark.formats.table import Table
from earmark.formats.tabular.scan import scan

HEADER = "item_id,annotator_id,label\n"


def table_of(content: str | bytes, folder: Path, name: str = "labels.csv") -> Table:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    table = read(path, kind="annotations").annotations
    assert table is not None
    return table


def labels(content: str | bytes, folder: Path) -> list[str | None]:
    return table_of(content, folder).data["label"].to_pylist()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "label",
    [
        "19:30",
        "007",
        "none",
        "NA",
        "null",
        "NaN",
        "true",
        "1.0",
        "a|b",
        " padded ",
        "=HYPERLINK()",
        "+1",
        "-",
        "@x",
    ],
)
def test_a_label_is_never_taken_for_anything_but_a_text(label: str, tmp_path: Path) -> None:
    found = labels(f"{HEADER}1,ann,{label}\n", tmp_path)

    assert found == [label]


def test_line_breaks_and_carriage_returns_in_quotes_stay(tmp_path: Path) -> None:
    found = labels(HEADER + '1,a,"one\ntwo"\n2,a,"one\r\ntwo"\n3,a,"one\rtwo"\n4,a,"say ""hi"""\n', tmp_path)

    assert found == ["one\ntwo", "one\r\ntwo", "one\rtwo", 'say "hi"']


def test_an_empty_field_is_missing_quoted_or_not(tmp_path: Path) -> None:
    table = table_of('item_id,annotator_id,label,batch\n1,a,x,\n2,a,y,""\n3,a,z,b\n', tmp_path)

    assert table.data["batch"].to_pylist() == [None, None, "b"]


def test_a_bare_quote_inside_a_field_is_a_character(tmp_path: Path) -> None:
    found = labels(HEADER + '1,a,5" disk\n2,a,"x,y"\n', tmp_path)

    assert found == ['5" disk', "x,y"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_one(end: str, tmp_path: Path) -> None:
    found = labels((HEADER + "1,a,x\n2,a,y\n").replace("\n", end), tmp_path)

    assert found == ["x", "y"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_with_which_the_header_makes_sense_is_taken(delimiter: str, tmp_path: Path) -> None:
    table = table_of((HEADER + '1,a,"x y"\n').replace(",", delimiter), tmp_path)

    assert table.data["label"].to_pylist() == ["x y"]


def test_a_header_quoted_throughout_is_read_with_semicolons(tmp_path: Path) -> None:
    found = labels('"item_id";"annotator_id";"label"\n"1";"a";"x;y"\n', tmp_path)

    assert found == ["x;y"]


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    table = table_of(b"\xef\xbb\xbf" + b'"item_id",annotator_id,label\n1,a,x\n', tmp_path)

    assert table.data["item_id"].to_pylist() == ["1"]


def test_empty_lines_are_no_rows_and_empty_rows_are_counted(tmp_path: Path) -> None:
    table = table_of("\n" + HEADER + "\n1,a,x\n\n,,\n2,a,y\n,,\n", tmp_path)

    assert table.data["row"].to_pylist() == [1, 3]
    assert [(notice.code, notice.count) for notice in table.reading.notices] == [("empty-rows", 2)]


def test_long_fields_are_read_whole(tmp_path: Path) -> None:
    long = "é" * 3_000_000
    found = labels(HEADER + f"1,a,{long}\n2,a,x\n", tmp_path)

    assert found == [long, "x"]


def test_long_fields_are_read_whole_on_the_careful_way_too(tmp_path: Path) -> None:
    long = "x" * 300_000
    found = labels(HEADER + f'1,a,{long}\n2,a,5" disk\n', tmp_path)

    assert found == [long, '5" disk']


def test_ids_are_one_in_nfc(tmp_path: Path) -> None:
    table = table_of(HEADER + "1,Ren\u00e9,x\n2,Rene\u0301,x\n", tmp_path)

    assert table.data["annotator_id"].to_pylist() == ["René", "René"]
    assert len(table.data["annotator_id"].chunk(0).dictionary) == 1


def test_texts_keep_their_characters_so_that_offsets_hold(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text("item_id,text\n1,Rene\u0301\n")
    items = read(path).items
    assert items is not None

    assert items.data["text"].to_pylist() == ["Rene\u0301"]


def test_gzipped_is_the_same_as_plain(tmp_path: Path) -> None:
    content = (HEADER + "1,a,x\n").encode()

    plain = table_of(content, tmp_path)
    zipped = table_of(gzip.compress(content), tmp_path, "labels.csv.gz")
    assert plain.data.equals(zipped.data)


def test_types_are_those_of_the_design(tmp_path: Path) -> None:
    table = table_of(
        "item_id,annotator_id,label,submitted_at,seconds,context_turns,note\n"
        "1,a,x,2024-01-30T02:40:43+01:00,3,2,hello\n2,a,x,,4.5,3.0,\n",
        tmp_path,
    )

    assert {name: str(table.data.schema.field(name).type) for name in table.data.column_names} == {
        "item_id": "dictionary<values=string, indices=int32, ordered=0>",
        "annotator_id": "dictionary<values=string, indices=int32, ordered=0>",
        "label": "dictionary<values=string, indices=int32, ordered=0>",
        "submitted_at": "timestamp[us, tz=UTC]",
        "seconds": "double",
        "context_turns": "int64",
        "note": "string",
        "row": "int64",
    }
    assert str(table.data["submitted_at"][0]) == "2024-01-30 01:40:43+00:00"
    assert table.data["context_turns"].to_pylist() == [2, 3]


def test_times_without_a_zone_are_utc_and_said_to_be(tmp_path: Path) -> None:
    table = table_of(
        "item_id,annotator_id,label,submitted_at\n1,a,x,2024-01-30 02:40\n2,a,x,2024-01-30T02:40:00Z\n",
        tmp_path,
    )

    assert table.data["submitted_at"][0] == table.data["submitted_at"][1]
    assert [(notice.code, notice.count) for notice in table.reading.notices] == [("naive-time", 1)]


CELLS = st.text(st.sampled_from('abé",;\n\r= 0\t|'), max_size=6)
ROWS = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(rows=ROWS)
def test_what_the_csv_module_writes_is_read_cell_by_cell(rows: list[tuple[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(["item_id", "annotator_id", "label", "note"])
    writer.writerows([f"i{at}", "a", f"l{label}", note] for at, (label, note) in enumerate(rows))

    table = _from_text(text.getvalue())
    assert table.data["label"].to_pylist() == [f"l{label}" for label, _ in rows]
    assert table.data["note"].to_pylist() == [note or None for _, note in rows]


@settings(max_examples=200, deadline=None)
@given(body=st.text(st.sampled_from('ab,"\n\r'), max_size=24))
def test_the_quick_and_the_careful_way_read_the_same(body: str) -> None:
    text = "item_id,label\nx,y\n" + body
    expected = _by_the_csv_module(text)

    try:
        table = read_bytes(text.encode())
    except TableError:
        assert expected is None or any(not all(row) for row in expected)
        return
    found = list(zip(table.data["item_id"].to_pylist(), table.data["label"].to_pylist(), strict=True))
    assert expected is not None
    assert found == [tuple(cell or None for cell in row) for row in expected if any(row)]


def _by_the_csv_module(text: str) -> list[list[str]] | None:
    """The rows as the standard library reads them; None where one is broken or ragged."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row][1:]
    except csv.Error:
        return None
    return rows if all(len(row) == 2 for row in rows) else None


def _from_text(text: str) -> Table:
    return read_bytes(text.encode(), kind="annotations")


def read_bytes(content: bytes, kind: str = "gold") -> Table:
    from earmark.formats.registry import ReadOptions
    from earmark.formats.table import TableKind
    from earmark.formats.tabular.delimited import DELIMITED

    source = Source("labels.csv", content[:65536], lambda: io.BytesIO(content), None, len(content))
    return DELIMITED.read(source, ReadOptions(TableKind(kind))).all()[0]


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=40), block=st.integers(1, 7))
def test_the_scan_does_not_depend_on_where_blocks_end(body: bytes, block: int) -> None:
    content = body.replace(b"\0", b'"').decode("latin-1").encode()

    whole = scan(Source("x", b"", lambda: io.BytesIO(content)), ",")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("earmark.formats.tabular.scan.BLOCK", block)
        parted = scan(Source("x", b"", lambda: io.BytesIO(content)), ",")
    assert whole == parted
