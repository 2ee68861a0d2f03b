"""An import that is cancelled leaves nothing, one that is killed goes on: wherever it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from earmark.server.conversations.importing import staging
from earmark.server.kit.journal import matches, recorded
from earmark.server.kit.transaction import Database
from earmark.server.kit.worker import release_left_over
from earmark.server.media import service as media
from earmark.server.tables import Assignment, Derived, EventPayload, Item, Job, Place
from tests.server.conversations.seeing import TURNS, items, places, replayed, stored, tables
from tests.server.conversations.stepping import Import, small_steps
from tests.server.media.sending import import_call, run_import, sound, upload
from tests.server.world import Clock, Project, World

FILES: Mapping[str, bytes | str] = {
    "turns.csv": TURNS,
    "c1.wav": sound(1.0, seed=1),
    "z.wav": sound(1.0, seed=2),
}
STEPS = 10
"""Reading, storing (4 and the end), opening (3), tidying: two rows at a time."""


@pytest.fixture
def project(world: World, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose imports take two rows at a time."""
    small_steps(monkeypatch)
    return world.project(overlap=2)


def _files(project: Project) -> set[str]:
    """Every file that could hold content, uploads aside."""
    settings = project.world.settings
    found = [
        path for folder in (settings.media, settings.derived) for path in folder.rglob("*") if path.is_file()
    ]
    return {path.name for path in found if "incoming" not in path.parts}


def _state(project: Project) -> tuple[object, ...]:
    with project.world.database.reading() as session:
        derived = sorted(session.scalars(select(Derived.path)))
    return tables(project), places(project), derived, _files(project)


def test_the_steps_of_an_import_are_many(project: Project) -> None:
    importing = Import(project, FILES)

    assert importing.steps(STEPS - 1)
    assert not importing.step()
    assert importing.job["state"] == "done"


@pytest.mark.parametrize("steps", range(STEPS))
def test_a_cancelled_import_leaves_nothing(project: Project, steps: int) -> None:
    before = _state(project)
    importing = Import(project, FILES)
    importing.steps(steps)
    importing.cancel()

    assert importing.job["state"] == "cancelled"
    assert _state(project) == before
    assert tables(project) == replayed(project)


@pytest.mark.parametrize("steps", [0, 2, 4, 6, 8, 9])
def test_what_was_there_before_a_cancelled_import_is_as_it_was(project: Project, steps: int) -> None:
    run_import(project, {"turns.csv": TURNS, "z.wav": sound(1.0, seed=2)})
    before = _state(project)
    importing = Import(
        project, {**FILES, "turns.csv": TURNS + "c1,3,agent,more\nc2,2,customer,more\nc3,0,agent,new\n"}
    )
    importing.steps(steps)
    importing.cancel()

    assert _state(project) == before


def test_nothing_of_the_content_of_a_cancelled_import_is_left(project: Project) -> None:
    importing = Import(project, FILES)
    importing.steps(8)
    importing.cancel()

    with project.world.database.reading() as session:
        payloads = "".join(session.scalars(select(EventPayload.payload)))
        events = list(recorded(session, project_id=project.id))
    assert "My card is gone" not in payloads
    assert all(matches(event) for event in events)
    assert [event.kind for event in events].count("conversation.added") == 3


def test_a_cancelled_import_can_be_done_again_with_the_same_uploads(project: Project) -> None:
    importing = Import(project, FILES)
    importing.steps(5)
    importing.cancel()
    with project.world.database.reading() as session:
        uploads = session.get_one(Job, importing.id).subject["uploads"]

    project.owner.post(f"{project.path}/imports", import_call(uploads))
    project.world.do_jobs()

    assert len(items(project)) == 6
    assert tables(project) == replayed(project)


def test_what_somebody_was_given_stays_when_its_import_is_cancelled(project: Project) -> None:
    project.publish()
    annotator = project.member("annotator")
    importing = Import(project, {"turns.csv": TURNS})
    importing.steps(7)
    given = annotator.post(f"{project.path}/assignments/next")
    assert given.status_code == 200, given.text
    importing.cancel()

    with project.world.database.reading() as session:
        item_ids = set(session.scalars(select(Assignment.item_id)))
        kept = session.scalars(select(Item)).all()
        kept_places = session.scalars(select(Place.item_id)).all()
    assert {item.id for item in kept} == item_ids
    assert sorted(kept_places) == sorted(list(item_ids) * 2)
    assert len(stored(project)) == 1
    assert next(iter(stored(project).values())) in ([*_turns("c1")], [*_turns("c2")])


def _turns(name: str) -> list[list[object]]:
    rows = [line.split(",") for line in TURNS.splitlines()[1:]]
    return [[int(turn), who, None, text, None, None] for call, turn, who, text in rows if call == name]


def test_nobody_is_given_anything_before_everything_is_stored(project: Project) -> None:
    seen: list[int] = []
    importing = Import(project, FILES)
    more = True
    while more:
        more = importing.step()
        if not seen and places(project):
            seen = [len(items(project)), len(stored(project))]

    assert seen == [6, 3]


