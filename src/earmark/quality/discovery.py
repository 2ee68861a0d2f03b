"""Finding every measure and every aggregator there is, so that none escapes the laws."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from types import ModuleType
from typing import Any

import numpy as np

from earmark.model import Estimate
from earmark.quality.agreement.label_distances import step_distances
from earmark.quality.agreement.span_table import SpanTable
from earmark.quality.laws import Measure
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval

__all__ = ["aggregators_in", "as_spans", "asked_again", "measures_in"]

Function = Callable[..., Any]

_ARGUMENTS: Mapping[str, Callable[[LongTable], Any]] = {
    "a": lambda _: 0,
    "b": lambda _: 1,
    "label": lambda _: 1,
    "distance": lambda table: step_distances(np.arange(float(table.labels))),
    "values": lambda table: np.arange(1.0, table.labels + 1),
    "ties": lambda table: np.arange(table.labels) == table.labels // 2,
}


def measures_in(package: ModuleType, interval: Interval) -> dict[str, Measure]:
    """Return every public function of a package that gives one `Estimate` of a table, as a measure of a long table.

    What else it asks for is filled in by name (a distance: steps of one; values: 1, 2, 3 …). Measures of spans get
    every answer as a span whose place says its label; those of questions asked again get each item's first two labels.

    >>> from earmark.quality import agreement
    >>> sorted(measures_in(agreement, Interval()))[:3]
    ['cohen_kappa', 'distance_alpha', 'fleiss_kappa']

    Raises:
        LookupError: a measure asks for something that nothing is known of (teach this module to give it).
    """
    found = {}
    for name in package.__all__:
        function = getattr(package, name)
        if inspect.isfunction(function) and _returns(function, Estimate) and _first(function) != "one":
            found[name] = _of_long_table(function, interval)
    return found


def aggregators_in(package: ModuleType, result: type) -> dict[str, Function]:
    """Return every public function of a package that makes a `result` of a long table alone.

    >>> from earmark.quality import consensus
    >>> "majority" in aggregators_in(consensus, consensus.Consensus)
    True
    """
    found: dict[str, Function] = {}
    for name in package.__all__:
        function = getattr(package, name)
        if inspect.isfunction(function) and _returns(function, result):
            parameters = list(inspect.signature(function).parameters.values())
            alone = all(one.default is not one.empty for one in parameters[1:])
            if parameters and "LongTable" in str(parameters[0].annotation) and alone:
                found[name] = function
    return found


def as_spans(table: LongTable) -> SpanTable:
    """Return a table in which every answer is one span of length 4 that begins at its label; items are 20 longer.

    >>> as_spans(LongTable.of(np.array([0, 0]), np.array([0, 1]), np.array([2, 0]))).start.tolist()
    [2.0, 0.0]
    """
    start = table.label.astype(np.float64)
    return SpanTable.of(
        table.item,
        table.annotator,
        np.arange(len(table)),
        start,
        start + 4,
        table.label % 2,
        length=np.full(table.items, table.labels + 20.0),
        items=table.items,
        labels=2,
        annotators=table.annotators,
    )


def asked_again(table: LongTable) -> tuple[Any, Any]:
    """Return the least and the greatest label of each item with two answers or more, as answers to one question."""
    rows = table.pairable()
    items = np.unique(rows.item)
    lowest, highest = np.full(table.items, table.labels), np.full(table.items, -1)
    np.minimum.at(lowest, rows.item, rows.label)
    np.maximum.at(highest, rows.item, rows.label)
    return lowest[items], highest[items]


def _returns(function: Function, kind: type) -> bool:
    return inspect.signature(function).return_annotation in (kind, kind.__name__)


def _first(function: Function) -> str:
    return next(iter(inspect.signature(function).parameters), "")


def _of_long_table(function: Function, interval: Interval) -> Measure:
    parameters = list(inspect.signature(function).parameters.values())
    asked = [one.name for one in parameters[1:] if one.default is one.empty]
    of_pairs = _first(function) == "first"
    unknown = [name for name in asked if name not in _ARGUMENTS and not (of_pairs and name == "second")]
    if unknown:
        raise LookupError(f"{function.__name__} asks for {', '.join(unknown)}, which the laws cannot give")
    of_spans = "SpanTable" in str(parameters[0].annotation)

    @wraps(function)
    def measure(table: LongTable) -> Estimate:
        given = {} if of_pairs else {name: _ARGUMENTS[name](table) for name in asked}
        subject = asked_again(table) if of_pairs else (as_spans(table) if of_spans else table,)
        found: Estimate = function(*subject, **given, interval=interval)
        return found

    return measure
