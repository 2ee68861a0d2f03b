"""The reference of the commands is what `--help` prints: a command cannot change without its page.

`EARMARK_WRITE_REFERENCE=1 ./dev test tests/docs/test_reference.py` writes the page anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from earmark.cli import COMMANDS, earmark

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "commands.md"
HEAD = """# Commands

All commands read tables from a path or from `-`; with `--json` they print exactly one JSON object on standard output, and
everything else on standard error. Exit code 0: done; 1: done, and what was asked to hold does not hold; 2: the input or
the call is wrong, and nothing was written. What the answers hold: [answers](answers.md). What is read and written:
[formats](formats.md).
"""


def reference() -> str:
    parts = [HEAD]
    for name in sorted(COMMANDS):
        command = earmark.get_command(click.Context(earmark), name)
        assert command is not None
        context = click.Context(
            command, info_name=f"earmark {name}", max_content_width=100, terminal_width=100
        )
        parts.append(f"## earmark {name}\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def test_the_page_is_what_the_commands_say() -> None:
    if os.environ.get("EARMARK_WRITE_REFERENCE"):
        PAGE.write_text(reference(), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == reference()


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    import re

    root = PAGE.parents[2]
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:\s]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []
