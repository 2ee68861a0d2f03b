"""The figures that stand in the data sets' own read-me files."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from earmark.model import Estimate
from earmark.quality.agreement import krippendorff_alpha
from earmark.quality.long_table import LongTable

pytestmark = pytest.mark.real


def rows(path: Path) -> Iterator[dict[str, str]]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""))


def table_of(answers: Iterator[dict[str, str]]) -> tuple[LongTable, list[str]]:
    """Return the table, the last answer of an annotator to an item counting."""
    last = {(row["item_id"], row["annotator_id"]): row["label"] for row in answers}
    items, annotators = (sorted({key[column] for key in last}) for column in (0, 1))
    labels = sorted(set(last.values()))
    code = [{name: place for place, name in enumerate(names)} for names in (items, annotators, labels)]
    item = np.array([code[0][item] for item, _ in last])
    annotator = np.array([code[1][annotator] for _, annotator in last])
    return LongTable.of(item, annotator, np.array([code[2][label] for label in last.values()])), labels


def printed(found: Estimate) -> float:
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high
    return round(found.value, 3)


@pytest.mark.parametrize(
    ("domain", "batch", "alpha"),
    [
        ("CIC", "first", 0.055),
        ("CIC", "revised", 0.022),
        ("IRIS", "first", 0.105),
        ("TKTK", "first", 0.140),
        ("YI", "first", 0.011),
        ("YI", "revised", 0.033),
    ],
)
def test_dialogue_breakdowns(real_data: Path, domain: str, batch: str, alpha: float) -> None:
    every = rows(real_data / "dbdc3" / "annotations.csv.gz")
    table, _ = table_of(row for row in every if (row["domain"], row["batch"]) == (domain, batch))

    assert printed(krippendorff_alpha(table)) == alpha


@pytest.mark.parametrize(
    ("path", "alpha"),
    [
        ("crowd_gold/dog", 0.519),
        ("crowd_gold/face", 0.495),
        ("multidogo_airline", 0.861),
        ("pandalm", 0.864),
        ("crowd_stream", 0.362),
    ],
)
def test_crowds(real_data: Path, path: str, alpha: float) -> None:
    table, _ = table_of(rows(real_data / path / "annotations.csv"))

    assert printed(krippendorff_alpha(table)) == alpha


@pytest.mark.parametrize(("task", "alpha"), [("accuracy", 0.622), ("fluency", 0.534), ("prosodic", 0.530)])
def test_scores_of_speech(real_data: Path, task: str, alpha: float) -> None:
    every = rows(real_data / "speechocean762" / "annotations.csv")
    table, labels = table_of(row for row in every if row["task"] == task)
    found = krippendorff_alpha(table, scale="interval", values=np.array(labels, dtype=float))

    assert printed(found) == alpha