@pytest.mark.parametrize("steps", range(STEPS))
def test_an_import_that_is_taken_over_goes_on_as_if_nothing_had_happened(
    project: Project, steps: int
) -> None:
    importing = Import(project, FILES)
    importing.steps(steps)
    importing.prepared_only()
    importing.taken_over()
    while importing.step():
        pass

    undisturbed = project.world.project(overlap=2)
    run_import(undisturbed, FILES)
    assert importing.job["state"] == "done"
    assert (stored(project), items(project), places(project)) == (
        stored(undisturbed),
        items(undisturbed),
        places(undisturbed),
    )
    assert tables(project) == replayed(project)


def test_progress_never_goes_back_and_ends_at_its_total(project: Project) -> None:
    importing = Import(project, FILES)
    seen = []
    more = True
    while more:
        more = importing.step()
        job = importing.job
        seen.append(job["done"])
        assert job["total"] is not None
        assert job["done"] <= job["total"]

    assert seen == sorted(seen)
    assert importing.job["done"] == importing.job["total"] == 12


def test_a_sound_that_goes_away_between_preparing_and_storing_is_made_ready_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing = Import(project, FILES)
    importing.step()
    prepare = media.prepare_upload
    lost: list[Path] = []

    def lose_once(*given: object) -> object:
        made = prepare(*given)  # type: ignore[arg-type]  # handed on as it came
        if not lost:
            (path,) = [one for one in project.world.settings.derived.rglob("*.peaks") if one.is_file()]
            lost.append(path)
            path.unlink()
        return made

    monkeypatch.setattr(media, "prepare_upload", lose_once)
    while importing.step():
        pass

    assert lost[0].is_file()
    assert importing.job["state"] == "done"


def test_an_import_whose_files_went_away_fails_with_a_sentence_and_leaves_nothing(project: Project) -> None:
    before = _state(project)
    importing = Import(project, FILES)
    importing.steps(2)
    staging.place_of(project.world.settings, importing.id).unlink()
    importing._worker._do(importing._running)  # type: ignore[arg-type]  # it is running
    project.world.do_jobs()

    assert importing.job["state"] == "failed"
    assert "import the files again" in importing.job["message"]
    assert _state(project) == before


def test_a_broken_sound_is_left_out_and_named_and_its_turns_stay_if_they_can_be_read(
    project: Project,
) -> None:
    rows = "conversation_id,turn,text,start,end\nc1,0,hello,0,1\nc1,1,,1,2\n"
    cut = sound(kind="FLAC", seconds=20.0)
    middle = bytearray(cut)
    middle[len(cut) // 3 : len(cut) // 2] = bytes(len(cut) // 2 - len(cut) // 3)
    job = run_import(project, {"turns.csv": rows, "c1.flac": bytes(middle), "alone.flac": bytes(middle)})

    assert (job["state"], job["result"]["unusable"], job["result"]["rejected"]) == ("done", 2, 1)
    assert items(project) == {"c1:0": 0}
    assert [said.split()[0] for said in job["result"]["unusable_audio"]] == ["c1.flac", "alone.flac"]


WORKER = """
import sys
from pathlib import Path
from earmark.server.app import create_app
from earmark.server.database import connect
from earmark.server.kit.transaction import Database
from earmark.server.kit.worker import Worker
from earmark.server.settings import Settings

settings = Settings(data=Path(sys.argv[2]), job_workers=0)
database = Database(connect(sys.argv[1]))
create_app(settings, database=database)
Worker(database, settings).do_one()
"""


@pytest.mark.full
def test_an_import_killed_four_times_is_whole_and_holds_nothing_twice(
    world: World, database: Database, database_url: str, clock: Clock
) -> None:
    """Signal 9 to the process of the worker, wherever it is; 6,000 turns and 40 sounds."""
    rows = [
        f"call-{call},{turn},{'agent' if turn % 2 else 'customer'},words {turn}"
        for call in range(300)
        for turn in range(20)
    ]
    files: dict[str, bytes | str] = {"turns.csv": "\n".join(["conversation_id,turn,speaker,text", *rows])}
    files |= {f"call-{call}.wav": sound(0.2, seed=call) for call in range(40)}
    project = world.project(overlap=2)
    uploads = [upload(project, name, content) for name, content in files.items()]
    job_id = project.owner.post(f"{project.path}/imports", import_call(uploads)).json()["job"]
    command = [sys.executable, "-c", WORKER, database_url, str(world.settings.data)]

    for share in (0.0, 0.15, 0.4, 0.8, None):
        with subprocess.Popen(command) as worker:
            while share is not None and worker.poll() is None:
                with database.reading() as session:
                    job = session.get_one(Job, job_id)
                if job.step and job.done >= share * (job.total or 1):
                    os.kill(worker.pid, signal.SIGKILL)
                    break
                time.sleep(0.02)
        release_left_over(database)

    job_shown = project.owner.get(f"/api/jobs/{job_id}").json()
    assert (job_shown["state"], job_shown["result"]["items"]) == ("done", 6_000)
    assert (len(stored(project)), len(items(project)), len(places(project))) == (300, 6_000, 12_000)
    assert tables(project) == replayed(project)
