"""The commands a page of the documentation shows, and what they are to print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```(console|toml file=(\S+))\n(.*?)^```", re.MULTILINE | re.DOTALL)


def follow(page: Path, folder: Path, environment: Mapping[str, str] | None = None) -> None:
    """Run the commands of a page in order, write the files it shows, and compare what is printed."""
    for _, file, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        if file:
            (folder / file).write_text(block, encoding="utf-8")
            continue
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            printed = run(command, folder, environment or {})

            assert matches(shown, printed), f"{command}\nshown:\n{shown}\nprinted:\n{printed}"


def run(command: str, folder: Path, environment: Mapping[str, str]) -> str:
    """Run a command of earmark, and return what it prints."""
    program, *arguments = shlex.split(command)
    assert program == "earmark", f"only earmark's own commands are shown: {command}"
    done = subprocess.run(
        [sys.executable, "-m", "earmark.cli", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", **environment},
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


def matches(shown: str, printed: str) -> bool:
    """Compare what is shown with what is printed; `…` stands for anything."""
    pattern = ".*".join(re.escape(part.strip()) for part in shown.strip().split("…"))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None
