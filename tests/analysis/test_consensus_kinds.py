"""The consensus of answers that are no single labels: numbers, sets, marks, preferences, views."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import earmark as em
from earmark.errors import SchemeError, TableError
from earmark.model import Kind, Scheme
from tests.analysis.tables import Row, crowd


def rated(seed: int = 1) -> list[Row]:
    rng = np.random.default_rng(seed)
    severity = rng.normal(50, 20, 40)
    bias = {"a": -8.0, "b": 0.0, "c": 8.0}
    return [
        {"item_id": f"i{n:02}", "annotator_id": who, "label": f"{severity[n] + off + rng.normal(0, 3):.2f}"}
        for n in range(40)
        for who, off in bias.items()
    ]


@pytest.mark.parametrize(
    "options", [{"kind": "scale"}, {"scheme": Scheme(Kind.SCALE)}], ids=["kind", "scheme"]
)
def test_numbers_get_a_severity_with_an_interval_and_annotators_a_bias(options: dict[str, Any]) -> None:
    found = em.consensus(rated(), **options)

    (task,) = found.tasks
    rows = task.rows()
    assert len(rows) == 40
    assert all(row["low"] < float(row["label"]) < row["high"] for row in rows)
    bias = {row["annotator_id"]: row["bias"] for row in task.annotators()}
    assert bias["a"] < -4 < 4 < bias["c"]
    assert found.to_json()["method"] == "scale"
    assert found.to_json()["accuracy_on_gold"] is None


def test_several_labels_get_a_set_and_a_probability_that_holds_whatever_ties_them() -> None:
    rows = [
        {"item_id": "1", "annotator_id": who, "label": json.dumps(held)}
        for who, held in (("x", ["a", "b"]), ("y", ["b"]), ("z", ["b", "c"]))
    ] + [{"item_id": "2", "annotator_id": who, "label": "[]"} for who in "xyz"]

    gold = [{"item_id": "1", "label": '["b"]'}, {"item_id": "2", "label": '["a"]'}]
    (task,) = em.consensus(rows, kind="categories", gold=gold).tasks

    assert [row["label"] for row in task.rows()] == ["b", "[]"]
    assert task.accuracy_on_gold.value == 0.5
    assert {(r["item_id"], r["label"]) for r in task.soft() if r["probability"] > 0.5} == {("1", "b")}
    assert len(task.annotators()) == 9


def test_marks_get_the_stretches_most_marked() -> None:
    def marks(start: float, end: float) -> str:
        return json.dumps([{"start": start, "end": end, "unit": "char", "label": "NAME"}])

    rows = [
        {"item_id": "1", "annotator_id": "x", "label": marks(0, 5)},
        {"item_id": "1", "annotator_id": "y", "label": marks(1, 5)},
        {"item_id": "1", "annotator_id": "z", "label": marks(1, 7)},
        {"item_id": "2", "annotator_id": "x", "label": marks(3, 4)},
        {"item_id": "2", "annotator_id": "y", "label": "[]"},
        {"item_id": "2", "annotator_id": "z", "label": "[]"},
    ]

    (task,) = em.consensus(rows, kind="spans").tasks

    one, two = task.rows()
    assert json.loads(one["label"]) == [{"start": 1, "end": 5, "unit": "char", "label": "NAME"}]
    assert two["label"] == "[]"
    assert [row["answers"] for row in task.annotators()] == [2, 2, 2]
    with pytest.raises(SchemeError, match="no list of marks"):
        em.consensus(crowd(items=3), kind="spans")


def preferences() -> tuple[list[Row], list[Row]]:
    rng = np.random.default_rng(0)
    strength = {"large": 1.5, "middle": 0.0, "small": -1.5}
    names = list(strength)
    rows, items = [], []
    for n in range(120):
        one, other = rng.permutation(3)[:2]
        items.append(
            {
                "item_id": f"p{n:03}",
                "system_a": names[one],
                "system_b": names[other],
                "text_a": "",
                "text_b": "",
            }
        )
        for who in "xyz":
            win = rng.random() < 1 / (1 + np.exp(strength[names[other]] - strength[names[one]]))
            rows.append({"item_id": f"p{n:03}", "annotator_id": who, "label": "a" if win else "b"})
    return rows, items


def test_preferences_rank_the_systems_where_items_name_them() -> None:
    rows, items = preferences()

    (task,) = em.consensus(rows, kind="preference", items=items).tasks
    told = task.to_json()["strengths"]

    values = {one["system"]: one["strength"]["value"] for one in told["systems"]}
    assert values["large"] > values["middle"] > values["small"]
    assert {one["annotator_id"] for one in told["reliability"]} == {"x", "y", "z"}
    assert told["tie"]["undefined"] == "no tie was given"
    assert "strengths" not in em.consensus(rows, kind="preference").tasks[0].to_json()
    with pytest.raises(SchemeError, match="allowed are a, b, tie"):
        em.consensus([row | {"label": "left"} for row in rows], kind="preference", items=items)


def test_a_subjective_task_has_spreads_and_no_accuracy() -> None:
    found = em.consensus(crowd(), subjective=True, gold=[{"item_id": "i000", "label": "cancel"}])

    (task,) = found.tasks
    assert found.to_json()["method"] == "subjective"
    assert found.to_json()["accuracy_on_gold"] is None
    assert all(row["accuracy"] is None for row in task.annotators())
    assert sum(row["probability"] for row in task.soft() if row["item_id"] == "i000") == pytest.approx(
        1, abs=1e-3
    )
    assert max(row["probability"] for row in task.rows()) < 1


def test_only_the_tasks_named_are_subjective() -> None:
    rows = [row | {"task": task} for task in ("mood", "intent") for row in crowd(items=30)]

    found = em.consensus(rows, subjective={"mood"})

    assert {one["task"]: one["method"] == "subjective" for one in found.to_json()["tasks"]} == {
        "intent": False,
        "mood": True,
    }


def test_skill_is_given_within_each_language_after_the_whole() -> None:
    rows = [row | {"language": "de" if int(str(row["item_id"])[1:]) % 2 else "en"} for row in crowd()]

    (task,) = em.consensus(rows, by=["language"]).tasks
    (whole,) = em.consensus(rows).tasks

    told = task.annotators()
    assert told[:5] == whole.annotators()
    assert {(row["annotator_id"], row.get("language")) for row in told[5:]} == {
        (f"a{n}", language) for n in range(5) for language in ("de", "en")
    }
    assert sum(row["answers"] for row in told[5:]) == len(rows)
    with pytest.raises(TableError, match="no column 'dialect'"):
        em.consensus(rows, by=["dialect"])


def test_labels_that_look_alike_stay_apart_and_no_word_is_taken_for_nothing() -> None:
    latin, cyrillic = "yes", "уes"
    rows = [
        {"item_id": item, "annotator_id": who, "label": label}
        for item, label in (("1", latin), ("2", cyrillic), ("3", "NaN"), ("4", "none"))
        for who in "xyz"
    ]

    (task,) = em.consensus(rows).tasks

    assert [row["label"] for row in task.rows()] == [latin, cyrillic, "NaN", "none"]
    assert all(row["accuracy"] == 1 for row in task.annotators())
