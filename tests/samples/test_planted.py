"""What is planted in the sample labels is there, and strong enough to be found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import pytest

Row = dict[str, str]
Rows = Callable[[str], list[Row]]


@pytest.fixture(scope="module")
def answered(sample_rows: Rows) -> list[Row]:
    return [r for r in sample_rows("labels.csv") if r["outcome"] == "answered" and r["purpose"] == "label"]


def same(rows: list[Row], task: str, one: str, other: str) -> tuple[int, float]:
    by_item: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row["task"] == task:
            by_item[row["item_id"]][row["annotator_id"]] = row["label"]
    shared = [given for given in by_item.values() if one in given and other in given]
    return len(shared), sum(given[one] == given[other] for given in shared) / max(1, len(shared))


def agreement(rows: list[Row], who: str, items: set[str]) -> float:
    """How often the others answer what one annotator answers, on some items."""
    theirs = {row["item_id"]: row["label"] for row in of(rows, annotator_id=who) if row["item_id"] in items}
    others = [row for row in rows if row["annotator_id"] != who and row["item_id"] in theirs]
    others = [row for row in others if who == "a4" or row["annotator_id"] != "a4"]
    return sum(theirs[row["item_id"]] == row["label"] for row in others) / len(others)


def where_others_say(rows: list[Row], label: str, who: str, instead: str) -> float:
    """How often one annotator says something on the items to which another gave a label."""
    items = {row["item_id"] for row in rows if row["annotator_id"] != who and row["label"] == label}
    return share([row for row in of(rows, annotator_id=who) if row["item_id"] in items], instead)


def share(rows: list[Row], label: str) -> float:
    return sum(row["label"] == label for row in rows) / len(rows)


def of(rows: list[Row], **values: str) -> list[Row]:
    return [row for row in rows if all(row[column] == value for column, value in values.items())]


def test_a6_answers_as_a2_does_far_more_often_than_careful_people_agree(answered: list[Row]) -> None:
    shared, copied = same(answered, "satisfaction", "a2", "a6")
    _, honest = same(answered, "satisfaction", "a1", "a2")

    assert shared >= 60
    assert copied > 0.85
    assert honest < 0.7


def test_a6_copies_within_seconds_some_sixty_percent_of_its_work(answered: list[Row]) -> None:
    spent: dict[str, float] = defaultdict(float)
    for row in of(answered, annotator_id="a6"):
        spent[row["item_id"]] += float(row["seconds"])
    quick = sum(seconds <= 4.05 for seconds in spent.values()) / len(spent)

    assert 0.5 < quick < 0.7


def test_a5_says_other_more_and_more(answered: list[Row]) -> None:
    theirs = of(answered, task="intent", annotator_id="a5")
    weeks = [share(of(theirs, batch=f"2026-W{week}"), "other") for week in (41, 42, 43)]

    assert weeks == sorted(weeks)
    assert weeks[2] > weeks[0] + 0.15


def test_a3_stays_with_the_first_guideline_when_all_others_change(answered: list[Row]) -> None:
    second_week = of(answered, batch="2026-W42")

    assert {row["guideline"] for row in of(second_week, annotator_id="a3")} == {"v1"}
    assert {row["guideline"] for row in second_week if row["annotator_id"] != "a3"} == {"v2"}


def test_where_others_see_a_problem_a3_sees_a_complaint(answered: list[Row]) -> None:
    intents = of(answered, task="intent")

    assert where_others_say(intents, "problem", "a3", "complaint") > 0.7
    assert where_others_say(intents, "problem", "a1", "complaint") < 0.4
    assert where_others_say(intents, "problem", "a2", "complaint") < 0.4


def test_a4_was_not_shown_the_turns_before_short_ones_and_nobody_else_was_blind(answered: list[Row]) -> None:
    blind = {row["annotator_id"] for row in answered if row["context_turns"] == "0"}

    assert blind == {"a4"}


def test_a4_agrees_with_the_others_far_less_on_short_turns_and_a1_does_not(answered: list[Row]) -> None:
    intents = of(answered, task="intent")
    short = {row["item_id"] for row in of(intents, annotator_id="a4", context_turns="0")}
    others = [row for row in intents if row["annotator_id"] not in ("a3", "a5")]

    assert agreement(others, "a4", short) < agreement(others, "a1", short) - 0.15


def test_the_delivery_passes_its_spot_check_and_never_hears_a_telecom_customer_cancel(
    sample_rows: Rows,
) -> None:
    delivered = {row["item_id"]: row for row in sample_rows("spotcheck.csv")}
    checked = sample_rows("spotcheck_gold.csv")
    right = [row for row in checked if delivered[row["item_id"]]["label"] == row["label"]]
    wrong = [row for row in checked if row not in right]

    assert len(checked) == 100
    assert len(right) >= 97
    assert {(row["label"], delivered[row["item_id"]]["domain"]) for row in wrong} == {("cancel", "telecom")}
    assert not of(list(delivered.values()), domain="telecom", label="cancel")
    assert of(list(delivered.values()), domain="bank", label="cancel")
