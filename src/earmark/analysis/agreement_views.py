"""The rows of each view of agreement: over all labels, by label, by annotator, by pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from earmark.analysis.agreement_metrics import BETWEEN_TWO, OF_SPANS, WHOLE, Asked
from earmark.analysis.agreement_row import AgreementRow, row_of
from earmark.analysis.distance import labels_in
from earmark.analysis.tasks import TaskAnswers
from earmark.errors import CallError
from earmark.model import Estimate, Kind, Shape
from earmark.model.scheme import Scheme
from earmark.quality import agreement as measures
from earmark.quality.selection import overlap_selection

__all__ = ["VIEWS", "View", "metrics_of", "rows_of_view", "view_of"]

By: TypeAlias = Mapping[str, str]
View: TypeAlias = Callable[[TaskAnswers, By, Asked, str | None], list[AgreementRow]]

UNASKED = ("krippendorff_alpha", "percent_agreement")
UNASKED_OF_MARKS = ("unitized_alpha", "span_exact", "span_overlap")
SELF = ("self_agreement", "self_kappa")
MOST_LABELS = 200
NEVER_WITHHELD = (*SELF, *OF_SPANS)


def metrics_of(view: str) -> tuple[str, ...]:
    """Return the metrics that a view gives."""
    return {
        "": tuple(WHOLE),
        "label": ("specific_agreement", "label_alpha"),
        "annotator": ("agreement_with_others", "kappa_with_others"),
        "pair": ("cohen_kappa", *BETWEEN_TWO),
    }[view]


def view_of(metric: str | None) -> str:
    """Return the view a metric belongs to when none was named.

    >>> view_of("scott_pi"), view_of(None)
    ('pair', '')
    """
    return next((view for view in ("", *VIEWS) if metric in metrics_of(view)), "")


def rows_of_view(
    view: str, task: TaskAnswers, by: By, asked: Asked, metric: str | None
) -> list[AgreementRow]:
    """Return the rows of a view of a task; over all labels those of unaided answers after those of all.

    Raises:
        CallError: the interval is over annotators in a view that compares them one by one.
    """
    if not view:
        rows = _whole(task, by, asked, metric)
        unaided = _unaided(task, asked)
        if unaided is None or metric in SELF:
            return rows
        return rows + [replace(row, unaided=True) for row in _whole(unaided, by, asked, metric)]
    if asked.interval.over == "annotators":
        raise CallError(f"--over annotators goes with metrics over all labels, not with --by {view}")
    if asked.assigned is not None:
        raise CallError(f"--assigned goes with metrics over all labels, not with --by {view}")
    return _VIEWS[view](task, by, asked, metric)


def _whole(task: TaskAnswers, by: By, asked: Asked, metric: str | None) -> list[AgreementRow]:
    names = (metric,) if metric is not None else _unasked(task)
    if asked.distance is not None and metric is None:
        names = ("krippendorff_alpha",)
    withheld = _withheld(task, asked)
    rows = []
    for name in names:
        estimate = WHOLE[name](task, asked)
        if withheld is not None and name not in NEVER_WITHHELD and estimate.defined:
            estimate = Estimate.missing(
                withheld, n=estimate.n, over=estimate.over, measure=estimate.measure, level=estimate.level
            )
        scale = "distance" if asked.distance is not None and name not in NEVER_WITHHELD else None
        rows.append(row_of(task, estimate, by, scale=scale))
    return rows


def _unasked(task: TaskAnswers) -> tuple[str, ...]:
    return UNASKED_OF_MARKS if Scheme(task.kind).shape is Shape.MARKS else UNASKED


def _withheld(task: TaskAnswers, asked: Asked) -> str | None:
    """Return why agreement over all items would mislead; None where it would not, or is weighted."""
    if asked.assigned is not None or not task.choices:
        return None
    time = asked.answers.time[task.at] if asked.answers.timed else None
    order = None if time is None else np.lexsort((asked.answers.row[task.at], time)).argsort()
    found = overlap_selection(task.table, order)
    if not found.chosen:
        return None
    return (
        f"withheld: {found.why}; items with more answers were the harder ones. Name the column that holds the "
        "probability with which each item got several annotators (--assigned) to weight them"
    )


def _unaided(task: TaskAnswers, asked: Asked) -> TaskAnswers | None:
    """Return the answers given without a suggestion, None where no answer was given to one."""
    if not asked.answers.table.has("suggested"):
        return None
    aided = asked.answers.column("suggested").codes[task.at] >= 0
    return task.only(~aided) if aided.any() else None


def _labels(task: TaskAnswers, by: By, asked: Asked, metric: str | None) -> list[AgreementRow]:
    if task.kind is Kind.CATEGORIES:
        return _labels_of_sets(task, by, asked, metric)
    rows = []
    for one in measures.by_label(task.table, clusters=task.clusters, interval=asked.interval):
        label = str(task.labels[one.label].as_py())
        for estimate in (one.specific, one.alpha):
            rows.append(row_of(task, estimate, by, label=label, items=one.items, answers=one.answers))
    return [row for row in rows if metric in (None, row.metric)]


def _labels_of_sets(task: TaskAnswers, by: By, asked: Asked, metric: str | None) -> list[AgreementRow]:
    """Return the rows of each label of answers that hold several: given or not, whatever else was given."""
    sets = [labels_in(answer) for answer in task.labels.to_pylist()]
    used = np.bincount(task.table.label, minlength=len(sets))
    answers = Counter[str]()
    for one, count in zip(sets, used.tolist(), strict=True):
        answers.update(dict.fromkeys(one, count))
    rows = []
    for label, count in sorted(answers.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_LABELS]:
        given = np.array([label in one for one in sets], dtype=np.int32)[task.table.label]
        table = replace(task.table, label=given, labels=2)
        items = len(np.unique(table.item[given == 1]))
        for measure in (measures.specific_agreement, measures.label_alpha):
            estimate = measure(table, 1, clusters=task.clusters, interval=asked.interval)
            rows.append(row_of(task, estimate, by, label=label, items=items, answers=count))
    return [row for row in rows if metric in (None, row.metric)]


def _annotators(task: TaskAnswers, by: By, asked: Asked, metric: str | None) -> list[AgreementRow]:
    rows = []
    for one in measures.with_others(task.table, clusters=task.clusters, level=asked.interval.level):
        between = (str(task.annotators[one.annotator].as_py()),)
        for estimate in (one.agreement, one.kappa):
            rows.append(
                row_of(task, estimate, by, between=between, items=one.shared_items, answers=one.answers)
            )
    return [row for row in rows if metric in (None, row.metric)]


def _pairs(task: TaskAnswers, by: By, asked: Asked, metric: str | None) -> list[AgreementRow]:
    if metric in BETWEEN_TWO:
        found = [(a, b, BETWEEN_TWO[metric](task, asked, a, b)) for a, b in measures.shared_pairs(task.table)]
        rows = [(a, b, _shared_items(task, a, b), estimate) for a, b, estimate in found]
    else:
        kappas = measures.pair_kappas(task.table, clusters=task.clusters, interval=asked.interval)
        rows = [(one.a, one.b, one.items, one.kappa) for one in kappas]
    return [
        row_of(
            task,
            estimate,
            by,
            between=(str(task.annotators[a].as_py()), str(task.annotators[b].as_py())),
            items=items,
            answers=2 * items,
            scale="distance" if metric == "weighted_kappa" else None,
        )
        for a, b, items, estimate in rows
    ]


def _shared_items(task: TaskAnswers, a: int, b: int) -> int:
    table = task.table
    return len(np.intersect1d(table.item[table.annotator == a], table.item[table.annotator == b]))


_VIEWS: dict[str, View] = {"label": _labels, "annotator": _annotators, "pair": _pairs}
VIEWS = tuple(_VIEWS)
