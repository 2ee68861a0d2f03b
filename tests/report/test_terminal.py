"""What the terminal shows is short, plain, and cannot be taken over by the data."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from rich.console import Console

from earmark.analysis.audit.result import AuditResult
from earmark.model import Estimate
from earmark.report import audit_json, print_agreement, print_audit, print_consensus, print_table
from earmark.report.numbers import number


def printed(
    action: Callable[..., None], *arguments: object, width: int = 100, encoding: str = "utf-8"
) -> str:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding)
    console = Console(file=file, width=width, highlight=False)
    action(*arguments, console)
    file.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("name", ["ordinary", "hostile", "crowd", "unknown"])
def test_the_summary_is_about_forty_lines(audits: dict[str, AuditResult], name: str) -> None:
    text = printed(print_audit, audits[name])

    assert 8 <= text.count("\n") <= 50
    assert max(map(len, text.splitlines())) <= 100


def test_the_summary_holds_axes_warnings_refusals_and_steps(ordinary: AuditResult) -> None:
    text = " ".join(printed(print_audit, ordinary).split())

    for part in ("Correctness", "Consistency", "Usability", "naive-time", "copied-labels", "1. Settle"):
        assert part in text
    assert " ".join(number(ordinary.tasks[0].alpha).split()) in text
    assert "DOES NOT HOLD" in text


def test_control_sequences_of_the_data_never_reach_the_terminal(hostile: AuditResult) -> None:
    answer = audit_json(hostile)
    text = printed(print_audit, hostile) + printed(print_agreement, answer["agreement"], width=300)

    assert "\x1b" not in text
    assert "\x00" not in text
    assert "[bold]x[/bold]" in text


def test_a_terminal_without_unicode_gets_plain_characters(ordinary: AuditResult) -> None:
    answer = {"results": audit_json(ordinary)["agreement"]}
    text = printed(print_agreement, answer, width=160, encoding="ascii")
    text += printed(print_audit, ordinary, encoding="ascii")

    assert "=o" in text


def test_agreement_shows_each_row_with_its_figures(ordinary: AuditResult) -> None:
    rows = audit_json(ordinary)["agreement"]
    text = printed(print_agreement, {"results": rows}, width=200)

    assert "domain=CIC" in text
    assert "worker_000 and worker_001" in text
    assert number(ordinary.tasks[0].percent) in text


def test_consensus_shows_each_task_and_why(ordinary: AuditResult) -> None:
    answer = {"tasks": audit_json(ordinary)["consensus"]}
    text = printed(print_consensus, answer, width=160)

    assert "dawid skene" in text
    assert "People differ in skill" in text


def test_columns_nobody_filled_are_left_out() -> None:
    text = printed(print_table, [{"a": 1, "b": None}, {"a": 2000, "b": None}], ["a", "b"])

    assert "2,000" in text
    assert not re.search(r"\bb\b", text)


def test_no_rows_are_said_to_be_none() -> None:
    assert printed(print_table, [], ["a"]).strip() == "No rows."


def test_an_undefined_estimate_tells_its_reason_in_a_table() -> None:
    missing = Estimate.missing("one annotator only", n=1, over="items", measure="krippendorff_alpha/1")

    assert "undefined: one annotator only" in printed(print_table, [{"alpha": missing}], ["alpha"])
