"""The measures of agreement by name, as a task of a table asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from earmark.analysis.agreement_spans import spans_of
from earmark.analysis.answers import Answers
from earmark.analysis.distance import distance_of, ties_of
from earmark.analysis.encode import encode, same_words
from earmark.analysis.tasks import TaskAnswers, conversations_of
from earmark.errors import CallError, TableError
from earmark.formats import LabelDistances, Table
from earmark.model import Estimate, Shape
from earmark.model.scheme import Scheme
from earmark.quality import agreement as measures
from earmark.quality.long_table import Codes, Floats
from earmark.quality.resampling import Interval

__all__ = ["BETWEEN_TWO", "BY_DISTANCE", "OF_SPANS", "WHOLE", "Asked", "Metric", "alpha_of", "headline"]

BY_DISTANCE = ("krippendorff_alpha", "weighted_alpha", "weighted_beta", "gwet_ac2", "weighted_kappa")
ICC = {f"icc_{model.replace(',', '_')}": model for model in ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of every task alike."""

    answers: Answers
    items: Table | None
    interval: Interval
    distance: LabelDistances | str | None = None
    period: float | None = None
    assigned: str | None = None

    def far(self, task: TaskAnswers, metric: str) -> Floats:
        """Return how far the labels of a task lie apart.

        Raises:
            CallError: nothing says so.
        """
        if self.distance is None:
            raise CallError(f"{metric} needs --distance: a square table, linear, quadratic, jaccard or masi")
        return distance_of(task, self.distance)

    def weights(self, task: TaskAnswers) -> Floats | None:
        """Return for each item the inverse of the probability it was given to several annotators with.

        Raises:
            TableError: the column is not there, or does not hold one probability an item.
        """
        if self.assigned is None:
            return None
        probability = self._probabilities(task, self.assigned)
        inside = np.isfinite(probability) & (probability > 0) & (probability <= 1)
        asked = np.zeros(len(probability), dtype=bool)
        asked[task.table.item] = True
        strange = np.flatnonzero(asked & ~inside)
        if len(strange):
            item, found = task.items[int(strange[0])].as_py(), probability[strange[0]]
            raise TableError(
                f"{self.assigned} holds {found:g} for item {item!r}; a probability lies above 0 and at most at 1"
            )
        weights: Floats = 1 / np.where(inside, probability, 1.0)
        return weights

    def _probabilities(self, task: TaskAnswers, name: str) -> Floats:
        found = np.full(task.table.items, np.nan)
        if self.answers.table.has(name):
            rows = self.answers.numbers(name)[task.at]
            found[task.table.item] = rows
            apart = np.flatnonzero(~np.isclose(found[task.table.item], rows, equal_nan=True))
            if len(apart):
                item = task.items[int(task.table.item[apart[0]])].as_py()
                raise TableError(f"{name} holds two probabilities for item {item!r}; an item has one")
        elif self.items is not None and self.items.has(name):
            codes = same_words(encode(self.items.data["item_id"]), task.items)
            values = np.asarray(self.items.data[name].cast("float64").to_numpy(), dtype=np.float64)
            found[codes[codes >= 0]] = values[codes >= 0]
        else:
            raise TableError(f"neither the annotations nor the items have a column {name!r} of probabilities")
        return found


Metric: TypeAlias = Callable[[TaskAnswers, Asked], Estimate]
OfTwo: TypeAlias = Callable[[TaskAnswers, Asked, int, int], Estimate]


def headline(task: TaskAnswers, interval: Interval) -> tuple[Estimate, Estimate]:
    """Return Krippendorff's alpha on the task's scale, and percent agreement."""
    percent = measures.percent_agreement(task.table, clusters=task.clusters, interval=interval)
    return alpha_of(task, interval), percent


def alpha_of(
    task: TaskAnswers, interval: Interval, period: float | None = None, weights: Floats | None = None
) -> Estimate:
    """Return Krippendorff's alpha on the task's scale."""
    return measures.krippendorff_alpha(
        task.table,
        scale=task.scale,
        values=task.values,
        period=period,
        clusters=task.clusters,
        weights=weights,
        interval=interval,
    )


