"""Bad input gets one clear sentence and exit code 2: no traceback, nothing half-done."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = "item_id,annotator_id,label\n1,a,x\n1,b,x\n2,a,y\n2,b,x\n"


def earmark(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "earmark.cli", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
    )


BAD: list[tuple[str, bytes, str]] = [
    ("empty", b"", "empty"),
    ("binary", bytes(range(256)) * 8, "binary"),
    ("missing column", b"item_id,label\n1,x\n", "annotator_id"),
    ("ragged", GOOD.encode() + b"3,a,x,extra\n", "row 5"),
    ("not utf-8", GOOD.encode() + "3,a,é\n".encode("latin-1"), "UTF-8"),
    ("two header lines", b"item_id,annotator_id,label\nitem_id,annotator_id,label\n1,a,x\n", "header"),
    ("no rows", b"item_id,annotator_id,label\n", "no rows"),
    ("truncated gzip", gzip.compress(GOOD.encode() * 50)[:40], "gzip"),
]


@pytest.mark.parametrize(("content", "told"), [(c, t) for _, c, t in BAD], ids=[name for name, _, _ in BAD])
@pytest.mark.parametrize("command", ["audit", "agreement", "consensus"])
def test_a_bad_file_is_refused_in_one_sentence(
    command: str, content: bytes, told: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.csv").write_bytes(content)

    done = earmark(command, "bad.csv", cwd=tmp_path)

    assert done.returncode == 2
    assert told.lower() in done.stderr.lower()
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bad.csv"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = earmark("audit", "nowhere.csv", cwd=tmp_path)

    assert done.returncode == 2
    assert "nowhere.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_directory_is_not_a_table(tmp_path: Path) -> None:
    done = earmark("audit", ".", cwd=tmp_path)

    assert done.returncode == 2
    assert "folder" in done.stderr or "directory" in done.stderr


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(GOOD)
    (tmp_path / "taken").write_text("a file, not a folder")

    done = earmark("audit", "good.csv", "--out", "taken", cwd=tmp_path)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert (tmp_path / "taken").read_text() == "a file, not a folder"


def test_a_formula_in_a_cell_is_just_a_label(tmp_path: Path) -> None:
    (tmp_path / "formula.csv").write_text(GOOD.replace("x", '"=HYPERLINK(""evil"")"'))

    done = earmark("agreement", "formula.csv", "--by", "label", "--json", cwd=tmp_path)

    assert done.returncode == 0
    assert "=HYPERLINK" in done.stdout


def test_a_field_of_a_hundred_thousand_characters_is_read(tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text(GOOD + f"3,a,{'z' * 100_000}\n3,b,{'z' * 100_000}\n")

    done = earmark("agreement", "long.csv", "--json", cwd=tmp_path)

    assert done.returncode == 0
