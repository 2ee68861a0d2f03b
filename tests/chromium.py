"""The browser that tests open; what nobody needs to see or hear of it is off."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
]


def chromium() -> str | None:
    """Where the machine's browser is: EARMARK_CHROMIUM, or on the path; None for Playwright's own."""
    return os.environ.get("EARMARK_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@contextmanager
def opened_chromium() -> Iterator[Browser]:
    """Open a browser, or skip the test and say so where there is none.

    For a module at most: while it is open the thread has an event loop, which other tests would meet.
    """
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as playwright:
        if path is None and not Path(playwright.chromium.executable_path).is_file():
            pytest.skip("NOT RUN: no browser (set EARMARK_CHROMIUM, or install chromium)")
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()
