"""Which rows count as answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from earmark.analysis.answers import answers_of
from earmark.errors import TableError


def row(item: str, annotator: str, label: str | None, **more: object) -> dict[str, object]:
    return {"item_id": item, "annotator_id": annotator, "label": label, **more}


def shown(answers: Any) -> list[tuple[str, str, str]]:
    return [
        (answers.item.word(i), answers.annotator.word(a), answers.label.word(k))
        for i, a, k in zip(answers.item.codes, answers.annotator.codes, answers.label.codes, strict=True)
    ]


def test_every_plain_row_counts_and_is_sorted_by_item_and_annotator(annotations: Callable[..., Any]) -> None:
    table = annotations([row("2", "b", "x"), row("1", "b", "y"), row("1", "a", "x")])

    found = answers_of(table)

    assert shown(found) == [("1", "a", "x"), ("1", "b", "y"), ("2", "b", "x")]
    assert found.left_out == {}


def test_skipped_and_defective_rows_do_not_count(annotations: Callable[..., Any]) -> None:
    table = annotations(
        [
            row("1", "a", "x", outcome="answered"),
            row("1", "b", None, outcome="skipped"),
            row("1", "c", "x", outcome="defective"),
        ]
    )

    found = answers_of(table)

    assert shown(found) == [("1", "a", "x")]
    assert found.left_out == {"skipped": 1, "defective": 1}


def test_a_row_that_supersedes_replaces(annotations: Callable[..., Any]) -> None:
    table = annotations(
        [
            row("1", "a", "x", annotation_id="n1", supersedes=None),
            row("1", "a", "y", annotation_id="n2", supersedes="n1"),
        ]
    )

    found = answers_of(table)

    assert shown(found) == [("1", "a", "y")]
    assert found.left_out == {"superseded": 1}


def test_of_several_answers_the_last_in_time_is_kept_whatever_the_order_of_rows(
    annotations: Callable[..., Any],
) -> None:
    table = annotations(
        [
            row("1", "a", "late", submitted_at="2026-03-02T10:00:00Z"),
            row("1", "a", "early", submitted_at="2026-03-01T10:00:00Z"),
        ]
    )

    found = answers_of(table)

    assert shown(found) == [("1", "a", "late")]
    assert found.left_out == {"answered twice, the last kept": 1}


def test_a_grouping_column_keeps_one_answer_a_group(annotations: Callable[..., Any]) -> None:
    table = annotations([row("1", "a", "x", batch="first"), row("1", "a", "y", batch="second")])

    found = answers_of(table, by=["batch"])

    assert len(found) == 2
    assert [found.groups[code] for code in found.group] == [("first",), ("second",)]


def test_retests_go_to_self_agreement_and_count_nowhere_else(annotations: Callable[..., Any]) -> None:
    table = annotations(
        [
            row("1", "a", "x", purpose="label"),
            row("1", "a", "y", purpose="retest"),
            row("2", "a", "x", purpose="retest"),
        ]
    )

    found = answers_of(table)

    assert shown(found) == [("1", "a", "x")]
    assert [found.label.word(int(code)) for code in found.retests.first] == ["x"]
    assert [found.label.word(int(code)) for code in found.retests.second] == ["y"]


def test_machines_never_count_as_people(annotations: Callable[..., Any]) -> None:
    table = annotations([row("1", "a", "x", source="human"), row("1", "model", "x", source="machine")])

    found = answers_of(table)

    assert shown(found) == [("1", "a", "x")]
    assert found.left_out == {"by a machine": 1}


def test_a_missing_grouping_column_is_named_with_those_that_are_there(
    annotations: Callable[..., Any],
) -> None:
    table = annotations([row("1", "a", "x")])

    with pytest.raises(
        TableError, match="no column 'dialect' to group by; its columns are annotator_id, item_id, label"
    ):
        answers_of(table, by=["dialect"])
