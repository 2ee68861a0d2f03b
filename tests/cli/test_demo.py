"""The demo is made by the server's own services, is alive, and says what of it is simulated."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
import time
import webbrowser
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from demo.script import read_folder
from earmark.cli.demo import folder as folders
from earmark.cli.demo.browser import SEEN_BY, show
from earmark.cli.demo.calendar import LAST_FRIDAY, moved
from earmark.cli.demo.entrance import link, with_entrance
from earmark.cli.demo.people import ANNOTATORS, REVIEWER
from earmark.cli.demo.reviewing import CLAUSES, OPEN
from earmark.cli.demo.samples import Sample, Samples
from earmark.cli.demo.seeding import HALF_DONE, NEW, Seeded, seed
from earmark.cli.demo.tour import HEARD, tour
from earmark.errors import CallError
from earmark.server.annotations.replay import differences
from earmark.server.app import create_app
from earmark.server.database import open_database
from earmark.server.kit.journal import matches, recorded
from earmark.server.kit.transaction import Database
from earmark.server.settings import Settings
from earmark.server.tables import Annotation, Item, Place, Review, Submission, User
from earmark.server.users.service import account, new_join_token
from tests.cli.conftest import Shell
from tests.server.world import Clock as StillClock
from tests.server.world import World

SCRIPTS = Path(__file__).resolve().parents[2] / "demo"
KEPT = (*NEW, HEARD.partition(":")[0], "clinic-call-01", "telecom-10", "clinic-12", "bank-07", "bank-16")
TODAY = datetime(2027, 3, 10, 9, tzinfo=UTC)


class Few(Samples):
    """Some of the samples: enough to see every part of the demo, made in a few seconds."""

    @property
    def conversations(self) -> list[Sample]:
        return [one for one in super().conversations if one.id in KEPT]


class Made:
    """A demo's data folder, opened."""

    def __init__(self, data: Path) -> None:
        self.settings = Settings(data=data, job_workers=0)
        self.samples = Few()
        self.seeded: Seeded = seed(self.settings, self.samples, TODAY)
        self.database: Database = open_database(self.settings)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    found = Made(tmp_path_factory.mktemp("demo") / "data")
    yield found
    found.database.close()


def test_what_was_answered_is_what_the_samples_hold(made: Made) -> None:
    given = {
        (item, sitting.annotator): one.answers
        for sample in made.samples.conversations
        for sitting in sample.sittings
        for item, one in sitting.given.items()
        if one.outcome == "answered"
    }
    query = (
        select(Item.external_id, User.login, Annotation.task, Annotation.answer)
        .join(Item, Item.id == Annotation.item_id)
        .join(User, User.id == Annotation.user_id)
    )
    stored: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    with made.database.reading() as session:
        for item, login, task, answer in session.execute(query):
            stored[item, login][task] = answer

    assert len(stored) > 100
    assert all(given[key] == answers for key, answers in stored.items())
    untouched = {item for item, _ in given} - {item for item, _ in stored}
    assert {item.partition(":")[0] for item in untouched} == {"bank-call-01", "clinic-call-04"}


def test_no_item_has_more_answers_than_it_should_and_some_wait_for_a_visitor(made: Made) -> None:
    with made.database.reading() as session:
        states = Counter(session.scalars(select(Place.state)))
        answers = Counter(session.scalars(select(Submission.outcome)))

    assert set(states) == {"filled", "free"}
    assert states["filled"] == answers["answered"]
    assert states["free"] >= 40
    assert answers["skipped"] + answers["defective"] >= 1


def test_the_journal_is_whole_and_in_the_order_of_time(made: Made) -> None:
    with made.database.reading() as session:
        events = list(recorded(session))

    times = [event.at for event in events]
    assert times == sorted(times)
    assert all(matches(event) for event in events)
    assert {event.kind for event in events} >= {
        "project.created", "user.created", "membership.changed", "guideline.published", "conversation.added",
        "media.added", "assignment.handed_out", "submission.stored", "review.decided",
    }  # fmt: skip
    assert times[-1] < TODAY
    assert TODAY - times[-1] < timedelta(days=8)
    assert times[-1] - times[0] > timedelta(days=14)


def test_the_journal_tells_all_that_the_tables_hold(made: Made) -> None:
    with made.database.reading() as session:
        assert differences(session, made.seeded.project) == []


