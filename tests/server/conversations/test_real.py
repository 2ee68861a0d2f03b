"""Real conversations come in whole: chats of an airline, meetings with their sound, consultations with times."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from earmark.server.tables import Conversation, Turn
from tests.server.conversations.seeing import conversation, items, replayed, stored, tables
from tests.server.media.sending import run_import
from tests.server.world import World


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.real
def test_the_chats_of_an_airline_come_in_turn_by_turn(world: World, real_data: Path) -> None:
    folder = real_data / "multidogo_airline"
    content = (folder / "turns.csv").read_text(encoding="utf-8").split("\n")[:2_001]
    rows = _rows(folder / "turns.csv")[:2_000]
    expected = [row for row in rows if row["text"]]  # one customer sent an empty message
    project = world.project(overlap=2)
    job = run_import(project, {"turns.csv": "\n".join(content)})

    assert (job["state"], job["result"]["rejected"]) == ("done", 1)
    assert items(project) == dict(sorted((row["item_id"], int(row["turn"])) for row in expected))
    found = {(name, turn[0]): (turn[1], turn[3]) for name, turns in stored(project).items() for turn in turns}
    assert found == {
        (row["conversation_id"], int(row["turn"])): (row["speaker"], row["text"]) for row in expected
    }


@pytest.mark.real
@pytest.mark.full
def test_all_chats_of_an_airline_come_in(world: World, real_data: Path) -> None:
    folder = real_data / "multidogo_airline"
    rows = _rows(folder / "turns.csv")
    expected = Counter(row["conversation_id"] for row in rows if row["text"])
    project = world.project(overlap=2)
    job = run_import(project, {"turns.csv": (folder / "turns.csv").read_bytes()})

    assert (len(rows), job["result"]["items"]) == (20_170, expected.total())
    assert job["result"]["rejected"] == 20_170 - expected.total()
    with world.database.reading() as session:
        query = select(Conversation.external_id, func.count()).join(
            Turn, Turn.conversation_id == Conversation.id
        )
        assert dict(session.execute(query.group_by(Conversation.external_id)).all()) == expected


@pytest.mark.real
@pytest.mark.parametrize("source", ["turns.csv", "reference.rttm"])
def test_meetings_come_in_with_their_sound(world: World, real_data: Path, source: str) -> None:
    folder = real_data / "ami_excerpts"
    files = {f"ami/{path.name}": path.read_bytes() for path in sorted((folder / "audio").iterdir())}
    project = world.project()
    job = run_import(project, {f"ami/{source}": (folder / source).read_bytes(), **files})

    expected = _rows(folder / "turns.csv")
    assert (job["result"]["items"], job["result"]["rejected"], job["result"]["unusable"]) == (38, 0, 0)
    found = {(name, turn[1], turn[4], turn[5]) for name, turns in stored(project).items() for turn in turns}
    assert found == {
        (row["conversation_id"], row["speaker"], float(row["start"]), float(row["end"])) for row in expected
    }
    for name in stored(project):
        shown = conversation(project, name)
        assert (round(shown["seconds"]), shown["channels"]) == (30, 1)
        assert project.owner.get(shown["peaks"]).status_code == 200
    assert tables(project) == replayed(project)


@pytest.mark.real
def test_a_folder_dropped_whole_is_sorted_out(world: World, real_data: Path) -> None:
    """With its README, and the same turns as a table and as RTTM."""
    folder = real_data / "ami_excerpts"
    files = {
        path.relative_to(folder.parent).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    project = world.project()
    job = run_import(project, files)

    kinds = {one["name"]: one["kind"] for one in job["result"]["files"]}
    assert kinds == {
        "ami_excerpts/README.md": "none",
        "ami_excerpts/turns.csv": "turns",
        "ami_excerpts/reference.rttm": "speech",
    }
    assert len(items(project)) == 38


@pytest.mark.real
def test_consultations_come_in_with_their_times(world: World, real_data: Path) -> None:
    project = world.project()
    run_import(
        project, {"turns.csv": (real_data / "primock57" / "turns.csv").read_bytes()}, speakers=("patient",)
    )

    expected = _rows(real_data / "primock57" / "turns.csv")
    assert set(items(project)) == {row["item_id"] for row in expected if row["speaker"] == "patient"}
    assert sum(len(turns) for turns in stored(project).values()) == 578


@pytest.mark.real
@pytest.mark.parametrize(
    "name",
    [
        "doccano/labeling-labeling.jsonl",
        "doccano/sequence_labeling-example.jsonl",
        "prodigy/bio_events.jsonl",
        "label_studio/csv_test2.json",
    ],
)
def test_the_exports_of_tools_bring_their_items(world: World, real_data: Path, name: str) -> None:
    from earmark.formats import read

    path = real_data / "formats" / name
    table = read(path, skip_bad=True).items
    assert table is not None
    expected = {
        str(item)
        for item, text in zip(table.data["item_id"].to_pylist(), table.data["text"].to_pylist(), strict=True)
        if text is not None
    }
    project = world.project()
    job = run_import(project, {path.name: path.read_bytes()})

    assert job["state"] == "done", job["message"]
    assert set(items(project)) == expected
