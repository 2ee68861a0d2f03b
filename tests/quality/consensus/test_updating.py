"""Gold, a model, answers that arrive, skill by group, difficulty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from earmark.errors import CallError
from earmark.quality.consensus import (
    auto,
    crowdlab,
    dawid_skene,
    glance,
    item_difficulty,
    mace,
    majority,
    skills_by,
    updated,
    wawa,
)
from earmark.quality.long_table import LongTable

Draw = Callable[..., Any]


def split(table: LongTable, share: float, seed: int = 0) -> LongTable:
    keep = np.random.default_rng(seed).random(len(table)) < share
    return table.rows(keep)


@pytest.mark.parametrize("seed", range(4))
def test_going_on_from_an_earlier_consensus_equals_a_fit_from_the_votes(crowd: Draw, seed: int) -> None:
    table, _, _ = crowd(seed, items=300, annotators=20, answers=5, labels=3)
    earlier = dawid_skene(split(table, 0.9), prior=4.0)

    one = updated(earlier, table, tolerance=1e-13, iterations=2000)
    two = dawid_skene(table, prior=4.0, tolerance=1e-13, iterations=2000)

    assert one.probability == pytest.approx(two.probability, abs=1e-4)
    assert np.array_equal(one.label, two.label)


def test_a_few_answers_more_cost_fewer_rounds(crowd: Draw) -> None:
    table, _, _ = crowd(5, items=400, annotators=20, answers=4, labels=4)
    earlier = dawid_skene(split(table, 0.99), prior=4.0)

    assert updated(earlier, table).rounds < dawid_skene(table, prior=4.0).rounds


def test_what_was_chosen_is_kept(crowd: Draw) -> None:
    table, _, _ = crowd(6, items=300, annotators=10, answers=5, labels=3)
    earlier = dawid_skene(split(table, 0.9))

    found = updated(earlier, table)

    assert (found.strength, found.trust) == (earlier.strength, earlier.trust)
    for method in (majority, wawa, mace):
        assert updated(method(split(table, 0.9)), table).method == method(table).method


def test_items_that_are_new_get_labels(crowd: Draw) -> None:
    table, truth, _ = crowd(7, items=200, annotators=10, answers=5, labels=3)
    old = table.rows(table.item < 150)
    first = LongTable(old.item, old.annotator, old.label, items=150, annotators=10, labels=3)

    found = updated(dawid_skene(first, prior=4.0), table)

    assert (found.label >= 0).all()
    assert (found.label[150:] == truth[150:]).mean() > 0.9


def test_a_glance_is_near_to_a_fit(crowd: Draw) -> None:
    table, _, _ = crowd(8, items=400, annotators=12, answers=5, labels=3)
    earlier = dawid_skene(split(table, 0.95), prior=4.0)
    whole = dawid_skene(table, prior=4.0)

    seen = glance(earlier, table, np.arange(50))

    assert seen.items.tolist() == list(range(50))
    assert (seen.label == whole.label[:50]).mean() >= 0.96
    assert np.abs(seen.probability - whole.probability[:50]).mean() < 0.03
    assert seen.shares.sum(axis=1) == pytest.approx(np.ones(50))


def test_a_glance_needs_confusions(crowd: Draw) -> None:
    table, _, _ = crowd(8, items=20, annotators=5, answers=3, labels=3)

    with pytest.raises(CallError, match="a glance needs"):
        glance(majority(table), table, np.arange(3))


def test_gold_decides_its_items_and_teaches_the_confusions(crowd: Draw) -> None:
    table, truth, _ = crowd(9, items=300, annotators=6, answers=4, labels=2)
    swapped = LongTable.of(
        table.item, table.annotator, np.where(table.annotator < 4, 1 - table.label, table.label)
    )
    gold = np.where(np.arange(300) < 60, truth, -1).astype(np.int32)

    taught, untaught = dawid_skene(swapped, gold=gold, prior=2.0), dawid_skene(swapped, prior=2.0)

    assert np.array_equal(taught.label[:60], truth[:60])
    assert taught.probability[:60] == pytest.approx(np.ones(60))
    assert (taught.label[60:] == truth[60:]).mean() > 0.85 > (untaught.label[60:] == truth[60:]).mean()
    assert "Gold decides 60 items" in taught.why


def test_gold_for_every_item_gives_the_confusions_as_counted(crowd: Draw) -> None:
    table, truth, _ = crowd(10, items=200, annotators=5, answers=3, labels=3)

    found = dawid_skene(table, gold=truth, prior=4.0)

    counted = np.zeros((5, 3, 3))
    np.add.at(counted, (table.annotator, truth[table.item], table.label), 1.0)
    assert np.stack([one.confusion for one in found.skill if one.confusion is not None]) == pytest.approx(
        counted
    )


def test_a_gold_label_nobody_gave_is_kept_where_cells_are_few(
    crowd: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    from earmark.quality.consensus import evidence

    table, _, _ = crowd(11, items=30, annotators=6, answers=3, labels=8)
    monkeypatch.setattr(evidence, "DENSE_CELLS", 10)
    missing = next(k for k in range(7, -1, -1) if k not in table.label[table.item == 0])
    gold = np.full(30, -1, dtype=np.int32)
    gold[0] = missing

    assert dawid_skene(table, gold=gold, prior=2.0).label[0] == missing


def test_a_good_model_helps_and_a_useless_one_does_not_harm(crowd: Draw) -> None:
    table, truth, _ = crowd(12, items=500, annotators=30, answers=2, labels=4)
    rng = np.random.default_rng(0)
    good, useless = np.full((500, 4), 0.04), rng.dirichlet(np.ones(4), 500)
    good[np.arange(500), np.where(rng.random(500) < 0.8, truth, rng.integers(0, 4, 500))] = 0.88
    alone = (dawid_skene(table, prior=4.0).label == truth).mean()

    helped = (dawid_skene(table, prior=4.0, model=good).label == truth).mean()
    unharmed = (dawid_skene(table, prior=4.0, model=useless).label == truth).mean()

    assert helped > alone + 0.05
    assert unharmed > alone - 0.03


def test_a_model_that_says_nothing_of_some_items_is_used_for_the_others(crowd: Draw) -> None:
    table, truth, _ = crowd(13, items=200, annotators=10, answers=3, labels=3)
    model = np.full((200, 3), 0.05)
    model[np.arange(200), truth] = 0.9
    model[100:] = np.nan

    found = dawid_skene(table, prior=4.0, model=model)

    assert (found.label[:100] == truth[:100]).mean() > 0.97
    assert np.isfinite(found.probability).all()


@pytest.mark.parametrize(
    ("taught", "says"),
    [
        ({"gold": np.zeros(3, dtype=np.int32)}, "one entry for each"),
        ({"gold": np.full(20, 9, dtype=np.int32)}, "must hold labels"),
        ({"model": np.ones((20, 2))}, "shape"),
        ({"model": np.ones((20, 3))}, "add up to 1"),
    ],
)
def test_gold_and_models_that_do_not_fit_are_refused(crowd: Draw, taught: dict[str, Any], says: str) -> None:
    table, _, _ = crowd(8, items=20, annotators=5, answers=3, labels=3)

    with pytest.raises(CallError, match=says):
        auto(table, **taught)


def test_crowdlab_weighs_a_better_model_more(crowd: Draw) -> None:
    table, truth, _ = crowd(14, items=400, annotators=10, answers=2, labels=3)
    rng = np.random.default_rng(0)

    def model(right: float) -> Any:
        said = np.where(rng.random(400) < right, truth, rng.integers(0, 3, 400))
        chances = np.full((400, 3), 0.1)
        chances[np.arange(400), said] = 0.8
        return chances

    good, poor = crowdlab(table, model(0.95)), crowdlab(table, model(0.2))

    assert good[1].model > poor[1].model
    assert (good[0].label == truth).mean() > (majority(table).label == truth).mean()
    assert "CROWDLAB" in good[0].why
    with pytest.raises(CallError, match="every item that has answers"):
        crowdlab(table, np.full((400, 3), np.nan))


def test_skill_by_group_adds_up_to_the_whole(crowd: Draw) -> None:
    table, _, _ = crowd(15, items=200, annotators=6, answers=4, labels=3)
    language = (table.item % 2).astype(np.int32)
    consensus = dawid_skene(table, prior=4.0)

    groups = list(skills_by(table, consensus, language))

    for one in consensus.skill:
        mine = [g for g in groups if g.annotator == one.annotator]
        mean = sum(g.answers * (g.accuracy.value or 0) for g in mine) / one.answers
        assert sum(g.answers for g in mine) == one.answers
        assert mean == pytest.approx(one.accuracy.value, abs=2e-3)


@pytest.mark.parametrize("method", [dawid_skene, majority])
def test_an_annotator_who_is_worse_in_one_language_is_seen_to_be(crowd: Draw, method: Any) -> None:
    table, _, _ = crowd(16, items=600, annotators=6, answers=5, labels=3)
    language = (table.item % 2).astype(np.int32)
    rng = np.random.default_rng(0)
    lost = (language == 1) & (table.annotator == 2)
    label = np.where(lost, rng.integers(0, 3, len(table)), table.label)
    guessing = LongTable.of(table.item, table.annotator, label)

    found = {(g.group, g.annotator): g.accuracy for g in skills_by(guessing, method(guessing), language)}

    assert (found[1, 2].high or 1) < (found[0, 2].low or 0)


def test_hard_items_are_found_harder(crowd: Draw) -> None:
    table, truth, _ = crowd(17, items=300, annotators=20, answers=8, labels=3)
    rng = np.random.default_rng(0)
    hard = (table.item < 60) & (rng.random(len(table)) < 0.6)
    label = np.where(hard, rng.integers(0, 3, len(table)), table.label)
    mixed = LongTable.of(table.item, table.annotator, label)

    found = item_difficulty(mixed, dawid_skene(mixed))

    beyond = found.wrong - found.expected
    assert beyond[:60].mean() > beyond[60:].mean() + 0.15
    assert (found.low <= found.wrong).all()
    assert (found.wrong <= found.high).all()
    assert found.entropy[:60].mean() > found.entropy[60:].mean()
    assert len(truth) == 300
