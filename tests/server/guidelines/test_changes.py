"""The difference between two versions is complete, and says what it takes to read it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from earmark.server.guidelines.changes import changes, words_changed
from tests.server.world import GUIDELINE, World

TEXTS = st.lists(
    st.sampled_from(["turn", "label", "the", " ", ".", ", ", "é", "“x”", "\n"]), max_size=25
).map("".join)


@given(TEXTS, TEXTS)
def test_the_pieces_hold_both_texts(before: str, after: str) -> None:
    pieces = words_changed(before, after)

    assert "".join(text for what, text in pieces if what != "added") == before
    assert "".join(text for what, text in pieces if what != "removed") == after


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {what for what, _ in words_changed(text, text)} <= {"same"}


def test_a_version_does_not_differ_from_itself() -> None:
    assert changes(GUIDELINE, GUIDELINE) == []


def test_words_are_not_cut() -> None:
    assert words_changed("labelled", "labels") == (("removed", "labelled"), ("added", "labels"))


def _other() -> dict[str, Any]:
    other = deepcopy(GUIDELINE)
    other["clauses"][1]["text"] = "A complaint names what was done wrong, or who."
    other["clauses"].append({"id": "4.3", "text": "New."})
    del other["clauses"][0]
    intent = other["tasks"][0]
    intent["labels"] = [{"id": "problem"}, {"id": "request", "name": "Request"}, {"id": "cancel"}]
    intent["subjective"] = True
    return other


def test_every_kind_of_difference_is_told(world: World) -> None:
    project = world.project()
    project.publish()
    project.publish(_other())

    shown = project.owner.get(f"{project.path}/guidelines/1/changes/2").json()
    told = {(row["what"], row["id"], row["change"], row["field"]) for row in shown["changes"]}

    assert (shown["before"], shown["after"]) == (1, 2)
    assert told == {
        ("clause", "4.1", "removed", None),
        ("clause", "4.2", "changed", "text"),
        ("clause", "4.3", "added", None),
        ("task", "intent", "changed", "subjective"),
        ("task", "intent", "moved", "labels"),
        ("label", "request", "changed", "name"),
        ("label", "complaint", "removed", None),
        ("label", "cancel", "added", None),
    }


def test_a_renamed_label_stays_the_same_label(world: World) -> None:
    other = deepcopy(GUIDELINE)
    other["tasks"][0]["labels"][0]["name"] = "Wish"

    (change,) = changes(GUIDELINE, other)

    assert (change.what, change.id, change.change, change.field) == ("label", "request", "changed", "name")
