"""Dawid and Skene's rounds over parts: what each part counts, and what is kept of it from round to round."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from earmark.analysis.encode import Coded, encode, same_words
from earmark.analysis.parts.answering import answers_in, groups_in, words_of
from earmark.quality.consensus.counting import Counted, Model, Pairs, Part, counted, observed
from earmark.quality.consensus.judging import Tally, judged
from earmark.quality.long_table import Codes, LongTable

__all__ = [
    "Vocabulary",
    "add_counts",
    "count_rows",
    "encode_rows",
    "gather_answers",
    "judge_rows",
    "pair_rows",
]


WORDS = pa.dictionary(pa.int32(), pa.string())


@dataclass(slots=True, eq=False)
class Vocabulary:
    """The words of each task: labels and annotators, sorted; and how many items have one answer, and more."""

    labels: dict[str, pa.Array] = field(default_factory=dict)
    annotators: dict[str, pa.Array] = field(default_factory=dict)
    items: Counter[str] = field(default_factory=Counter)
    shared: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def plus(self, other: Vocabulary) -> Vocabulary:
        """Add another's words and numbers to these and return them."""
        for mine, theirs in ((self.labels, other.labels), (self.annotators, other.annotators)):
            for task, words in theirs.items():
                mine[task] = words_of(mine[task], words) if task in mine else words
        self.items += other.items
        self.shared += other.shared
        self.answers += other.answers
        self.left_out += other.left_out
        return self


def gather_answers(rows: pa.Table, _: Any) -> tuple[Vocabulary, pa.Table]:
    """Return the words of a part, and its answers that count: task, item, annotator, label."""
    found = Vocabulary()
    kept = []
    if rows.num_rows:
        answers = answers_in(rows)
        found.left_out.update(answers.left_out)
        for group in groups_in(answers):
            per_item = group.table().per_item
            found.labels[group.task] = group.label.words
            found.annotators[group.task] = group.annotator.words
            found.items[group.task] += int((per_item > 0).sum())
            found.shared[group.task] += int((per_item > 1).sum())
            found.answers[group.task] += len(group.item.codes)
            kept.append(
                pa.table(
                    {
                        "task": _column(Coded(np.zeros_like(group.item.codes), pa.array([group.task]))),
                        "item": _column(group.item),
                        "annotator": _column(group.annotator),
                        "label": _column(group.label),
                    }
                )
            )
    if not kept:
        return found, pa.table({name: pa.array([], WORDS) for name in ("task", "item", "annotator", "label")})
    return found, pa.concat_tables(kept).unify_dictionaries().combine_chunks()


def encode_rows(rows: pa.Table, shared: tuple[str, pa.Array, pa.Array]) -> tuple[Any, pa.Table]:
    """Return which annotator gave which label and how often each label was given, and the rows of one task as
    numbers: items by their own words, annotators and labels by those of all parts."""
    task, annotators, labels = shared
    mine = rows.filter(pc.equal(rows["task"], task))
    item = encode(mine["item"]).compressed()
    table = LongTable(
        item.codes,
        same_words(encode(mine["annotator"]), annotators),
        same_words(encode(mine["label"]), labels),
        items=len(item.words),
        annotators=len(annotators),
        labels=len(labels),
    )
    order = np.lexsort((table.label, table.annotator, table.item))
    kept = pa.table(
        {
            "item": pa.DictionaryArray.from_arrays(pa.array(table.item[order]), item.words),
            "annotator": table.annotator[order],
            "label": table.label[order],
        }
    )
    given = np.bincount(table.label, minlength=len(labels)).astype(np.int64)
    return (observed(table), given), kept


def add_counts(one: tuple[Any, Any], other: tuple[Any, Any]) -> tuple[Any, Any]:
    """Return what `encode_rows` says of two parts together."""
    return one[0] | other[0], one[1] + other[1]


def pair_rows(rows: pa.Table, pairs: Pairs) -> tuple[None, pa.Table]:
    """Return the rows with the pair of each."""
    part = Part.of(_long(rows, pairs), pairs)
    return None, rows.append_column("pair", pa.array(part.pair))


def count_rows(rows: pa.Table, shared: tuple[Pairs, Model | None]) -> tuple[Counted, None]:
    """Return what the items of a part add up to under a model; by their votes without one."""
    pairs, model = shared
    part = _part(rows, pairs)
    found = counted(part, model, len(pairs), pairs.labels, 0, len(part.starts) - 1)
    return found, None


def judge_rows(rows: pa.Table, shared: tuple[Pairs, Model, Codes, float]) -> tuple[Tally, pa.Table]:
    """Return the tally of a part's items, and for each: its label's code, probability, log-odds, whether it is tied."""
    pairs, model, rank, trust = shared
    found, tally = judged(_part(rows, pairs), model, pairs, rank, trust)
    words = rows["item"].combine_chunks().dictionary if rows.num_rows else pa.array([], pa.string())
    kept = pa.table(
        {
            "item": words,
            "label": found.label,
            "probability": found.probability,
            "log_odds": found.log_odds,
            "tied": found.tied,
        }
    )
    return tally, kept


def _long(rows: pa.Table, pairs: Pairs) -> LongTable:
    item = rows["item"].combine_chunks() if rows.num_rows else None
    return LongTable(
        np.zeros(0, np.int32) if item is None else np.asarray(item.indices),
        _numbers(rows["annotator"]),
        _numbers(rows["label"]),
        items=0 if item is None else len(item.dictionary),
        annotators=pairs.annotators,
        labels=pairs.labels,
    )


def _part(rows: pa.Table, pairs: Pairs) -> Part:
    table = _long(rows, pairs)
    return Part(table.starts, table.annotator, table.label, _numbers(rows["pair"]))


def _numbers(column: pa.ChunkedArray) -> Codes:
    return np.asarray(column.combine_chunks() if column.num_chunks != 1 else column.chunk(0), dtype=np.int32)


def _column(coded: Coded) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(coded.codes), coded.words)
