"""The page's figures are those of the audit of the export; nothing is shown that would spoil an answer still to come."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from earmark.analysis.audit import audit
from earmark.formats.scheme_file import read_schemes
from tests.server.assignments.desk import Desk
from tests.server.world import Visitor, World

LABELS = ("request", "problem", "complaint")


def _labelled(world: World, items: int = 12) -> Desk:
    """Three people who differ now and then."""
    desk = Desk.of(world, items=items, overlap=3)
    for number, person in enumerate(desk.people(3)):
        for at in range(items):
            label = LABELS[(at + (number if at % 3 == 0 else 0)) % 3]
            polite = str(1 + (at + (at % 4 == number)) % 3)
            answers = [{"task": "intent", "answer": label}, {"task": "polite", "answer": polite}]
            assert desk.submit(person, desk.next(person), answers=answers).status_code == 200
    return desk


def _quality(desk: Desk, visitor: Visitor) -> list[Any]:
    tasks: list[Any] = visitor.get(f"{desk.project.path}/quality").json()["tasks"]
    return tasks


def _export(desk: Desk, folder: Path, table: str, file_format: str, **query: str) -> Path:
    query = {"table": table, "format": file_format, **query}
    response = desk.project.owner.get(f"{desk.project.path}/export", params=query)
    assert response.status_code == 200, response.text
    place: Path = folder / response.headers["content-disposition"].split('"')[1]
    place.write_bytes(response.content)
    return place


@pytest.mark.parametrize("file_format", ["csv", "jsonl", "parquet"])
def test_the_audit_of_the_export_finds_the_page_s_figures(
    world: World, tmp_path: Path, file_format: str
) -> None:
    desk = _labelled(world)
    page = {task["task"]: task for task in _quality(desk, desk.project.owner)}
    annotations = _export(desk, tmp_path, "annotations", file_format)
    scheme = read_schemes(_export(desk, tmp_path, "scheme", file_format))

    found = audit(str(annotations), items=str(_export(desk, tmp_path, "items", file_format)), scheme=scheme)

    assert [task.task for task in found.tasks] == ["intent", "polite"]
    for task in found.tasks:
        shown = page[task.task]
        assert (shown["scale"], shown["alpha"]) == (task.scale, task.alpha.to_json())
        assert shown["percent"] == task.percent.to_json()
        assert [row["specific"] for row in shown["labels"]] == [one.specific.to_json() for one in task.labels]
        assert [row["share"] for row in shown["confusions"]] == [
            one.share.to_json() for one in task.confusions
        ]
    assert page["polite"]["scale"] == "ordinal"
    assert page["intent"]["alpha"]["value"] < 1


def test_before_anybody_has_answered_it_says_so(world: World) -> None:
    desk = Desk.of(world, items=2)

    intent, polite = _quality(desk, desk.project.owner)

    assert intent["alpha"]["undefined"] == "nobody has answered this yet"
    assert (intent["alpha"]["value"], polite["task"]) == (None, "polite")
    assert intent["progress"] == {"items": 2, "done": 0, "decided": 0}


def test_what_is_answered_changes_the_figures_at_once(world: World) -> None:
    desk = Desk.of(world, items=2)
    one, two = desk.people(2)
    before = _quality(desk, desk.project.owner)[0]["progress"]
    desk.label(one, "request")
    desk.label(two, "problem")
    after = _quality(desk, desk.project.owner)[0]

    assert (before["done"], after["progress"]["done"]) == (0, 1)
    assert after["disputed"] == [
        {"item": desk.items[0], "text": "It never works!", "answers": {"problem": 1, "request": 1}}
    ]


def test_what_is_not_answered_by_all_yet_is_not_among_the_disputed(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=3)
    one, two = desk.people(2)
    desk.label(one, "request")
    desk.label(two, "problem")

    assert _quality(desk, desk.project.owner)[0]["disputed"] == []


def test_who_answered_an_item_does_not_see_how_it_is_disputed(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=2)
    (one,) = desk.people(1)
    manager = desk.project.member("manager")
    desk.label(one, "request")
    desk.label(manager, "problem")

    assert _quality(desk, manager)[0]["disputed"] == []
    assert len(_quality(desk, desk.project.owner)[0]["disputed"]) == 1


def test_one_task_can_be_asked_for(world: World) -> None:
    desk = Desk.of(world, items=1)

    tasks = desk.project.owner.get(f"{desk.project.path}/quality?task=polite").json()["tasks"]

    assert [task["task"] for task in tasks] == ["polite"]


def test_labels_of_an_older_guideline_version_are_still_measured(world: World) -> None:
    desk = Desk.of(world, items=1, overlap=2)
    one, two = desk.people(2)
    desk.label(one, "complaint")
    desk.label(two, "complaint")
    tasks = [{"name": "intent", "kind": "category", "labels": [{"id": "request"}, {"id": "problem"}]}]
    desk.project.publish({"name": "Second", "tasks": tasks})

    found = {task["task"]: task for task in _quality(desk, desk.project.owner)}

    assert found["intent"]["percent"]["n"] == 1
    assert "polite" in found


def test_a_task_that_became_another_kind_of_question_stops_nothing(world: World) -> None:
    desk = Desk.of(world, items=2, overlap=1)
    (one,) = desk.people(1)
    desk.label(one, "complaint")
    desk.project.publish({"name": "Second", "tasks": [{"name": "polite", "kind": "scale"}]})
    desk.submit(one, desk.next(one), answers=[{"task": "polite", "answer": 2.5}])

    assert [task["task"] for task in _quality(desk, desk.project.owner)] == ["polite", "intent"]


def test_the_scheme_is_written_as_the_audit_reads_it(world: World, tmp_path: Path) -> None:
    desk = Desk.of(world, items=1)

    content = json.loads(_export(desk, tmp_path, "scheme", "csv").read_text())

    assert content["task"]["polite"]["kind"] == "scale"
    assert [label["id"] for label in content["task"]["polite"]["labels"]] == ["1", "2", "3"]
