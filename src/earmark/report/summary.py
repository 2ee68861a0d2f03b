"""A short summary of an audit for the terminal: about forty lines, then the page has the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from earmark.analysis.audit.result import AuditResult, Axis, NextStep, Refusal
from earmark.model import Notice
from earmark.report.bars import Scale, text_bar
from earmark.report.findings import MeasuredRow, measured_rows, notice_groups, refusal_groups
from earmark.report.numbers import number
from earmark.report.visible import in_ascii, visible, visible_text
from earmark.report.wording import counted, sentence, task_name, verdict

if TYPE_CHECKING:
    from rich.padding import Padding
    from rich.text import Text

__all__ = ["summary_lines"]

MOST_MEASURED = 5
MOST_FINDINGS = 6
MOST_STEPS = 4
_BAR = 20
_TITLE = 40

Line: TypeAlias = tuple[int, str, str]  # indent, text, style


def summary_lines(result: AuditResult, *, ascii_only: bool = False) -> list[Padding | Text]:
    """Return the summary line by line, as rich prints it: nothing of the data is read as markup."""
    from rich.padding import Padding
    from rich.text import Text

    scale = Scale.over(m.estimate for axis in result.axes for m in axis.measured)
    parts: list[Iterator[Line]] = [
        _verdict(result),
        *(_axis(axis, scale, one_task=len(result.tasks) == 1, ascii_only=ascii_only) for axis in result.axes),
        _gate(result),
        _misleading(result.refused, result.warnings),
        _next(result.next_steps),
    ]
    written = [lines for part in parts if (lines := list(part))]
    for lines in written[:-1]:
        lines.append((0, "", ""))
    told = in_ascii if ascii_only else str
    return [
        Padding(Text(told(text), style=style), (0, 0, 0, indent), expand=False) if text else Text("")
        for lines in written
        for indent, text, style in lines
    ]


def _verdict(result: AuditResult) -> Iterator[Line]:
    yield 0, " ".join(verdict(result)), ""


def _axis(axis: Axis, scale: Scale, *, one_task: bool, ascii_only: bool) -> Iterator[Line]:
    yield 0, axis.name.capitalize(), "bold"
    rows = measured_rows(axis.measured)
    for measured in rows[:MOST_MEASURED]:
        yield (
            2,
            f"{_title(measured, one_task=one_task)}  {_figure(measured, scale, ascii_only=ascii_only)}",
            "",
        )
    if len(rows) > MOST_MEASURED:
        yield 2, f"and {counted(len(rows) - MOST_MEASURED, 'more estimate')}", "dim"
    for why in axis.not_measured[: 1 if rows else 2]:
        yield 2, sentence(why), "dim"


def _title(measured: MeasuredRow, *, one_task: bool) -> str:
    tasks = measured.tasks
    where = f"{len(tasks)} tasks" if len(tasks) > 1 else task_name(tasks[0]) if tasks and not one_task else ""
    text = sentence(measured.title, "") + (f" · {where}" if where else "")
    return f"{text[: _TITLE - 1] + '…' if len(text) > _TITLE else text:<{_TITLE}}"


def _figure(measured: MeasuredRow, scale: Scale, *, ascii_only: bool) -> str:
    if not measured.estimate.defined:
        return number(measured.estimate)
    return f"{text_bar(measured.estimate, scale, _BAR, ascii_only=ascii_only)} {number(measured.estimate)}"


def _gate(result: AuditResult) -> Iterator[Line]:
    if result.gate:
        yield 0, "Gate", "bold"
    for outcome in result.gate:
        verb = "holds" if outcome.holds else "DOES NOT HOLD"
        yield 2, f"{verb}: {visible(outcome.requirement, 200)} (found {visible(outcome.found, 200)})", ""


def _misleading(refused: Sequence[Refusal], warnings: Sequence[Notice]) -> Iterator[Line]:
    found = [
        (group.code, f"{sentence(group.what, '')} is not given{_in(group.tasks)}: {group.why}")
        for group in refusal_groups(refused)
    ]
    for kind in notice_groups(warnings):
        first, *others = (*kind.shown, *kind.folded)
        more = f" ({len(others)} more of this kind)" if others else ""
        found.append((kind.code, sentence(first.text, names=first.examples) + more))
    if found:
        yield 0, "What would mislead", "bold"
    for code, text in found[:MOST_FINDINGS]:
        yield 2, f"{code}: {visible_text(text, 300)}", ""
    if len(found) > MOST_FINDINGS:
        yield 2, f"and {len(found) - MOST_FINDINGS} more", "dim"


def _in(tasks: Sequence[str]) -> str:
    return f" ({len(tasks)} tasks)" if len(tasks) > 1 else ""


def _next(steps: Sequence[NextStep]) -> Iterator[Line]:
    if steps:
        yield 0, "What to do next", "bold"
    for place, step in enumerate(steps[:MOST_STEPS], 1):
        yield 2, f"{place}. {sentence(step.title, '')}", ""
        if step.how:
            yield 5, sentence(step.how), "dim"
