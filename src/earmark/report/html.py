"""The audit as one HTML page that needs nothing but itself: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from earmark.analysis.audit.result import About, AuditResult
from earmark.model import Notice
from earmark.report import numbers
from earmark.report.bars import Scale, bar
from earmark.report.findings import axis_rows, notice_groups, refusal_groups
from earmark.report.glossary import GLOSSARY
from earmark.report.plots import answers_plot
from earmark.report.task_view import limits_for, task_views
from earmark.report.verdict import verdict
from earmark.report.visible import visible, visible_text
from earmark.report.wording import (
    COMPARED,
    FORMATS,
    OVER,
    answers_message,
    consensus_details,
    consensus_sentence,
    counted,
    sentence,
    task_name,
    window_name,
)

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["audit_page"]


def audit_page(result: AuditResult, *, title: str) -> str:
    """Return the report of an audit as one self-contained HTML page.

    The page loads nothing and runs nothing (its Content-Security-Policy forbids both), follows light and dark,
    prints on A4, and can be read at the width of a phone. All text of the data is escaped, and control
    characters are shown. The same result and title give the same bytes.
    """
    limits = limits_for(len(result.tasks))
    views = task_views(result.tasks, limits)
    about = result.about
    return (
        _environment()
        .get_template("audit.html")
        .render(
            title=title,
            result=result,
            css=Markup(_css()),  # noqa: S704  # our own file
            verdict=verdict(result),
            refusals=refusal_groups(result.refused),
            notices=notice_groups(result.warnings),
            facts=_facts(about),
            contents=_contents(result),
            limits=limits,
            tasks=views,
            folded=limits.folded,
            axes=[(axis, axis_rows(axis, one_task=len(result.tasks) == 1)) for axis in result.axes],
            axes_scale=Scale.over(m.estimate for axis in result.axes for m in axis.measured),
            overview_scale=Scale.over(task.alpha for task in result.tasks),
            alike=_alike(result),
            unit_scale=Scale(),
            over=OVER,
            compared=COMPARED,
            one_task=len(result.tasks) == 1,
            sources=[_source(source) for source in about.sources],
            left_out=sorted(about.left_out.items()),
            answers_plot=answers_plot(about.answers_per_item, "answers"),
            answers_caption=answers_message(about.answers_per_item) if about.answers_per_item else "",
            glossary=GLOSSARY,
        )
        + "\n"
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("earmark.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_FILTERS)
    return environment


@cache
def _css() -> str:
    return resources.files("earmark.report").joinpath("templates", "audit.css").read_text(encoding="utf-8")


def _said(count: int) -> str:
    return counted(count, "answer")


_FILTERS: Mapping[str, Callable[..., Any]] = {
    "bar": bar,
    "chance": numbers.chance,
    "count": numbers.count,
    "counted": counted,
    "interval": numbers.interval,
    "consensus_details": consensus_details,
    "consensus_sentence": consensus_sentence,
    "said": _said,
    "number": numbers.number,
    "seconds": numbers.seconds,
    "sentence": sentence,
    "share": numbers.share,
    "task_name": task_name,
    "times": numbers.times,
    "value": numbers.value,
    "visible": visible,
    "visible_text": visible_text,
    "window_name": window_name,
}


def _facts(about: About) -> list[tuple[str, str]]:
    facts = [("answer", about.answers), ("item", about.items), ("annotator", about.annotators)]
    if about.conversations is not None and about.conversations != about.items:
        facts.append(("conversation", about.conversations))
    facts.append(("task", len(about.tasks)))
    return [(name if many == 1 else f"{name}s", numbers.count(many)) for name, many in facts]


def _alike(result: AuditResult) -> str:
    """Return the size of every task where all have the same, which then needs no column."""
    sizes = {(task.items, task.overlapped, task.annotators) for task in result.tasks}
    if len(sizes) != 1:
        return ""
    items, overlapped, annotators = sizes.pop()
    which = "all of them" if items == overlapped else numbers.count(overlapped)
    return (
        f"Each has {counted(items, 'item')}, {which} with two answers or more, by "
        f"{counted(annotators, 'annotator')}."
    )


def _contents(result: AuditResult) -> list[tuple[str, str]]:
    gate = [("gate", "The gate")] if result.gate else []
    return [
        *gate,
        ("misleading", "What would mislead"),
        ("axes", "Three questions"),
        ("next", "What to do next"),
        ("tasks", "Agreement in detail"),
        ("about", "About the data"),
        ("reading", "How to read this"),
    ]


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    named = str(source.get("format") or "")
    facts = [FORMATS.get(named, named)] if named else []
    if source.get("rows") is not None:
        facts.append(counted(int(source["rows"]), "row"))
    if source.get("rejected_rows"):
        facts.append(
            f"{counted(int(source['rejected_rows']), 'row')} could not be read and {_were(source)} left out"
        )
    return {
        "kind": str(source.get("kind") or "table"),
        "path": PurePath(str(source.get("path") or "")).name or "a table in memory",
        "facts": ", ".join(facts),
        "mapping": sorted((source.get("mapping") or {}).items()),
        "losses": [_loss(loss) for loss in source.get("losses") or ()],
    }


def _were(source: Mapping[str, Any]) -> str:
    return "was" if int(source["rejected_rows"]) == 1 else "were"


def _loss(loss: object) -> str:
    if isinstance(loss, Notice):
        return loss.text
    if isinstance(loss, Mapping):
        return str(loss.get("text", loss))
    return str(loss)
