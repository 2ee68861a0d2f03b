"""Agreement is the same whatever things are called and in whatever order and shape they come."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

import earmark as em
from earmark.errors import CallError, SchemeError, TableError
from earmark.model import Kind, Label, Scheme
from earmark.quality.resampling import Interval
from tests.analysis.tables import Row, crowd, shuffled

QUICK = Interval(resamples=100)
VIEWS: list[list[str]] = [[], ["label"], ["annotator"], ["pair"], ["batch"], ["batch", "label"]]

answers = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 3), st.integers(0, 2), st.integers(0, 1)),
    min_size=1,
    max_size=40,
    unique_by=lambda row: (row[0], row[1]),
).map(
    lambda found: [
        {"item_id": f"i{item}", "annotator_id": f"a{who}", "label": f"l{label}", "batch": f"b{item % 2}"}
        for item, who, label, _ in found
    ]
)


def shown(rows: list[Row], by: list[str], **options: Any) -> dict[tuple[Any, ...], Any]:
    """Return each result under what it speaks of."""
    return {
        (row.task, row.metric, tuple(row.by.items()), row.between, row.label): (
            row.estimate,
            row.items,
            row.annotators,
            row.answers,
        )
        for row in em.agreement(rows, by=by, interval=QUICK, **options).results
    }


@pytest.mark.parametrize("by", VIEWS, ids="-".join)
@settings(max_examples=15, deadline=None)
@given(rows=answers, seed=st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(by: list[str], rows: list[Row], seed: int) -> None:
    assert shown(shuffled(rows, seed), by) == shown(rows, by)


@pytest.mark.parametrize("column", ["item_id", "annotator_id", "label"])
@settings(max_examples=20, deadline=None)
@given(rows=answers)
def test_other_names_change_no_number(column: str, rows: list[Row]) -> None:
    renamed = [row | {column: f"other name, {row[column]}"} for row in rows]

    assert [row.estimate for row in em.agreement(renamed, interval=QUICK).results] == [
        row.estimate for row in em.agreement(rows, interval=QUICK).results
    ]


@settings(max_examples=20, deadline=None)
@given(rows=answers, order=st.permutations(range(3)))
def test_names_in_another_order_of_the_alphabet_change_no_value(rows: list[Row], order: list[int]) -> None:
    renamed = [row | {"label": f"l{order[int(row['label'][1:])]}"} for row in rows]

    for one, other in zip(
        em.agreement(renamed, interval=QUICK).results, em.agreement(rows, interval=QUICK).results, strict=True
    ):
        assert one.estimate.undefined == other.estimate.undefined
        assert one.estimate.value == pytest.approx(other.estimate.value, abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(rows=answers)
def test_a_group_is_the_table_of_its_rows_alone(rows: list[Row]) -> None:
    together = {
        (row.by["batch"], row.metric): row for row in em.agreement(rows, by=["batch"], interval=QUICK).results
    }

    for batch in {row["batch"] for row in rows}:
        for alone in em.agreement([row for row in rows if row["batch"] == batch], interval=QUICK).results:
            row = together[batch, alone.metric]
            assert (row.estimate, row.items, row.annotators, row.answers) == (
                alone.estimate,
                alone.items,
                alone.annotators,
                alone.answers,
            )


def test_each_view_names_what_it_speaks_of() -> None:
    rows = crowd(items=60, annotators=3)

    labels = em.agreement(rows, by=["label"], metric="specific_agreement").results
    people = em.agreement(rows, by=["annotator"], metric="agreement_with_others").results
    pairs = em.agreement(rows, by=["pair"]).results

    assert sorted(row.label or "" for row in labels) == ["cancel", "complaint", "request"]
    assert [row.answers for row in labels] == sorted((row.answers for row in labels), reverse=True)
    assert [row.between for row in people] == [("a0",), ("a1",), ("a2",)]
    assert {row.between for row in pairs} == {("a0", "a1"), ("a0", "a2"), ("a1", "a2")}
    assert {row.metric for row in pairs} == {"cohen_kappa"}


def test_a_metric_brings_its_view() -> None:
    rows = crowd(items=60, annotators=3)

    assert {row.between for row in em.agreement(rows, metric="cohen_kappa").results} == {
        row.between for row in em.agreement(rows, by=["pair"]).results
    }


def test_the_pairs_of_everyone_average_to_percent_agreement() -> None:
    rows = crowd(items=50, annotators=3)

    (whole,) = em.agreement(rows, metric="percent_agreement").results
    people = em.agreement(rows, metric="agreement_with_others").results

    assert whole.estimate.value == pytest.approx(np.mean([row.estimate.value for row in people]))


def test_tasks_are_apart_and_in_order() -> None:
    rows = [row | {"task": task} for task in ("mood", "intent") for row in crowd(items=30)]

    results = em.agreement(rows).results

    assert [row.task for row in results] == ["intent", "intent", "mood", "mood"]
    assert results[0].estimate == em.agreement(crowd(items=30)).results[0].estimate


def test_a_row_that_supersedes_another_takes_its_place() -> None:
    rows = [row | {"annotation_id": f"n{at}", "supersedes": None} for at, row in enumerate(crowd(items=40))]
    again = [
        row | {"annotation_id": f"m{at}", "supersedes": row["annotation_id"], "label": "cancel"}
        for at, row in enumerate(rows[:20])
    ]

    found = em.agreement(rows + again)

    assert found.left_out == {"superseded": 20}
    assert found.results == em.agreement(again + rows[20:]).results


def test_questions_asked_again_are_no_agreement_between_people() -> None:
    rows = [row | {"purpose": "label"} for row in crowd(items=40)]
    again = [row | {"purpose": "retest", "label": "cancel"} for row in rows[:20]]

    assert em.agreement(rows + again).results == em.agreement(rows).results


def test_skipped_defective_and_machine_answers_do_not_count() -> None:
    rows = [row | {"outcome": "answered", "source": "human"} for row in crowd(items=40)]
    beside = [
        rows[0] | {"item_id": "i900", "outcome": "skipped"},
        rows[0] | {"item_id": "i901", "outcome": "defective"},
        rows[0] | {"annotator_id": "model", "source": "machine"},
    ]

    found = em.agreement(rows + beside)

    assert found.results == em.agreement(rows).results
    assert found.left_out == {"by a machine": 1, "skipped": 1, "defective": 1}


def scale(*labels: str) -> Scheme:
    return Scheme(Kind.SCALE, tuple(Label(label) for label in labels))


NEAR = [
    {"item_id": f"i{item}", "annotator_id": who, "label": label}
    for item, pair in enumerate([("low", "mid"), ("mid", "high"), ("low", "low"), ("high", "high"), ("mid", "mid")])
    for who, label in zip("ab", pair, strict=True)
]  # fmt: skip


def alpha(rows: list[Row], **options: Any) -> em.AgreementResult:
    return em.agreement(rows, metric="krippendorff_alpha", **options)


def test_a_scheme_in_order_makes_alpha_ordinal() -> None:
    (ordinal,) = alpha(NEAR, scheme=scale("low", "mid", "high")).results
    (nominal,) = alpha(NEAR).results

    assert (ordinal.scale, nominal.scale) == ("ordinal", "nominal")
    assert (ordinal.estimate.value or 0) > (nominal.estimate.value or 0)


def test_the_order_of_the_scheme_decides_and_its_direction_does_not() -> None:
    (up,) = alpha(NEAR, scheme=scale("low", "mid", "high")).results
    (down,) = alpha(NEAR, scheme=scale("high", "mid", "low")).results
    (wrong,) = alpha(NEAR, scheme=scale("low", "high", "mid")).results

    assert up.estimate.value == pytest.approx(down.estimate.value)
    assert (wrong.estimate.value or 0) < (up.estimate.value or 0)


def test_a_scheme_may_speak_of_some_tasks_only() -> None:
    rows = [row | {"task": task} for task in ("mood", "tone") for row in NEAR]

    found = alpha(rows, scheme={"mood": scale("low", "mid", "high")}).results

    assert {row.task: row.scale for row in found} == {"mood": "ordinal", "tone": "nominal"}


def test_the_alphabet_is_no_order() -> None:
    with pytest.raises(
        SchemeError, match=r"an ordinal scale needs labels in order.*give the order with --scheme"
    ):
        alpha(NEAR, scale="ordinal")


def test_numbers_have_their_order_and_two_labels_need_none() -> None:
    numbers = [row | {"label": {"low": "2", "mid": "10", "high": "100"}[str(row["label"])]} for row in NEAR]
    two = [row | {"label": "yes" if row["label"] == "low" else "no"} for row in NEAR]

    (ordinal,) = alpha(numbers, scale="ordinal").results
    (stated,) = alpha(NEAR, scheme=scale("low", "mid", "high")).results

    assert ordinal.estimate.value == pytest.approx(stated.estimate.value)
    assert alpha(two, scale="ordinal").results[0].estimate.value == pytest.approx(
        alpha(two).results[0].estimate.value
    )


def test_a_scheme_that_lacks_a_label_is_refused() -> None:
    with pytest.raises(SchemeError, match="the label 'mid', which its scheme does not have"):
        alpha(NEAR, scheme=scale("low", "high"))


def test_an_interval_scale_needs_numbers() -> None:
    with pytest.raises(SchemeError, match="an interval scale needs numbers, but the table holds the label"):
        alpha(NEAR, scale="interval")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"metric": "accuracy"}, r"--metric 'accuracy' is not given by this view; metrics are .*cohen_kappa"),
        ({"metric": "cohen_kappa", "by": ["label"]}, "--metric 'cohen_kappa' is not given by this view"),
        ({"scale": "metric"}, "--scale 'metric' is not known; allowed are nominal, ordinal, interval, ratio, circular"),
        ({"scale": "circular"}, "a circular scale needs --period"),
        ({"metric": "weighted_alpha"}, "weighted_alpha needs --distance"),
        ({"metric": "icc_2_1"}, "needs numbers; use --scale interval"),
        ({"metric": "unitized_alpha"}, "use --kind spans or --kind segments"),
        ({"metric": "preference_alpha"}, "preferences are the labels a, b and tie"),
        ({"window": "fortnight"}, "--window takes day, week, month, quarter, year, found 'fortnight'"),
        ({"window": "week"}, "--window needs the times of answers"),
        ({"by": ["pair"], "assigned": "p"}, "--assigned goes with metrics over all labels"),
        ({"by": ["pair"], "interval": Interval(over="annotators")}, "--over annotators goes with metrics over all"),
        ({"distance": "linear", "metric": "gwet_ac1"}, "a distance goes with krippendorff_alpha, weighted_alpha"),
        ({"kind": "colour"}, "--kind 'colour' is not known; allowed are category, "),
        ({"by": ["label", "pair"]}, "--by takes one of label, annotator, pair at a time, found label and pair"),
        ({"distance": "near"}, "the distance 'near' is not known"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_one_sentence_with_what_is_allowed(options: dict[str, Any], told: str) -> None:
    with pytest.raises(CallError, match=told) as caught:
        em.agreement(NEAR, **options)

    assert "\n" not in str(caught.value)


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(TableError, match="no column 'dialect' to group by; its columns are annotator_id"):
        em.agreement(NEAR, by=["dialect"])


def test_one_letter_written_in_two_ways_is_one_letter() -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    rows = [
        {"item_id": f"{word}{item}", "annotator_id": who, "label": f"{word}{item % 2}"}
        for item in range(4)
        for who, word in (("a", composed), ("b", decomposed))
    ]

    (row,) = em.agreement(rows, metric="percent_agreement").results

    assert (row.items, row.estimate.value) == (4, 1.0)


def test_labels_are_texts_whatever_they_look_like() -> None:
    rows = [
        {"item_id": item, "annotator_id": who, "label": label}
        for item, pair in (("1", ("007", "7")), ("01", ("none", "none")), ("2", ("NA", "19:30")))
        for who, label in zip("ab", pair, strict=True)
    ]

    (row,) = em.agreement(rows, metric="percent_agreement").results

    assert row.items == 3
    assert row.estimate.value == pytest.approx(1 / 3)


def test_items_that_name_conversations_widen_what_is_resampled() -> None:
    rows = crowd(items=60)
    items = [{"item_id": f"i{at:03}", "conversation_id": f"c{at // 10}", "turn": at % 10} for at in range(60)]

    (alone,) = alpha(rows).results
    (within,) = alpha(rows, items=items).results

    assert (alone.estimate.over, within.estimate.over) == ("items", "conversations")
    assert (alone.estimate.n, within.estimate.n) == (60, 6)
    assert alone.estimate.value == within.estimate.value


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row for row in NEAR if row["annotator_id"] == "a"], "one annotator only"),
        ([row | {"item_id": f"{at}"} for at, row in enumerate(NEAR)], "no item has two answers"),
        ([row | {"label": "x"} for row in NEAR], "all answers are the same label"),
    ],
)
def test_what_cannot_be_known_says_why(rows: list[Row], why: str) -> None:
    (row,) = alpha(rows).results

    assert row.estimate.undefined == why
    assert (row.estimate.value, row.estimate.low, row.estimate.high) == (None, None, None)
