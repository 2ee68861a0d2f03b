"""The commands shown in the documentation run, in order, in an empty folder."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "```console" in path.read_text(encoding="utf-8"))
BLOCK = re.compile(r"^```(console|toml file=(\S+))\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(DOCS)) for page in PAGES])
def test_the_commands_of_a_page_run_and_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    for _, file, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        if file:
            (tmp_path / file).write_text(block, encoding="utf-8")
            continue
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            printed = run(command, tmp_path)

            assert matches(shown, printed), f"{command}\nshown:\n{shown}\nprinted:\n{printed}"


def run(command: str, folder: Path) -> str:
    program, *arguments = shlex.split(command)
    assert program == "earmark", f"only earmark's own commands are shown: {command}"
    done = subprocess.run(
        [sys.executable, "-m", "earmark.cli", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


def matches(shown: str, printed: str) -> bool:
    """Compare what is shown with what is printed; `…` stands for anything."""
    pattern = ".*".join(re.escape(part.strip()) for part in shown.strip().split("…"))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None
