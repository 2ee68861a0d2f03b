"""Dawid and Skene's consensus."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality.consensus import Consensus, accuracy, dawid_skene, expected_accuracy, majority
from earmark.quality.consensus import evidence as layout
from earmark.quality.consensus.em import fit
from earmark.quality.consensus.evidence import RestrictedEvidence, evidence_of
from earmark.quality.long_table import LongTable

Draw = Callable[..., Any]
GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "consensus.json"


def dense(consensus: Consensus, items: int, labels: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    out = np.zeros((items, labels))
    out[consensus.soft.item, consensus.soft.label] = consensus.soft.probability
    return out


def published() -> list[dict[str, Any]]:
    return list(json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"]) if GOLDEN.is_file() else []


@pytest.mark.parametrize("case", published(), ids=lambda case: str(case["name"]))
def test_without_smoothing_it_equals_the_published_implementation(case: dict[str, Any]) -> None:
    items, annotators, labels = (sorted({row[c] for row in case["rows"]}) for c in range(3))
    columns = (
        np.array([names.index(row[c]) for row in case["rows"]])
        for c, names in enumerate((items, annotators, labels))
    )
    table, expected = LongTable.of(*columns), case["expected"]["dawid_skene"]

    fitted = fit(
        evidence_of(table), table.labels, 0.0, iterations=expected["iterations"], tolerance=0.0
    ).probability.reshape(-1, table.labels)

    tolerance = 1e-4 if expected.get("depends_on_floor") else 1e-9
    for item, shares in expected["probabilities"].items():
        for label, share in shares.items():
            assert fitted[items.index(item), labels.index(label)] == pytest.approx(share, abs=tolerance)


@pytest.mark.real
@pytest.mark.parametrize(("name", "at_least"), [("dog", 0.840), ("face", 0.650)])
def test_it_reaches_the_known_accuracy_on_real_crowds(
    with_gold: Callable[[str], Any], name: str, at_least: float
) -> None:
    table, gold = with_gold(name)

    right = accuracy(dawid_skene(table).label, gold).value

    assert right is not None
    assert round(right, 3) >= at_least


@pytest.mark.real
@pytest.mark.parametrize("name", ["dog", "face"])
def test_it_does_not_promise_accuracy_where_mistakes_are_shared(
    with_gold: Callable[[str], Any], name: str
) -> None:
    table, _ = with_gold(name)

    consensus = dawid_skene(table)

    assert not expected_accuracy(consensus).defined
    assert "Mistakes are shared" in consensus.why


def test_renaming_labels_and_annotators_only_renames_the_result(crowd: Draw) -> None:
    table, _, _ = crowd(1, items=150, annotators=12, answers=5, labels=4)
    rename, who = np.array([2, 0, 3, 1]), np.random.default_rng(0).permutation(12)
    renamed = LongTable.of(table.item, who[table.annotator], rename[table.label])

    one, two = dawid_skene(table, prior=2.0), dawid_skene(renamed, prior=2.0)

    assert dense(two, 150, 4)[:, rename] == pytest.approx(dense(one, 150, 4), abs=1e-6)
    assert np.array_equal(two.label, rename[one.label])
    assert [two.skill[who[a]].accuracy.value for a in range(12)] == pytest.approx(
        [skill.accuracy.value for skill in one.skill]
    )


def test_the_order_of_rows_changes_nothing(crowd: Draw) -> None:
    table, _, _ = crowd(2, items=100, annotators=10, answers=4, labels=3)
    shuffled = np.random.default_rng(0).permutation(len(table))
    again = LongTable.of(table.item[shuffled], table.annotator[shuffled], table.label[shuffled])

    one, two = dawid_skene(table), dawid_skene(again)

    assert one.why == two.why
    assert one.probability.tobytes() == two.probability.tobytes()


def test_items_repeated_get_the_same_labels_without_smoothing(crowd: Draw) -> None:
    table, _, _ = crowd(3, items=100, annotators=8, answers=4, labels=3)
    twice = LongTable.of(
        np.concatenate((table.item, table.item + 100)), np.tile(table.annotator, 2), np.tile(table.label, 2)
    )

    one = dawid_skene(table, prior=0.0, tolerance=0.0, iterations=20)
    two = dawid_skene(twice, prior=0.0, tolerance=0.0, iterations=20)

    assert two.probability == pytest.approx(np.tile(one.probability, 2), abs=1e-9)


def test_probabilities_add_up_to_one_and_the_label_is_the_most_probable(crowd: Draw) -> None:
    table, _, _ = crowd(4, items=200, annotators=15, answers=3, labels=5)

    consensus = dawid_skene(table)

    shares = dense(consensus, 200, 5)
    assert shares.sum(axis=1) == pytest.approx(np.ones(200))
    assert consensus.prior.sum() == pytest.approx(1)
    free = ~consensus.tied
    assert np.array_equal(shares.argmax(axis=1)[free], consensus.label[free])


def test_one_annotator_is_believed() -> None:
    label = np.array([0, 2, 1, 1, 2])

    consensus = dawid_skene(LongTable.of(np.arange(5), np.zeros(5, dtype=np.int64), label))

    assert np.array_equal(consensus.label, label)
    assert "taken as it is" in consensus.why


def test_items_without_answers_have_no_label() -> None:
    table = LongTable.of(np.array([0, 0, 2]), np.array([0, 1, 0]), np.array([1, 1, 0]), items=4, annotators=3)

    consensus = dawid_skene(table)

    assert consensus.label.tolist() == [1, -1, 0, -1]
    assert consensus.skill[2].accuracy.undefined == "no answers"
    assert set(consensus.soft.item.tolist()) == {0, 2}


def test_no_answers_at_all_give_an_empty_consensus() -> None:
    none = np.zeros(0, dtype=np.int64)

    consensus = dawid_skene(LongTable.of(none, none, none, items=2, annotators=1, labels=2))

    assert consensus.label.tolist() == [-1, -1]
    assert majority(LongTable.of(none, none, none, items=2, labels=2)).label.tolist() == [-1, -1]
    assert expected_accuracy(consensus).undefined == "no item has an answer"


def test_perfect_annotators_are_found_perfect(crowd: Draw) -> None:
    table, truth, _ = crowd(5, items=120, annotators=6, answers=4, labels=3)
    perfect = LongTable.of(table.item, table.annotator, truth[table.item])

    consensus = dawid_skene(perfect)

    assert np.array_equal(consensus.label, truth)
    assert min(skill.accuracy.value or 0 for skill in consensus.skill) > 0.99
    assert min(skill.accuracy.high or 0 for skill in consensus.skill) > 0.999


def test_an_annotator_who_swaps_two_labels_is_read_rightly(crowd: Draw) -> None:
    table, truth, _ = crowd(6, items=400, annotators=5, answers=5, labels=2)
    swapped = np.where(table.annotator == 0, 1 - truth[table.item], table.label)

    consensus = dawid_skene(LongTable.of(table.item, table.annotator, swapped))

    confusion = consensus.skill[0].confusion
    assert (consensus.label == truth).mean() > (majority(table).label == truth).mean()
    assert confusion is not None
    assert confusion[0, 1] > 10 * confusion[0, 0]


def test_it_says_when_it_departs_from_the_vote(crowd: Draw) -> None:
    table, truth, _ = crowd(12, items=300, annotators=5, answers=5, labels=2)
    # Two know; three say "1" to nine items in ten whatever the truth.
    lazy = np.random.default_rng(0).random(len(table)) < 0.9
    mostly = LongTable.of(table.item, table.annotator, np.where(table.annotator < 2, truth[table.item], lazy))

    consensus = dawid_skene(mostly)

    assert (consensus.label == truth).mean() > 0.95
    assert "It differs from the majority vote on" in consensus.why
    assert "differs from the majority vote" not in dawid_skene(table).why


def test_five_hundred_answers_an_item_neither_underflow_nor_saturate(crowd: Draw) -> None:
    table, truth, _ = crowd(7, items=30, annotators=500, answers=500, labels=3)

    consensus = dawid_skene(table)

    assert np.array_equal(consensus.label, truth)
    assert np.isfinite(consensus.log_odds).all()
    assert (consensus.log_odds > 100).all()
    assert len(set(consensus.log_odds.tolist())) == 30


def test_ties_go_to_the_label_more_frequent_in_the_table() -> None:
    answers = [(0, 0, 0), (0, 1, 1), (1, 0, 0), (1, 1, 1), (2, 2, 1)]

    consensus = dawid_skene(LongTable.of(*np.array(answers).T), prior=0.0, iterations=1)
    vote = majority(LongTable.of(*np.array(answers).T))

    assert vote.tied.tolist() == [True, True, False]
    assert vote.label.tolist() == [1, 1, 1]
    assert (consensus.log_odds[consensus.tied] == 0).all()


def test_too_many_labels_are_restricted_and_said_so(crowd: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    table, truth, _ = crowd(8, items=200, annotators=10, answers=5, labels=4)
    whole = dawid_skene(table, prior=1.0)
    monkeypatch.setattr(layout, "DENSE_CELLS", 100)

    restricted = dawid_skene(table, prior=1.0)

    assert isinstance(evidence_of(table), RestrictedEvidence)
    assert "limited to those somebody gave it" in restricted.why
    assert (restricted.label == whole.label).mean() > 0.97
    assert np.isfinite(restricted.log_odds).all()
    assert (restricted.label == truth).mean() > 0.9


def test_restriction_changes_nothing_where_every_label_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    label = np.array([[0, 1, 0, 1], [1, 0, 1, 1], [0, 0, 1, 0]])
    table = LongTable.of(np.repeat(np.arange(3), 4), np.tile(np.arange(4), 3), label.ravel())
    whole = dawid_skene(table, prior=1.0)
    monkeypatch.setattr(layout, "DENSE_CELLS", 1)

    restricted = dawid_skene(table, prior=1.0)

    assert restricted.probability == pytest.approx(whole.probability, abs=1e-9)
    assert restricted.log_likelihood == pytest.approx(whole.log_likelihood, abs=1e-9)


def test_smoothing_is_chosen_strong_where_annotators_say_little(crowd: Draw) -> None:
    table, truth, _ = crowd(9, items=1500, annotators=300, answers=3, labels=8)

    chosen, plain = dawid_skene(table), dawid_skene(table, prior=0.0)

    assert chosen.strength is not None
    assert chosen.strength >= 4
    assert (chosen.label == truth).mean() > (plain.label == truth).mean()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"prior": -1.0}, "prior"),
        ({"prior": float("nan")}, "prior"),
        ({"iterations": 0}, "round"),
        ({"tolerance": -1.0}, "tolerance"),
    ],
)
def test_a_wrong_call_is_refused_in_one_sentence(wrong: dict[str, Any], says: str) -> None:
    one = np.zeros(1, dtype=np.int64)

    with pytest.raises(CallError, match=says):
        dawid_skene(LongTable.of(one, one, one), **wrong)
