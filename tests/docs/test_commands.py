"""The commands shown in the documentation run, in order, in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.shown import DOCS, follow

SERVED = "workbench.md"
PAGES = sorted(
    path
    for path in DOCS.rglob("*.md")
    if "```console" in path.read_text(encoding="utf-8") and path.name != SERVED
)


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(DOCS)) for page in PAGES])
def test_the_commands_of_a_page_run_and_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    follow(page, tmp_path)
