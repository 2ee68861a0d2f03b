"""The consensus comes from the answers alone; gold measures it and never decides."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

import earmark as em
from earmark.errors import CallError, SchemeError
from earmark.model import Kind, Label, Scheme
from tests.analysis.tables import Row, crowd, shuffled, truths

METHODS = ["auto", "dawid_skene", "glad", "mace", "majority", "one_coin", "wawa"]


def labels(rows: list[Row], **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = em.consensus(rows, **options).tasks[0].rows()
    return found


@pytest.mark.parametrize("method", METHODS)
def test_gold_never_decides(method: str) -> None:
    rows, wrong = crowd(), [{"item_id": f"i{n:03}", "label": "cancel"} for n in range(120)]

    assert labels(rows, method=method, gold=wrong) == labels(rows, method=method)


@pytest.mark.parametrize("method", METHODS)
def test_accuracy_is_the_share_of_labels_equal_to_gold(method: str) -> None:
    gold = {row["item_id"]: row["label"] for row in truths()[:100]}

    (task,) = em.consensus(crowd(), gold=truths()[:100], method=method).tasks

    right = [row["label"] == gold[row["item_id"]] for row in task.rows() if row["item_id"] in gold]
    assert task.accuracy_on_gold is not None
    assert task.accuracy_on_gold.value == pytest.approx(sum(right) / len(right), abs=1e-12)
    assert task.accuracy_on_gold.n == 100


def test_without_gold_there_is_no_accuracy() -> None:
    assert em.consensus(crowd()).to_json()["accuracy_on_gold"] is None


@pytest.mark.parametrize("method", METHODS)
def test_soft_labels_of_an_item_add_to_one_and_hold_its_label(method: str) -> None:
    (task,) = em.consensus(crowd(), method=method).tasks

    added: dict[str, float] = defaultdict(float)
    most: dict[str, float] = defaultdict(float)
    for row in task.soft():
        added[row["item_id"]] += row["probability"]
        most[row["item_id"]] = max(most[row["item_id"]], row["probability"])
    assert len(added) == 120
    assert all(total == pytest.approx(1) for total in added.values())
    assert {row["item_id"]: row["probability"] for row in task.rows()} == pytest.approx(
        dict(most), abs=3e-4
    )  # chances below 0.0001 are left out, the others scaled


def test_the_rows_have_the_documented_columns_and_the_order_of_their_ids() -> None:
    (task,) = em.consensus(shuffled(crowd())).tasks

    assert list(task.rows()[0]) == ["item_id", "task", "label", "probability"]
    assert list(task.soft()[0]) == ["item_id", "task", "label", "probability"]
    assert list(task.annotators()[0]) == ["annotator_id", "task", "answers", "accuracy", "low", "high"]
    assert list(task.confusion()[0]) == ["annotator_id", "task", "truth", "label", "expected"]
    assert [row["item_id"] for row in task.rows()] == sorted(f"i{n:03}" for n in range(120))
    assert [row["annotator_id"] for row in task.annotators()] == ["a0", "a1", "a2", "a3", "a4"]


def test_the_confusion_of_an_annotator_adds_to_their_answers() -> None:
    (task,) = em.consensus(crowd()).tasks

    added: dict[str, float] = defaultdict(float)
    for row in task.confusion():
        added[row["annotator_id"]] += row["expected"]
    assert all(total == pytest.approx(120, abs=0.1) for total in added.values())


def test_a_worse_annotator_has_a_lower_accuracy() -> None:
    rows = [row for row in crowd() if row["annotator_id"] != "a4"]
    rows += [row | {"annotator_id": "a4"} for row in crowd(right=0.2, seed=9) if row["annotator_id"] == "a4"]

    skill = {row["annotator_id"]: row for row in em.consensus(rows).tasks[0].annotators()}

    assert skill["a4"]["high"] < min(skill[f"a{n}"]["low"] for n in range(4))


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_rows_changes_nothing(method: str) -> None:
    assert labels(shuffled(crowd()), method=method) == labels(crowd(), method=method)


def test_each_task_is_decided_by_itself() -> None:
    rows = [row | {"task": task} for task, seed in (("mood", 2), ("intent", 1)) for row in crowd(seed=seed)]

    found = em.consensus(rows, gold=[{"item_id": "i000", "label": "cancel"}])

    assert [one.answers.task for one in found.tasks] == ["intent", "mood"]
    assert [row | {"task": ""} for row in found.tasks[0].rows()] == labels(crowd(seed=1))
    assert found.to_json()["accuracy_on_gold"] is None
    assert found.to_json()["items"] == 240


def test_gold_speaks_of_the_task_it_names_and_without_one_of_every_task() -> None:
    rows = [row | {"task": task} for task in ("intent", "mood") for row in crowd()]
    gold = [row | {"task": "intent"} for row in truths()[:50]] + [
        row | {"task": None} for row in truths()[50:80]
    ]

    intent, mood = em.consensus(rows, gold=gold).tasks

    assert intent.accuracy_on_gold is not None
    assert mood.accuracy_on_gold is not None
    assert (intent.accuracy_on_gold.n, mood.accuracy_on_gold.n) == (80, 30)


@pytest.mark.parametrize("kind", ["transcript", "rewrite"])
def test_texts_have_no_majority(kind: str) -> None:
    with pytest.raises(SchemeError, match="a consensus needs labels to choose from"):
        em.consensus(crowd(items=5), kind=kind)


def test_a_scale_with_labels_has_one() -> None:
    scheme = Scheme(Kind.SCALE, tuple(Label(label) for label in ("cancel", "request", "complaint")))

    found = {row["item_id"]: row["label"] for row in labels(crowd(), scheme=scheme)}

    assert found == {row["item_id"]: row["label"] for row in labels(crowd())}


def test_an_unknown_method_is_named_with_those_that_are_known() -> None:
    with pytest.raises(
        CallError, match="--method 'vote' is not known; allowed are auto, crowdlab, dawid_skene"
    ):
        em.consensus(crowd(items=3), method="vote")


def test_why_a_method_was_taken_is_said() -> None:
    found = em.consensus(crowd()).to_json()

    (task,) = found["tasks"]
    assert found["method"] == task["method"] != "auto"
    assert "of 6 methods" in found["why"]
    assert {one["method"] for one in task["candidates"]} == set(METHODS) - {"auto"}
    assert min(one["behind"] for one in task["candidates"]) == 0


def test_a_prior_is_for_the_methods_that_have_one() -> None:
    with pytest.raises(CallError, match="--prior goes with dawid_skene and one_coin"):
        em.consensus(crowd(items=9), method="mace", prior=2.0)

    assert em.consensus(crowd(items=9), prior=2.0).to_json()["tasks"][0]["strength"] == 2


@pytest.mark.parametrize("method", ["auto", "dawid_skene"])
def test_labels_known_to_be_right_decide_their_items_and_teach(method: str) -> None:
    swapped = {"cancel": "request", "request": "cancel", "complaint": "complaint"}
    rows = [row | {"label": swapped[str(row["label"])]} for row in crowd(right=0.9)]

    taught = labels(rows, method=method, known=truths(right=0.9)[:60])
    untaught = labels(rows, method=method)

    truth = {row["item_id"]: row["label"] for row in truths(right=0.9)}
    right = [row["label"] == truth[row["item_id"]] for row in taught]
    assert all(right[:60])
    assert sum(right[60:]) > 54
    assert sum(row["label"] == truth[row["item_id"]] for row in untaught) < 60


def test_a_model_is_one_more_rater() -> None:
    rows = crowd(items=300, annotators=3, right=0.4)
    truth = {row["item_id"]: row["label"] for row in truths(items=300, annotators=3, right=0.4)}
    names = ("cancel", "complaint", "request")
    predictions = [
        {"item_id": item, "model": "m"} | {f"p:{name}": 0.94 if name == label else 0.03 for name in names}
        for item, label in truth.items()
    ]

    alone, helped = labels(rows), em.consensus(rows, predictions=predictions).tasks[0]

    def right(found: list[dict[str, Any]]) -> int:
        return sum(row["label"] == truth[row["item_id"]] for row in found)

    assert "The model is one more rater" in helped.found.why
    assert right(helped.rows()) > right(alone) + 40


@pytest.mark.parametrize("method", ["majority", "wawa", "mace"])
def test_a_method_that_cannot_be_taught_says_so(method: str) -> None:
    with pytest.raises(CallError, match=f"--method {method} cannot be taught"):
        em.consensus(crowd(items=9), method=method, known=truths(items=9))


def test_crowdlab_averages_votes_and_predictions() -> None:
    predictions = [row | {"model": "m"} for row in truths()]

    found = em.consensus(crowd(), method="crowdlab", predictions=predictions)

    assert found.to_json()["method"] == "crowdlab"
    assert len(found.tasks[0].rows()) == 120
    with pytest.raises(CallError, match="--method crowdlab needs --predictions"):
        em.consensus(crowd(items=9), method="crowdlab")
