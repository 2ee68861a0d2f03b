"""Copies are found; honest people who agree are not accused."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality import copying
from earmark.quality.consensus import dawid_skene, majority
from earmark.quality.copying import CopiedPair, copied
from earmark.quality.long_table import Codes, LongTable

Rng: TypeAlias = np.random.Generator


def crowd(
    rng: Rng,
    *,
    items: int,
    annotators: int,
    answers: int,
    labels: int,
    hard: float = 0.0,
    skill: float = 0.75,
) -> LongTable:
    """Draw honest answers; on `hard` of the items half of the people are misled to the same wrong label."""
    truth = rng.integers(labels, size=items)
    accuracy = np.clip(rng.normal(skill, 0.08, annotators), 0.4, 0.98)
    item = np.repeat(np.arange(items), answers)
    annotator = np.argsort(rng.random((items, annotators)), axis=1)[:, :answers].ravel()
    right = rng.random(len(item)) < accuracy[annotator]
    wrong = (truth[item] + rng.integers(1, labels, len(item))) % labels
    misled = (rng.random(items) < hard)[item]
    trap = ((truth + rng.integers(1, labels, items)) % labels)[item]
    label = np.where(
        misled, np.where(rng.random(len(item)) < 0.5, truth[item], trap), np.where(right, truth[item], wrong)
    )
    return LongTable.of(item, annotator, label, items=items, annotators=annotators, labels=labels)


def with_copy(rng: Rng, table: LongTable, shared: int, share: float = 0.9) -> LongTable:
    """Let annotator 1 answer `shared` items of annotator 0, copying `share` of the answers."""
    mine = rng.permutation(np.flatnonzero(table.annotator == 0))[:shared]
    other = np.where(
        rng.random(len(mine)) < share, table.label[mine], rng.integers(table.labels, size=len(mine))
    )
    rest = table.annotator != 1
    return LongTable.of(
        np.concatenate((table.item[rest], table.item[mine])),
        np.concatenate((table.annotator[rest], np.ones(len(mine), dtype=np.int32))),
        np.concatenate((table.label[rest], other)),
        items=table.items,
        annotators=table.annotators,
        labels=table.labels,
    )


def found(table: LongTable) -> tuple[CopiedPair, ...]:
    return copied(table, dawid_skene(table))


HONEST = [
    {"items": 500, "annotators": 20, "answers": 5, "labels": 4},
    {"items": 600, "annotators": 12, "answers": 4, "labels": 2},
    {"items": 500, "annotators": 20, "answers": 5, "labels": 4, "hard": 0.3},
    {"items": 400, "annotators": 10, "answers": 10, "labels": 2, "hard": 0.3},
    {"items": 1000, "annotators": 20, "answers": 5, "labels": 4, "skill": 0.98},
    {"items": 1000, "annotators": 5, "answers": 3, "labels": 3},
    {"items": 500, "annotators": 6, "answers": 2, "labels": 3, "hard": 0.2},
]


@pytest.mark.parametrize("size", HONEST, ids=str)
def test_honest_crowds_are_not_accused(size: dict[str, int]) -> None:
    for seed in range(4):
        assert found(crowd(np.random.default_rng(seed), **size)) == ()


@pytest.mark.full
@pytest.mark.parametrize("size", HONEST, ids=str)
def test_honest_crowds_are_not_accused_in_many_draws(size: dict[str, int]) -> None:
    for seed in range(100, 140):
        assert found(crowd(np.random.default_rng(seed), **size)) == ()


@pytest.mark.parametrize(("answers", "labels", "hard"), [(5, 4, 0.0), (5, 4, 0.3), (10, 3, 0.0)])
def test_nine_copied_answers_in_ten_are_found(answers: int, labels: int, hard: float) -> None:
    hits = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        table = crowd(rng, items=600, annotators=20, answers=answers, labels=labels, hard=hard, skill=0.65)
        pairs = found(with_copy(rng, table, 80))
        hits.append([(pair.a, pair.b) for pair in pairs] == [(0, 1)])

    assert np.mean(hits) >= 0.9


def test_fifty_shared_answers_are_enough_where_mistakes_are_many() -> None:
    hits = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        table = crowd(rng, items=500, annotators=20, answers=8, labels=5, skill=0.6)
        hits.append([(pair.a, pair.b) for pair in found(with_copy(rng, table, 50))] == [(0, 1)])

    assert np.mean(hits) >= 0.9


def test_two_who_always_give_the_same_label_are_lazy_not_copying() -> None:
    for seed in range(4):
        table = crowd(np.random.default_rng(seed), items=500, annotators=15, answers=6, labels=3)
        lazy = np.where(table.annotator < 2, 0, table.label)

        assert found(LongTable.of(table.item, table.annotator, lazy)) == ()


def test_two_camps_that_read_the_guideline_differently_are_not_copying() -> None:
    for seed in range(4):
        table = crowd(np.random.default_rng(seed), items=500, annotators=16, answers=6, labels=4, skill=0.85)
        other = np.where((table.annotator % 2 == 0) & (table.label == 1), 2, table.label)

        assert found(LongTable.of(table.item, table.annotator, other)) == ()


def test_renaming_annotators_and_labels_renames_the_pairs() -> None:
    rng = np.random.default_rng(3)
    table = with_copy(rng, crowd(rng, items=500, annotators=12, answers=6, labels=3, skill=0.65), 120)
    who = rng.permutation(12)
    renamed = LongTable.of(table.item, who[table.annotator], np.array([2, 0, 1])[table.label])

    one, two = copied(table, dawid_skene(table, prior=1.0)), copied(renamed, dawid_skene(renamed, prior=1.0))

    assert len(one) == len(two) == 1
    assert {int(who[one[0].a]), int(who[one[0].b])} == {two[0].a, two[0].b}
    assert two[0].log10_p == pytest.approx(one[0].log10_p, rel=1e-3)
    assert (one[0].shared, one[0].same) == (two[0].shared, two[0].same)


def test_many_labels_are_judged_by_votes_and_habit() -> None:
    hits, false = [], 0
    for seed in range(2):
        rng = np.random.default_rng(seed)
        table = crowd(rng, items=600, annotators=15, answers=6, labels=60, skill=0.7)
        false += len(found(table))
        hits.append([(pair.a, pair.b) for pair in found(with_copy(rng, table, 80))] == [(0, 1)])

    assert false == 0
    assert all(hits)


def test_a_vote_serves_as_well_as_a_model() -> None:
    rng = np.random.default_rng(5)
    table = with_copy(rng, crowd(rng, items=500, annotators=15, answers=7, labels=4, skill=0.65), 120)

    pairs = copied(table, majority(table))

    assert [(pair.a, pair.b) for pair in pairs] == [(0, 1)]


def test_two_annotators_alone_are_never_accused() -> None:
    label = np.random.default_rng(0).integers(5, size=300)
    table = LongTable.of(np.repeat(np.arange(300), 2), np.tile([0, 1], 300), np.repeat(label, 2))

    assert found(table) == ()


def test_the_busiest_are_compared_where_all_would_be_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    table = with_copy(rng, crowd(rng, items=500, annotators=20, answers=6, labels=4, skill=0.65), 150)
    monkeypatch.setattr(copying, "MOST_ROWS", 6000)

    pairs = found(table)

    assert [(pair.a, pair.b) for pair in pairs] == [(0, 1)]


def test_a_level_that_is_none_is_refused() -> None:
    one = np.zeros(1, dtype=np.int64)
    table = LongTable.of(one, one, one)

    with pytest.raises(CallError, match="level in"):
        copied(table, majority(table), level=0.0)


def read(path: Path, start: str = "", batch: str | None = None) -> tuple[LongTable, list[str]]:
    """Read a real table; the last answer of an annotator to an item counts."""
    opened = gzip.open if path.suffix == ".gz" else open
    answers: dict[tuple[str, str], str] = {}
    with opened(path, "rt", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["item_id"].startswith(start) and batch in (None, row.get("batch")):
                answers[row["item_id"], row["annotator_id"]] = row["label"]
    columns: list[Codes] = []
    names: list[str] = []
    for column in ([k[0] for k in answers], [k[1] for k in answers], list(answers.values())):
        names = sorted(set(column)) if len(columns) < 2 else names
        code = {name: j for j, name in enumerate(sorted(set(column)))}
        columns.append(np.array([code[name] for name in column], dtype=np.int32))
    return LongTable.of(*columns), names


@pytest.mark.real
@pytest.mark.parametrize(
    "path", ["crowd_gold/dog/annotations.csv", "crowd_gold/face/annotations.csv", "pandalm/annotations.csv"]
)
def test_nobody_is_accused_in_real_crowds(real_data: Path, path: str) -> None:
    assert found(read(real_data / path)[0]) == ()


@pytest.mark.real
@pytest.mark.parametrize(("start", "batch"), [("YI", "first"), ("YI", "revised")])
def test_nobody_is_accused_where_hardly_anyone_agrees(real_data: Path, start: str, batch: str) -> None:
    assert found(read(real_data / "dbdc3" / "annotations.csv.gz", start, batch)[0]) == ()


@pytest.mark.real
@pytest.mark.full
def test_the_five_who_share_answers_nobody_else_gives_are_found(real_data: Path) -> None:
    table, annotators = read(real_data / "crowd_stream" / "annotations.csv")

    pairs = found(table)

    ring = {annotators[code][:4] for pair in pairs for code in (pair.a, pair.b)}
    assert ring == {"3824", "c004", "cb5b", "546a", "eea3"}
