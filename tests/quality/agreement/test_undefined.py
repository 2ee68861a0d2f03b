"""What cannot be known is said, in words; what can be is bounded even where nothing varied."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality.agreement import (
    by_label,
    cohen_kappa,
    confusions,
    disagreement_by_item_interval,
    krippendorff_alpha,
    label_alpha,
    percent_agreement,
    self_agreement,
    specific_agreement,
    with_others,
)
from earmark.quality.intervals import unseen
from earmark.quality.long_table import LongTable


def grid(*rows: str, annotators: int | None = None) -> LongTable:
    """One row of digits per annotator; a dot where there is no answer."""
    cells = np.array([list(row) for row in rows])
    annotator, item = np.nonzero(cells != ".")
    label = cells[annotator, item].astype(int)
    return LongTable.of(item, annotator, label, items=cells.shape[1], annotators=annotators, labels=4)


EMPTY = LongTable.of(np.zeros(0, int), np.zeros(0, int), np.zeros(0, int))
REASONS = [
    (EMPTY, "no item has two answers"),
    (grid("0120"), "one annotator only"),
    (grid("01..", "..20"), "no item has two answers"),
    (grid("01..", ".120"), "fewer than two items have two answers"),
]


@pytest.mark.parametrize(("table", "reason"), REASONS)
def test_too_few_answers_give_a_reason_instead_of_a_number(table: LongTable, reason: str) -> None:
    for measure in (krippendorff_alpha, percent_agreement):
        found = measure(table)

        assert (found.value, found.low, found.high) == (None, None, None)
        assert found.undefined == reason


def test_alpha_without_any_variety_is_undefined_and_percent_agreement_is_not() -> None:
    table = grid("1111", "1111")

    assert krippendorff_alpha(table).undefined == "all answers are the same label"
    assert label_alpha(table, 1).undefined == "all answers are the same label"
    assert percent_agreement(table).value == 1.0
    assert specific_agreement(table, 1).value == 1.0


def test_numbers_that_are_equal_have_no_variety_either() -> None:
    found = krippendorff_alpha(grid("0123", "0123"), scale="interval", values=np.full(4, 0.1))

    assert found.undefined == "all answers are the same label"


def test_no_disagreement_on_few_items_is_not_taken_for_certain() -> None:
    table = grid("01" * 15, "01" * 15)
    percent, alpha = percent_agreement(table), krippendorff_alpha(table)

    assert percent.low == pytest.approx(1 - unseen(30))
    assert alpha.low == pytest.approx(1 - unseen(30) * 59 / 30)  # of two answers, 30/59 differ by chance
    assert (percent.high, alpha.high) == (1.0, 1.0)


def test_items_that_all_disagree_alike_do_not_pin_agreement_down() -> None:
    found = percent_agreement(grid("0" * 20, "1" * 20))

    assert found.value == found.low == 0.0
    assert found.high == pytest.approx(unseen(20))


def test_a_rare_label_nobody_agreed_on_leaves_alpha_open_above() -> None:
    found = krippendorff_alpha(grid("0" * 98 + "11", "0" * 100))

    assert found.value == pytest.approx(-0.005, abs=1e-3)
    assert found.high is not None
    assert found.high > 0.8


def test_conversations_are_what_is_resampled_where_they_are_given() -> None:
    table = grid("0011223300", "0011223301")
    talk = np.repeat([0, 1, 2, 3, 4], 2).astype(np.int32)
    found = krippendorff_alpha(table, clusters=talk)

    assert (found.over, found.n) == ("conversations", 5)
    assert found.value == krippendorff_alpha(table).value
    assert krippendorff_alpha(table, clusters=np.zeros(10, np.int32)).undefined == (
        "fewer than two conversations have items with two answers"
    )


def test_items_outside_any_conversation_stand_for_themselves() -> None:
    table = grid("0011223300", "0011223301")
    alone = krippendorff_alpha(table, clusters=np.full(10, -1, np.int32))

    assert (alone.low, alone.high) == (krippendorff_alpha(table).low, krippendorff_alpha(table).high)


def test_a_conversation_of_like_items_says_less_than_as_many_items() -> None:
    rng = np.random.default_rng(0)
    x, y = (np.repeat(rng.integers(0, 2, 40), 10) for _ in range(2))
    item = np.tile(np.arange(400), 2)
    table = LongTable.of(item, np.repeat([0, 1], 400), np.concatenate((x, y)))
    items, talks = (
        krippendorff_alpha(table, clusters=clusters)
        for clusters in (None, np.repeat(np.arange(40), 10).astype(np.int32))
    )

    assert (talks.high or 0.0) - (talks.low or 0.0) > 2 * ((items.high or 0.0) - (items.low or 0.0))


def test_kappa_says_why_there_is_none() -> None:
    table = grid("00.1", "0.11", "..1.", "00..")

    assert cohen_kappa(table, 0, 2).undefined == "no shared items"
    assert cohen_kappa(table, 1, 3).undefined == "only 1 shared item"
    assert cohen_kappa(table, 0, 3).undefined == "both always gave the same single label"
    assert cohen_kappa(table, 0, 3, clusters=np.zeros(4, np.int32)).undefined == (
        "all shared items are in one conversation"
    )


def test_annotators_without_company_are_listed_with_the_reason() -> None:
    found = with_others(grid("00...", "00...", "..1..", "..12.", annotators=6))

    assert [one.annotator for one in found] == [0, 1, 2, 3]
    assert found[0].kappa.undefined == "all answers are the same label"
    assert found[0].agreement.value == 1.0
    assert found[2].agreement.undefined == "only one item shared with another annotator"
    assert (found[3].answers, found[3].shared_items) == (2, 1)
    assert with_others(grid("0110"))[0].kappa.undefined == "one annotator only"
    assert with_others(grid("01..", "..10"))[0].kappa.undefined == "no item shared with another annotator"
    assert with_others(EMPTY) == ()


def test_a_label_on_one_item_has_no_agreement_yet() -> None:
    found = {one.label: one for one in by_label(grid("0012", "0011"))}

    assert found[2].specific.undefined == "fewer than two items with two answers have this label"
    assert found[2].alpha.undefined == found[2].specific.undefined
    assert by_label(EMPTY) == ()
    assert by_label(grid("01"))[0].specific.undefined == "one annotator only"


def test_without_disagreement_there_is_no_confusion() -> None:
    assert confusions(grid("0123", "0123")) == ()
    assert confusions(EMPTY) == ()
    assert confusions(grid("0123", "0120"))[0].share.undefined == "fewer than two items hold a disagreement"


def test_nobody_asked_twice_and_one_question_asked_twice() -> None:
    none, one = np.zeros(0, np.int32), np.zeros(1, np.int32)

    assert self_agreement(none, none).undefined == "nobody was asked twice"
    assert self_agreement(one, one).undefined == "fewer than two items were asked twice"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda t: krippendorff_alpha(t, scale="metric"), "nominal, ordinal, interval, ratio, circular"),  # type: ignore[arg-type]  # wrong on purpose
        (lambda t: krippendorff_alpha(t, scale="interval"), "needs values"),
        (lambda t: krippendorff_alpha(t, scale="interval", values=np.zeros(2)), "4 are needed, found 2"),
        (lambda t: krippendorff_alpha(t, scale="interval", values=np.full(4, np.nan)), "finite"),
        (lambda t: krippendorff_alpha(t, clusters=np.zeros(3, np.int32)), "4 are needed, found 3"),
        (lambda t: disagreement_by_item_interval(t, np.zeros(1)), "4 are needed, found 1"),
        (lambda t: specific_agreement(t, 4), "between 0 and 3, found 4"),
        (lambda t: cohen_kappa(t, 0, 2), "between 0 and 1, found 2"),
        (lambda t: cohen_kappa(t, 1, 1), "found 1 twice"),
        (lambda t: self_agreement(t.label, t.label[1:]), "found 8 and 7"),
    ],
)
def test_a_wrong_call_is_told_what_is_allowed(call: object, words: str) -> None:
    with pytest.raises(CallError, match=words):
        call(grid("0123", "0123"))  # type: ignore[operator]  # each is a function of the table
