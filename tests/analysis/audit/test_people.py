"""Whose answers need a look is said with the reason, by name and never by rank."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.analysis.audit import audit
from earmark.analysis.audit.result import AnnotatorAudit
from earmark.quality.resampling import Interval
from tests.analysis.tables import LABELS, Row, crowd, shuffled, truths


def people(rows: list[Row], **options: object) -> dict[str, AnnotatorAudit]:
    task = audit(rows, **options).tasks[0]  # type: ignore[arg-type]
    return {one.annotator_id: one for one in task.annotators_found}


def with_answers_of(annotator: str, labels: list[str]) -> list[Row]:
    """Return the crowd with one annotator's answers replaced."""
    given = iter(labels)
    return [row | {"label": next(given)} if row["annotator_id"] == annotator else row for row in crowd()]


def at_random(items: int = 120) -> list[str]:
    rng = np.random.default_rng(7)
    return [LABELS[k] for k in rng.integers(3, size=items)]


def test_nobody_stands_out_of_an_honest_crowd() -> None:
    assert {name: one.stands_out for name, one in people(crowd()).items()} == dict.fromkeys(
        ["a0", "a1", "a2", "a3", "a4"]
    )


def test_who_agrees_less_than_is_usual_stands_out_and_nobody_else() -> None:
    found = people(with_answers_of("a3", at_random()))

    assert "agrees with the others less than is usual here" in (found["a3"].stands_out or "")
    assert [name for name, one in found.items() if one.stands_out] == ["a3"]


def test_who_gives_one_label_throughout_stands_out() -> None:
    found = people(with_answers_of("a2", ["cancel"] * 118 + ["request"] * 2))

    assert "gave 'cancel' in 98% of 120 answers" in (found["a2"].stands_out or "")


def test_one_label_throughout_is_usual_where_all_give_it() -> None:
    rows = [row | {"label": "cancel" if at % 25 else "request"} for at, row in enumerate(crowd())]

    assert all("gave 'cancel'" not in (one.stands_out or "") for one in people(rows).values())


def test_who_takes_a_third_of_the_usual_time_stands_out() -> None:
    seconds = {"a0": 30, "a1": 33, "a2": 27, "a3": 9, "a4": 31}
    rows = [row | {"seconds": seconds[row["annotator_id"]]} for row in crowd()]

    found = people(rows)

    assert found["a3"].stands_out == "takes 9 s an answer where 30 s are usual"
    assert {name: one.median_seconds for name, one in found.items()} == seconds
    assert [name for name, one in found.items() if one.stands_out] == ["a3"]


def test_half_the_usual_time_is_no_haste() -> None:
    seconds = {"a0": 30, "a1": 33, "a2": 27, "a3": 15, "a4": 31}

    found = people([row | {"seconds": seconds[row["annotator_id"]]} for row in crowd()])

    assert found["a3"].stands_out is None


def test_several_reasons_are_all_said() -> None:
    rows = [
        row | {"seconds": 5 if row["annotator_id"] == "a2" else 30}
        for row in with_answers_of("a2", ["cancel"] * 120)
    ]

    why = people(rows)["a2"].stands_out or ""

    assert "agrees with the others less" in why
    assert "gave 'cancel'" in why
    assert "takes 5 s" in why


def test_few_answers_accuse_nobody() -> None:
    few = [
        row
        for row in with_answers_of("a3", at_random())
        if row["annotator_id"] != "a3" or row["item_id"] < "i015"
    ]

    assert people(few)["a3"].answers == 15
    assert people(few)["a3"].stands_out is None


@pytest.mark.parametrize("seed", range(6))
def test_honest_crowds_of_many_accuse_nobody(seed: int) -> None:
    found = people(crowd(items=60, annotators=12, seed=seed), interval=Interval(resamples=100))

    assert [one.stands_out for one in found.values() if one.stands_out] == []


def test_people_are_listed_by_name_whatever_their_figures() -> None:
    names = list(people(shuffled(with_answers_of("a0", at_random()))))

    assert names == sorted(names)


def test_accuracy_on_gold_is_each_annotators_own() -> None:
    truth = {row["item_id"]: row["label"] for row in truths()}

    for name, one in people(crowd(), gold=truths()).items():
        right = [row["label"] == truth[row["item_id"]] for row in crowd() if row["annotator_id"] == name]
        assert one.accuracy_on_gold is not None
        assert one.accuracy_on_gold.value == pytest.approx(np.mean(right), abs=1e-12)


def test_agreement_with_others_is_the_share_of_their_answers_that_are_the_same() -> None:
    rows = crowd(items=40)
    label = {(row["item_id"], row["annotator_id"]): row["label"] for row in rows}

    for name, one in people(rows).items():
        same = [label[item, name] == label[item, other] for item, other in label if other != name]
        assert one.agreement.value == pytest.approx(np.mean(same), abs=1e-12)
