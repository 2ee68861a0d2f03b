"""Stretches of time: which window each item of a task falls into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from earmark.analysis.answers import NO_TIME, Answers
from earmark.analysis.tasks import TaskAnswers
from earmark.errors import CallError

__all__ = ["WINDOWS", "windows_of"]

WINDOWS = ("day", "week", "month", "quarter", "year")
UNKNOWN = "no time"
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400_000_000


def windows_of(
    groups: Sequence[tuple[Mapping[str, str], TaskAnswers]], answers: Answers, window: str
) -> list[tuple[Mapping[str, str], TaskAnswers]]:
    """Return each group once a window of time, in order of time; `by` gets the window's name under `window`.

    An item lies in the window in which its last answer was given, with all its answers: so none is cut in two. Days
    are those of UTC, weeks those of ISO 8601 (`2026-W07`).

    Raises:
        CallError: the window is not known, or no answer has a time.
    """
    if window not in WINDOWS:
        raise CallError(f"--window takes {', '.join(WINDOWS)}, found {window!r}")
    if (answers.time == NO_TIME).all():
        raise CallError("--window needs the times of answers, in a column submitted_at")
    found: list[tuple[Mapping[str, str], TaskAnswers]] = []
    for about, task in groups:
        last = np.full(task.table.items, NO_TIME)
        np.maximum.at(last, task.table.item, answers.time[task.at])
        days, day = np.unique(last // _DAY, return_inverse=True)
        names = np.array([_name(int(one), window) for one in days])
        of_item = names[day.reshape(-1)]
        mine = of_item[task.table.item]
        for name in np.unique(mine):
            found.append(({**about, "window": str(name)}, task.only(mine == name)))
    return found


def _name(day: int, window: str) -> str:
    """Return the window of a day after 1970.

    >>> [_name(20000, window) for window in WINDOWS]
    ['2024-10-04', '2024-W40', '2024-10', '2024-Q4', '2024']
    """
    if day == int(NO_TIME) // _DAY:
        return UNKNOWN
    date = _BEGIN + timedelta(days=day)
    if window == "week":
        year, week, _ = date.isocalendar()
        return f"{year}-W{week:02}"
    if window == "quarter":
        return f"{date.year}-Q{(date.month + 2) // 3}"
    return date.strftime({"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}[window])
