"""Takes the picture of the workbench in the README: `python -m demo.picture`, with Chromium (playwright) on the machine.

With the link a running demo has printed as its argument it uses that one; a link works once.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "workbench.png"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"]


def take(link: str, picture: Path) -> None:
    """Open the call on which three people differ, play the turn, and photograph the page."""
    with sync_playwright() as playwright:
        own = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=own, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 720}, color_scheme="light")
        page.goto(link)
        tour = page.get_by_role("complementary", name="Tour")
        tour.wait_for()
        found = page.evaluate("fetch('/api/demo').then(answer => answer.json())")
        page.goto(f"{page.url.rpartition('/')[0]}/review/{found['tour']['differ']['item']}")
        tour.get_by_role("button", name="Skip the tour").click()
        page.get_by_role("button", name="Play", exact=True).wait_for()
        page.wait_for_timeout(7_000)  # until what the tour says at its end is gone
        page.keyboard.press("Space")
        page.wait_for_timeout(400)
        page.screenshot(path=picture)
        browser.close()


def main() -> None:
    """Take the picture, of a demo that is started for it unless a link is given."""
    if len(sys.argv) > 1:
        take(sys.argv[1], PICTURE)
        return
    call = [sys.executable, "-u", "-m", "earmark.cli", "demo", "--no-browser"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own command
        assert process.stdout is not None  # noqa: S101  # a pipe was asked for
        said = [process.stdout.readline() for _ in range(2)]
        take(said[1].split()[-1], PICTURE)
        process.terminate()


if __name__ == "__main__":
    main()
