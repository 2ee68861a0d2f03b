"""Bad input gets one clear sentence and exit code 2: no traceback, nothing half-done."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

GOOD = "item_id,annotator_id,label\n1,a,x\n1,b,x\n2,a,y\n2,b,x\n"

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


def one_sentence(stderr: str) -> bool:
    return stderr.startswith("earmark: ") and "Traceback" not in stderr


@pytest.mark.parametrize(("content", "told"), [(c, t) for _, c, t in BAD], ids=[name for name, _, _ in BAD])
@pytest.mark.parametrize("command", ["audit", "agreement", "consensus"])
def test_a_bad_file_is_refused_in_one_sentence(
    command: str, content: bytes, told: str, shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "bad.csv").write_bytes(content)

    done = shell(command, "bad.csv")

    assert done.code == 2
    assert told.lower() in done.err.lower()
    assert one_sentence(done.err)
    assert done.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["bad.csv"]


@pytest.mark.parametrize("option", ["--gold", "--items", "--predictions"])
def test_a_bad_file_beside_the_labels_is_refused_too(option: str, shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(GOOD)
    (tmp_path / "bad.csv").write_bytes(bytes(range(256)))

    done = shell("audit", "good.csv", option, "bad.csv")

    assert done.code == 2
    assert "bad.csv" in done.err
    assert one_sentence(done.err)
    assert {path.name for path in tmp_path.iterdir()} == {"good.csv", "bad.csv"}


@pytest.mark.parametrize("command", ["audit", "agreement", "consensus"])
def test_a_file_that_is_not_there_is_named(command: str, shell: Shell) -> None:
    done = shell(command, "nowhere.csv")

    assert done.code == 2
    assert "nowhere.csv" in done.err
    assert one_sentence(done.err)


def test_a_directory_is_not_a_table(shell: Shell) -> None:
    done = shell("audit", ".")

    assert done.code == 2
    assert "folder" in done.err or "directory" in done.err


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(GOOD)
    (tmp_path / "taken").write_text("a file, not a folder")

    done = shell("audit", "good.csv", "--out", "taken")

    assert done.code == 2
    assert "Traceback" not in done.err
    assert (tmp_path / "taken").read_text() == "a file, not a folder"


def test_a_formula_in_a_cell_is_just_a_label(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "formula.csv").write_text(GOOD.replace("x", '"=HYPERLINK(""evil"")"'))

    done = shell("agreement", "formula.csv", "--by", "label", "--json")

    assert done.code == 0
    assert "=HYPERLINK" in done.out


def test_a_field_of_a_hundred_thousand_characters_is_read(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text(GOOD + f"3,a,{'z' * 100_000}\n3,b,{'z' * 100_000}\n")

    assert shell("agreement", "long.csv", "--json").code == 0


def test_only_rows_that_do_not_count_are_no_labels(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "skipped.csv").write_text("item_id,annotator_id,label,outcome\n1,a,,skipped\n1,b,,skipped\n")

    done = shell("audit", "skipped.csv")

    assert done.code == 2
    assert "holds no answer that counts (2 skipped)" in done.err


CALLS = [
    (("agreement", "good.csv", "--by", "label,pair"), "--by takes one of label, annotator, pair at a time"),
    (("agreement", "good.csv", "--by", "dialect"), "no column 'dialect' to group by"),
    (("agreement", "good.csv", "--metric", "accuracy"), "metrics are "),
    (("agreement", "good.csv", "--scale", "fuzzy"), "allowed are nominal, ordinal, interval"),
    (("agreement", "good.csv", "--scale", "interval"), "an interval scale needs numbers"),
    (("agreement", "good.csv", "--scale", "ratio"), "a ratio scale needs numbers"),
    (("agreement", "good.csv", "--columns", "item_id"), "--columns takes NAME=COLUMN pairs"),
    (("agreement", "good.csv", "--rejected", "r.csv"), "--rejected goes with --skip-bad"),
    (("agreement", "good.csv", "--skip-bad", "--rejected", "good.csv"), "good.csv is read by this call"),
    (("consensus", "good.csv", "--method", "vote"), "allowed are auto, crowdlab, dawid_skene"),
    (("consensus", "good.csv", "--kind", "transcript"), "a consensus needs labels to choose from"),
    (("consensus", "good.csv", "--out", "good.csv"), "good.csv is read by this call and would be written over"),
    (("consensus", "good.csv", "--out", "c.csv", "--soft-out", "./c.csv"), "c.csv is named for two outputs"),
    (("consensus", "good.csv", "--out", "c.docx"), "end the name in .csv"),
    (("audit", "good.csv", "--gate", "nowhere.toml"), "the gate file nowhere.toml cannot be read"),
    (("audit", "good.csv", "--by", "dialect"), "neither the annotations nor the items have a column 'dialect'"),
    (("audit", "good.csv", "--kind", "colour"), "--kind 'colour' is not known"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "told"), CALLS, ids=[" ".join(arguments) for arguments, _ in CALLS])
def test_a_wrong_call_is_one_sentence_and_writes_nothing(
    arguments: tuple[str, ...], told: str, shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "good.csv").write_text(GOOD)

    done = shell(*arguments)

    assert done.code == 2
    assert told in done.err
    assert one_sentence(done.err)
    assert done.out == ""
    assert (tmp_path / "good.csv").read_text() == GOOD
    assert [path.name for path in tmp_path.iterdir()] == ["good.csv"]


@pytest.mark.parametrize("arguments", [("agree",), ("audit",), ("audit", "x.csv", "--colour", "red"), ("audit", "x.csv", "--level", "2")], ids=" ".join)  # fmt: skip
def test_what_click_refuses_has_exit_code_2_too(arguments: tuple[str, ...], shell: Shell) -> None:
    done = shell(*arguments)

    assert done.code == 2
    assert "Error: " in done.err
