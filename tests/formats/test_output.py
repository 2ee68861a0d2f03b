"""A file is written wholly or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pyarrow as pa
import pytest

from earmark.errors import OutputError
from earmark.formats import Tables, read, write
from earmark.formats.output import written


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def some_tables() -> Tables:
    answers = read(pa.table({"item_id": ["1"], "annotator_id": ["a"], "label": ["x"]}))
    return answers.merged(read(pa.table({"item_id": ["1"], "text": ["hello"]})))


def write_half(target: Path) -> None:
    with written(target) as file:
        file.write(b"half")
        raise KeyError


def test_a_failure_leaves_what_was_there_before(tmp_path: Path) -> None:
    target = tmp_path / "labels.csv"
    target.write_text("before")
    with pytest.raises(KeyError):
        write_half(target)

    assert target.read_text() == "before"
    assert names(tmp_path) == ["labels.csv"]


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space is left on the disk"):
        write(some_tables(), tmp_path / "labels.csv")

    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="NOT RUN: no /dev/full on this system")
def test_a_device_is_written_to_and_never_replaced() -> None:
    with pytest.raises(OutputError, match="no space is left on the disk"):
        write(some_tables().merged(Tables(items=None)), "/dev/full", format="csv")

    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("path", ["", "nowhere/labels.csv", "file/labels.csv"])
def test_a_place_that_cannot_be_written_to_is_told(path: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError) as caught, written(tmp_path / path):
        pass

    assert "is a folder" in str(caught.value) or "there is no folder" in str(caught.value)
    assert names(tmp_path) == ["file"]


def test_a_missing_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with (
        pytest.raises(OutputError, match="the permission to write there is missing"),
        written(tmp_path / "x"),
    ):
        pass


def test_a_link_is_followed_and_permissions_are_kept(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.touch(mode=0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    with written(link) as file:
        file.write(b"new")

    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_text_is_utf_8_with_its_own_line_ends(tmp_path: Path) -> None:
    with written(tmp_path / "note.txt", "w") as file:
        file.write("é\r\n")

    assert (tmp_path / "note.txt").read_bytes() == "é\r\n".encode()


def test_other_tables_are_written_beside(tmp_path: Path) -> None:
    told = write(some_tables(), tmp_path / "labels.csv.gz")

    assert names(tmp_path) == ["labels.csv.gz", "labels.items.csv.gz"]
    assert [(notice.code, notice.count) for notice in told] == [("written-beside", 1)]
    assert read(tmp_path / "labels.items.csv.gz").items is not None


def test_where_one_of_several_files_cannot_be_written_none_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "labels.items.csv").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write(some_tables(), tmp_path / "labels.csv")

    assert names(tmp_path) == ["labels.items.csv"]


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.jsonl", "a.parquet", "a.tsv"])
def test_the_same_table_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    write(read(pa.table({"item_id": ["1"], "annotator_id": ["a"], "label": ["x"]})), tmp_path / name)
    first = (tmp_path / name).read_bytes()
    write(read(pa.table({"item_id": ["1"], "annotator_id": ["a"], "label": ["x"]})), tmp_path / name)

    assert (tmp_path / name).read_bytes() == first