def _alpha(task: TaskAnswers, asked: Asked) -> Estimate:
    if asked.distance is not None:
        return _shared(task, asked, measures.distance_alpha, asked.far(task, "krippendorff_alpha"))
    return alpha_of(task, asked.interval, asked.period, asked.weights(task))


def _shared(task: TaskAnswers, asked: Asked, measure: Callable[..., Estimate], *arguments: Any) -> Estimate:
    return measure(
        task.table,
        *arguments,
        clusters=task.clusters,
        weights=asked.weights(task),
        interval=asked.interval,
    )


def _plain(measure: Callable[..., Estimate]) -> Metric:
    return lambda task, asked: _shared(task, asked, measure)


def _far(measure: Callable[..., Estimate], name: str) -> Metric:
    return lambda task, asked: _shared(task, asked, measure, asked.far(task, name))


def _ties(measure: Callable[..., Estimate]) -> Metric:
    return lambda task, asked: _shared(task, asked, measure, ties_of(task))


def _icc(model: str) -> Metric:
    def metric(task: TaskAnswers, asked: Asked) -> Estimate:
        if task.values is None:
            raise CallError("an intraclass correlation needs numbers; use --scale interval")
        return _shared(task, asked, measures.intraclass_correlation, task.values, model)

    return metric


def _again(measure: Callable[..., Estimate]) -> Metric:
    def metric(task: TaskAnswers, asked: Asked) -> Estimate:
        retests = asked.answers.retests
        tasks = asked.answers.task
        mine = np.array([word == task.task for word in tasks.words.to_pylist()])[retests.task]
        clusters: Codes | None = None
        if task.clusters is not None:
            conversation = conversations_of(asked.answers.item.words, asked.items)
            clusters = None if conversation is None else conversation[retests.item[mine]]
        return measure(retests.first[mine], retests.second[mine], clusters=clusters, interval=asked.interval)

    return metric


def _spans(measure: Callable[..., Estimate], **options: bool) -> Metric:
    def metric(task: TaskAnswers, asked: Asked) -> Estimate:
        if Scheme(task.kind).shape is not Shape.MARKS:
            raise CallError("spans are compared in a task of marks; use --kind spans or --kind segments")
        spans = spans_of(task, asked.items)
        return measure(spans, clusters=task.clusters, interval=asked.interval, **options)

    return metric


OF_SPANS: dict[str, Metric] = {
    "unitized_alpha": _spans(measures.unitized_alpha),
    "unitized_alpha_binary": _spans(measures.unitized_alpha, labelled=False),
    "span_exact": _spans(measures.span_exact),
    "span_overlap": _spans(measures.span_overlap),
}
WHOLE: dict[str, Metric] = {
    "krippendorff_alpha": _alpha,
    "percent_agreement": _plain(measures.percent_agreement),
    "fleiss_kappa": _plain(measures.fleiss_kappa),
    "gwet_ac1": _plain(measures.gwet_ac1),
    "gwet_ac2": _far(measures.gwet_ac2, "gwet_ac2"),
    "weighted_alpha": _far(measures.weighted_alpha, "weighted_alpha"),
    "weighted_beta": _far(measures.weighted_beta, "weighted_beta"),
    "preference_agreement": _ties(measures.preference_agreement),
    "preference_alpha": _ties(measures.preference_alpha),
    **{name: _icc(model) for name, model in ICC.items()},
    "self_agreement": _again(measures.self_agreement),
    "self_kappa": _again(measures.self_kappa),
    **OF_SPANS,
}
BETWEEN_TWO: dict[str, OfTwo] = {
    "weighted_kappa": lambda task, asked, a, b: measures.weighted_kappa(
        task.table,
        a,
        b,
        asked.far(task, "weighted_kappa"),
        clusters=task.clusters,
        interval=asked.interval,
    ),
    "scott_pi": lambda task, asked, a, b: measures.scott_pi(
        task.table, a, b, clusters=task.clusters, interval=asked.interval
    ),
}
