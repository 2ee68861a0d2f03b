"""Each command starts as a program of its own: what no call within a test can show."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from earmark.cli import COMMANDS
from tests.analysis.tables import crowd, write_csv
from tests.cli.conftest import Shell


def earmark(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "earmark.cli", *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "NO_COLOR": "1", **environment},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_csv(tmp_path / "labels.csv", crowd(items=30, annotators=3))
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (("agreement", "labels.csv", "--json"), '{"results": ['),
        (("consensus", "labels.csv", "--json"), '{"method": "dawid_skene"'),
        (("convert", "labels.csv", "labels.jsonl"), "written: labels.jsonl"),
    ],
)
def test_a_command_starts_and_ends_well(arguments: tuple[str, ...], printed: str, folder: Path) -> None:
    done = earmark(*arguments, cwd=folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert printed in done.stdout


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_says_what_it_does(command: str, shell: Shell) -> None:
    done = shell(command, "--help")

    assert (done.code, done.err) == (0, "")
    usage, _, about = done.out.partition("\n")
    assert f"earmark {command} " in usage
    assert about.strip()


def test_an_audit_is_the_same_to_the_byte_in_another_process(folder: Path) -> None:
    written = []
    for seed in ("1", "2"):  # the order of Python's sets depends on it
        assert (
            earmark("audit", "labels.csv", "--out", "report", cwd=folder, PYTHONHASHSEED=seed).returncode == 0
        )
        written.append({path.name: path.read_bytes() for path in (folder / "report").iterdir()})

    assert written[0] == written[1]


def test_a_reader_that_leaves_early_is_no_traceback(folder: Path) -> None:
    command = f"{sys.executable} -m earmark.cli agreement labels.csv --by pair --json | head -c 10"

    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S602  # a pipe is what is tested

    assert done.stdout == '{"results"'
    assert "Traceback" not in done.stderr


def test_help_lists_every_command_and_loads_none(folder: Path) -> None:
    code = "import sys; sys.argv = ['earmark', '--help']\nfrom earmark.cli import main\ntry: main()\nfinally: print(sorted(m for m in ('numpy', 'pyarrow', 'fastapi') if m in sys.modules))"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )

    assert all(f"  {name} " in done.stdout for name in COMMANDS)
    assert done.stdout.endswith("[]\n")
