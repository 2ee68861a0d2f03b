"""What to do next: first what makes numbers wrong, then what takes most of the doubt away."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from earmark.analysis.audit import audit
from earmark.model import Kind, Label, Scheme
from tests.analysis.tables import Row, crowd, truths


def titles(rows: list[Row], **options: Any) -> list[str]:
    return [step.title for step in audit(rows, **options).next_steps]


def place(found: list[str], *words: str) -> int | None:
    """Return the place of the first step whose title has all these words; None where there is none."""
    return next((at for at, title in enumerate(found) if all(word in title for word in words)), None)


GOLD = ("Decide the true label",)
RULE = ("Write the rule",)
OVERLAP = ("more items", "labelled by two or more")


def at_random(rows: list[Row], annotator: str | None = None) -> list[Row]:
    """Let one annotator, or all, answer at random."""
    rng = np.random.default_rng(5)
    labels = ("cancel", "complaint", "request")
    return [
        row | {"label": labels[rng.integers(3)]} if annotator in (None, row["annotator_id"]) else row
        for row in rows
    ]


def with_everything_wrong() -> list[Row]:
    """Two ids that look alike, labels that look alike, and a pair of labels hard to tell apart."""
    rng = np.random.default_rng(3)
    rows = crowd()
    for row in rows:
        if row["label"] == "request" and rng.random() < 0.5:
            row["label"] = "complaint"
        if row["label"] == "cancel" and rng.random() < 0.1:
            row["label"] = "Cancel"
    return [row | {"annotator_id": "A0"} if row["annotator_id"] == "a4" else row for row in rows]


def test_what_makes_numbers_wrong_comes_before_what_makes_them_uncertain() -> None:
    gold = [{"item_id": f"I-{n}", "label": "cancel"} for n in range(9)]

    found = titles(with_everything_wrong(), gold=gold)

    assert place(found, "ids of gold") == 0
    assert place(found, "A0", "a0") == 1
    assert place(found, "Merge or rename", "'Cancel'", "'cancel'") == 2
    assert place(found, *RULE, "'complaint'", "'request'") == 3


def test_a_second_annotator_is_wanted_where_there_is_one() -> None:
    found = titles([row for row in crowd() if row["annotator_id"] == "a0"])

    assert place(found, "labelled by a second annotator") == 0


def test_gold_is_wanted_where_there_is_none_and_not_where_there_is() -> None:
    assert place(titles(crowd()), *GOLD) is not None
    assert place(titles(crowd(), gold=truths()), *GOLD) is None


def test_a_wide_interval_asks_for_as_many_items_as_would_narrow_it() -> None:
    result = audit(crowd(items=60))

    (step,) = [one for one in result.next_steps if all(word in one.title for word in OVERLAP)]
    alpha = result.tasks[0].alpha
    assert alpha.low is not None
    assert alpha.high is not None
    wanted = int(np.ceil(60 * ((alpha.high - alpha.low) / 0.10) ** 2))
    assert step.title.startswith(f"Have {wanted - 60:,} more items")


def test_a_narrow_interval_asks_for_no_more() -> None:
    assert place(titles(crowd(items=900, right=0.95)), *OVERLAP) is None


def test_where_people_hardly_agree_the_question_comes_before_its_labels() -> None:
    found = titles(at_random(crowd()))

    assert place(found, "one right answer") == 0
    assert place(found, *RULE) is None


def test_on_a_scale_its_steps_want_examples_and_no_rule_for_a_pair() -> None:
    scheme = Scheme(Kind.SCALE, tuple(Label(label) for label in ("cancel", "request", "complaint")))

    found = titles(crowd(), scheme=scheme)

    assert place(found, "Give each step of the scale") is not None
    assert place(found, *RULE) is None


def test_who_stands_out_is_looked_at_by_name() -> None:
    assert place(titles(at_random(crowd(), "a3")), "Look at some answers of a3") is not None
    assert place(titles(crowd()), "Look at some answers") is None


def test_a_step_names_its_task_where_there_are_several() -> None:
    rows = [row | {"task": "intent"} for row in crowd()]
    rows += [row | {"task": "mood"} for row in at_random(crowd())]

    found = titles(rows)

    assert place(found, "one right answer", "'mood'") is not None
    assert place(found, "one right answer", "'intent'") is None


def test_several_warnings_of_a_kind_are_one_step() -> None:
    labels = [f"{row['label']}s" for row in crowd()]
    rows = [
        row | {"label": label.upper() if at % 7 == 0 else label}
        for at, (row, label) in enumerate(zip(crowd(), labels, strict=True))
    ]

    assert len([title for title in titles(rows) if title.startswith("Merge or rename")]) == 1


@pytest.mark.parametrize("tasks", [1, 6])
def test_there_are_at_most_eight_and_none_twice(tasks: int) -> None:
    rows = [row | {"task": f"t{task}"} for task in range(tasks) for row in with_everything_wrong()]

    found = titles(rows)

    assert len(found) <= 8
    assert len(set(found)) == len(found)


def test_each_step_says_why() -> None:
    assert all(step.why for step in audit(with_everything_wrong()).next_steps)
