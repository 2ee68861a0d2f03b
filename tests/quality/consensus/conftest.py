"""Simulated crowds, and the real tables with gold."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest

from earmark.quality.long_table import Codes, Floats, LongTable

Crowd: TypeAlias = tuple[LongTable, Codes, Floats]


def simulate(
    seed: int, *, items: int, annotators: int, answers: int, labels: int, hard: float = 0.0
) -> Crowd:
    """Return answers, the truth, and each annotator's true accuracy.

    Annotators have confusions of their own. On the share `hard` of the items half of the annotators are
    misled to the same wrong label, which is what Dawid and Skene's model does not allow for.
    """
    rng = np.random.default_rng(seed)
    truth = rng.integers(labels, size=items).astype(np.int32)
    accuracy = rng.beta(6, 2, annotators)
    odd = rng.dirichlet(np.ones(labels), (annotators, labels))
    own = np.arange(labels)
    odd[:, own, own] = 0
    odd *= (1 - accuracy[:, None, None]) / odd.sum(axis=2, keepdims=True)
    odd[:, own, own] = accuracy[:, None]
    item = np.repeat(np.arange(items), answers)
    annotator = np.argsort(rng.random((items, annotators)), axis=1)[:, :answers].ravel()
    chance = odd[annotator, truth[item]]
    misled = (rng.random(items) < hard)[item]
    trap = (truth + rng.integers(1, labels, items)) % labels
    chance[misled] = 0
    chance[misled, truth[item][misled]] = 0.5
    chance[misled, trap[item][misled]] += 0.5
    drawn = (chance.cumsum(axis=1) < rng.random(len(item))[:, None]).sum(axis=1).clip(0, labels - 1)
    table = LongTable.of(item, annotator, drawn, items=items, annotators=annotators, labels=labels)
    return table, truth, (1 - hard) * accuracy + hard * 0.5


@pytest.fixture(scope="session")
def crowd() -> Callable[..., Crowd]:
    """Draw a crowd: seed, items, annotators, answers an item, labels, share of hard items."""
    return simulate


@pytest.fixture(scope="session")
def with_gold(real_data: Path) -> Callable[[str], tuple[LongTable, Codes]]:
    """Read one of the real tables with gold."""

    def read(name: str) -> tuple[LongTable, Codes]:
        folder = real_data / "crowd_gold" / name
        with (folder / "annotations.csv").open(newline="", encoding="utf-8") as file:
            rows = [(r["item_id"], r["annotator_id"], r["label"]) for r in csv.DictReader(file)]
        with (folder / "gold.csv").open(newline="", encoding="utf-8") as file:
            gold = {r["item_id"]: r["label"] for r in csv.DictReader(file)}
        items, annotators, labels = (sorted(set(column)) for column in zip(*rows, strict=True))
        code = [{name: j for j, name in enumerate(names)} for names in (items, annotators, labels)]
        coded = [np.array([table[row[c]] for row in rows]) for c, table in enumerate(code)]
        truth = np.array([code[2].get(gold.get(item, ""), -1) for item in items], dtype=np.int32)
        return LongTable.of(*coded), truth

    return read
