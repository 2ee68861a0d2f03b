"""The reference of the commands is what `--help` prints: a command cannot change without its page.

`EARMARK_WRITE_REFERENCE=1 ./dev test tests/docs/test_reference.py` writes the page anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import click

from earmark.cli import earmark

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "commands.md"
HEAD = """# Commands

All commands read tables from a path or from `-`; with `--json` they print exactly one JSON object on standard output, and
everything else on standard error. Exit code 0: done; 1: done, and what was asked to hold does not hold; 2: the input or
the call is wrong, and nothing was written. What the answers hold: [answers](answers.md). What is read and written:
[formats](formats.md).
"""


def reference() -> str:
    root = click.Context(earmark, info_name="earmark", terminal_width=100, **earmark.context_settings)
    return "\n".join([HEAD, *pages(root)])


def pages(above: click.Context) -> Iterator[str]:
    """Yield what `--help` prints for each command below, and for those below it."""
    group = above.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command is not None
        context = click.Context(command, parent=above, info_name=name)
        yield f"## {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"
        if isinstance(command, click.Group):
            yield from pages(context)


def test_the_page_is_what_the_commands_say() -> None:
    if os.environ.get("EARMARK_WRITE_REFERENCE"):
        PAGE.write_text(reference(), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == reference()


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    root = PAGE.parents[2]
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#:\s]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []
