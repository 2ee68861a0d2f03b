"""How far annotators agree: by task, label, annotator, pair, window of time, and any column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from earmark.analysis.agreement_metrics import BY_DISTANCE, Asked
from earmark.analysis.agreement_row import AgreementRow, row_of
from earmark.analysis.agreement_slices import of_items, slices_of
from earmark.analysis.agreement_views import VIEWS, metrics_of, rows_of_view, view_of
from earmark.analysis.agreement_window import windows_of
from earmark.analysis.answers import answers_of
from earmark.analysis.compare import differences
from earmark.analysis.load import annotations_from, table_from
from earmark.analysis.tasks import grouped, tasks_of
from earmark.errors import CallError
from earmark.formats import LabelDistances
from earmark.model import Notice, Scheme
from earmark.quality.resampling import Interval

__all__ = ["AgreementResult", "AgreementRow", "agreement", "row_of"]


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
    period: float | None = None,
    by: Sequence[str] = (),
    window: str | None = None,
    compare: bool = False,
    assigned: str | None = None,
    interval: Interval | None = None,
    **reading: Any,
) -> AgreementResult:
    """Return how far annotators agree, each number with its interval.

    `source` is a path, a table or a data frame of annotations. `by` names columns (of the annotations, else of the items), and at most one of the
    views `label`, `annotator`, `pair`; `window` groups by day, week, month, quarter or year as well. With `items`
    that name conversations, intervals are over conversations; with an `interval` over annotators they speak for others
    like these. Without a view the metrics are Krippendorff's alpha and percent agreement (of marks: unitized alpha,
    exact and overlapping spans), and whatever `metric` asks for; `label` gives
    specific agreement and alpha against the rest, `annotator` agreement and kappa with the others, `pair`
    Cohen's kappa, weighted kappa or Scott's pi. `distance` says how far labels lie apart: a square table
    (`formats.read_distances`), `linear` or `quadratic` steps, or `jaccard` or `masi` for answers of several labels.
    A `circular` scale has a `period`. `compare` adds the
    difference of each group from the first (see `analysis.compare`). `assigned` names a column with the probability
    that an item was given to several annotators; without it agreement is withheld where items with more answers turn
    out to be the harder ones. Where answers were given to suggestions, those without are measured apart, `unaided`.

    Raises:
        InputError: the table cannot be read, or lacks a column.
        CallError: an option is not known.
    """
    view, columns = _views(by, metric)
    _distance_fits(distance, view, metric)
    if compare and (view or not (columns or window)):
        raise CallError("--compare compares the groups of --by COLUMN; name a column, and no view")
    if scale == "circular" and period is None:
        raise CallError("a circular scale needs --period, the number at which it begins again")
    tables = annotations_from(source, **reading)
    table = tables.annotations
    if table is None:  # annotations_from has made sure of it
        raise CallError("no annotations")
    item_table = table_from(items, "items") or tables.items
    columns, of_their_items = of_items(columns, table, item_table)
    answers = answers_of(table, by=columns)
    asked = Asked(answers, item_table, interval or Interval(), distance, period, assigned)
    rows: list[AgreementRow] = []
    for task in tasks_of(answers, scale=scale, kind=kind, scheme=scheme, items=item_table):
        groups: list[Any] = [
            (dict(zip(columns, words, strict=True)), group) for words, group in grouped(task, answers)
        ]
        groups = slices_of(groups, item_table, of_their_items)
        if window is not None:
            groups = windows_of(groups, answers, window)
        mine = [row for about, group in groups for row in rows_of_view(view, group, about, asked, metric)]
        rows += mine
        if compare:
            rows += differences(groups, [row for row in mine if not row.unaided])
    return AgreementResult(tuple(rows), answers.left_out, table.reading.notices)


def _views(by: Sequence[str], metric: str | None) -> tuple[str, list[str]]:
    views = [one for one in by if one in VIEWS]
    if len(views) > 1:
        raise CallError(f"--by takes one of {', '.join(VIEWS)} at a time, found {' and '.join(views)}")
    view = views[0] if views else view_of(metric)
    if metric is not None and metric not in metrics_of(view):
        every = sorted({name for one in ("", *VIEWS) for name in metrics_of(one)})
        raise CallError(f"--metric {metric!r} is not given by this view; metrics are {', '.join(every)}")
    return view, [one for one in by if one not in VIEWS and one != "task"]


def _distance_fits(distance: LabelDistances | str | None, view: str, metric: str | None) -> None:
    if distance is None or metric in BY_DISTANCE or (metric is None and not view):
        return
    raise CallError(f"a distance goes with {', '.join(BY_DISTANCE)}")
