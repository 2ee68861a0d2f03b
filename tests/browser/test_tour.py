"""The tour of the demo: it notices what one does, goes on after a reload, and ends on what a spot check does not see."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.served import SERVE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.full
SLOW = 60_000


@pytest.fixture
def entrance(tmp_path: Path) -> Iterator[str]:
    """The link into a demo that was just made."""
    call = [sys.executable, "-u", "-c", SERVE, "demo", "--no-browser", "--data", str(tmp_path / "d")]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(2)]
        yield said[1].split()[-1]
        process.terminate()


@pytest.fixture
def page(browser: Browser, entrance: str) -> Iterator[Page]:
    """The guest's page, just come in."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    opened = context.new_page()
    opened.set_default_timeout(SLOW)
    opened.goto(entrance)
    yield opened
    context.close()


def said(page: Page, text: str) -> None:
    """Wait until the strip of the tour says this."""
    page.get_by_role("complementary", name="Tour").get_by_text(text, exact=True).first.wait_for()


def test_a_visitor_labels_settles_and_sees_what_it_changed(page: Page) -> None:
    said(page, "Hear a call")
    page.get_by_role("button", name="Play", exact=True).wait_for()
    page.keyboard.press("Space")
    said(page, "Label a turn")
    for key in ("3", "2", "Enter"):
        page.keyboard.press(key)
    said(page, "See three people differ")

    page.reload()
    said(page, "See three people differ")
    page.get_by_role("link", name="Open what they differ on").click()
    said(page, "Settle it, citing a clause")
    page.get_by_role("button", name="Accept").first.wait_for()
    for key in ("A", "G"):
        page.keyboard.press(key)
    page.get_by_role("dialog").get_by_role("searchbox").fill("4.3")
    for key in ("Enter", "Enter"):
        page.keyboard.press(key)
    said(page, "See what that changed")

    page.get_by_role("link", name="Go to Quality").click()
    rows = page.get_by_role("table", name="Agreement beyond chance").get_by_role("row")
    page.get_by_text("is now the final label of that turn, by clause 4.3").wait_for()
    before, after = (rows.nth(number).inner_text() for number in (0, 1))
    assert answers(after) == answers(before) + 1

    page.get_by_role("link", name="The last thing").click()
    page.get_by_text("98 % is enough: the delivery is accepted.").wait_for()
    assert page.get_by_role("row", name=re.compile("telecom 10 0")).count() == 1
    page.get_by_role("button", name="End the tour").click()
    page.wait_for_url("**/quality")
    assert page.get_by_role("complementary", name="Tour").count() == 0


def test_what_is_skipped_stays_away_until_it_is_taken_up_again(page: Page) -> None:
    said(page, "Hear a call")
    page.get_by_role("button", name="Skip this step").click()
    said(page, "Label a turn")
    page.get_by_role("button", name="Skip the tour").click()
    page.reload()
    page.get_by_role("button", name="Play", exact=True).wait_for()
    assert page.get_by_role("complementary", name="Tour").count() == 0

    page.keyboard.press("Control+k")
    page.get_by_role("dialog").get_by_role("combobox").fill("tour")
    page.keyboard.press("Enter")
    said(page, "Hear a call")


def answers(row: str) -> int:
    """Return how many answers a row of the comparison counts."""
    found = re.search(r"([\d,]+) answers", row)
    assert found is not None
    return int(found[1].replace(",", ""))
