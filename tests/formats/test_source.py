"""Standard input and pipes are read like files."""

from __future__ import annotations

import gzip
import io
import os
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from earmark.errors import FileError
from earmark.formats import read
from earmark.formats.table import Table

CONTENT = b"item_id,annotator_id,label\n1,a,x\n"


def of(source: str | Path) -> Table:
    table = read(source).annotations
    assert table is not None
    return table


@pytest.mark.parametrize("content", [CONTENT, gzip.compress(CONTENT)], ids=["plain", "zipped"])
def test_standard_input_is_read_plain_or_zipped(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    table = of("-")

    assert (len(table), table.reading.path) == (1, "standard input")


def test_empty_standard_input_is_said_to_be_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"")))

    with pytest.raises(FileError, match="standard input is empty"):
        read("-")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="NOT RUN: no named pipes on this system")
def test_a_pipe_is_read_although_it_can_be_read_only_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(CONTENT))
    writer.start()
    table = of(pipe)
    writer.join()

    assert table.data["label"].to_pylist() == ["x"]


def test_progress_is_told_in_bytes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes(CONTENT)
    told: list[tuple[str, int, int | None]] = []
    read(path, progress=lambda what, done, total: told.append((what, done, total)))

    assert told == [(f"reading {path}", len(CONTENT), len(CONTENT))]
