"""From files to a figure, in browsers: two people annotate by keyboard, a third decides, and the audit agrees."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.journey import (
    Files,
    annotate,
    audited,
    bring_in,
    make_project,
    printed,
    review,
    take_out,
    usual_label,
)
from tests.browser.person import Person
from tests.browser.served import CLAUSES, LABELS, TASKS, Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.full
SAMPLES = Path(__file__).resolve().parents[2] / "src/earmark/samples"
TURNS = 10


def _slice(source: Path, target: Path, turns: int, wanted: str) -> Path:
    """Write the first conversations of a table, and after them a row without a turn number that can be read."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if wanted in row["conversation_id"]]
    kept = [row for row in rows if row["conversation_id"] <= rows[turns]["conversation_id"]]
    bad = dict(kept[-1], turn="the last")
    text = io.StringIO()
    columns = ["conversation_id", "turn", "speaker", "text"]
    written = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    written.writeheader()
    written.writerows([*kept[: turns + 1], bad])
    target.write_text(text.getvalue(), "utf-8")
    return target


def _call_table(target: Path, names: set[str]) -> Path:
    with (SAMPLES / "items.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["conversation_id"] in names]
    with target.open("w", encoding="utf-8", newline="") as out:
        written = csv.DictWriter(
            out,
            ["conversation_id", "turn", "speaker", "text", "start", "end", "audio"],
            extrasaction="ignore",
        )
        written.writeheader()
        written.writerows({**row, "audio": Path(row["audio"]).name} for row in rows)
    return target


@pytest.fixture
def shipped(tmp_path: Path) -> Files:
    """Conversations and calls of the samples that are shipped."""
    names = {"bank-call-01", "clinic-call-02"}
    table = _slice(SAMPLES / "items.csv", tmp_path / "dialogues.csv", 2 * TURNS, "bank-0")
    calls = [_call_table(tmp_path / "calls.csv", names), *(SAMPLES / f"calls/{name}.flac" for name in names)]
    return Files(table, sorted(calls), "customer")


@pytest.fixture
def real(real_data: Path, tmp_path: Path) -> Files:
    """Customer turns of an airline, and pieces of meetings with who speaks when."""
    table = _slice(real_data / "multidogo_airline/turns.csv", tmp_path / "airline.csv", TURNS, "")
    audio = sorted((real_data / "ami_excerpts/audio").glob("*.wav"))[:3]
    names = {file.stem for file in audio}
    lines = (real_data / "ami_excerpts/reference.rttm").read_text("utf-8").splitlines(keepends=True)
    speech = tmp_path / "reference.rttm"
    speech.write_text("".join(line for line in lines if line.split()[1] in names), "utf-8")
    return Files(table, [speech, *audio], None)


def _second(text: str) -> int:
    """The first annotator's label, but another one for a third of all texts."""
    first = usual_label(text)
    return (first + 1) % len(LABELS) if sum(map(ord, text)) % 3 == 0 else first


def _walk(browser: Browser, server: Served, files: Files, folder: Path, pictures: Path) -> None:
    def look(person: Person, name: str) -> None:
        person.page.screenshot(path=pictures / f"journey-{name}.png")

    owner = Person.at(browser, server.address, accept_downloads=True)
    owner.join(server.operator_link)
    project = make_project(owner, "Journey")
    said = bring_in(owner, files, look)
    assert "1 row left out" in said["table"]
    assert "the last" in said["table"]
    assert "Conversation\nconversation_id" in said["table"]

    with server.owner_again() as program:
        program.guidelines.publish(project, "First", clauses=CLAUSES, tasks=TASKS)
        items = program.projects.get(project).counts.items
        people = {login: Person.at(browser, server.address) for login in ("ana", "ben", "rosa")}
        for login, person in people.items():
            role = "reviewer" if login == "rosa" else "annotator"
            person.join(server.invite(program, project, login, role))

        first = annotate(people["ana"], usual_label, 2, look)
        second = annotate(people["ben"], _second, 3, look)
        assert first == second
        assert first["turns"] + first["calls"] == items
        assert first["calls"] == sum(file.suffix in (".wav", ".flac") for file in files.calls)

        decided = review(people["rosa"], CLAUSES[1]["id"])
        made = list(program.reviews.decisions(project))
        assert len(made) == decided > first["calls"]  # all calls, and some turns
        assert {one.clause for one in made} == {CLAUSES[1]["id"]}

    shown = printed(owner)
    look(owner, "quality")
    tables = take_out(owner, folder)
    found = audited(tables, folder / "audit")
    assert shown["intent"] == found["intent"]
    assert shown == found
    for person in (owner, *people.values()):
        assert person.complaints == []
        person.close()


def test_the_samples_walk_from_files_to_a_figure_the_audit_agrees_with(
    browser: Browser, either: Served, shipped: Files, tmp_path: Path, pictures: Path
) -> None:
    _walk(browser, either, shipped, tmp_path, pictures)


@pytest.mark.real
def test_real_conversations_walk_from_files_to_a_figure_the_audit_agrees_with(
    browser: Browser, either: Served, real: Files, tmp_path: Path, pictures: Path
) -> None:
    _walk(browser, either, real, tmp_path, pictures)
