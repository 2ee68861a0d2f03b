"""The figures of real data sets equal those their collectors published, to the printed digits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from earmark.analysis.audit import AuditResult, audit

pytestmark = pytest.mark.real


def alphas(result: AuditResult) -> dict[str, float | None]:
    return {
        task.task: None if task.alpha.value is None else round(task.alpha.value, 3) for task in result.tasks
    }


@pytest.mark.parametrize(
    ("folder", "options", "expected"),
    [
        ("crowd_gold/dog", {}, {"dog": 0.519}),
        ("crowd_gold/face", {}, {"face": 0.495}),
        ("pandalm", {}, {"preference": 0.864}),
        ("multidogo_airline", {}, {"intent": 0.861}),
        ("speechocean762", {"scale": "interval"}, {"accuracy": 0.622, "fluency": 0.534, "prosodic": 0.530}),
    ],
)
def test_alpha_is_the_published_one(
    real_data: Path, folder: str, options: dict[str, Any], expected: dict[str, float]
) -> None:
    assert alphas(audit(real_data / folder / "annotations.csv", **options)) == expected


@pytest.mark.full
def test_breakdowns_agree_in_each_set_and_round_as_published(real_data: Path) -> None:
    folder = real_data / "dbdc3"

    task = audit(folder / "annotations.csv.gz", items=folder / "turns.csv").tasks[0]

    found = {
        (one.by["domain"], one.by["batch"]): one.alpha
        for one in task.slices
        if set(one.by) == {"domain", "batch"}
    }
    published = {
        ("CIC", "first"): 0.055, ("CIC", "revised"): 0.022, ("IRIS", "first"): 0.105,
        ("TKTK", "first"): 0.140, ("YI", "first"): 0.011, ("YI", "revised"): 0.033,
    }  # fmt: skip
    assert {key: round(alpha.value or 0, 3) for key, alpha in found.items()} == published
    for key, alpha in found.items():
        assert (alpha.low or 1) <= published[key] <= (alpha.high or 0)
        assert alpha.over == "conversations"


@pytest.mark.parametrize(("name", "right"), [("dog", 0.840), ("face", 0.650)])
def test_dawid_skene_is_as_right_as_wanted(real_data: Path, name: str, right: float) -> None:
    folder = real_data / "crowd_gold" / name

    (task,) = audit(folder / "annotations.csv", gold=folder / "gold.csv").tasks

    assert task.consensus is not None
    assert task.consensus.accuracy_on_gold is not None
    assert round(task.consensus.accuracy_on_gold.value or 0, 3) >= right


@pytest.mark.full
def test_states_of_two_versions_differ_in_as_many_cells_as_published(real_data: Path) -> None:
    result = audit(real_data / "multiwoz_val" / "annotations.csv.gz")

    differing = sum(round((1 - (task.percent.value or 0)) * task.items) for task in result.tasks)
    assert len(result.tasks) == 31
    assert differing == 1_116 + 3_480


def test_machines_equal_the_majority_as_often_as_published(real_data: Path) -> None:
    folder = real_data / "pandalm"

    result = audit(folder / "annotations.csv", predictions=folder / "machine_annotations.csv")

    found = {
        one.title: round(one.estimate.value or 0, 3)
        for one in result.axes[0].measured
        if "predictions" in one.title
    }
    assert found == {
        "predictions of gpt-3.5-turbo equal to the majority": 0.698,
        "predictions of pandalm-7b equal to the majority": 0.668,
    }


@pytest.mark.full
def test_all_tasks_together_differ_in_as_large_a_share_as_published(real_data: Path) -> None:
    folder = real_data / "multiwoz_val"

    (pooled,) = [
        one.estimate
        for one in audit(folder / "annotations.csv.gz", items=folder / "turns.csv").axes[1].measured
        if one.title == "identical answers, all tasks"
    ]

    assert round((1 - (pooled.value or 0)) * 228_315) == 1_116 + 3_480
    assert pooled.over == "conversations"
