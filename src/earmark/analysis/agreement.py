"""How far annotators agree: by task, label, annotator, pair, and any column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from earmark.analysis.agreement_row import AgreementRow
from earmark.analysis.answers import answers_of
from earmark.analysis.compare import differences
from earmark.analysis.distance import far_alpha
from earmark.analysis.load import annotations_from, table_from
from earmark.analysis.tasks import TaskAnswers, grouped, tasks_of
from earmark.errors import CallError
from earmark.formats import LabelDistances
from earmark.model import Estimate, Notice, Scheme
from earmark.quality import agreement as measures
from earmark.quality.resampling import Interval

__all__ = ["AgreementResult", "AgreementRow", "agreement", "row_of"]

METRICS = ("krippendorff_alpha", "percent_agreement")  # what is given unasked
ON_DEMAND = ("fleiss_kappa", "gwet_ac1")
VIEWS = ("label", "annotator", "pair")


@dataclass(frozen=True, slots=True)
class AgreementResult:
    """All estimates asked for, with what a reader must know."""

    results: tuple[AgreementRow, ...]
    left_out: Mapping[str, int]
    warnings: tuple[Notice, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `earmark agreement --json`."""
        return {
            "results": [row.to_json() for row in self.results],
            "left_out": dict(self.left_out),
            "warnings": [notice.to_json() for notice in self.warnings],
        }


def agreement(
    source: Any,
    *,
    items: Any = None,
    metric: str | None = None,
    scale: str | None = None,
    kind: str | None = None,
    scheme: Scheme | Mapping[str, Scheme] | None = None,
    distance: LabelDistances | str | None = None,
    by: Sequence[str] = (),
    compare: bool = False,
    interval: Interval | None = None,
    **reading: Any,
) -> AgreementResult:
    """Return how far annotators agree, each number with its interval.

    `source` is a path, a table or a data frame of annotations. `by` names columns, and at most one of the
    views `label`, `annotator`, `pair`. With `items` that name conversations, intervals are over
    conversations. Without a view the metrics are Krippendorff's alpha and percent agreement, and, where `metric`
    asks for them, `fleiss_kappa` and `gwet_ac1`; `label` gives
    specific agreement and alpha against the rest, `annotator` agreement and kappa with the others, `pair`
    Cohen's kappa. `distance` says how far labels lie apart and makes alpha the only metric: a square table
    (`formats.read_distances`), or `jaccard` or `masi` for answers of several labels. `compare` adds the
    difference of each group from the first (see `analysis.compare`).

    Raises:
        InputError: the table cannot be read, or lacks a column.
        CallError: an option is not known.
    """
    view, columns = _views(by, metric)
    if distance is not None and (view or metric not in (None, "krippendorff_alpha")):
        raise CallError("a distance goes with krippendorff_alpha, over all labels at once")
    if compare and (view or not columns):
        raise CallError("--compare compares the groups of --by COLUMN; name a column, and no view")
    interval = interval or Interval()
    tables = annotations_from(source, **reading)
    table = tables.annotations
    if table is None:  # annotations_from has made sure of it
        raise CallError("no annotations")
    answers = answers_of(table, by=columns)
    item_table = table_from(items, "items") or tables.items
    rows: list[AgreementRow] = []
    for task in tasks_of(answers, scale=scale, kind=kind, scheme=scheme, items=item_table):
        groups = [(dict(zip(columns, words, strict=True)), group) for words, group in grouped(task, answers)]
        for about, group in groups:
            if distance is not None:
                found = [row_of(group, far_alpha(group, distance, interval), about, scale="distance")]
            elif metric in ON_DEMAND:
                found = _asked(group, about, interval, metric)
            else:
                found = _VIEWS[view](group, about, interval)
            rows += [row for row in found if metric in (None, row.metric)]
        if compare:
            rows += differences(groups, [row for row in rows if row.task == task.task])
    return AgreementResult(tuple(rows), answers.left_out, table.reading.notices)


