"""The page in a browser: it fits a phone, loads nothing, complains about nothing, and is drawn in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from earmark.analysis.audit.result import AuditResult
from earmark.report import audit_page
from tests.chromium import opened_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.full
SIZES = {"desk": (1280, 720), "phone": (360, 740)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
OUTSIDE = """[...document.querySelectorAll('body *')].filter(element =>
  element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('.scroll') && !element.closest('.skip')
).slice(0, 3).map(element => element.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened_chromium() as opened:
        yield opened


@pytest.fixture
def files(audits: dict[str, AuditResult], many: AuditResult, tmp_path: Path) -> dict[str, Path]:
    written = {}
    for name, result in (audits | {"many": many}).items():
        written[name] = tmp_path / f"{name}.html"
        written[name].write_text(audit_page(result, title=f"The {name} audit"), encoding="utf-8")
    return written


def opened(
    browser: Browser, file: Path, size: str, scheme: Literal["light", "dark"], seen: list[str]
) -> Page:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.on("console", lambda message: seen.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("request", lambda request: seen.append(f"request: {request.url}"))
    page.goto(file.as_uri())
    return page


def test_no_page_is_wider_than_its_window_even_unfolded(browser: Browser, files: dict[str, Path]) -> None:
    for name, file in files.items():
        page = opened(browser, file, "phone", "light", [])
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, (name, page.evaluate(OUTSIDE))
        page.close()


def test_a_page_asks_for_nothing_and_complains_about_nothing(
    browser: Browser, files: dict[str, Path]
) -> None:
    for file in files.values():
        seen: list[str] = []
        page = opened(browser, file, "desk", "light", seen)
        page.close()
        loaded = [
            line for line in seen if not line.startswith(("request: data:,", f"request: {file.as_uri()}"))
        ]
        assert loaded == []


def test_light_and_dark_are_drawn_and_differ(browser: Browser, files: dict[str, Path]) -> None:
    pictures, papers = [], []
    for scheme in SCHEMES:
        page = opened(browser, files["ordinary"], "desk", scheme, [])
        pictures.append(page.screenshot())
        papers.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.close()

    assert papers == ["rgb(255, 255, 255)", "rgb(20, 23, 26)"]
    assert all(len(picture) > 20_000 for picture in pictures)


def test_a_task_s_name_leads_to_its_details(browser: Browser, files: dict[str, Path]) -> None:
    page = opened(browser, files["many"], "desk", "light", [])
    page.click("a[href='#task-20']")

    assert page.evaluate(
        "Math.abs(document.querySelector('#task-20').getBoundingClientRect().top) < innerHeight"
    )
    page.close()


def test_print_shows_what_is_folded_in_black_on_white(browser: Browser, files: dict[str, Path]) -> None:
    page = opened(browser, files["ordinary"], "desk", "dark", [])
    page.emulate_media(media="print", color_scheme="dark")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert (
        page.locator("details table").first.evaluate("element => element.getBoundingClientRect().height") > 20
    )
    page.close()


def test_text_on_the_page_keeps_its_contrast_in_both_schemes(
    browser: Browser, files: dict[str, Path]
) -> None:
    for scheme in SCHEMES:
        page = opened(browser, files["crowd"], "desk", scheme, [])
        ink = page.evaluate("getComputedStyle(document.querySelector('svg text')).fill")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ink != paper
        page.close()
