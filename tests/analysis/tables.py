"""Annotation tables that several tests begin with, and what they ask of the answers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from earmark.analysis.audit import AuditResult
from earmark.model import Estimate

Row = dict[str, Any]
LABELS = ("cancel", "complaint", "request")


def crowd(items: int = 120, annotators: int = 5, *, right: float = 0.8, seed: int = 1) -> list[Row]:
    """Return an honest table: every item answered by all, each right as often as said, else at random."""
    rng = np.random.default_rng(seed)
    rows = []
    for item in range(items):
        truth = int(rng.integers(3))
        for annotator in range(annotators):
            label = truth if rng.random() < right else int(rng.integers(3))
            rows.append({"item_id": f"i{item:03}", "annotator_id": f"a{annotator}", "label": LABELS[label]})
    return rows


def truths(items: int = 120, annotators: int = 5, *, right: float = 0.8, seed: int = 1) -> list[Row]:
    """Return the gold of the crowd with the same arguments."""
    rng = np.random.default_rng(seed)
    gold = []
    for item in range(items):
        gold.append({"item_id": f"i{item:03}", "label": LABELS[int(rng.integers(3))]})
        for _ in range(annotators):
            if rng.random() >= right:
                rng.integers(3)
    return gold


def shuffled(rows: Iterable[Row], seed: int = 0) -> list[Row]:
    """Return the rows in another order."""
    listed = list(rows)
    return [listed[at] for at in np.random.default_rng(seed).permutation(len(listed))]


def write_csv(path: Path, rows: Iterable[Row]) -> Path:
    """Write rows to a CSV file; a key that a row lacks is an empty field."""
    listed = list(rows)
    names = list(dict.fromkeys(name for row in listed for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
    return path


def codes(result: AuditResult) -> set[str]:
    """Return the codes of all warnings and refusals."""
    return {notice.code for notice in result.warnings} | {one.code for one in result.refused}


def estimates(value: Any) -> Iterator[Estimate]:
    """Yield every estimate within a result."""
    if isinstance(value, Estimate):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from estimates(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from estimates(entry)
    elif isinstance(value, tuple | list):
        for entry in value:
            yield from estimates(entry)
