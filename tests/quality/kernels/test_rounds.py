"""The compiled rounds of Dawid and Skene, held against the same rounds in numpy."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.quality.consensus import Consensus, dependence, large
from earmark.quality.consensus.counting import Counted
from earmark.quality.consensus.dawid_skene import dawid_skene_at
from earmark.quality.consensus.em import fit
from earmark.quality.consensus.evidence import dense_evidence
from earmark.quality.consensus.large import Setting, fit_in_ranges
from earmark.quality.long_table import LongTable


def crowd(seed: int, items: int = 400, annotators: int = 12, labels: int = 4, most: int = 9) -> LongTable:
    """Items with none to `most` answers each, right two times out of three."""
    rng = np.random.default_rng(seed)
    truth, many = rng.integers(labels, size=items), rng.integers(0, most + 1, size=items)
    item = np.repeat(np.arange(items), many)
    annotator = np.concatenate([rng.permutation(annotators)[:m] for m in many]).astype(np.int64)
    right = rng.random(len(item)) < 0.67
    label = np.where(right, truth[item], rng.integers(labels, size=len(item)))
    return LongTable.of(item, annotator, label, items=items, annotators=annotators, labels=labels)


@pytest.fixture
def in_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count every table in ranges, as if it were large; a range holds 64 items."""
    monkeypatch.setattr(large, "repays", lambda _: True)
    monkeypatch.setattr(large, "RANGE", 64)


@pytest.mark.parametrize("prior", [0.0, 4.0])
@pytest.mark.parametrize("most", [1, 9, 12])
def test_compiled_rounds_end_where_those_in_numpy_do(prior: float, most: int) -> None:
    table = crowd(1, most=most)
    expected = fit(dense_evidence(table), table.labels, prior, iterations=6, tolerance=0.0)
    found, _, pairs = fit_in_ranges(table, Setting(prior, None, 6, 0.0))

    assert found.log_likelihood == pytest.approx(expected.log_likelihood, rel=1e-11)
    assert found.model.share == pytest.approx(expected.share, rel=1e-9)
    assert found.model.confusion == pytest.approx(expected.confusion, rel=1e-7)
    assert len(pairs) * table.labels == len(expected.confusion)


def test_both_stop_after_the_same_round() -> None:
    table = crowd(2)
    expected = fit(dense_evidence(table), table.labels, 1.0, iterations=100, tolerance=1e-6)
    found, _, _ = fit_in_ranges(table, Setting(1.0, None, 100, 1e-6))

    assert 1 < found.rounds == expected.rounds < 100


def test_hundreds_of_answers_to_an_item_neither_vanish_nor_overflow() -> None:
    rng = np.random.default_rng(3)
    label = np.where(rng.random((5, 900)) < 0.9, np.arange(5)[:, None], rng.integers(5, size=(5, 900)))
    item, annotator = np.repeat(np.arange(5), 900), np.tile(np.arange(900), 5)
    table = LongTable.of(item, annotator, label.ravel())
    expected = fit(dense_evidence(table), 5, 0.0, iterations=3, tolerance=0.0)
    found, _, _ = fit_in_ranges(table, Setting(0.0, None, 3, 0.0))

    assert found.log_likelihood == pytest.approx(expected.log_likelihood, rel=1e-9)


def by_both(table: LongTable, monkeypatch: pytest.MonkeyPatch) -> tuple[Consensus, Consensus]:
    in_numpy = dawid_skene_at(table, 2.0, None, given=True)
    monkeypatch.setattr(large, "repays", lambda _: True)
    monkeypatch.setattr(large, "RANGE", 64)
    return in_numpy, dawid_skene_at(table, 2.0, None, given=True)


def test_a_large_table_gets_the_consensus_a_small_one_would(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = by_both(crowd(4), monkeypatch)

    assert one.label.tolist() == other.label.tolist()
    assert one.tied.tolist() == other.tied.tolist()
    assert one.why == other.why
    assert other.probability == pytest.approx(one.probability, abs=1e-9)
    assert other.log_odds == pytest.approx(one.log_odds, abs=1e-7)
    assert other.prior == pytest.approx(one.prior, abs=1e-12)


def test_soft_labels_and_skills_are_the_same_too(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = by_both(crowd(5), monkeypatch)

    assert one.soft.item.tolist() == other.soft.item.tolist()
    assert one.soft.label.tolist() == other.soft.label.tolist()
    assert other.soft.probability == pytest.approx(one.soft.probability, abs=1e-9)
    for mine, theirs in zip(one.skill, other.skill, strict=True):
        assert theirs.answers == mine.answers
        assert theirs.accuracy.low == pytest.approx(mine.accuracy.low, abs=1e-9)
        assert theirs.confusion == pytest.approx(mine.confusion, abs=1e-7)


def test_equal_evidence_is_a_tie_and_goes_to_the_label_used_more(monkeypatch: pytest.MonkeyPatch) -> None:
    label = [0, 1, 1, 1, 1, 0, 2, 2]
    table = LongTable.of(np.repeat(np.arange(4), 2), np.tile([0, 1], 4), np.array(label))
    one, other = by_both(table, monkeypatch)

    assert other.tied.tolist() == one.tied.tolist()
    assert other.label.tolist() == one.label.tolist()


@pytest.mark.usefixtures("in_ranges")
def test_the_same_table_gives_the_same_bytes() -> None:
    found = [fit_in_ranges(crowd(6), Setting(4.0, None, 5, 0.0))[0] for _ in range(2)]

    assert found[0].model.confusion.tobytes() == found[1].model.confusion.tobytes()
    assert found[0].log_likelihood == found[1].log_likelihood


def test_a_table_with_too_many_confusions_is_not_counted_so() -> None:
    rng = np.random.default_rng(7)
    rows = 200_000
    table = LongTable(
        np.repeat(np.arange(rows // 2, dtype=np.int32), 2),
        np.tile(np.array([0, 1], dtype=np.int32), rows // 2),
        rng.integers(20_000, size=rows).astype(np.int32),
        items=rows // 2, annotators=2, labels=20_000,
    )  # fmt: skip

    assert not large.suits(table)


def test_mistakes_hang_together_as_far_in_a_large_table(monkeypatch: pytest.MonkeyPatch) -> None:
    table = crowd(8)
    found = dawid_skene_at(table, 2.0, None, given=True)
    confusion = np.stack([skill.confusion for skill in found.skill if skill.confusion is not None])
    label = found.label.copy()
    label[::7] = -1
    one = dependence.dependence(table, label, confusion)
    monkeypatch.setattr(dependence, "repays", lambda _: True)
    other = dependence.dependence(table, label, confusion)

    assert one.n == other.n
    assert other.value == pytest.approx(one.value, abs=1e-12)
    assert other.low == pytest.approx(one.low, abs=1e-12)


def test_counts_that_may_not_be_written_to_add_up_too() -> None:
    fixed = np.ones(3)
    fixed.flags.writeable = False
    total = (
        Counted(fixed, fixed, 1.0).plus(Counted(np.ones(3), np.ones(3), 2.0)).plus(Counted(fixed, fixed, 3.0))
    )

    assert (total.counts.tolist(), total.log_likelihood) == ([3.0] * 3, 6.0)
    assert fixed.tolist() == [1.0] * 3
