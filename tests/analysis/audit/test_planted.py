"""What would mislead is found where it was planted, and not where it was not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from earmark.analysis.audit import AuditResult, audit

Row = dict[str, Any]


def crowd(items: int = 120, annotators: int = 5, seed: int = 1) -> list[Row]:
    """Return an honest table: every item answered by all, each right four times in five."""
    rng = np.random.default_rng(seed)
    labels = ("cancel", "complaint", "request")
    rows = []
    for item in range(items):
        truth = int(rng.integers(3))
        for annotator in range(annotators):
            label = truth if rng.random() < 0.8 else int(rng.integers(3))
            rows.append({"item_id": f"i{item:03}", "annotator_id": f"a{annotator}", "label": labels[label]})
    return rows


def codes(result: AuditResult) -> set[str]:
    return {notice.code for notice in result.warnings} | {one.code for one in result.refused}


def test_an_honest_table_raises_no_warning() -> None:
    assert codes(audit(crowd())) == set()


def test_one_annotator_leaves_consistency_unknown() -> None:
    result = audit([row for row in crowd() if row["annotator_id"] == "a0"])

    assert "one-annotator" in codes(result)
    assert result.tasks[0].alpha.undefined == "one annotator only"
    assert "labelled by a second annotator" in result.next_steps[0].title


def test_copied_answers_are_found_and_do_not_count() -> None:
    rows = [row for row in crowd() if row["annotator_id"] != "a4"]
    rows += [row | {"annotator_id": "copy"} for row in rows if row["annotator_id"] == "a1"]

    result = audit(rows)

    (notice,) = [one for one in result.warnings if one.code == "copied-labels"]
    assert set(notice.examples) == {"a1", "copy"}
    assert (
        result.tasks[0].alpha == audit([row for row in rows if row["annotator_id"] != "copy"]).tasks[0].alpha
    )


def test_gold_that_matches_nothing_gives_no_accuracy() -> None:
    gold = [{"item_id": f"other-{n}", "label": "cancel"} for n in range(10)]

    result = audit(crowd(), gold=gold)

    assert "gold-unmatched" in codes(result)
    assert not [one for one in result.axes[0].measured if "gold" in one.title]


def test_gold_of_another_task_says_nothing_of_this_one() -> None:
    rows = [row | {"task": task} for row in crowd() for task in ("intent", "mood")]
    gold = [{"item_id": f"i{n:03}", "label": "cancel", "task": "intent"} for n in range(20)]

    result = audit(rows, gold=gold)

    assert "gold-unmatched" not in codes(result)
    assert {one.task for one in result.axes[0].measured if "on gold" in one.title} == {"intent"}


def test_ids_that_look_the_same_are_named() -> None:
    rows = crowd() + [
        row | {"annotator_id": "А0"} for row in crowd(seed=2)[:50]
    ]  # the first letter is Cyrillic

    (notice,) = [one for one in audit(rows).warnings if one.code == "same-annotator"]

    assert set(notice.examples) == {"a0", "А0"}


def test_hard_items_chosen_for_more_answers_withhold_alpha() -> None:
    rows, third = crowd(items=600, annotators=3, seed=3), []
    for item in range(600):
        first, second, last = rows[3 * item : 3 * item + 3]
        if first["label"] != second["label"]:
            third.append(last)
    kept = [row for row in rows if row["annotator_id"] != "a2"] + third

    result = audit(kept)

    assert "hard-items-chosen" in codes(result)
    assert result.tasks[0].alpha.undefined is not None
    assert result.tasks[0].alpha.undefined.startswith("withheld: ")


def test_answers_that_keep_the_suggestion_are_shown_apart() -> None:
    rows = crowd()
    for row in rows[:300]:
        row["suggested"] = row["label"]

    result = audit(rows)

    assert "suggestion-anchored" in codes(result)
    assert result.tasks[0].unaided is not None


def test_sentences_are_not_taken_for_labels() -> None:
    rows = [
        row | {"label": f"the caller number {n} said that they want to {row['label']}"}
        for n, row in enumerate(crowd())
    ]

    result = audit(rows)

    assert "labels-look-like-text" in codes(result)
    assert result.tasks[0].alpha.undefined is not None


def test_where_people_hardly_agree_the_model_is_not_believed() -> None:
    rng = np.random.default_rng(5)
    rows = [row | {"label": str(rng.integers(3))} for row in crowd()]

    result = audit(rows)

    consensus = result.tasks[0].consensus
    assert consensus is not None
    assert consensus.settled.undefined is not None
    assert "one right answer" in result.next_steps[0].title


def test_a_slice_may_come_from_the_items_alone() -> None:
    items = [
        {"item_id": f"i{n:03}", "domain": "bank" if n % 2 else "clinic", "text": f"turn {n}"}
        for n in range(120)
    ]

    task = audit(crowd(), items=items).tasks[0]

    assert [one.by for one in task.slices] == [{"domain": "bank"}, {"domain": "clinic"}]
    assert all(one.text is not None for one in task.disputed)


def test_two_rounds_of_the_same_items_count_each_in_its_own() -> None:
    rows = [
        row | {"batch": batch} for batch, seed in (("first", 1), ("second", 2)) for row in crowd(seed=seed)
    ]

    result = audit(rows)

    assert "duplicate-answers" in codes(result)
    assert [one.answers for one in result.tasks[0].slices] == [600, 600]


@pytest.mark.parametrize("shuffled", [False, True])
def test_the_order_of_rows_changes_nothing(shuffled: bool) -> None:
    rows = crowd()
    if shuffled:
        np.random.default_rng(0).shuffle(rows)

    assert audit(rows).tasks == audit(crowd()).tasks


def test_texts_are_not_compared_with_gold_to_the_letter() -> None:
    rows = [
        row | {"label": f"the caller number {n} said that they want to {row['label']}"}
        for n, row in enumerate(crowd())
    ]
    gold = [{"item_id": f"i{n:03}", "label": f"they want to cancel item {n} please"} for n in range(50)]

    result = audit(rows, gold=gold)

    assert result.axes[0].measured == ()
    assert any("to the letter" in gap for gap in result.axes[0].not_measured)


def test_every_rare_label_is_counted_also_beyond_those_listed() -> None:
    rows = crowd() + [{"item_id": "i000", "annotator_id": f"z{n}", "label": f"rare {n}"} for n in range(90)]

    gaps = audit(rows).axes[2].not_measured

    assert any(gap.startswith("Rare labels: 90 have fewer than 10 answers") for gap in gaps)


def test_a_model_that_cannot_be_tested_is_not_believed() -> None:
    rng = np.random.default_rng(2)
    rows = [
        {
            "item_id": str(item),
            "annotator_id": str(annotator),
            "label": str(item % 70 if rng.random() < 0.9 else 99),
        }
        for item in range(140)
        for annotator in range(4)
    ]

    consensus = audit(rows).tasks[0].consensus

    assert consensus is not None
    assert "cannot be tested" in (consensus.settled.undefined or "")


def test_gold_that_contradicts_itself_decides_nothing() -> None:
    gold = [{"item_id": f"i{n:03}", "label": label} for n in range(40) for label in ("cancel", "request")]
    gold += [{"item_id": f"i{n:03}", "label": "cancel"} for n in range(40, 60) for _ in range(2)]

    result = audit(crowd(), gold=gold)

    (notice,) = [one for one in result.warnings if one.code == "gold-contradicts"]
    assert notice.count == 40
    assert {one.estimate.n for one in result.axes[0].measured if one.title == "majority right, on gold"} == {
        20
    }
