"""The choice of a method by the answers hidden from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from earmark.quality.consensus import accuracy, auto, dawid_skene, majority
from earmark.quality.consensus.holdout import Guess, Holdout, Split, hidden_rows
from earmark.quality.consensus.predictors import (
    by_dawid_skene,
    by_glad,
    by_mace,
    by_one_coin,
    by_vote,
    by_wawa,
)
from earmark.quality.long_table import LongTable

Draw = Callable[..., Any]
PREDICT = [by_vote, by_wawa, by_one_coin, by_mace, by_glad, by_dawid_skene(4.0)]


def patterns(table: LongTable) -> list[tuple[tuple[int, int], ...]]:
    ends = table.starts
    rows = list(zip(table.annotator.tolist(), table.label.tolist(), strict=True))
    return [tuple(rows[ends[i] : ends[i + 1]]) for i in range(table.items)]


@pytest.mark.real
@pytest.mark.parametrize(("name", "at_least"), [("dog", 0.840), ("face", 0.650)])
def test_it_reaches_the_wanted_accuracy_on_real_crowds(
    with_gold: Callable[[str], Any], name: str, at_least: float
) -> None:
    table, gold = with_gold(name)

    right = accuracy(auto(table).label, gold).value
    vote = accuracy(majority(table).label, gold).value

    assert right is not None
    assert vote is not None
    assert round(right, 3) >= at_least
    assert right > vote


@pytest.mark.full
def test_many_labels_and_few_answers_an_annotator_are_labelled_better_than_by_vote() -> None:
    from benchmarks.crowd import Sizes, draw

    drawn = draw(Sizes(items=20_000, annotators=1000, labels=100, answers=5), seed=1)
    table = LongTable.of(drawn.item, drawn.annotator, drawn.label)

    right = (auto(table).label == drawn.truth).mean()

    assert right >= 0.98
    assert right > (majority(table).label == drawn.truth).mean() + 0.02


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("hard", [0.0, 0.4])
def test_it_never_takes_what_predicts_worse_than_a_vote(crowd: Draw, seed: int, hard: float) -> None:
    table, _, _ = crowd(seed, items=80, annotators=8, answers=4, labels=3, hard=hard)

    found = auto(table)

    assert found.held_out_score is not None
    assert found.majority_score is not None
    assert found.held_out_score >= found.majority_score
    assert found.candidates[0].behind == 0
    chosen = next(one for one in found.candidates if one.method == found.method)
    assert chosen.behind <= chosen.error


def test_it_says_what_it_chose_and_what_the_others_scored(crowd: Draw) -> None:
    table, _, _ = crowd(3, items=300, annotators=6, answers=5, labels=3)

    found = auto(table)

    assert {one.method for one in found.candidates} == {
        "majority",
        "wawa",
        "one_coin",
        "mace",
        "glad",
        "dawid_skene",
    }
    assert "was chosen: of 6 methods it" in found.why
    assert f"{found.candidates[0].score:.3f}" in found.why


def test_a_crowd_with_confusions_gets_a_model_of_confusions(crowd: Draw) -> None:
    table, truth, _ = crowd(5, items=800, annotators=6, answers=5, labels=3)
    # Half of them take the first label for the second.
    confused = np.where((table.annotator < 3) & (truth[table.item] == 0), 1, table.label)

    found = auto(LongTable.of(table.item, table.annotator, confused))

    assert found.method == "dawid_skene"
    assert (found.label == truth).mean() > (
        majority(LongTable.of(table.item, table.annotator, confused)).label == truth
    ).mean()


def test_with_too_few_answers_to_hide_the_vote_decides() -> None:
    table = LongTable.of(np.array([0, 0, 0, 1, 1]), np.array([0, 1, 2, 0, 1]), np.array([1, 1, 0, 0, 0]))

    found = auto(table)

    assert found.method == "majority"
    assert "Too few answers could be hidden" in found.why


def test_two_answers_an_item_are_enough_to_choose_by_if_there_are_three_people(crowd: Draw) -> None:
    right, vote = [], []
    for seed in range(3):
        table, truth, _ = crowd(seed, items=500, annotators=8, answers=2, labels=3)
        found = auto(table)
        right.append((found.label == truth).mean())
        vote.append((majority(table).label == truth).mean())
        assert found.hidden >= 400

    assert np.mean(right) > np.mean(vote) + 0.04


def test_two_people_alone_are_counted(crowd: Draw) -> None:
    table, _, _ = crowd(1, items=500, annotators=2, answers=2, labels=3)

    assert auto(table).method == "majority"


def test_the_same_answers_are_hidden_whatever_the_names(crowd: Draw) -> None:
    table, _, _ = crowd(6, items=120, annotators=10, answers=5, labels=4)
    rng = np.random.default_rng(0)
    item, who, label = rng.permutation(120), rng.permutation(10), np.array([3, 1, 0, 2])
    renamed = LongTable.of(item[table.item], who[table.annotator], label[table.label])

    one, two = hidden_rows(table, 0), hidden_rows(renamed, 0)

    before = {(item[i], who[a]): f for i, a, f in zip(table.item, table.annotator, one, strict=True)}
    after = dict(zip(zip(renamed.item, renamed.annotator, strict=True), two, strict=True))
    # Items answered alike by the same annotators may change places with each other.
    answered = patterns(table)
    alone = {item[i] for i in range(120) if answered.count(answered[i]) == 1}
    assert len(alone) > 100
    assert all(after[key] == fold for key, fold in before.items() if key[0] in alone)


def test_renaming_changes_neither_the_choice_nor_the_labels(crowd: Draw) -> None:
    table, _, _ = crowd(6, items=120, annotators=10, answers=5, labels=4)
    rng = np.random.default_rng(0)
    item, who, label = rng.permutation(120), rng.permutation(10), np.array([3, 1, 0, 2])
    renamed = LongTable.of(item[table.item], who[table.annotator], label[table.label])

    one, two = auto(table), auto(renamed)

    free = ~one.tied
    assert one.why == two.why
    assert np.array_equal(two.label[item][free], label[one.label][free])
    assert two.probability[item] == pytest.approx(one.probability, abs=1e-6)


def test_at_least_two_answers_of_an_item_are_never_hidden(crowd: Draw) -> None:
    table, _, _ = crowd(10, items=500, annotators=40, answers=4, labels=3)

    fold = hidden_rows(table, 0)

    for j in range(10):
        assert np.bincount(table.item[fold != j], minlength=500).min() >= 2
    assert 0.05 < (fold < 1).mean() < 0.15


def test_rows_nothing_tells_apart_are_dealt_out_evenly() -> None:
    table = LongTable.of(np.repeat(np.arange(100), 3), np.tile(np.arange(3), 100), np.zeros(300, dtype=int))

    fold = hidden_rows(table, 0)

    assert np.bincount(fold[fold < 10], minlength=10).min() >= 8


def test_only_a_sample_of_a_large_table_is_used_and_whole_items_of_it(
    crowd: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    from earmark.quality.consensus import holdout

    table, _, _ = crowd(10, items=500, annotators=40, answers=4, labels=3)
    monkeypatch.setattr(holdout, "MOST_ROWS", 400)

    found = Holdout.of(table, 0)

    assert found is not None
    split = found.splits[0]
    whole = len(split.seen) + len(split.hidden)
    assert 380 <= whole <= 400
    assert whole % 4 == 0


@pytest.mark.parametrize("predict", PREDICT)
def test_what_is_said_of_hidden_answers_adds_up_to_one_over_the_labels(
    crowd: Draw, predict: Callable[[Split], Guess]
) -> None:
    table, _, _ = crowd(7, items=60, annotators=8, answers=4, labels=3)
    split = Holdout.of(table, 0).splits[0]  # type: ignore[union-attr]  # enough can be hidden
    hidden = split.hidden

    def said(label: int) -> Any:
        asked = LongTable(
            hidden.item,
            hidden.annotator,
            np.full(len(hidden), label, dtype=np.int32),
            items=hidden.items,
            annotators=hidden.annotators,
            labels=hidden.labels,
        )
        return np.exp(predict(Split(split.seen, asked)).log_probability())

    assert sum(said(label) for label in range(3)) == pytest.approx(np.ones(len(hidden)))


def test_less_trust_makes_the_probabilities_less_sure_and_leaves_the_labels(crowd: Draw) -> None:
    # Traps: half of the annotators fall for the same wrong label.
    table, truth, _ = crowd(2, items=600, annotators=20, answers=9, labels=4, hard=0.4)
    chosen = dawid_skene(table)
    surer = dawid_skene(table, prior=chosen.strength)

    assert chosen.trust < 1
    assert np.array_equal(chosen.label, surer.label)
    assert chosen.log_odds == pytest.approx(chosen.trust * surer.log_odds, rel=1e-6, abs=1e-9)
    calibration = abs(chosen.probability.mean() - (chosen.label == truth).mean())
    assert calibration < abs(surer.probability.mean() - (surer.label == truth).mean())
