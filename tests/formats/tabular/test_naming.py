"""Columns are recognised under the names that common tools give them."""

from __future__ import annotations

import pytest

from earmark.errors import CallError, TableError
from earmark.formats.table import TableKind
from earmark.formats.tabular.columns import COLUMNS, plain
from earmark.formats.tabular.naming import plan_of


@pytest.mark.parametrize(
    ("names", "kind", "mapping"),
    [
        (["item_id", "annotator_id", "label"], "annotations", {}),
        (["task", "worker", "label"], "annotations", {"task": "item_id", "worker": "annotator_id"}),
        (
            ["task", "worker", "text"],
            "annotations",
            {"task": "item_id", "worker": "annotator_id", "text": "label"},
        ),
        (["task", "label"], "gold", {"task": "item_id"}),
        (["task", "text"], "items", {"task": "item_id"}),
        (
            ["Item ID", "Rater", "Rating", "question"],
            "annotations",
            {"Item ID": "item_id", "Rater": "annotator_id", "Rating": "label", "question": "task"},
        ),
        (
            ["HITId", "AssignmentId", "WorkerId", "answer", "WorkTimeInSeconds"],
            "annotations",
            {
                "HITId": "item_id",
                "AssignmentId": "annotation_id",
                "WorkerId": "annotator_id",
                "answer": "label",
                "WorkTimeInSeconds": "seconds",
            },
        ),
        (
            ["id", "utterance_id", "user", "value", "created_at", "updated_at"],
            "annotations",
            {
                "id": "annotation_id",
                "utterance_id": "item_id",
                "user": "annotator_id",
                "value": "label",
                "created_at": "submitted_at",
            },
        ),
        (["item_id", "label"], "gold", {}),
        (["id", "gold_label"], "gold", {"id": "item_id", "gold_label": "label"}),
        (["item_id", "p:yes", "p:no"], "predictions", {}),
        (["item_id", "label", "model_name"], "predictions", {"model_name": "model"}),
        (
            ["id", "dialogue_id", "turn_id", "utterance", "category"],
            "items",
            {"id": "item_id", "dialogue_id": "conversation_id", "turn_id": "turn", "utterance": "text"},
        ),
    ],
)
def test_names_of_common_tools_are_taken(names: list[str], kind: str, mapping: dict[str, str]) -> None:
    plan = plan_of(names, None, {}, "labels.csv")

    assert plan.kind.value == kind
    assert plan.mapping == mapping


def test_the_exact_name_wins_over_an_alias() -> None:
    plan = plan_of(["item", "item_id", "annotator_id", "label", "rating"], None, {}, "x")

    assert plan.mapping == {}


def test_what_the_caller_says_wins_over_the_exact_name() -> None:
    plan = plan_of(["item_id", "utt", "annotator_id", "label"], None, {"item_id": "utt"}, "x")

    assert plan.taken == {
        "item_id": "item_id_as_found",
        "utt": "item_id",
        "annotator_id": "annotator_id",
        "label": "label",
    }


def test_a_column_called_row_makes_room_for_the_row_numbers() -> None:
    plan = plan_of(["row", "item_id", "annotator_id", "label"], None, {}, "x")

    assert plan.taken["row"] == "row_as_found"


def test_unnamed_columns_are_named_by_their_place() -> None:
    plan = plan_of(["", "item_id", "annotator_id", "label", " "], None, {}, "x")

    assert plan.names == ("column 1", "item_id", "annotator_id", "label", "column 5")


def test_predictions_take_the_annotator_for_the_model() -> None:
    plan = plan_of(["item_id", "annotator_id", "label"], TableKind.PREDICTIONS, {}, "x")

    assert plan.mapping == {"annotator_id": "model"}


def test_production_needs_an_item_or_a_text() -> None:
    plan = plan_of(["utterance", "predicted_label"], TableKind.PRODUCTION, {}, "x")

    assert plan.mapping == {"utterance": "text", "predicted_label": "predicted"}
    with pytest.raises(TableError, match="item_id or text"):
        plan_of(["predicted", "domain"], TableKind.PRODUCTION, {}, "x")


def test_one_column_cannot_be_two() -> None:
    with pytest.raises(CallError, match="two names"):
        plan_of(["a", "b", "c"], None, {"item_id": "a", "label": "a", "annotator_id": "b"}, "x")


def test_no_alias_is_spelled_in_a_way_that_names_are_never_compared_in() -> None:
    aliases = {
        alias for columns in COLUMNS.values() for one in columns for tier in one.aliases for alias in tier
    }

    assert {alias for alias in aliases if plain(alias) != alias} == set()


def test_no_alias_is_taken_for_two_columns_of_one_tier() -> None:
    for columns in COLUMNS.values():
        names = {column.name for column in columns}
        for column in columns:
            assert not names & {alias for tier in column.aliases for alias in tier if alias != "task"}
