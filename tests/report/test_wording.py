"""The sentences at the top say what was found, grade nothing, and name what cannot be known."""

from __future__ import annotations

from dataclasses import replace

from earmark.analysis.audit.result import AuditResult
from earmark.model import Estimate
from earmark.report.numbers import number
from earmark.report.verdict import verdict
from earmark.report.wording import meaning, window_name


def test_the_verdict_says_what_the_data_is(ordinary: AuditResult) -> None:
    text = " ".join(verdict(ordinary))

    for part in ("188,990 answers", "1,493 annotators", "4,150 items", "2016-03-24", "2016-09-07"):
        assert part in text


def test_the_verdict_carries_alpha_with_its_interval(ordinary: AuditResult) -> None:
    assert number(ordinary.tasks[0].alpha) in " ".join(verdict(ordinary))


def test_the_verdict_grades_nothing(audits: dict[str, AuditResult]) -> None:
    for result in audits.values():
        words = " ".join(verdict(result)).lower().split()
        assert not {"good", "bad", "poor", "excellent", "substantial", "moderate", "score"} & set(words)


def test_without_gold_the_verdict_says_that_correctness_is_unknown(unknown: AuditResult) -> None:
    text = " ".join(verdict(unknown))

    assert "cannot say whether the labels are right" in text
    assert "one annotator only" in text


def test_alpha_below_zero_is_more_disagreement_than_chance(ordinary: AuditResult) -> None:
    below = replace(ordinary.tasks[0], alpha=Estimate(-0.1, -0.2, 0.0, measure="krippendorff_alpha/1"))

    assert "or more" in meaning(below)


def test_a_window_within_a_day_is_named_by_its_hours(ordinary: AuditResult) -> None:
    window = ordinary.tasks[0].windows[0]
    hours = replace(window, start="2016-03-24T09:00:00Z", end="2016-03-24T11:30:00Z")

    assert window_name(hours) == "2016-03-24 09:00 to 11:30"
    assert window_name(window) == "2016-03-01 to 2016-03-09"
