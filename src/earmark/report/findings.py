"""What was found, gathered for reading: the same thing in thirty tasks is one thing to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from earmark.analysis.audit.result import Axis, Measured, Refusal
from earmark.model import Estimate, Notice

__all__ = [
    "AxisRows",
    "MeasuredRow",
    "NoticeGroup",
    "RefusalGroup",
    "axis_rows",
    "measured_rows",
    "notice_groups",
    "refusal_groups",
]

OPEN = 3
MANY_TASKS = 5  # of an estimate in more tasks, the lowest few are shown and the others folded


@dataclass(frozen=True, slots=True)
class RefusalGroup:
    """A refusal, and the tasks it concerns (none where it concerns the table)."""

    code: str
    what: str
    why: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """An estimate on an axis, and the tasks it speaks for: several only where it is undefined in all of them."""

    title: str
    note: str
    tasks: tuple[str, ...]
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class AxisRows:
    """An axis for reading: the estimates to show, those to unfold, and what is not known, in sentences."""

    shown: tuple[MeasuredRow, ...]
    folded: tuple[MeasuredRow, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """The notices of one code: the first ones to read, the others to unfold."""

    code: str
    shown: tuple[Notice, ...]
    folded: tuple[Notice, ...]


def refusal_groups(refused: Iterable[Refusal]) -> list[RefusalGroup]:
    """Return the refusals, those that differ in nothing but their task as one, in order of their first.

    >>> twice = [Refusal("c", "what", "why", task) for task in ("a", "b")]
    >>> refusal_groups(twice)
    [RefusalGroup(code='c', what='what', why='why', tasks=('a', 'b'))]
    """
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in refused:
        tasks = groups.setdefault((one.code, one.what, one.why), [])
        if one.task:
            tasks.append(one.task)
    return [RefusalGroup(*key, tuple(tasks)) for key, tasks in groups.items()]


def notice_groups(notices: Iterable[Notice]) -> list[NoticeGroup]:
    """Return the notices by code, in order of each code's first; of many of one code three are shown."""
    groups: dict[str, list[Notice]] = {}
    for notice in notices:
        groups.setdefault(notice.code, []).append(notice)
    return [
        NoticeGroup(code, tuple(found[:OPEN]), tuple(found[OPEN:]))
        if len(found) > OPEN + 1
        else NoticeGroup(code, tuple(found), ())
        for code, found in groups.items()
    ]


def measured_rows(measured: Iterable[Measured]) -> list[MeasuredRow]:
    """Return the estimates of an axis title by title; those undefined for one reason in many tasks as one row.

    >>> missing = Estimate.missing("one annotator only", n=1, over="items", measure="krippendorff_alpha/1")
    >>> [row.tasks for row in measured_rows([Measured("alpha", missing, "a"), Measured("alpha", missing, "b")])]
    [('a', 'b')]
    """
    titles: dict[str, dict[tuple[object, ...], list[Measured]]] = {}
    for place, one in enumerate(measured):
        key = (one.note, one.estimate.undefined, place if one.estimate.defined else None)
        titles.setdefault(one.title, {}).setdefault(key, []).append(one)
    return [
        MeasuredRow(title, same[0].note, tuple(one.task for one in same if one.task), same[0].estimate)
        for title, groups in titles.items()
        for same in groups.values()
    ]


def axis_rows(axis: Axis, *, one_task: bool) -> AxisRows:
    """Return an axis for reading: of an estimate in many tasks the lowest, since these need a look.

    Estimates that cannot be given are no rows but sentences, one for all that are missing for the same reason;
    they name their task where there is more than `one_task`.
    """
    rows = measured_rows(axis.measured)
    shown: list[MeasuredRow] = []
    folded: list[MeasuredRow] = []
    for same in _by_title(row for row in rows if row.estimate.defined):
        if len(same) <= MANY_TASKS:
            shown += same
        else:
            ordered = sorted(same, key=lambda row: (row.estimate.value or 0.0, row.tasks))
            shown += ordered[:OPEN]
            folded += ordered[OPEN:]
    missing = [row for row in rows if not row.estimate.defined]
    return AxisRows(
        tuple(shown), tuple(folded), (*_sentences(missing, one_task=one_task), *axis.not_measured)
    )


def _by_title(rows: Iterable[MeasuredRow]) -> list[list[MeasuredRow]]:
    titles: dict[str, list[MeasuredRow]] = {}
    for row in rows:
        titles.setdefault(row.title, []).append(row)
    return list(titles.values())


def _sentences(missing: Iterable[MeasuredRow], *, one_task: bool) -> list[str]:
    reasons: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for row in missing:
        titles = reasons.setdefault((row.estimate.undefined or "", row.tasks), [])
        titles.append(row.title)
    return [
        f"{titles[0]}{''.join(f', {title}' for title in titles[1:])}{'' if one_task else _on(tasks)}: not given ({why})"
        for (why, tasks), titles in reasons.items()
    ]


def _on(tasks: tuple[str, ...]) -> str:
    if not tasks:
        return ""
    return f" ({tasks[0]})" if len(tasks) == 1 else f" ({len(tasks)} tasks)"