@pytest.mark.parametrize("day", range(14))
def test_the_last_friday_of_the_samples_becomes_the_last_one_before_today(day: int) -> None:
    today = datetime(2026, 11, 16, 12, tzinfo=UTC) + timedelta(days=day)

    moved_to = (LAST_FRIDAY + moved(today).by).date()

    assert moved_to.weekday() == 4
    assert timedelta(days=1) <= today.date() - moved_to <= timedelta(days=7)


def test_nobody_can_see_what_is_right_before_answering(made: Made) -> None:
    with made.database.reading() as session:
        items = session.scalars(select(Item)).all()

    assert {item.gold for item in items} == {None}
    assert {item.purpose for item in items} == {"label"}


def test_the_names_of_the_simulated_say_that_they_are() -> None:
    assert all("(simulated)" in one.name for one in (*ANNOTATORS, REVIEWER))


def test_the_reviewer_decides_what_was_meant_and_cites_the_clause(made: Made) -> None:
    with made.database.reading() as session:
        decisions = session.execute(
            select(Review, Item.external_id).join(Item, Item.id == Review.item_id)
        ).all()

    assert len(decisions) >= 3
    for review, item in decisions:
        assert review.answer == made.samples.meant[item]
        assert review.clause == CLAUSES[review.answer][0]


def test_the_samples_know_what_was_meant_as_the_scripts_have_it() -> None:
    samples = Samples()
    lines = {
        f"{script.id}:{turn}": line
        for script in read_folder(SCRIPTS / "dialogues") + read_folder(SCRIPTS / "calls")
        for turn, line in enumerate(script.lines)
    }
    leave = {
        item
        for item, line in lines.items()
        if line.label == "cancel" and not line.also and item.startswith("telecom")
    }

    assert set(samples.misheard) == leave
    assert all(lines[item].label == label for item, label in samples.meant.items())


def test_the_tour_ends_on_a_delivery_that_passes_a_spot_check_and_never_hears_a_customer_leave(
    made: Made,
) -> None:
    shown = tour(made.database, made.samples, made.seeded)
    with made.database.reading() as session:
        given = session.scalars(select(Annotation.answer).where(Annotation.task == "intent")).all()
        item = session.get_one(Item, shown["spot_check"]["item"])
        differ = session.get_one(Item, shown["differ"]["item"])

    last = shown["spot_check"]
    assert list(shown) == ["differ", "settle", "changed", "spot_check"]
    assert item.external_id == HEARD
    assert last["right_of_checked"] / last["checked"] >= 0.97
    assert last["share"]["low"] < 0.97 < last["share"]["high"]
    assert {one["domain"]: one["heard"] / one["leave"] for one in last["recall"]} == {
        "bank": 1.0, "clinic": 1.0, "telecom": 0.0,
    }  # fmt: skip
    assert (last["said"], last["meant"], last["wrong"]) == ("complaint", "cancel", 10)
    assert all(one["share"]["low"] <= one["share"]["value"] <= one["share"]["high"] for one in last["recall"])
    assert len(shown["differ"]["answers"]) == 3
    assert differ.external_id == OPEN
    assert shown["changed"]["before"]["answers"] == len(given)
    before = shown["changed"]["before"]["alpha"]
    assert 0 < before["low"] < before["value"] < before["high"] < 1
    assert shown["settle"]["clause"] == CLAUSES[made.samples.meant[differ.external_id]][0]


@pytest.fixture
def copied(made: Made, tmp_path: Path) -> Iterator[World]:
    """A server on a copy of the demo, with what a demo's server has besides."""
    data = tmp_path / "data"
    shutil.copytree(made.settings.data, data)
    known = {
        "project": made.seeded.project,
        "name": "Calls and chats",
        "people": made.seeded.people,
        "tour": {},
    }
    (data / folders.MARK).write_text(json.dumps(known))
    settings = Settings(data=data, job_workers=0)
    database = open_database(settings)
    yield World(
        settings, database, StillClock(), with_entrance(create_app(settings, database=database), data)
    )
    database.close()


