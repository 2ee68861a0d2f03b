"""`audit.json` has the names that scripts rely on, and nothing that JSON cannot hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from earmark.analysis.audit.result import AuditResult
from earmark.model import Estimate
from earmark.report import audit_json

ESTIMATE = {"value", "low", "high", "level", "n", "over", "measure", "undefined"}


def found_estimates(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        inner = [e for entry in value.values() for e in found_estimates(entry)]
        return [value, *inner] if value.keys() >= ESTIMATE else inner
    if isinstance(value, list):
        return [e for entry in value for e in found_estimates(entry)]
    return []


@pytest.mark.parametrize("name", ["ordinary", "hostile", "crowd", "unknown"])
def test_the_answer_is_plain_json(audits: dict[str, AuditResult], name: str) -> None:
    answer = audit_json(audits[name])

    assert json.loads(json.dumps(answer, allow_nan=False)) == answer


def test_the_documented_names_are_there(ordinary: AuditResult) -> None:
    answer = audit_json(ordinary)

    expected = "about agreement axes consensus gate level next_steps refused seed tasks versions warnings"
    assert sorted(answer) == expected.split()
    assert list(answer["axes"]) == ["correctness", "consistency", "usability"]
    for axis in answer["axes"].values():
        assert axis.keys() == {"question", "estimates", "not_measured"}
        for estimate in axis["estimates"]:
            assert estimate.keys() == {"title", "task", "note"} | ESTIMATE
    assert answer["warnings"][0].keys() == {"code", "text", "count", "examples", "task"}


def test_agreement_has_the_rows_of_the_command(ordinary: AuditResult) -> None:
    rows = audit_json(ordinary)["agreement"]

    names = {
        "task",
        "metric",
        "scale",
        "by",
        "between",
        "label",
        "estimate",
        "items",
        "annotators",
        "answers",
    }
    assert all(row.keys() == names for row in rows)
    assert rows[0]["metric"] == "krippendorff_alpha"
    assert rows[0]["by"] == {}
    assert {row["label"] for row in rows} == {None, "O", "T", "X"}
    assert {"domain": "CIC"} in [row["by"] for row in rows]
    assert ["worker_000", "worker_001"] in [row["between"] for row in rows]


def test_every_estimate_of_the_result_is_in_the_answer(
    crowd: AuditResult, estimates_of: Callable[[object], list[Estimate]]
) -> None:
    written = {json.dumps(e["value"]) for e in found_estimates(audit_json(crowd))}

    assert {json.dumps(e.value) for e in estimates_of(crowd)} <= written


def test_an_undefined_estimate_is_null_with_a_reason(unknown: AuditResult) -> None:
    (estimate,) = audit_json(unknown)["axes"]["consistency"]["estimates"]

    assert estimate["value"] is None
    assert estimate["undefined"] == "one annotator only"


def test_a_number_that_is_not_finite_becomes_null(ordinary: AuditResult) -> None:
    task = ordinary.tasks[0]
    odd = replace(task, confusions=(replace(task.confusions[0], against_chance=float("inf")),))
    answer = audit_json(replace(ordinary, tasks=(odd,)))

    assert answer["tasks"][0]["confusions"][0]["against_chance"] is None
