"""What may be asked of agreement beside a metric: windows, weights, whom it speaks for, spans, preferences."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import earmark as em
from earmark.errors import CallError, SchemeError, TableError
from earmark.quality.agreement import krippendorff_alpha
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval
from tests.analysis.tables import Row, crowd

QUICK = Interval(resamples=100)


def one(rows: list[Row], metric: str, **options: Any) -> Any:
    (row,) = em.agreement(rows, metric=metric, interval=QUICK, **options).results
    return row.estimate


def timed(rows: list[Row]) -> list[Row]:
    """Return the rows with times: every item takes a day of its own, its second answer a fortnight later."""
    return [
        row
        | {
            "submitted_at": f"2026-01-{1 + int(row['item_id'][1:]) % 14 + 14 * (row['annotator_id'] == 'a1'):02}T10:00:00Z"
        }
        for row in rows
    ]


def test_an_item_lies_in_the_window_of_its_last_answer_with_all_its_answers() -> None:
    rows = timed(crowd(70, 2))
    found = em.agreement(rows, window="month", interval=QUICK).results
    weeks = em.agreement(rows, window="week", metric="percent_agreement", interval=QUICK).results

    assert [row.by for row in found] == [{"window": "2026-01"}] * 2
    assert found[0].answers == len(rows)
    assert [row.by["window"] for row in weeks] == ["2026-W03", "2026-W04", "2026-W05"]
    assert sum(row.answers for row in weeks) == len(rows)
    assert sum(row.items for row in weeks) == 70


def test_windows_can_be_compared_and_come_with_columns() -> None:
    rows = [row | {"batch": str(int(row["item_id"][1:]) % 2)} for row in timed(crowd(80, 2))]
    found = em.agreement(rows, by=["batch"], window="week", compare=True, interval=QUICK).results

    assert {"batch", "window"} == set(found[0].by)
    assert any(row.metric == "percent_agreement_difference" for row in found)


def chosen_for_hardness(items: int = 600, seed: int = 3) -> list[Row]:
    """Return items of which the hard ones get two more answers, with the probability that they do."""
    rng = np.random.default_rng(seed)
    rows = []
    for item in range(items):
        hard = rng.random() < 0.4
        probability = 0.9 if hard else 0.3
        answers = 4 if rng.random() < probability else 2
        truth = int(rng.integers(2))
        for who in range(answers):
            right = rng.random() < (0.55 if hard else 0.97)
            label = truth if right else 1 - truth
            rows.append(
                {"item_id": f"i{item}", "annotator_id": f"a{who}", "label": str(label), "p": str(probability)}
            )
    return rows


def test_agreement_is_withheld_where_hard_items_were_chosen_for_overlap() -> None:
    alpha, percent = (row.estimate for row in em.agreement(chosen_for_hardness(), interval=QUICK).results)

    for estimate in (alpha, percent):
        assert estimate.value is None
        assert (estimate.undefined or "").startswith("withheld: ")
        assert "--assigned" in (estimate.undefined or "")


def test_it_is_given_weighted_where_the_probabilities_are_known() -> None:
    rows = chosen_for_hardness()
    many = [row for row in rows if sum(other["item_id"] == row["item_id"] for other in rows) == 4]
    weighted = one(many, "percent_agreement", assigned="p")
    plain = one(many, "percent_agreement")
    easy, hard = 0.97**2 + 0.03**2, 0.55**2 + 0.45**2

    assert weighted.value == pytest.approx(0.6 * easy + 0.4 * hard, abs=0.04)
    assert plain.value < weighted.value - 0.05
    assert weighted.low < 0.6 * easy + 0.4 * hard < weighted.high


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"p": "0"}, "a probability lies above 0"),
        ({"p": "1.5"}, "a probability lies above 0 and at most at 1"),
    ],
)
def test_a_probability_out_of_bounds_is_named(change: Row, told: str) -> None:
    rows = chosen_for_hardness(40)
    rows = [row | change if row["item_id"] == "i0" else row for row in rows]

    with pytest.raises(TableError, match=told):
        em.agreement(rows, assigned="p", interval=QUICK)


def test_a_column_of_probabilities_must_be_there_and_give_an_item_one() -> None:
    rows = chosen_for_hardness(40)

    with pytest.raises(TableError, match="neither the annotations nor the items"):
        em.agreement(rows, assigned="q", interval=QUICK)
    with pytest.raises(TableError, match="two probabilities for item"):
        em.agreement([*rows[1:], rows[0] | {"p": "0.123"}], assigned="p", interval=QUICK)


def test_probabilities_may_stand_in_the_items() -> None:
    rows = [{key: row[key] for key in ("item_id", "annotator_id", "label")} for row in crowd(30)]
    items = [{"item_id": f"i{n:03}", "p": 0.5 if n % 2 else 1.0} for n in range(30)]
    weights = np.array([2.0 if n % 2 else 1.0 for n in range(30)])
    columns = [np.unique([row[key] for row in rows], return_inverse=True)[1] for key in rows[0]]
    expected = krippendorff_alpha(LongTable.of(*columns), weights=weights, interval=QUICK)

    assert one(rows, "krippendorff_alpha", items=items, assigned="p").value == pytest.approx(expected.value)


def test_unaided_answers_are_measured_apart() -> None:
    rows = crowd(60, 3)
    rows = [row | {"suggested": row["label"] if int(row["item_id"][1:]) % 2 else ""} for row in rows]
    found = em.agreement(rows, interval=QUICK).results
    apart = em.agreement([row for row in rows if not row["suggested"]], interval=QUICK).results

    assert [row.unaided for row in found] == [False, False, True, True]
    assert [row.estimate for row in found[2:]] == [row.estimate for row in apart]


def test_without_suggestions_nothing_is_unaided() -> None:
    assert not any(row.unaided for row in em.agreement(crowd(20), interval=QUICK).results)


def test_over_annotators_the_interval_speaks_for_others_like_them() -> None:
    rows = crowd(120, 6)
    people = em.agreement(rows, interval=Interval(resamples=100, over="annotators")).results[0].estimate
    items = em.agreement(rows, interval=QUICK).results[0].estimate

    assert (people.over, people.n) == ("annotators", 6)
    assert people.value == pytest.approx(items.value)


def test_two_annotators_say_nothing_of_others() -> None:
    found = em.agreement(crowd(40, 2), interval=Interval(over="annotators")).results

    assert {row.estimate.undefined for row in found} == {
        "fewer than 3 annotators: nothing tells how others would answer"
    }


def test_questions_asked_again_give_self_agreement() -> None:
    rows = crowd(20, 2)
    again = [row | {"purpose": "retest"} for row in rows if row["annotator_id"] == "a0"]
    changed = [again[0] | {"label": "other"}, *again[1:]]

    assert one([*rows, *changed], "self_agreement").value == pytest.approx(0.95)
    assert one([*rows, *again], "self_kappa").value == pytest.approx(1.0)
    assert one(rows, "self_agreement").undefined == "nobody was asked twice"


def marked(ends: tuple[int, ...]) -> list[Row]:
    return [
        {
            "item_id": f"i{item}",
            "annotator_id": who,
            "label": json.dumps(
                [{"start": 0, "end": end if who == "b" else 4, "unit": "char", "label": "x"}]
            ),
        }
        for item, end in enumerate(ends)
        for who in "ab"
    ]


def test_marks_are_compared_to_the_letter_and_over_their_length() -> None:
    found = {row.metric: row.estimate.value for row in em.agreement(marked((4, 2)), kind="spans").results}

    assert set(found) == {"unitized_alpha", "span_exact", "span_overlap"}
    assert found["span_exact"] == 0.5
    assert found["span_overlap"] == pytest.approx(12 / 14)


def test_the_length_of_a_text_bears_on_chance() -> None:
    rows = marked((4, 2, 3, 4))
    items = [{"item_id": f"i{n}", "text": "x" * 40} for n in range(4)]
    short, long = (
        one(rows, "unitized_alpha", kind="spans"),
        one(rows, "unitized_alpha", kind="spans", items=items),
    )

    assert long.value > short.value


def test_a_mark_behind_its_text_and_an_answer_that_is_none_are_named() -> None:
    with pytest.raises(CallError, match="item 'i0' ends at 4, behind the item's end at 3"):
        em.agreement(marked((4, 2)), kind="spans", items=[{"item_id": "i0", "text": "abc"}])
    with pytest.raises(SchemeError, match="needs marks, a JSON list"):
        em.agreement(crowd(5), kind="spans")


def test_a_tie_lies_half_way_between_two_preferences() -> None:
    labels = [("a", "a"), ("a", "tie"), ("b", "b"), ("b", "a")]
    rows = [
        {"item_id": f"i{item}", "annotator_id": who, "label": label}
        for item, pair in enumerate(labels)
        for who, label in zip("xy", pair, strict=True)
    ]

    assert one(rows, "preference_agreement", kind="preference").value == pytest.approx((1 + 0.5 + 1 + 0) / 4)
    assert one(rows, "preference_alpha", kind="preference").value < 1


def test_numbers_have_intraclass_correlations_and_weights_by_steps() -> None:
    rng = np.random.default_rng(0)
    rows = [
        {"item_id": f"i{item}", "annotator_id": f"a{who}", "label": str(item % 5 + int(rng.integers(0, 2)))}
        for item in range(40)
        for who in range(3)
    ]

    assert one(rows, "icc_2_1", scale="interval").value > 0.7
    assert one(rows, "weighted_alpha", distance="quadratic").value == pytest.approx(
        one(rows, "krippendorff_alpha", scale="interval").value
    )
    pairs = em.agreement(rows, metric="weighted_kappa", distance="linear", interval=QUICK).results
    assert [row.between for row in pairs] == [("a0", "a1"), ("a0", "a2"), ("a1", "a2")]
    assert {row.scale for row in pairs} == {"distance"}


def test_hours_lie_on_a_circle() -> None:
    rows = [
        {"item_id": f"i{item}", "annotator_id": who, "label": hour}
        for item in range(10)
        for who, hour in (("a", str((23 + 5 * item) % 24)), ("b", str(5 * item % 24)))
    ]
    circular = one(rows, "krippendorff_alpha", scale="circular", period=24)

    assert circular.value > one(rows, "krippendorff_alpha", scale="interval").value


def test_answers_of_several_labels_are_compared_label_by_label() -> None:
    sets = [(["x", "y"], ["x"]), (["y"], ["y"]), (["x"], ["x", "y"]), (["x"], ["x"])]
    rows = [
        {"item_id": f"i{item}", "annotator_id": who, "label": json.dumps(answer)}
        for item, pair in enumerate(sets)
        for who, answer in zip("ab", pair, strict=True)
    ]
    found = em.agreement(
        rows, kind="categories", by=["label"], metric="specific_agreement", interval=QUICK
    ).results

    assert [(row.label, row.answers, row.items) for row in found] == [("x", 6, 3), ("y", 4, 3)]
    assert found[0].estimate.value == 1.0
    assert found[1].estimate.value == pytest.approx(2 / 4)


def test_a_column_of_the_items_makes_slices() -> None:
    rows = crowd(40, 3)
    items = [{"item_id": f"i{n:03}", "domain": "bank" if n % 2 else "clinic"} for n in range(40)]
    found = em.agreement(rows, items=items, by=["domain"], metric="percent_agreement", interval=QUICK).results
    alone = em.agreement(
        [row for row in rows if int(row["item_id"][1:]) % 2], metric="percent_agreement", interval=QUICK
    )

    assert [(row.by, row.items) for row in found] == [({"domain": "bank"}, 20), ({"domain": "clinic"}, 20)]
    assert found[0].estimate == alone.results[0].estimate


def test_the_alphabet_is_no_order_to_step_along() -> None:
    with pytest.raises(SchemeError, match="steps between labels need their order"):
        em.agreement(crowd(10), metric="weighted_alpha", distance="linear", interval=QUICK)
