"""Who reads conversations: page by page, without their content growing with the list."""

from __future__ import annotations

import pytest

from tests.server.conversations.seeing import TURNS, conversation
from tests.server.media.sending import run_import
from tests.server.world import Project, World


@pytest.fixture
def project(world: World) -> Project:
    """A project with two conversations."""
    made = world.project()
    run_import(made, {"turns.csv": TURNS})
    return made


def test_conversations_are_listed_with_how_much_is_in_them(project: Project) -> None:
    rows = project.owner.get(f"{project.path}/conversations").json()["rows"]

    assert [(row["external_id"], row["counts"]) for row in rows] == [
        ("c1", {"turns": 3, "items": 3}),
        ("c2", {"turns": 2, "items": 2}),
    ]


def test_pages_together_are_the_list(project: Project) -> None:
    run_import(project, {"more.csv": "text\n" + "hello\n" * 7})
    seen: list[str] = []
    after = ""

    while True:
        page = project.owner.get(f"{project.path}/conversations?limit=2{after}").json()
        seen += [row["external_id"] for row in page["rows"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"

    assert seen == ["c1", "c2", *(f"more:{number}" for number in range(1, 8))]


def test_the_turns_of_a_long_conversation_come_in_pieces(project: Project) -> None:
    rows = "conversation_id,turn,text\n" + "".join(f"long,{turn},t{turn}\n" for turn in range(0, 900, 3))
    run_import(project, {"long.csv": rows})
    shown = conversation(project, "long")
    place, positions, after = f"/api/conversations/{shown['id']}", [], -1

    while after is not None:
        piece = project.owner.get(f"{place}?after={after}&limit=70").json()
        positions += [turn["position"] for turn in piece["turns"]]
        after = piece["next"]

    assert positions == list(range(0, 900, 3))


def test_a_conversation_without_audio_says_so(project: Project) -> None:
    shown = conversation(project, "c1")

    assert (shown["audio"], shown["peaks"], shown["seconds"], shown["channels"]) == (None, None, None, None)


@pytest.mark.parametrize("role", ["annotator", "auditor", "client"])
def test_who_labels_sees_conversations_through_assignments_only(project: Project, role: str) -> None:
    person = project.member(role)
    conversation_id = conversation(project, "c1")["id"]

    assert person.get(f"{project.path}/conversations").status_code == 403
    assert person.get(f"/api/conversations/{conversation_id}").status_code == 403
