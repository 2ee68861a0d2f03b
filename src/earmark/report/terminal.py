"""What the commands print for people: a summary of an audit, agreement, consensus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from earmark.analysis.audit.result import AuditResult
from earmark.report.summary import summary_lines
from earmark.report.text_table import Column, print_table, standard_console
from earmark.report.visible import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["print_agreement", "print_audit", "print_consensus"]

Answer: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]


def print_audit(result: AuditResult, console: Console | None = None) -> None:
    """Print what the data is, the three axes with interval bars, what would mislead, and what to do next."""
    console = console or standard_console()
    for indent, text, style in summary_lines(
        result, ascii_only=console.options.ascii_only, width=console.width
    ):
        for line in _wrapped(text, style, console, indent):
            console.print(line)


def _wrapped(text: str, style: str, console: Console, indent: int) -> list[Text]:
    """Return a paragraph as lines, none with spaces at its end; nothing in it is read as markup."""
    from rich.text import Text

    lines = Text(text, style=style).wrap(console, max(1, console.width - indent)) if text else [Text("")]
    for line in lines:
        line.rstrip()
        line.pad_left(indent if text else 0)
    return list(lines)


def print_agreement(answer: Answer, console: Console | None = None) -> None:
    """Print the answer of `agreement` (its JSON, or the rows under `results`): one line an estimate."""
    rows = _rows(answer, "results")
    flat = [
        {
            **row,
            "task": row.get("task") or None,
            "by": _group(row.get("by"))
            + (f" less {_group(row['against'])}" if row.get("against") else "")
            + (" unaided" if row.get("unaided") else "")
            or None,
            "between": " and ".join(visible(a) for a in row.get("between") or ()) or None,
        }
        for row in rows
    ]
    columns = [
        Column("task"),
        Column("metric", written=lambda metric: str(metric).replace("_", " ")),
        Column("by"),
        Column("between"),
        Column("label"),
        Column("estimate"),
        Column("items", right=True),
        Column("annotators", right=True),
        Column("answers", right=True),
    ]
    print_table(flat, columns, console)


def _group(by: Mapping[str, Any] | None) -> str:
    return ", ".join(f"{key}={value}" for key, value in (by or {}).items())


def print_consensus(answer: Answer, console: Console | None = None) -> None:
    """Print the answer of `consensus` (its JSON, or the rows under `tasks`), and below it why each method was taken."""
    console = console or standard_console()
    rows = _rows(answer, "tasks")
    columns = [
        Column("task", written=lambda task: visible(task) if task else "–"),
        Column("method", written=lambda method: str(method).replace("_", " ")),
        Column("items", right=True),
        Column("ties", right=True),
        Column("settled"),
        Column("majority_on_gold", "majority right on gold"),
        Column("accuracy_on_gold", "right on gold"),
    ]
    print_table(rows, columns, console)
    for why in dict.fromkeys(str(row["why"]) for row in rows if row.get("why")):
        console.print(why, highlight=False, markup=False)


def _rows(answer: Answer, key: str) -> Sequence[Mapping[str, Any]]:
    return answer[key] if isinstance(answer, Mapping) else answer
