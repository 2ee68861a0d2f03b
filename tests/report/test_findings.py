"""What concerns many tasks is said once, and nothing is lost by it."""

from __future__ import annotations

from dataclasses import replace

from earmark.analysis.audit.result import AuditResult, Measured, Refusal
from earmark.model import Estimate, Notice
from earmark.report import audit_page
from earmark.report.findings import measured_rows, notice_groups, refusal_groups


def test_one_refusal_in_many_tasks_is_one_group_with_all_tasks() -> None:
    refused = [Refusal("two-annotators", "who is right", "nobody can tell", f"slot-{n}") for n in range(31)]

    (group,) = refusal_groups(refused)
    assert group.tasks == tuple(f"slot-{n}" for n in range(31))


def test_refusals_for_different_reasons_stay_apart() -> None:
    refused = [Refusal("code", "what", why) for why in ("one", "another")]

    assert [group.why for group in refusal_groups(refused)] == ["one", "another"]


def test_no_notice_is_lost_in_grouping() -> None:
    notices = [Notice(code, f"text {n}") for n in range(9) for code in ("a", "b")]
    groups = notice_groups(notices)

    assert [group.code for group in groups] == ["a", "b"]
    assert all(len(group.shown) == 3 for group in groups)
    assert {n.text for g in groups for n in (*g.shown, *g.folded)} == {n.text for n in notices}


def test_all_notices_are_on_the_page(ordinary: AuditResult) -> None:
    notices = tuple(Notice("alike-labels", f"Labels {n} look alike.", 2) for n in range(7))
    page = audit_page(replace(ordinary, warnings=notices), title="An audit")

    assert "4 more of this kind" in page
    assert all(notice.text in page for notice in notices)


def test_what_is_defined_stays_a_row_of_its_own(ordinary: AuditResult) -> None:
    measured = ordinary.axes[1].measured * 2
    rows = measured_rows(measured)

    assert [row.estimate for row in rows] == [one.estimate for one in measured]


def test_different_reasons_are_different_rows() -> None:
    reasons = ("one annotator only", "no item has two answers")
    measured = [
        Measured("alpha", Estimate.missing(why, n=0, over="items", measure="krippendorff_alpha/1"), why)
        for why in reasons
    ]

    assert [row.estimate.undefined for row in measured_rows(measured)] == list(reasons)