def _views(by: Sequence[str], metric: str | None) -> tuple[str, list[str]]:
    views = [one for one in by if one in VIEWS]
    if len(views) > 1:
        raise CallError(f"--by takes one of {', '.join(VIEWS)} at a time, found {' and '.join(views)}")
    view = views[0] if views else _view_of(metric)
    known = {name: _names(one) for one, name in ((one, one) for one in _VIEWS)}
    if metric is not None and metric not in known[view]:
        every = sorted({name for names in known.values() for name in names})
        raise CallError(f"--metric {metric!r} is not given by this view; metrics are {', '.join(every)}")
    return view, [one for one in by if one not in VIEWS and one != "task"]


def _view_of(metric: str | None) -> str:
    """Return the view a metric belongs to when none was named."""
    for view in _VIEWS:
        if metric in _names(view):
            return view
    return ""


def _names(view: str) -> tuple[str, ...]:
    return {
        "": METRICS + ON_DEMAND,
        "label": ("specific_agreement", "label_alpha"),
        "annotator": ("agreement_with_others", "kappa_with_others"),
        "pair": ("cohen_kappa",),
    }[view]


def row_of(
    task: TaskAnswers,
    estimate: Estimate,
    by: Mapping[str, str],
    *,
    between: tuple[str, ...] | None = None,
    label: str | None = None,
    items: int | None = None,
    answers: int | None = None,
    scale: str | None = None,
) -> AgreementRow:
    """Return one row for an estimate about a task's answers (or about some of them)."""
    there, people = task.answered()
    scale = scale or (task.scale if estimate.name == "krippendorff_alpha" else "nominal")
    return AgreementRow(
        task=task.task,
        metric=estimate.name,
        scale=scale,
        by=by,
        between=between,
        label=label,
        estimate=estimate,
        items=there if items is None else items,
        annotators=people if between is None else len(between),
        answers=len(task.table) if answers is None else answers,
    )


def _whole(task: TaskAnswers, by: Mapping[str, str], interval: Interval) -> list[AgreementRow]:
    return [row_of(task, estimate, by) for estimate in headline(task, interval)]


def _asked(
    task: TaskAnswers, by: Mapping[str, str], interval: Interval, metric: str | None
) -> list[AgreementRow]:
    measure = measures.fleiss_kappa if metric == "fleiss_kappa" else measures.gwet_ac1
    return [row_of(task, measure(task.table, clusters=task.clusters, interval=interval), by)]


def headline(task: TaskAnswers, interval: Interval) -> tuple[Estimate, Estimate]:
    """Return Krippendorff's alpha on the task's scale, and percent agreement."""
    return (
        measures.krippendorff_alpha(
            task.table, scale=task.scale, values=task.values, clusters=task.clusters, interval=interval
        ),
        measures.percent_agreement(task.table, clusters=task.clusters, interval=interval),
    )


def _labels(task: TaskAnswers, by: Mapping[str, str], interval: Interval) -> list[AgreementRow]:
    rows = []
    for one in measures.by_label(task.table, clusters=task.clusters, interval=interval):
        label = str(task.labels[one.label].as_py())
        for estimate in (one.specific, one.alpha):
            rows.append(row_of(task, estimate, by, label=label, items=one.items, answers=one.answers))
    return rows


def _annotators(task: TaskAnswers, by: Mapping[str, str], interval: Interval) -> list[AgreementRow]:
    rows = []
    for one in measures.with_others(task.table, clusters=task.clusters, level=interval.level):
        between = (str(task.annotators[one.annotator].as_py()),)
        for estimate in (one.agreement, one.kappa):
            rows.append(
                row_of(task, estimate, by, between=between, items=one.shared_items, answers=one.answers)
            )
    return rows


def _pairs(task: TaskAnswers, by: Mapping[str, str], interval: Interval) -> list[AgreementRow]:
    return [
        row_of(
            task,
            one.kappa,
            by,
            between=(str(task.annotators[one.a].as_py()), str(task.annotators[one.b].as_py())),
            items=one.items,
            answers=2 * one.items,
        )
        for one in measures.pair_kappas(task.table, clusters=task.clusters, interval=interval)
    ]


_VIEWS: dict[str, Callable[[TaskAnswers, Mapping[str, str], Interval], list[AgreementRow]]] = {
    "": _whole,
    "label": _labels,
    "annotator": _annotators,
    "pair": _pairs,
}
