"""A short summary of an audit for the terminal: about forty lines, then the page has the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from earmark.analysis.audit.result import AuditResult, NextStep, Refusal
from earmark.model import Notice
from earmark.report.bars import Scale, text_bar
from earmark.report.findings import AxisRows, MeasuredRow, axis_rows, notice_groups, refusal_groups
from earmark.report.numbers import NARROW, number
from earmark.report.verdict import verdict
from earmark.report.visible import in_ascii, visible, visible_text
from earmark.report.wording import counted, sentence

__all__ = ["summary_lines"]

MOST_MEASURED = 6
MOST_UNKNOWN = 2
MOST_FINDINGS = 6
MOST_STEPS = 4
_BAR = 20
_FIGURE = 25  # "0.519 [0.490, 0.540]", with room to spare
_SHORTEST, _LONGEST = 30, 64  # of a title

Line: TypeAlias = tuple[int, str, str]  # indent, text, style


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the rows of all axes share, so that their figures stand under one another."""

    scale: Scale
    title: int
    one_task: bool
    ascii_only: bool


def summary_lines(result: AuditResult, *, ascii_only: bool = False, width: int = 140) -> list[Line]:
    """Return the summary paragraph by paragraph: how far each is indented, its text, its style."""
    one_task = len(result.tasks) == 1
    rows = {axis.name: axis_rows(axis, one_task=one_task) for axis in result.axes}
    layout = _layout(rows.values(), one_task=one_task, ascii_only=ascii_only, width=width)
    parts: list[Iterator[Line]] = [
        _verdict(result),
        *(_axis(name, found, layout) for name, found in rows.items()),
        _gate(result),
        _misleading(result.refused, result.warnings),
        _next(result.next_steps),
    ]
    written = [lines for part in parts if (lines := list(part))]
    for lines in written[:-1]:
        lines.append((0, "", ""))
    told = in_ascii if ascii_only else str
    # A line may break at a narrow space, between a number and its %.
    return [
        (indent, told(text.replace(NARROW, "")), style) for lines in written for indent, text, style in lines
    ]


def _verdict(result: AuditResult) -> Iterator[Line]:
    yield 0, " ".join(verdict(result)), ""


def _layout(axes: Iterable[AxisRows], *, one_task: bool, ascii_only: bool, width: int) -> _Layout:
    shown = [row for axis in axes for row in axis.shown[:MOST_MEASURED]]
    longest = max((len(_title(row, one_task=one_task)) for row in shown), default=0)
    room = max(_SHORTEST, min(_LONGEST, width - _BAR - _FIGURE - 4))
    return _Layout(Scale.over(row.estimate for row in shown), min(longest, room), one_task, ascii_only)


def _axis(name: str, rows: AxisRows, layout: _Layout) -> Iterator[Line]:
    yield 0, name.capitalize(), "bold"
    for row in rows.shown[:MOST_MEASURED]:
        title = _title(row, one_task=layout.one_task)
        title = f"{title[: layout.title - 1]}…" if len(title) > layout.title else title.ljust(layout.title)
        drawn = text_bar(row.estimate, layout.scale, _BAR, ascii_only=layout.ascii_only)
        yield 2, f"{title}  {drawn} {number(row.estimate)}", ""
    more = len(rows.shown[MOST_MEASURED:]) + len(rows.folded)
    if more:
        yield 2, f"{counted(more, 'more figure')} in the report", "dim"
    for why in rows.unknown[:MOST_UNKNOWN]:
        yield 2, sentence(why), "dim"


def _title(row: MeasuredRow, *, one_task: bool) -> str:
    where = f" · {visible(row.tasks[0])}" if row.tasks and not one_task else ""
    return sentence(row.title, "") + where


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
        yield 2, f"{len(found) - MOST_FINDINGS} more in the report", "dim"


def _in(tasks: Sequence[str]) -> str:
    return f" ({len(tasks)} tasks)" if len(tasks) > 1 else ""


def _next(steps: Sequence[NextStep]) -> Iterator[Line]:
    if steps:
        yield 0, "What to do next", "bold"
    for place, step in enumerate(steps[:MOST_STEPS], 1):
        yield 2, f"{place}. {sentence(step.title, '')}", ""
        if step.how:
            yield 5, sentence(step.how), "dim"
