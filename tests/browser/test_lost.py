"""Whatever breaks, nothing confirmed or typed is lost, and the page says what happened."""

from __future__ import annotations

import csv
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from earmark.client import Client, Project
from tests.browser.person import Person
from tests.browser.served import LABELS, Served, made_project, text_table
from tests.server.world import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Route

pytestmark = pytest.mark.full

LONG_ENOUGH = 20_000
"""Milliseconds without a connection: more than one round of the page's tries."""

STORES_ARE_FULL = """
const full = () => { throw new DOMException('no space is left', 'QuotaExceededError') };
IDBObjectStore.prototype.put = full;
Storage.prototype.setItem = full;
"""
SUBMISSION = "**/api/assignments/*/submission"


@pytest.fixture(scope="module")
def owner(served: Served) -> Iterator[Client]:
    """The operator, as a program."""
    with served.owner() as client:
        yield client


@dataclass
class Sitting:
    """Somebody with the first of four items on the desk, and the next one fetched already."""

    person: Person
    login: str
    project: Project
    client: Client
    folder: Path

    def answer(self, label: int) -> str:
        """Give the item on the desk a label from the keyboard; return the item."""
        item = self.person.item
        assert item is not None
        self.person.press(str(label + 1), "Enter")
        self.person.until("item => document.querySelector('[data-item]')?.dataset.item !== item", item)
        return item

    def stored(self) -> list[str]:
        """The labels the server has, in the order in which they came."""
        file = self.folder / "stored.csv"
        self.client.exports.save(self.project, file)
        with file.open(encoding="utf-8", newline="") as rows:
            return [row["label"] for row in sorted(csv.DictReader(rows), key=lambda row: row["submitted_at"])]


@pytest.fixture
def sit(browser: Browser, served: Served, owner: Client, tmp_path: Path) -> Callable[..., Sitting]:
    """Let somebody new begin in a project of their own; `script` runs in their pages before all else."""

    def begin(script: str = "") -> Sitting:
        name = secrets.token_hex(4)
        turns = ["I want a new card", "Of course", "It never works", "I am sorry"]
        project = made_project(served, owner, name, text_table({"c1": turns, "c2": turns}))
        link = served.invite(owner, project, f"ana-{name}", "annotator")
        person = Person.at(browser, served.address)
        person.join(link)
        if script:
            person.context.add_init_script(script)
        handed: list[str] = []
        person.page.on("response", lambda one: handed.append(one.url) if "/next" in one.url else None)
        person.open(f"/projects/{project.id}/annotate")
        person.page.locator("[data-item]").wait_for()
        while len(handed) < 2:  # the item on the desk, and the one held ready
            person.page.wait_for_timeout(50)
        return Sitting(person, f"ana-{name}", project, owner, tmp_path)

    return begin


def test_without_a_connection_answers_are_kept_and_go_out_when_it_is_back(
    sit: Callable[..., Sitting],
) -> None:
    sitting = sit()
    person = sitting.person
    person.context.set_offline(True)
    sitting.answer(0)
    person.until_state("1 kept here until the connection is back")
    sitting.answer(1)
    person.page.get_by_text("2 answers are kept here and will be sent by themselves").wait_for()
    person.page.wait_for_timeout(LONG_ENOUGH)
    assert sitting.stored() == []
    person.until_state("2 kept here until the connection is back")

    person.context.set_offline(False)
    person.until_state("Saved")
    person.page.locator("[data-item]").wait_for()

    assert sitting.stored() == [LABELS[0], LABELS[1]]
    assert person.complaints == []


def test_a_closed_tab_loses_neither_answers_nor_what_was_begun(sit: Callable[..., Sitting]) -> None:
    sitting = sit()
    person = sitting.person
    person.context.set_offline(True)
    sitting.answer(2)
    begun = person.item
    person.press("4", "c")
    person.page.get_by_role("dialog").wait_for()
    person.page.keyboard.type("I was not sure here")
    person.page.get_by_text("Draft kept here").wait_for()

    person.context.set_offline(False)
    person.new_tab()  # the dialog is still open in the old one
    person.open(f"/projects/{sitting.project.id}/annotate")
    person.page.locator("[data-item]").wait_for()
    person.until_state("Saved")

    assert sitting.stored() == [LABELS[2]]
    assert person.item == begun
    person.page.get_by_text("What you had begun here was kept, and is taken up again.").wait_for()
    person.page.get_by_role("button", name="Commented").wait_for()
    person.press("Enter")
    person.until_other_item(begun)
    person.until_state("Saved")
    assert sitting.stored() == [LABELS[2], LABELS[3]]


def test_a_full_store_is_said_and_the_page_is_not_closed_by_mistake(sit: Callable[..., Sitting]) -> None:
    sitting = sit(STORES_ARE_FULL)
    person = sitting.person
    person.press("2")
    person.page.get_by_role("alert").get_by_text("your draft is only on this page").wait_for()
    person.context.set_offline(True)
    sitting.answer(0)
    person.until_state("Store full: 1 answer only on this page")
    person.page.get_by_text("This browser's store is full, so your answers are only on this page.").wait_for()

    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    person.page.on("dialog", stay)
    person.page.close(run_before_unload=True)
    person.page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert not person.page.is_closed()

    person.context.set_offline(False)
    person.until_state("Saved")
    assert sitting.stored() == [LABELS[0]]


def test_a_session_that_ends_in_the_middle_is_taken_up_over_the_page(
    sit: Callable[..., Sitting], served: Served
) -> None:
    sitting = sit()
    person = sitting.person
    person.press("3")
    _end_sessions(served, sitting.login)
    before = person.item
    person.press("Enter")
    dialog = person.page.get_by_role("dialog")
    dialog.get_by_text("nothing on this page is lost").wait_for()
    assert sitting.stored() == []

    person.type(PASSWORD)
    dialog.wait_for(state="detached")
    person.until_state("Saved")
    assert person.until_other_item(before) is not None
    assert sitting.stored() == [LABELS[2]]


def _end_sessions(server: Served, login: str) -> None:
    with sqlite3.connect(server.folder / "data" / "earmark.db", timeout=20) as database:
        ended = database.execute(
            "delete from login_sessions where user_id = (select id from users where login = ?)", [login]
        )
    database.close()
    assert ended.rowcount == 1


@pytest.mark.parametrize("stored_first", [False, True], ids=["before it is stored", "before it is told"])
def test_a_server_killed_while_an_answer_is_on_its_way_has_it_once(
    sit: Callable[..., Sitting], served: Served, stored_first: bool
) -> None:
    sitting = sit()
    person = sitting.person

    def kill(route: Route) -> None:
        if stored_first:
            assert route.fetch().status == 200
        served.kill()
        route.abort()
        person.page.unroute(SUBMISSION)

    person.page.route(SUBMISSION, kill)
    sitting.answer(1)
    person.until_state("1 kept here until the connection is back")
    served.start()
    person.until_state("Saved")
    person.page.locator("[data-item]").wait_for()
    sitting.answer(0)
    person.until_state("Saved")

    assert sitting.stored() == [LABELS[1], LABELS[0]]
