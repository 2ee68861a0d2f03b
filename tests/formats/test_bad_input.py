"""Each thing that can be wrong with a file is one clear sentence."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest

from earmark.errors import CallError, EarmarkError, FileError, FormatError, TableError
from earmark.formats import read

HEADER = "item_id,annotator_id,label\n"
ROWS = "1,a,x\n2,a,y\n3,b,x\n"


def saved(folder: Path, content: str | bytes, name: str = "labels.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path | str, **options: object) -> EarmarkError:
    with pytest.raises(EarmarkError) as caught:
        read(path, **{"kind": "annotations", **options})  # type: ignore[arg-type]
    text = str(caught.value)
    assert "\n" not in text
    assert "Traceback" not in text
    return caught.value


def cells(error: EarmarkError) -> list[tuple[int, int | None, str | None, str, str]]:
    assert isinstance(error, TableError)
    return [(cell.row, cell.line, cell.column, cell.found, cell.allowed) for cell in error.cells]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG image"),
        (b"PK\x03\x04....[Content_Types].xml", "Excel workbook"),
        (b"PK\x03\x04....", "ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"RIFF....WAVE", "WAV"),
        (b"item_id,annotator_id,label\n1,\0,x\n", "is binary"),
        ((HEADER + ROWS).encode("utf-16"), "is UTF-16"),
        ((HEADER + ROWS).encode("utf-16-le"), "is UTF-16"),
        (b"<!DOCTYPE html><html></html>", "web page"),
    ],
)
def test_what_is_no_table_is_named(content: bytes, says: str, tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, content))

    assert isinstance(error, FileError)
    assert says in str(error)


def test_latin_1_is_refused_with_line_byte_and_the_cure(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, (HEADER + "1,Ren\u00e9,x\n").encode("latin-1")))

    assert "line 2 holds the byte 0xE9 as its byte 6" in str(error)
    assert "iconv -f LATIN1 -t UTF-8" in str(error)


def test_a_nul_byte_far_into_the_file_is_found(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, HEADER.encode() + b"1,a,x\n" * 50_000 + b"1,a,\0\n"))

    assert "line 50002 holds a NUL byte" in str(error)


def test_a_character_cut_off_at_the_end_is_no_utf_8(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, HEADER.encode() + "1,a,é".encode()[:-1]))

    assert "is not UTF-8: line 2" in str(error)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder" in str(refusal(tmp_path))


def test_a_missing_file_is_told_with_names_like_it(tmp_path: Path) -> None:
    saved(tmp_path, HEADER, "labels.csv")

    assert "near it are labels.csv" in str(refusal(tmp_path / "lables.csv"))
    assert "there is no folder" in str(refusal(tmp_path / "nowhere" / "labels.csv"))
    assert "not a path" in str(refusal("a\0b"))


def test_a_missing_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, HEADER + ROWS)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "the permission to read it is missing" in str(refusal(path))


def test_gzip_cut_off_or_damaged_is_told(tmp_path: Path) -> None:
    zipped = gzip.compress((HEADER + ROWS * 1000).encode())

    assert "ends too early" in str(refusal(saved(tmp_path, zipped[:-20], "labels.csv.gz")))
    assert "damaged gzip" in str(refusal(saved(tmp_path, b"\x1f\x8b" + b"x" * 100, "other.csv.gz")))


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    assert "has a header but no rows" in str(refusal(saved(tmp_path, HEADER)))


def test_a_missing_column_is_told_with_those_there_are_and_the_cure(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, "item_id,annotator_id,stance\n1,a,x\n"))

    assert str(error).endswith(
        "labels.csv has no column for label, which an annotations table needs; it has 'item_id', "
        "'annotator_id', 'stance'; if one of them is meant, say so with --columns label=NAME"
    )


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, "item_id,annotator_id,label,label\n1,a,x,y\n"))

    assert "'label' stands 2 times in the header (columns 3, 4)" in str(error)


def test_two_columns_that_could_be_meant_are_named(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, "item_id,annotator_id,rating,category\n1,a,x,y\n"))

    assert "two columns that could be label, 'rating' and 'category'" in str(error)
    assert "--columns label=rating" in str(error)


def test_ragged_rows_are_told_by_row_and_line(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, HEADER + '1,a,"x\ny"\n2,a\n3,a,x,y\n4,a,x\n'))

    assert cells(error) == [
        (2, 4, None, "2 fields", "3 fields, as in the header"),
        (3, 5, None, "4 fields", "3 fields, as in the header"),
    ]
    assert "2 rows cannot be read, the first is row 2 (line 4): found 2 fields" in str(error)


def test_a_second_header_line_is_recognised(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, HEADER + HEADER + ROWS))

    assert cells(error) == [(1, 2, None, "the header line once more", "a row of values")]


def test_a_missing_label_or_annotator_is_a_bad_row(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, HEADER + "1,a,\n2,,x\n,b,x\n"))

    assert cells(error) == [
        (1, 2, "label", "nothing", "a label, or outcome=skipped"),
        (2, 3, "annotator_id", "nothing", "the id of an annotator"),
        (3, 4, "item_id", "nothing", "the id of an item"),
    ]


def test_a_skipped_row_needs_no_label(tmp_path: Path) -> None:
    path = saved(
        tmp_path, "item_id,annotator_id,label,outcome\n1,a,,skipped\n2,a,,Defective\n3,a,x,\n4,a,,answered\n"
    )
    error = refusal(path)

    assert cells(error) == [(4, 5, "label", "nothing", "a label, or outcome=skipped")]
    assert read(path, skip_bad=True).annotations.data["outcome"].to_pylist() == ["skipped", "defective", None]  # type: ignore[union-attr]


def test_cells_of_the_wrong_type_are_shown(tmp_path: Path) -> None:
    head = "item_id,annotator_id,label,seconds,submitted_at,outcome\n"
    error = refusal(
        saved(tmp_path, head + "1,a,x,3,2024-01-30,answered\n2,a,x,fast,30/01/24,maybe\n3,a,x,inf,,\n")
    )

    assert [cell[:4] for cell in cells(error)] == [
        (2, 3, "seconds", '"fast"'),
        (2, 3, "submitted_at", '"30/01/24"'),
        (2, 3, "outcome", '"maybe"'),
        (3, 4, "seconds", '"inf"'),
    ]


def test_the_first_ten_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, HEADER + "1,a,\n" * 25 + ROWS))

    assert isinstance(error, TableError)
    assert (len(error.cells), error.bad_rows) == (10, 25)


def test_bad_rows_can_be_skipped_counted_and_written_elsewhere(tmp_path: Path) -> None:
    path = saved(tmp_path, HEADER + '1,a,x\n2,a\n3,a,\n4,"a",5"\n5,b,"y\nz"\n')
    rejected = tmp_path / "rejected.csv"
    table = read(path, skip_bad=True, rejected=rejected).annotations
    assert table is not None

    assert table.data["row"].to_pylist() == [1, 4, 5]
    assert table.data["label"].to_pylist() == ["x", '5"', "y\nz"]
    assert (table.reading.rows, table.reading.rejected_rows) == (3, 2)
    assert list(csv.reader(io.StringIO(rejected.read_bytes().decode(), newline=""))) == [
        ["row", "line", "column", "found", "allowed", "text"],
        ["2", "3", "", "2 fields", "3 fields, as in the header", "2,a"],
        ["3", "4", "label", "nothing", "a label, or outcome=skipped", "3,a,"],
    ]


def test_skipped_rows_leave_no_value_behind(tmp_path: Path) -> None:
    path = saved(tmp_path, HEADER + "1,a,x\n2,,only here\n")
    table = read(path, skip_bad=True).annotations
    assert table is not None

    assert table.data["label"].chunk(0).dictionary.to_pylist() == ["x"]


def test_nothing_is_left_where_every_row_is_bad(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, HEADER + "1,a,\n2,b,\n"), skip_bad=True)

    assert "none of its 2 rows can be read" in str(error)


def test_rejected_rows_need_skipping(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, HEADER + ROWS), rejected=tmp_path / "rejected.csv")

    assert isinstance(error, CallError)
    assert not (tmp_path / "rejected.csv").exists()


def test_a_quote_never_closed_costs_one_row(tmp_path: Path) -> None:
    path = saved(tmp_path, HEADER + '1,a,"x\n2,a,y\n3,a,z\n')
    error = refusal(path)

    assert cells(error) == [
        (1, 2, None, "a quote that is never closed", "a closing quote at the end of the field")
    ]
    assert read(path, skip_bad=True).annotations.data["label"].to_pylist() == ["y", "z"]  # type: ignore[union-attr]


def test_a_stray_quote_up_to_the_next_quoted_field_costs_one_row(tmp_path: Path) -> None:
    path = saved(tmp_path, HEADER + '1,a,"x\n2,a,y\n3,a,"z,z"\n4,a,w\n')
    error = refusal(path)

    assert [cell[:4] for cell in cells(error)] == [(1, 2, None, "text after a closing quote")]
    assert read(path, skip_bad=True).annotations.data["label"].to_pylist() == ["y", "z,z", "w"]  # type: ignore[union-attr]


def test_the_middle_of_a_broken_text_never_becomes_a_row(tmp_path: Path) -> None:
    path = saved(tmp_path, 'item_id,label\n1,"a "b"\nc,d"\n2,e\n')
    error = refusal(path, kind="gold")

    assert [cell[:2] for cell in cells(error)] == [(1, 2), (2, 3)]


def test_an_unknown_column_is_told_with_one_like_it(tmp_path: Path) -> None:
    path = saved(tmp_path, "utt,annotator_id,label\n1,a,x\n")

    assert "did you mean 'utt'?" in str(refusal(path, columns={"item_id": "utr"}))
    assert "can have" in str(refusal(path, columns={"itm": "utt"}))
    assert read(path, columns={"item_id": "utt"}).annotations.reading.mapping == {"utt": "item_id"}  # type: ignore[union-attr]


def test_an_unknown_kind_or_format_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path, HEADER + ROWS)

    assert "found 'labels'" in str(refusal(path, kind="labels"))
    assert isinstance(refusal(path, format="excel"), FormatError)
    assert "found int" in str(refusal(7))  # type: ignore[arg-type]


def test_a_formula_is_only_a_text(tmp_path: Path) -> None:
    path = saved(tmp_path, HEADER + '1,a,"=HYPERLINK(""http://x"",""y"")"\n')

    assert read(path).annotations.data["label"].to_pylist() == ['=HYPERLINK("http://x","y")']  # type: ignore[union-attr]


def test_a_word_that_is_used_otherwise_is_left_alone(tmp_path: Path) -> None:
    table = read(
        saved(tmp_path, "item_id,annotator_id,label,source,timestamp\n1,a,x,reddit,noon\n")
    ).annotations
    assert table is not None

    assert table.data["source_as_found"].to_pylist() == ["reddit"]
    assert table.data["timestamp"].to_pylist() == ["noon"]
    assert [notice.code for notice in table.reading.notices] == ["column-not-understood"] * 2


@pytest.mark.full
def test_one_bad_row_in_a_million_is_found(tmp_path: Path) -> None:
    rows = [f"{at // 5},a{at % 5},label {at % 7}" for at in range(1_000_000)]
    rows[777_776] = "155555,a1"
    path = saved(tmp_path, HEADER + "\n".join(rows) + "\n")
    error = refusal(path)

    assert cells(error) == [(777_777, 777_778, None, "2 fields", "3 fields, as in the header")]
    assert len(read(path, skip_bad=True).annotations) == 999_999  # type: ignore[arg-type]
