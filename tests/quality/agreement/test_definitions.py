"""Every measure equals its definition, written out pair by pair."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.quality.agreement import (
    by_label,
    cohen_kappa,
    confusions,
    disagreement_by_item,
    disagreement_by_item_interval,
    entropy_by_item,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    label_alpha,
    pair_kappas,
    percent_agreement,
    specific_agreement,
    step_distances,
    weighted_beta,
    with_others,
)
from earmark.quality.long_table import LongTable
from earmark.quality.resampling import Interval

QUICK = Interval(resamples=100)
LABELS = 4
VALUES = np.array([-2.0, 0.5, 3.0, 3.5])


@st.composite
def tables(draw: st.DrawFn) -> LongTable:
    items, annotators = draw(st.integers(2, 7)), draw(st.integers(2, 4))
    cells = st.integers(-1, LABELS - 1)
    grid = np.array(draw(st.lists(cells, min_size=items * annotators, max_size=items * annotators))).reshape(
        items, annotators
    )
    item, annotator = np.nonzero(grid >= 0)
    return LongTable.of(item, annotator, grid[grid >= 0], items=items, annotators=annotators, labels=LABELS)


def answers_by_item(table: LongTable) -> list[list[int]]:
    found = [table.label[table.item == item].tolist() for item in range(table.items)]
    return [answers for answers in found if len(answers) > 1]


def same(found: float | None, expected: float) -> bool:
    return found is not None and found == pytest.approx(expected, abs=1e-9)


def alpha_by_pairs(table: LongTable, scale: str) -> float | None:
    units = answers_by_item(table)
    every = [label for answers in units for label in answers]
    uses = Counter(every)

    def apart(a: int, b: int) -> float:
        if scale == "nominal":
            return float(a != b)
        if scale == "interval":
            return float((VALUES[a] - VALUES[b]) ** 2)
        between = sum(uses[k] for k in range(min(a, b), max(a, b) + 1))
        return (between - (uses[a] + uses[b]) / 2) ** 2

    expected = sum(apart(a, b) for a, b in permutations(every, 2)) / (len(every) - 1) if every else 0
    if len(units) < 2 or not expected:
        return None
    observed = sum(sum(apart(a, b) for a, b in permutations(u, 2)) / (len(u) - 1) for u in units)
    return 1 - observed / expected


@settings(deadline=None, max_examples=60)
@given(tables(), st.sampled_from(["nominal", "ordinal", "interval"]))
def test_alpha_is_observed_over_expected_disagreement_of_pairs(table: LongTable, scale: str) -> None:
    expected = alpha_by_pairs(table, scale)
    found = krippendorff_alpha(table, scale=scale, values=VALUES, interval=QUICK)  # type: ignore[arg-type]  # a literal, drawn

    assert found.defined == (expected is not None)
    assert expected is None or same(found.value, expected)


@settings(deadline=None, max_examples=40)
@given(tables())
def test_percent_agreement_is_the_mean_share_of_equal_pairs(table: LongTable) -> None:
    units = answers_by_item(table)
    shares = [np.mean([a == b for a, b in permutations(answers, 2)]) for answers in units]
    found = percent_agreement(table, interval=QUICK)

    assert found.defined == (len(units) > 1)
    assert not found.defined or same(found.value, float(np.mean(shares)))


@settings(deadline=None, max_examples=40)
@given(tables())
def test_specific_agreement_is_the_chance_that_another_chose_it_too(table: LongTable) -> None:
    units = answers_by_item(table)
    for label in range(LABELS):
        chances = [
            (answers.count(label) - 1) / (len(answers) - 1)
            for answers in units
            for answer in answers
            if answer == label
        ]
        found = specific_agreement(table, label, interval=QUICK)

        assert found.defined == (sum(label in answers for answers in units) > 1)
        assert not found.defined or same(found.value, float(np.mean(chances)))


@settings(deadline=None, max_examples=40)
@given(tables())
def test_label_alpha_is_the_alpha_of_this_label_and_the_rest(table: LongTable) -> None:
    for label in range(LABELS):
        two = LongTable.of(table.item, table.annotator, (table.label == label).astype(int))
        found = label_alpha(table, label, interval=QUICK)

        assert not found.defined or same(found.value, krippendorff_alpha(two, interval=QUICK).value or 0.0)


@settings(deadline=None, max_examples=30)
@given(tables())
def test_by_label_gives_the_same_numbers_as_label_by_label(table: LongTable) -> None:
    for one in by_label(table, interval=QUICK):
        assert one.answers == (table.label == one.label).sum()
        assert one.items == len(set(table.item[table.label == one.label].tolist()))
        specific = specific_agreement(table, one.label, interval=QUICK)
        alpha = label_alpha(table, one.label, interval=QUICK)

        assert one.specific.undefined == specific.undefined
        assert not specific.defined or same(one.specific.value, specific.value or 0.0)
        assert one.alpha.undefined == alpha.undefined
        assert not alpha.defined or same(one.alpha.value, alpha.value or 0.0)


def kappa_by_hand(x: list[int], y: list[int]) -> float | None:
    observed = np.mean([a == b for a, b in zip(x, y, strict=True)]) if x else 0.0
    chance = sum(x.count(k) * y.count(k) for k in range(LABELS)) / len(x) ** 2 if x else 1.0
    return None if chance == 1 or len(x) < 2 else float((observed - chance) / (1 - chance))


@settings(deadline=None, max_examples=40)
@given(tables())
def test_kappa_is_agreement_beyond_the_margins_of_the_two(table: LongTable) -> None:
    by = {
        a: dict(zip(table.item[table.annotator == a], table.label[table.annotator == a], strict=True))
        for a in (0, 1)
    }
    shared = [item for item in by[0] if item in by[1]]
    expected = kappa_by_hand([by[0][i] for i in shared], [by[1][i] for i in shared])
    found = cohen_kappa(table, 0, 1, interval=QUICK)
    listed = {(pair.a, pair.b): pair for pair in pair_kappas(table, min_shared=1, interval=QUICK)}

    assert found.defined == (expected is not None)
    assert expected is None or same(found.value, expected)
    assert (listed[0, 1].kappa if shared else found) == found


@settings(deadline=None, max_examples=40)
@given(tables())
def test_agreement_with_others_counts_each_item_of_the_annotator_once(table: LongTable) -> None:
    for one in with_others(table):
        same_share, own, theirs = [], np.zeros(LABELS), np.zeros(LABELS)
        for item in table.item[table.annotator == one.annotator]:
            here = table.item == item
            mine = int(table.label[here & (table.annotator == one.annotator)][0])
            others = table.label[here & (table.annotator != one.annotator)].tolist()
            if others:
                same_share.append(others.count(mine) / len(others))
                own[mine] += 1
                theirs += np.bincount(others, minlength=LABELS) / len(others)
        items = len(same_share)
        chance = float(own @ theirs) / max(items, 1) ** 2

        assert one.shared_items == items
        assert one.agreement.defined == (items > 1)
        assert not one.agreement.defined or same(one.agreement.value, float(np.mean(same_share)))
        assert one.kappa.defined == (items > 1 and chance < 1 - 1e-12)
        if one.kappa.defined:
            assert same(one.kappa.value, (float(np.mean(same_share)) - chance) / (1 - chance))


@settings(deadline=None, max_examples=40)
@given(tables())
def test_confusions_are_coincidences_and_their_shares_of_all_disagreement(table: LongTable) -> None:
    weight: Counter[tuple[int, int]] = Counter()
    for answers in answers_by_item(table):
        for a, b in permutations(answers, 2):
            if a != b:
                weight[min(a, b), max(a, b)] += 1 / (len(answers) - 1)  # type: ignore[assignment]  # a sum
    found = confusions(table, interval=QUICK)

    assert {(pair.a, pair.b) for pair in found} == set(weight)
    assert [pair.pairs for pair in found] == sorted((pair.pairs for pair in found), reverse=True)
    for pair in found:
        assert same(pair.pairs, weight[pair.a, pair.b])
        assert not pair.share.defined or same(pair.share.value, weight[pair.a, pair.b] / weight.total())


@settings(deadline=None, max_examples=40)
@given(tables())
def test_what_is_said_of_an_item_is_said_of_its_answers(table: LongTable) -> None:
    apart, entropy = disagreement_by_item(table), entropy_by_item(table)
    spread = disagreement_by_item_interval(table, VALUES)
    for item in range(table.items):
        answers = table.label[table.item == item].tolist()
        if len(answers) < 2:
            assert (apart[item], entropy[item], spread[item]) == (0.0, 0.0, 0.0)
            continue
        shares = np.array(list(Counter(answers).values())) / len(answers)
        assert same(apart[item], float(np.mean([a != b for a, b in permutations(answers, 2)])))
        assert same(entropy[item], float(-(shares * np.log(shares)).sum()))
        assert same(spread[item], float(np.var(VALUES[answers], ddof=1)))


def beta_by_pairs(table: LongTable, far: np.ndarray) -> float | None:
    """Weighted beta written out: over every ordered pair of answers to an item, each answer weighing one."""
    rows = table.pairable()
    uses = np.zeros((table.annotators, LABELS))
    np.add.at(uses, (rows.annotator, rows.label), 1)
    shares = uses / np.maximum(uses.sum(axis=1, keepdims=True), 1)
    observed = expected = 0.0
    for item in np.unique(rows.item):
        mine = np.flatnonzero(rows.item == item)
        for one, other in permutations(mine.tolist(), 2):
            observed += far[rows.label[one], rows.label[other]] / (len(mine) - 1)
            a, b = shares[rows.annotator[one]], shares[rows.annotator[other]]
            expected += float(a @ far @ b) / (len(mine) - 1)
    return 1 - observed / expected if expected > 1e-12 else None


@settings(deadline=None, max_examples=60)
@given(tables(), st.booleans())
def test_weighted_beta_is_observed_over_the_distance_of_each_pairs_own_habits(
    table: LongTable, squared: bool
) -> None:
    far = step_distances(VALUES, squared=squared)
    expected = beta_by_pairs(table, far)
    found = weighted_beta(table, far, interval=QUICK)

    assert not found.defined or (expected is not None and same(found.value, expected))


@settings(deadline=None, max_examples=40)
@given(tables())
def test_an_item_that_stands_for_two_weighs_as_two(table: LongTable) -> None:
    twice = np.arange(table.items) % 2 == 0
    again = twice[table.item]
    repeated = LongTable.of(
        np.concatenate((table.item, table.item[again] + table.items)),
        np.concatenate((table.annotator, table.annotator[again])),
        np.concatenate((table.label, table.label[again])),
        labels=LABELS,
    )
    weights = np.where(twice, 2.0, 1.0)
    for measure in (percent_agreement, fleiss_kappa, gwet_ac1):
        weighted, plain = measure(table, weights=weights, interval=QUICK), measure(repeated, interval=QUICK)

        assert not (weighted.defined and plain.defined) or same(weighted.value, plain.value or 0.0)
