"""Tables for the terminal: any rows under any columns, numbers with their intervals, texts of the data made visible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

from earmark.model import Estimate
from earmark.report.bars import Scale, text_bar
from earmark.report.numbers import count, number
from earmark.report.visible import in_ascii, visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["Column", "as_estimate", "print_table", "standard_console", "table"]

_PIPE_WIDTH = 140
_WIDE_BAR, _NARROW_BAR = 16, 9
_NARROWEST = 10
_REASON = 40  # of a reason why there is no figure, this many letters stand on a line


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key of the rows, the heading (the key where none is given), and how a value is written."""

    key: str
    heading: str = ""
    right: bool = False
    written: Callable[[Any], str] | None = None


def table(
    rows: Sequence[Mapping[str, Any]],
    columns: Iterable[Column | str],
    *,
    title: str = "",
    ascii_only: bool = False,
) -> Table:
    """Return rows as a table to print with rich; nothing in them is read as markup.

    An estimate (as a value or as its JSON) becomes a bar on a scale shared by its column, with its numbers;
    None becomes a dash. Columns in which no row has a value are left out.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    used = [column if isinstance(column, Column) else Column(column) for column in columns]
    used = [column for column in used if any(row.get(column.key) is not None for row in rows)]
    bars = [column for column in used if any(as_estimate(row.get(column.key)) for row in rows)]
    width = _WIDE_BAR if len(bars) == 1 else _NARROW_BAR
    drawn = Table(
        box=box.ASCII if ascii_only else box.SIMPLE_HEAD,
        title=Text(title) if title else None,
        title_justify="left",
        pad_edge=False,
    )
    shown = []
    for column in used:
        cells = _cells([row.get(column.key) for row in rows], column, width, ascii_only=ascii_only)
        heading = column.heading or column.key
        if column in bars:  # a long reason takes several lines, so that the other columns keep their room
            cells = _folded(cells, [row.get(column.key) for row in rows])
        longest = max(len(line) for text in (*cells, heading) for line in text.splitlines() or [""])
        whole = column.right or column in bars
        drawn.add_column(
            Text(heading),
            justify="right" if column.right else "left",
            no_wrap=whole,
            overflow="fold",
            min_width=min(longest, longest if whole else _NARROWEST),
        )
        shown.append(cells)
    for row_cells in zip(*shown, strict=True):
        drawn.add_row(*(Text(cell) for cell in row_cells))
    return drawn


def _folded(cells: Sequence[str], values: Sequence[Any]) -> list[str]:
    """Return the cells with reasons folded to the width of the bars beside them."""
    figures = [estimate is not None and estimate.defined for estimate in map(as_estimate, values)]
    width = max([_REASON, *(len(cell) for cell, figure in zip(cells, figures, strict=True) if figure)])
    return [cell if figure else fill(cell, width) for cell, figure in zip(cells, figures, strict=True)]


def standard_console() -> Console:
    """Return the console for standard output; where that is a pipe or a file, lines get room for whole tables."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPE_WIDTH)


def print_table(
    rows: Sequence[Mapping[str, Any]],
    columns: Iterable[Column | str],
    console: Console | None = None,
    *,
    title: str = "",
) -> None:
    """Print rows as a table; for no rows one line that says so."""
    console = console or standard_console()
    if not rows:
        console.print("No rows.", highlight=False)
        return
    console.print(table(rows, columns, title=title, ascii_only=console.options.ascii_only))


def as_estimate(value: Any) -> Estimate | None:
    """Return the estimate that a value is or, as JSON, stands for; None for anything else.

    >>> as_estimate(Estimate(0.5, 0.4, 0.6).to_json()).value
    0.5
    """
    if isinstance(value, Estimate):
        return value
    if isinstance(value, Mapping) and {"value", "low", "high", "undefined"} <= value.keys():
        return Estimate(**{key: value[key] for key in Estimate.__dataclass_fields__ if key in value})
    return None


def _cells(values: Sequence[Any], column: Column, width: int, *, ascii_only: bool) -> list[str]:
    estimates = [as_estimate(value) for value in values]
    scale = Scale.over(estimates)
    cells = [
        _cell(value, column) if estimate is None else _figure(estimate, scale, width, ascii_only=ascii_only)
        for value, estimate in zip(values, estimates, strict=True)
    ]
    return [in_ascii(cell) for cell in cells] if ascii_only else cells


def _figure(estimate: Estimate, scale: Scale, width: int, *, ascii_only: bool) -> str:
    if not estimate.defined:
        return number(estimate)
    return f"{text_bar(estimate, scale, width, ascii_only=ascii_only)} {number(estimate)}"


def _cell(value: Any, column: Column) -> str:
    if value is None:
        return "–"
    if column.written is not None:
        return column.written(value)
    if isinstance(value, int):
        return count(value)
    if isinstance(value, float):
        return f"{value:.3f}"
    return visible(str(value))
