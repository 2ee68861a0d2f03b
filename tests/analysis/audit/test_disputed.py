"""Disputed items come with what was said, what was said before, and who chose what."""

from __future__ import annotations

from typing import Any

import numpy as np

from earmark.analysis.audit import audit
from earmark.analysis.audit.result import DisputedItem
from tests.analysis.tables import Row, crowd, shuffled


def votes(item: str, **counts: int) -> list[Row]:
    people = iter(range(99))
    return [
        {"item_id": item, "annotator_id": f"a{next(people)}", "label": label}
        for label, count in counts.items()
        for _ in range(count)
    ]


def disputed(rows: list[Row], **options: Any) -> tuple[DisputedItem, ...]:
    return audit(rows, **options).tasks[0].disputed


ROWS = [
    *votes("agreed", x=4),
    *votes("nearly", x=3, y=1),
    *votes("halved", y=2, x=2),
    *votes("scattered", x=1, y=1, z=2),
    *votes("halved more", x=3, y=3),
    *votes("alone", x=1),
]


def test_the_most_disputed_come_first_and_those_agreed_upon_not_at_all() -> None:
    assert [one.item_id for one in disputed(ROWS)] == ["scattered", "halved", "halved more", "nearly"]


def test_the_order_of_rows_changes_nothing() -> None:
    assert disputed(shuffled(ROWS)) == disputed(ROWS)


def test_answers_are_counted_most_first_and_then_in_order_of_the_labels() -> None:
    answers = {one.item_id: one.answers for one in disputed(ROWS)}

    assert answers["nearly"] == (("x", 3), ("y", 1))
    assert answers["halved"] == (("x", 2), ("y", 2))
    assert answers["scattered"] == (("z", 2), ("x", 1), ("y", 1))


ITEMS = [
    {"item_id": f"t{turn}", "conversation_id": "c", "turn": turn, "speaker": "ab"[turn % 2], "text": f"words {turn}"}
    for turn in range(6)
] + [{"item_id": "other", "conversation_id": "d", "turn": 0, "speaker": "a", "text": "elsewhere"}]  # fmt: skip


def test_text_and_the_three_turns_before_stand_beside() -> None:
    (one,) = disputed(votes("t5", x=2, y=2) + votes("other", x=4), items=shuffled(ITEMS))

    assert one.text == "words 5"
    assert one.context == ("a: words 2", "b: words 3", "a: words 4")


def test_the_first_turn_has_nothing_before_it() -> None:
    (one,) = disputed(votes("t0", x=2, y=2) + votes("other", x=4), items=ITEMS)

    assert (one.text, one.context) == ("words 0", ())


def test_turns_that_were_not_labelled_are_shown_before_all_the_same() -> None:
    (one,) = disputed(votes("t2", x=2, y=2) + votes("other", x=4), items=ITEMS)

    assert one.context == ("a: words 0", "b: words 1")


def test_pairs_show_each_of_their_texts_by_name() -> None:
    items = [{"item_id": "p", "prompt": "why?", "text_a": "because", "text_b": "never mind"}]

    (one,) = disputed(votes("p", a=2, b=2) + votes("q", a=3), items=items)

    assert all(part in (one.text or "") for part in ("prompt: why?", "text_a: because", "text_b: never mind"))


def test_a_long_text_is_cut_and_says_so() -> None:
    (one,) = disputed(votes("p", a=2, b=2) + votes("q", a=3), items=[{"item_id": "p", "text": "word " * 200}])

    assert one.text is not None
    assert len(one.text) == 400
    assert one.text.endswith("…")


def test_without_items_there_is_no_text_and_it_is_said() -> None:
    result = audit(ROWS)

    assert all(one.text is None and one.context == () for one in result.tasks[0].disputed)
    assert any(gap.startswith("In context: the texts were not given") for gap in result.axes[0].not_measured)


def test_an_item_the_table_of_items_does_not_know_has_no_text() -> None:
    assert {one.text for one in disputed(ROWS, items=[{"item_id": "nearly", "text": "this one"}])} == {
        None,
        "this one",
    }


def test_the_consensus_and_its_probability_stand_beside() -> None:
    for one in disputed(crowd()):
        assert one.consensus in dict(one.answers)
        assert one.probability is not None
        assert 0 < one.probability <= 1


def test_at_most_fifty_are_listed() -> None:
    rng = np.random.default_rng(3)

    assert len(disputed([row | {"label": "xyz"[rng.integers(3)]} for row in crowd()])) == 50
