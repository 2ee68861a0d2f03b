"""Long conversations open like short ones, and sound that was given up for a while comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from earmark.client import Client, ImportOptions
from tests.browser.person import Person
from tests.browser.served import CLAUSES, TASKS, Served, bring

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.full

TURNS = 600
WATCHED = """
window.seen = [];
setInterval(() => {
  const list = document.querySelector('ol[data-scrolls]');
  const target = list?.querySelector('[aria-current]');
  if (!target) return;
  const below = list.getBoundingClientRect().bottom - target.getBoundingClientRect().bottom;
  seen.push({ rows: list.querySelectorAll('[data-position]').length, below, busy: list.ariaBusy === 'true' });
}, 10);
"""
"""Notes how many turns are in the page, and where the one that is asked about lies in the list."""


@pytest.fixture(scope="module")
def owner(served: Served) -> Iterator[Client]:
    """The operator, as a program."""
    with served.owner() as client:
        yield client


def _annotator(browser: Browser, served: Served, owner: Client, name: str, file: Path, per: str) -> Person:
    """Somebody on the page of a new project that has one file in it."""
    project = owner.projects.create(name, overlap=1, context_turns=1_000)
    tasks = [{**task, "per": per} for task in TASKS if per == "conversation" or task["kind"] == "category"]
    owner.guidelines.publish(project, "First", clauses=CLAUSES, tasks=tasks)
    bring(owner, project, [file], ImportOptions(label=f"{per}s"))
    person = Person.at(browser, served.address)
    person.join(served.invite(owner, project, f"ana-{name}", "annotator"))
    person.context.add_init_script(WATCHED)
    person.open(f"/projects/{project.id}/annotate")
    person.page.locator("[data-item]").wait_for()
    return person


def test_the_turn_asked_about_stands_still_while_the_others_come_and_in_the_end_all_are_there(
    browser: Browser, served: Served, owner: Client
) -> None:
    rows = [
        f"long,{turn},{('customer', 'agent')[turn % 2]},{'card account yesterday ' * (1 + turn % 9)}"
        for turn in range(TURNS)
    ]
    file = served.folder / "long.csv"
    file.write_text("\n".join(["conversation_id,turn,speaker,text", *rows]) + "\n", "utf-8")
    person = _annotator(browser, served, owner, "text", file, "turn")

    person.until("() => seen.at(-1)?.busy === false")
    seen = person.page.evaluate("seen")

    asked = int(person.page.locator("[aria-current][data-position]").get_attribute("data-position") or 0)
    assert seen[-1]["rows"] == asked + 1
    assert [one["rows"] for one in seen] == sorted(one["rows"] for one in seen)
    assert max(abs(one["below"] - seen[0]["below"]) for one in seen) <= 1


@pytest.fixture(scope="module")
def call(served: Served) -> Path:
    """A call of two channels and twelve seconds, of noise."""
    import soundfile  # type: ignore[import-untyped]  # the package has no types

    file = served.folder / "call.flac"
    soundfile.write(file, np.random.default_rng(5).normal(0, 0.1, (12 * 8_000, 2)), 8_000)
    return file


@pytest.mark.parametrize("kept", [True, False])
def test_sound_whose_time_was_over_is_asked_for_anew_or_told_to_be_gone(
    browser: Browser, served: Served, owner: Client, call: Path, *, kept: bool
) -> None:
    person = _annotator(browser, served, owner, f"call-{kept}".lower(), call, "conversation")
    beats: list[str] = []

    def sound(route: Route) -> None:
        if kept and beats:
            route.continue_()
        else:
            route.fulfill(status=403, body="{}")

    def beat(route: Route) -> None:
        beats.append(route.request.url)
        if kept:
            route.continue_()
        else:
            error = {"code": "finished", "message": "Submitted already.", "field": None}
            route.fulfill(status=409, content_type="application/json", body=json.dumps({"error": error}))

    person.page.route("**/audio", sound)
    person.page.route("**/heartbeat", beat)
    person.page.reload()
    person.page.locator("[data-wave=ready]").wait_for()

    if not kept:
        person.page.get_by_text("The sound of this can no longer be heard").wait_for()
        return
    pause = person.page.get_by_role("button", name="Pause")
    for _ in range(60):  # the sound comes when the heartbeat is answered: until then a key plays nothing
        if pause.is_visible():
            break
        person.press("Space")
        person.page.wait_for_timeout(500)
    assert pause.is_visible()
    assert beats
