"""How far annotators agree, where the table is counted by an engine: the figures are those of a table in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from earmark.analysis.agreement_row import AgreementRow
from earmark.analysis.encode import Coded, same_words
from earmark.analysis.parts.answering import COLUMNS, Group, answers_in, groups_in, words_of
from earmark.analysis.tasks import Meaning, meaning_of
from earmark.engines import Engine, Reading, Shard, Told, merged
from earmark.errors import CallError, TableError
from earmark.model import Estimate, Notice, Scheme
from earmark.quality import agreement as measures
from earmark.quality.distinct import DistinctItems
from earmark.quality.resampling import USUAL, Interval

__all__ = ["METRICS", "PartsAgreement", "agreement_in_parts"]

METRICS = ("krippendorff_alpha", "percent_agreement", "fleiss_kappa", "gwet_ac1")
_UNASKED = METRICS[:2]
_BY_COUNTS = ("nominal", "ordinal", "interval")

Key: TypeAlias = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """A task's answers in a group: its distinct items, and the words that their labels stand for."""

    distinct: DistinctItems
    labels: pa.Array
    annotators: pa.Array
    items: int
    answers: int

    @classmethod
    def of(cls, group: Group) -> _Counted:
        table = group.table()
        items = int(np.count_nonzero(table.per_item))
        return cls(DistinctItems.of(table), group.label.words, group.annotator.words, items, len(table))

    def plus(self, other: _Counted) -> _Counted:
        labels = words_of(self.labels, other.labels)
        annotators = words_of(self.annotators, other.annotators)
        both = [one.relabelled(labels) for one in (self, other)]
        return _Counted(
            DistinctItems.merged(both, len(annotators)),
            labels,
            annotators,
            self.items + other.items,
            self.answers + other.answers,
        )

    def relabelled(self, labels: pa.Array) -> DistinctItems:
        """Return the distinct items with the codes that their labels have among others."""
        places = same_words(Coded(np.arange(len(self.labels), dtype=np.int32), self.labels), labels)
        return self.distinct.relabelled(places, len(labels))


@dataclass(slots=True, eq=False)
class _Statistic:
    """What a part, or several, say of agreement."""

    groups: dict[Key, _Counted] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def plus(self, other: _Statistic) -> _Statistic:
        for key, counted in other.groups.items():
            mine = self.groups.get(key)
            self.groups[key] = counted if mine is None else mine.plus(counted)
        self.left_out += other.left_out
        return self


@dataclass(frozen=True, slots=True)
class PartsAgreement:
    """All estimates asked for, with what a reader must know; fields as in `agreement.AgreementResult`."""

    results: tuple[AgreementRow, ...]
    left_out: Mapping[str, int]
    warnings: tuple[Notice, ...]
    told: Told

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `earmark agreement --json`."""
        return {
            "results": [row.to_json() for row in self.results],
            "left_out": dict(self.left_out),
            "warnings": [notice.to_json() for notice in self.warnings],
        }


def agreement_in_parts(
    engine: Engine,
    shards: Sequence[Shard],
    *,
    metric: str | None = None,
    scale: str | None = None,
    kind: str | None = None,
    scheme: Scheme | Mapping[str, Scheme] | None = None,
    by: Sequence[str] = (),
    interval: Interval = USUAL,
    reading: Reading | None = None,
) -> PartsAgreement:
    """Return what `agreement.agreement` returns for the same rows, to the byte, without holding them in memory.

    The metrics are those that do not ask who answered: alpha, percent agreement, Fleiss' kappa, Gwet's AC1.

    Raises:
        InputError: a shard cannot be read, or lacks a column.
        CallError: a metric or an interval that needs the whole table at once.
        EngineError: the engine did not get through.
    """
    _check(metric, interval)
    asked = Reading() if reading is None else reading
    kept = Reading(asked.columns, asked.format, asked.skip_bad, (*COLUMNS, *by), asked.rows)
    parts, told = engine.split(shards, kept)
    if not any(part.rows for part in parts):
        raise TableError("the files hold no annotations Earmark can measure")
    found, _ = merged(engine, _count, parts, _Statistic.plus, tuple(by))
    rows: list[AgreementRow] = []
    meanings: dict[str, Meaning] = {}
    for task, words in _labels(found).items():
        given = scheme.get(task) if isinstance(scheme, Mapping) else scheme
        meanings[task] = meaning_of(
            words, task, scale=scale, kind=kind, stated=given or told.schemes.get(task)
        )
    for key in sorted(found.groups):
        rows += _rows(key, found.groups[key], meanings[key[0]], by, metric, interval)
    return PartsAgreement(tuple(rows), dict(found.left_out), told.notices, told)


def _check(metric: str | None, interval: Interval) -> None:
    if metric is not None and metric not in METRICS:
        raise CallError(
            f"--engine gives {', '.join(METRICS)}, found {metric!r}; leave --engine out where the table fits into memory"
        )
    if interval.over != "items":
        raise CallError("--engine gives intervals over items; leave it out where the table fits into memory")


def _count(rows: pa.Table, by: Sequence[str]) -> tuple[_Statistic, None]:
    statistic = _Statistic()
    if rows.num_rows:
        answers = answers_in(rows, by)
        statistic.left_out.update(answers.left_out)
        for group in groups_in(answers):
            statistic.groups[group.task, group.by] = _Counted.of(group)
    return statistic, None


def _labels(found: _Statistic) -> dict[str, pa.Array]:
    """Return the labels of each task, in whatever group."""
    words: dict[str, pa.Array] = {}
    for (task, _), counted in sorted(found.groups.items()):
        words[task] = words_of(words[task], counted.labels) if task in words else counted.labels
    return words


def _rows(
    key: Key, counted: _Counted, meaning: Meaning, by: Sequence[str], metric: str | None, interval: Interval
) -> list[AgreementRow]:
    if meaning.scale not in _BY_COUNTS:
        raise CallError(f"--engine measures on the scales {', '.join(_BY_COUNTS)}, found {meaning.scale}")
    task, group = key
    distinct = counted.relabelled(meaning.labels)
    whole: dict[str, Callable[[], Estimate]] = {
        "krippendorff_alpha": lambda: measures.krippendorff_alpha(
            distinct, scale=meaning.scale, values=meaning.values, interval=interval
        ),
        "percent_agreement": lambda: measures.percent_agreement(distinct, interval=interval),
        "fleiss_kappa": lambda: measures.fleiss_kappa(distinct, interval=interval),
        "gwet_ac1": lambda: measures.gwet_ac1(distinct, interval=interval),
    }
    return [
        AgreementRow(
            task=task,
            metric=name,
            scale=meaning.scale if name == "krippendorff_alpha" else "nominal",
            by=dict(zip(by, group, strict=True)),
            between=None,
            label=None,
            estimate=whole[name](),
            items=counted.items,
            annotators=len(counted.annotators),
            answers=counted.answers,
        )
        for name in (_UNASKED if metric is None else (metric,))
    ]
