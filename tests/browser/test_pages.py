"""Every page: without findings of axe, in light and dark; and photographed, so that somebody can look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.person import Person
from tests.browser.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.full
AXE = Path(__file__).resolve().parents[2] / "workbench/node_modules/axe-core/axe.min.js"
DESK, SMALL = {"width": 1440, "height": 900}, {"width": 1280, "height": 720}

Prepare = Callable[[Person], None]


def _shows(selector: str) -> Prepare:
    return lambda person: person.page.locator(selector).first.wait_for()


def _dialog(*keys: str, after: str) -> Prepare:
    def prepare(person: Person) -> None:
        person.page.locator(after).first.wait_for()
        person.press(*keys)
        person.page.get_by_role("dialog").wait_for()

    return prepare


def _edits(person: Person) -> None:
    person.page.get_by_role("button", name="Edit").first.wait_for()
    person.press("e")
    person.page.locator("textarea").first.wait_for()


ITEM, CASE = "[data-item]", "[data-case]"
PAGES: dict[str, tuple[str, Prepare]] = {
    "projects": ("/projects", _shows("li svg circle")),
    "import": ("import", _shows("text=Choose a folder")),
    "annotate": ("annotate", _shows("[data-wave=ready]")),
    "annotate-skip": ("annotate", _dialog("x", after=ITEM)),
    "annotate-comment": ("annotate", _dialog("c", after=ITEM)),
    "annotate-clauses": ("annotate", _dialog("g", after=ITEM)),
    "annotate-search": ("annotate", _dialog("/", after=ITEM)),
    "review": ("review", _shows(CASE)),
    "review-clauses": ("review", _dialog("g", after=CASE)),
    "quality": ("quality", _shows("table[aria-label=Tasks] svg")),
    "quality-export": ("quality", _dialog("e", after="table[aria-label=Tasks]")),
    "guideline": ("guideline", _shows("[id^=clause-]")),
    "guideline-draft": ("guideline", _edits),
    "people": ("people", _shows("table")),
    "people-invite": ("people", _dialog("n", after="table")),
    "settings": ("settings", _shows("text=Answers for each item")),
    "me": ("/me", _shows("input[type=password]")),
    "palette": ("quality", _dialog("Control+k", after="table")),
    "keys": ("annotate", _dialog("?", after=ITEM)),
    "not-there": ("nothing-here", _shows("text=There is no such page")),
}


@pytest.fixture(scope="module")
def guest(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """The guest of a demo, who manages its project."""
    server = Served(tmp_path_factory.mktemp("demo"), demo=True)
    server.start()
    person = Person.at(browser, server.address)
    person.page.goto(server.guest_link)
    person.page.wait_for_url("**/projects/**")
    person.project = person.page.url.split("/projects/")[1].split("/")[0].split("?")[0]
    yield person
    person.close()
    server.stop()


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    if not AXE.is_file():
        pytest.skip(f"NOT RUN: axe-core is not installed ({AXE}; npm ci in workbench/)")
    return AXE.read_text("utf-8")


def _findings(person: Person, axe: str) -> list[str]:
    """What axe finds on the page as it is now."""
    person.page.evaluate(axe)  # evaluated by the browser itself, so that the page's policy may stay as it is
    found: dict[str, Any] = person.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node.get('failureSummary', '')[:300]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def _photographed(person: Person, folder: Path, name: str, axe: str) -> dict[str, list[str]]:
    """Take pictures in light, dark and on a small screen; return the findings in light and dark."""
    page, found = person.page, {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
        page.wait_for_timeout(200)  # transitions
        page.screenshot(path=folder / f"{name}-{scheme}.png")
        found[scheme] = _findings(person, axe)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": SMALL["width"], "height": SMALL["height"]})
    page.wait_for_timeout(200)
    page.screenshot(path=folder / f"{name}-small.png")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody_in_light_and_dark(
    name: str, guest: Person, axe: str, pictures: Path
) -> None:
    place, prepare = PAGES[name]
    guest.open(place if place.startswith("/") else f"/projects/{guest.project}/{place}")
    prepare(guest)

    assert _photographed(guest, pictures, name, axe) == {"light": [], "dark": []}
    assert guest.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert guest.complaints == []


@pytest.mark.parametrize("place", ["/sign-in", "/join#a-token", "/join"])
def test_the_way_in_is_for_everybody_in_light_and_dark(
    place: str, guest: Person, browser: Browser, axe: str, pictures: Path
) -> None:
    stranger = Person.at(browser, guest.address)
    stranger.open(place)
    stranger.page.locator("h1").wait_for()
    name = place.strip("/").replace("#", "-")

    assert _photographed(stranger, pictures, name, axe) == {"light": [], "dark": []}
    assert stranger.complaints == []
