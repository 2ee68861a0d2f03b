"""A gate holds where there is evidence that it holds: what is undefined, unknown or misspelt does not pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from earmark.analysis.audit import AuditResult, audit
from earmark.analysis.audit.gate import Requirement, check, fail_under, read_gate
from earmark.errors import CallError, EarmarkError, FileError
from earmark.model import Estimate
from tests.analysis.tables import Row, crowd, truths


@pytest.fixture(scope="module")
def result() -> AuditResult:
    rows: list[Row] = [row | {"task": "intent"} for row in crowd()]
    rows += [row | {"task": "mood"} for row in crowd(right=0.95) if row["annotator_id"] == "a0"]
    return audit(rows, gold=[row | {"task": "intent"} for row in truths()])


@pytest.fixture
def gate(tmp_path: Path) -> Any:
    def read(text: str) -> tuple[Requirement, ...]:
        path = tmp_path / "gate.toml"
        path.write_text(text, encoding="utf-8")
        return read_gate(path)

    return read


def alpha(result: AuditResult) -> Estimate:
    return result.tasks[0].alpha


def holds(result: AuditResult, requirement: Requirement) -> bool:
    return all(one.holds for one in check(result, (requirement,)))


@pytest.mark.parametrize("end", ["low", "value", "high"])
def test_a_bound_is_held_against_the_end_that_is_named(result: AuditResult, end: str) -> None:
    number = getattr(alpha(result), end)

    def least(bound: float) -> bool:
        return holds(result, Requirement("krippendorff_alpha", "intent", at_least=bound, on=end))

    def most(bound: float) -> bool:
        return holds(result, Requirement("krippendorff_alpha", "intent", at_most=bound, on=end))

    assert (least(number), least(number + 1e-9)) == (True, False)
    assert (most(number), most(number - 1e-9)) == (True, False)


def test_at_least_demands_evidence_unless_the_gate_says_otherwise(gate: Any) -> None:
    least, most, named = gate(
        '[[require]]\nmeasure = "krippendorff_alpha"\nat_least = 0.6\n'
        '[[require]]\nmeasure = "skipped"\nat_most = 0.1\n'
        '[[require]]\nmeasure = "krippendorff_alpha"\nat_least = 0.6\non = "value"\n'
    )

    assert (least.on, most.on, named.on) == ("low", "high", "value")


def test_what_is_undefined_does_not_hold(result: AuditResult) -> None:
    (outcome,) = check(result, (Requirement("krippendorff_alpha", "mood", at_least=-1.0),))

    assert not outcome.holds
    assert outcome.found == "undefined: one annotator only"


def test_without_a_task_every_task_must_hold(result: AuditResult) -> None:
    outcomes = check(result, (Requirement("krippendorff_alpha", at_least=0.1),))

    assert [(one.requirement, one.holds) for one in outcomes] == [
        ("lower end of krippendorff_alpha of task 'intent' at least 0.1", True),
        ("lower end of krippendorff_alpha of task 'mood' at least 0.1", False),
    ]


def test_a_measure_the_audit_does_not_have_does_not_hold(result: AuditResult) -> None:
    (outcome,) = check(result, (Requirement("cohen_kapa", at_least=0.0),))

    assert (outcome.found, outcome.holds) == ("the audit has no cohen_kapa", False)


def test_a_task_the_audit_does_not_have_does_not_hold(result: AuditResult) -> None:
    (outcome,) = check(result, (Requirement("accuracy", "tone", at_least=0.0),))

    assert (outcome.found, outcome.holds) == ("the audit has no accuracy for task 'tone'", False)


def test_every_measure_on_an_axis_can_be_asked_for(result: AuditResult) -> None:
    for axis in result.axes:
        for one in axis.measured:
            (outcome, *_) = check(result, (Requirement(one.estimate.name, one.task, at_least=-9.0),))
            assert "has no" not in outcome.found


def test_a_warning_or_a_refusal_that_was_given_does_not_hold(result: AuditResult) -> None:
    assert not holds(result, Requirement(no_warning=("one-annotator",)))
    assert holds(result, Requirement(no_warning=("copied-labels", "gold-unmatched")))

    two = audit([row for row in crowd() if row["annotator_id"] in ("a0", "a1")])
    assert {one.code for one in two.refused} == {"two-annotators"}
    assert not holds(two, Requirement(no_warning=("two-annotators",)))


def test_fail_under_asks_for_the_value_of_alpha_in_every_task(result: AuditResult) -> None:
    value = alpha(result).value or 0

    assert [one.holds for one in check(result, fail_under(value))] == [True, False]
    assert [one.holds for one in check(result, fail_under(value + 1e-9))] == [False, False]


def test_the_gate_of_the_call_is_part_of_the_audit(gate: Any) -> None:
    required = gate('[[require]]\nno_warning = "one-annotator"\n')

    assert [(one.requirement, one.found, one.holds) for one in audit(crowd(), gate=required).gate] == [
        ("no warning one-annotator", "0 found", True)
    ]


BAD: list[tuple[str, str, type[EarmarkError]]] = [
    ("", r"has no \[\[require\]\] table, so it would let everything pass", CallError),
    ("require = 3", r"has no \[\[require\]\] table", CallError),
    ("require = [3]", "requirement 1: '3' is not known", CallError),
    ("[[require]", "cannot be read", FileError),
    ('[[require]]\nmeasure = "x"', "requirement 1: give a measure with at_least or at_most, or no_warning", CallError),
    ("[[require]]\nat_least = 0.5", "give a measure with at_least or at_most", CallError),
    ('[[require]]\nmeasure = "x"\nno_warning = "no-overlap"', "give a measure with at_least or at_most", CallError),
    ("[[require]]\nno_warning = []", "give a measure with at_least or at_most", CallError),
    ('[[require]]\nmeasure = "x"\nat_least = "0.5"', "a bound is a number, found '0.5'", CallError),
    ('[[require]]\nmeasure = "x"\nat_least = true', "a bound is a number, found True", CallError),
    ('[[require]]\nmeasure = "x"\nat_least = 0.5\nat_most = 0.9', "for both write two requirements", CallError),
    ('[[require]]\nmeasure = "x"\nat_least = 0.5\non = "middle"', "on = 'middle' is not known; allowed are low, value, high", CallError),
    ('[[require]]\nmeasures = "x"\nat_least = 0.5', "'measures' is not known; allowed are at_least, at_most, measure", CallError),
    ('[[require]]\nno_warning = "copied-label"', "no warning has the code 'copied-label'; did you mean 'copied-labels'", CallError),
    ('[[require]]\nno_warning = "zzz"', "no warning has the code 'zzz'; codes are alike-labels, ", CallError),
    ("[[require]]\nno_warning = 5", "no_warning is a code or a list of codes, found 5", CallError),
    ('[[require]]\nno_warning = ["no-overlap", 5]', "no_warning is a code or a list of codes", CallError),
    ('[[require]]\nno_warning = "no-overlap"\n[[requires]]\nmeasure = "x"', r"holds 'requires'; allowed are \[\[require\]\] tables alone", CallError),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told", "kind"), BAD, ids=[told[:40] for _, told, _ in BAD])
def test_a_gate_that_cannot_mean_anything_is_refused_in_one_sentence(
    text: str, told: str, kind: type[EarmarkError], gate: Any
) -> None:
    with pytest.raises(kind, match=told) as caught:
        gate(text)

    assert "gate.toml" in str(caught.value)


def test_a_gate_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"the gate file .*nowhere\.toml cannot be read"):
        read_gate(tmp_path / "nowhere.toml")


def test_codes_of_reading_may_be_forbidden_too(gate: Any) -> None:
    (required,) = gate('[[require]]\nno_warning = ["naive-time", "draft-not-read"]\n')

    assert required.no_warning == ("naive-time", "draft-not-read")
