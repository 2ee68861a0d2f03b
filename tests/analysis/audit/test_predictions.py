"""Predictions are held against the majority of their own task, in whatever form they come."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from earmark.analysis.audit import audit
from earmark.analysis.audit.result import Measured
from earmark.analysis.tasks import SCALES
from tests.analysis.tables import LABELS, Row, crowd, truths


def measured(
    rows: list[Row], predictions: list[Row], **options: Any
) -> dict[tuple[str, str | None], Measured]:
    found = audit(rows, predictions=predictions, **options).axes[0].measured
    return {(one.title, one.task): one for one in found if one.title.startswith("predictions")}


UNNAMED = ("predictions equal to the majority", None)


def test_agreement_with_the_majority_is_the_share_that_is_equal() -> None:
    (task,) = audit(crowd()).tasks
    everyone = measured(crowd(), truths())[UNNAMED].estimate

    assert task.consensus is not None
    assert everyone.n == 120
    assert everyone.value == pytest.approx(0.9, abs=0.1)
    assert measured(crowd(), truths()[:30])[UNNAMED].estimate.n == 30


def test_each_model_is_measured_by_itself() -> None:
    predictions = [row | {"model": "careful"} for row in truths()]
    predictions += [row | {"model": "lazy", "label": "cancel"} for row in truths()]

    found = measured(crowd(), predictions)

    careful = found["predictions of careful equal to the majority", None].estimate
    lazy = found["predictions of lazy equal to the majority", None].estimate
    assert (careful.low or 0) > (lazy.high or 1)


def test_predictions_speak_of_the_task_they_name() -> None:
    rows = [row | {"task": "intent"} for row in crowd()] + [row | {"task": "mood"} for row in crowd(seed=2)]
    predictions = [row | {"task": "intent"} for row in truths()]
    predictions += [row | {"task": "mood"} for row in truths(seed=2)]

    found = measured(rows, predictions)

    for task, seed in (("intent", 1), ("mood", 2)):
        alone = measured(crowd(seed=seed), truths(seed=seed))[UNNAMED].estimate
        assert found["predictions equal to the majority", task].estimate == alone


def test_of_probabilities_the_largest_is_the_prediction() -> None:
    rng = np.random.default_rng(1)
    predictions = []
    for row in truths():
        chances = rng.dirichlet([1, 1, 1])
        best = LABELS.index(row["label"])
        chances[[best, int(chances.argmax())]] = chances[[int(chances.argmax()), best]]
        predictions.append(
            {"item_id": row["item_id"]}
            | {f"p:{label}": chance for label, chance in zip(LABELS, chances, strict=True)}
        )

    assert measured(crowd(), predictions)[UNNAMED].estimate == measured(crowd(), truths())[UNNAMED].estimate


def test_of_equal_probabilities_the_first_in_the_alphabet_is_the_prediction() -> None:
    even = [{"item_id": row["item_id"], "p:request": 0.5, "p:cancel": 0.5} for row in truths()]
    first = [row | {"label": "cancel"} for row in truths()]

    assert measured(crowd(), even) == measured(crowd(), first)


def test_a_label_no_person_gives_is_wrong_and_not_missing() -> None:
    estimate = measured(crowd(), [row | {"label": "refund"} for row in truths()])[UNNAMED].estimate

    assert (estimate.value, estimate.n) == (0.0, 120)


def test_predictions_of_other_items_measure_nothing() -> None:
    assert measured(crowd(), [{"item_id": "elsewhere", "label": "cancel"}]) == {}


def test_the_note_says_that_the_majority_is_not_the_truth() -> None:
    assert "the majority is not the truth" in measured(crowd(), truths())[UNNAMED].note


def test_numbers_have_no_majority_to_be_equal_to() -> None:
    rows = [row | {"label": str(LABELS.index(row["label"]))} for row in crowd()]

    assert "interval" in SCALES
    assert measured(rows, [row | {"label": "1"} for row in truths()], scale="interval") == {}