def test_the_guest_comes_in_by_the_link_once_and_can_label_a_call_at_once(made: Made, copied: World) -> None:
    visitor, stranger = copied.visitor(), copied.visitor()
    with copied.database.writing() as session:
        token = new_join_token(session, account(session, made.seeded.people["guest"]))
    path = link("http://localhost", token).removeprefix("http://localhost")

    entered = visitor.get(path, follow_redirects=False)
    visitor.csrf = visitor.get("/api/session").json()["csrf"]
    told = visitor.get("/api/demo").json()
    given = visitor.post(f"/api/projects/{made.seeded.project}/assignments/next").json()
    again = stranger.get(path, follow_redirects=False)
    signed_in = visitor.get("/api/session").json()

    assert (entered.status_code, entered.headers["location"]) == (
        303, f"/projects/{made.seeded.project}/annotate",
    )  # fmt: skip
    assert told == {"project": made.seeded.project, "name": "Calls and chats", "tour": {}, "is_guest": True}
    assert signed_in["demo"] is True
    first = next(one for one in made.samples.conversations if one.id == HALF_DONE).turns[0]["text"]
    assert given["conversation"]["turns"][0]["text"] == first
    assert visitor.get(given["conversation"]["audio"]).status_code == 200
    assert (again.status_code, again.headers["location"]) == (303, "/")
    assert stranger.get("/api/session").status_code == 401


def test_a_stranger_is_told_nothing_of_the_tour(copied: World) -> None:
    visitor = copied.visitor()

    assert visitor.get("/api/demo").status_code == 401
    assert visitor.get("/api/demo/enter?token=guessed", follow_redirects=False).headers["location"] == "/"


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "earmark.db").write_text("mine")

    with (
        pytest.raises(CallError, match="something other than a demo"),
        folders.demo_folder(str(tmp_path), lambda: nullcontext()),
    ):
        pass

    assert (tmp_path / "earmark.db").read_text() == "mine"


def test_a_demo_that_could_not_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(folder: Path, progress: object) -> None:
        folder.mkdir()
        (folder / "half").write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setattr(folders, "_fill", breaks)

    with pytest.raises(KeyboardInterrupt), folders.demo_folder(str(tmp_path / "demo"), lambda: nullcontext()):
        pass

    assert list(tmp_path.iterdir()) == []


def test_a_browser_that_does_not_come_back_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    called, over = threading.Event(), threading.Event()

    def stays(address: str) -> bool:
        asked.append(address)
        called.set()
        return over.wait(30)

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", stays)

    opening = show("http://127.0.0.1:8765/")

    assert opening is not None
    assert called.wait(10)
    assert opening.is_alive()
    assert asked == ["http://127.0.0.1:8765/"]
    over.set()
    opening.join(10)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_without_a_screen_no_browser_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SEEN_BY:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(webbrowser, "open", lambda address: pytest.fail(f"opened {address}"))

    assert show("http://127.0.0.1:8765/") is None


@pytest.mark.full
def test_the_samples_are_audited_without_a_server(shell: Shell, tmp_path: Path) -> None:
    done = shell("demo", "--audit", "--out", "report", "--no-browser")

    assert done.code == 0, done.err
    assert "Report: report/audit.html" in done.out
    assert (tmp_path / "report" / "audit.json").exists()


def test_the_samples_are_copied_and_never_over_something(shell: Shell, tmp_path: Path) -> None:
    copied = shell("demo", "--copy", "samples")
    again = shell("demo", "--copy", "samples")

    assert (copied.code, again.code) == (0, 2)
    assert (tmp_path / "samples" / "labels.csv").exists()
    assert "is there already" in again.err


def test_a_place_for_a_report_needs_a_report(shell: Shell) -> None:
    done = shell("demo", "--out", "report")

    assert done.code == 2
    assert "--audit" in done.err


@pytest.mark.full
def test_a_demo_starts_ends_on_a_signal_and_starts_again_where_it_was(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    first = started(data)
    began = time.monotonic()
    again = started(data)

    assert first.project == again.project
    assert time.monotonic() - began < 30
    assert first.said[-1].endswith(f"It is kept in {data}.\n")
    assert first.code == again.code == 0
    assert data.stat().st_mode & 0o077 == 0


@dataclass
class Run:
    """One start of `earmark demo`: what it printed, how it ended, and the project the guest was led to."""

    said: list[str]
    code: int
    project: str


def started(data: Path) -> Run:
    """Start a demo, come in as the guest, and end it with Ctrl-C."""
    call = [sys.executable, "-u", "-m", "earmark.cli", "demo", "--no-browser", "--data", str(data)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(3)]
        entered = httpx.get(said[1].split()[-1], follow_redirects=False)
        process.send_signal(signal.SIGINT)
        said += process.stdout.readlines()
    return Run(said, process.returncode, entered.headers["location"].split("/")[2])
