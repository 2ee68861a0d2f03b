"""Agreement on real data sets is what their collectors published, to the printed digits."""

from __future__ import annotations

from pathlib import Path

import pytest

import earmark as em
from earmark.quality.resampling import Interval

pytestmark = pytest.mark.real

QUICK = Interval(resamples=200)
BREAKDOWNS = {
    ("CIC", "first"): 0.055, ("CIC", "revised"): 0.022, ("IRIS", "first"): 0.105,
    ("TKTK", "first"): 0.140, ("YI", "first"): 0.011, ("YI", "revised"): 0.033,
}  # fmt: skip


def test_breakdowns_agree_by_set_and_round_as_published(real_data: Path) -> None:
    folder = real_data / "dbdc3"

    found = em.agreement(
        folder / "annotations.csv.gz",
        items=folder / "turns.csv",
        by=["domain", "batch"],
        metric="krippendorff_alpha",
    )

    alphas = {(row.by["domain"], row.by["batch"]): row.estimate for row in found.results}
    assert {group: round(one.value or 0, 3) for group, one in alphas.items()} == BREAKDOWNS
    for group, one in alphas.items():
        assert one.low is not None
        assert one.high is not None
        assert one.low <= BREAKDOWNS[group] <= one.high
        assert one.over == "conversations"
    assert [row.answers for row in found.results] == [34_500, 34_500, 30_000, 30_000, 30_000, 30_000]
    assert [row.annotators for row in found.results] == [681, 159, 351, 365, 170, 162]
    assert [row.items for row in found.results] == [1150, 1150, 1000, 1000, 1000, 1000]


@pytest.mark.parametrize(
    ("folder", "scale", "published"),
    [
        ("crowd_gold/dog", None, {"dog": 0.519}),
        ("crowd_gold/face", None, {"face": 0.495}),
        ("pandalm", None, {"preference": 0.864}),
        ("multidogo_airline", None, {"intent": 0.861}),
        ("crowd_stream", None, {"relation": 0.362}),
        ("speechocean762", "interval", {"accuracy": 0.622, "fluency": 0.534, "prosodic": 0.530}),
    ],
)
def test_alpha_is_the_published_one_and_in_its_interval(
    real_data: Path, folder: str, scale: str | None, published: dict[str, float]
) -> None:
    found = em.agreement(
        real_data / folder / "annotations.csv", scale=scale, metric="krippendorff_alpha", interval=QUICK
    )

    assert {row.task: round(row.estimate.value or 0, 3) for row in found.results} == published
    assert all(
        (row.estimate.low or 1) <= published[row.task] <= (row.estimate.high or 0) for row in found.results
    )


def test_the_two_levels_differ_on_as_many_turns_as_published(real_data: Path) -> None:
    path = real_data / "multidogo_airline" / "annotations.csv"

    (row,) = em.agreement(path, metric="percent_agreement", interval=QUICK).results

    assert row.estimate.n == 18_708
    assert round((1 - (row.estimate.value or 0)) * 18_708) == 2_151


def test_a_set_of_breakdowns_is_its_rows_read_alone(real_data: Path, tmp_path: Path) -> None:
    import gzip

    with gzip.open(real_data / "dbdc3" / "annotations.csv.gz", "rt", encoding="utf-8") as file:
        head, *lines = file.read().splitlines(keepends=True)
    (tmp_path / "tktk.csv").write_text(head + "".join(line for line in lines if line.startswith("TKTK")))

    whole = em.agreement(real_data / "dbdc3" / "annotations.csv.gz", by=["domain"], interval=QUICK)
    alone = em.agreement(tmp_path / "tktk.csv", interval=QUICK)

    assert [row.estimate for row in whole.results if row.by == {"domain": "TKTK"}] == [
        row.estimate for row in alone.results
    ]
