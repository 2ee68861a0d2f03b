"""Equality with crowd-kit (Wawa, one coin, MACE, GLAD) and cleanlab (CROWDLAB)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from earmark.quality.consensus import crowdlab
from earmark.quality.consensus.cells import cells_of
from earmark.quality.consensus.glad import fit_glad
from earmark.quality.consensus.mace import fit_mace
from earmark.quality.consensus.one_coin import fit_one_coin
from earmark.quality.consensus.wawa import vote_weights, weighed_shares
from earmark.quality.long_table import LongTable

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "consensus_methods.json"
CASES: list[dict[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"]


@pytest.fixture(params=CASES, ids=lambda case: str(case["name"]))
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def table_of(case: dict[str, Any]) -> LongTable:
    names = [sorted({row[column] for row in case["rows"]}) for column in range(3)]
    code = [{name: n for n, name in enumerate(column)} for column in names]
    return LongTable.of(*(np.array([code[c][row[c]] for row in case["rows"]]) for c in range(3)))


def expected(case: dict[str, Any], method: str, what: str = "probabilities") -> Any:
    return np.array(case["expected"][method][what])


def test_wawa_equals_crowd_kit(case: dict[str, Any]) -> None:
    table = table_of(case)

    shares = weighed_shares(table, cells_of(table)).reshape(-1, table.labels)

    assert vote_weights(table) == pytest.approx(expected(case, "wawa", "skill"), abs=1e-12)
    assert shares == pytest.approx(expected(case, "wawa"), abs=1e-12)


def test_one_coin_equals_crowd_kit(case: dict[str, Any]) -> None:
    table = table_of(case)

    fitted = fit_one_coin(table, cells_of(table), prior=0.0, iterations=case["rounds"], tolerance=0.0)

    assert fitted.fit.probability.reshape(-1, table.labels) == pytest.approx(
        expected(case, "one_coin"), abs=1e-9
    )


def test_mace_ends_where_crowd_kit_ends(case: dict[str, Any]) -> None:
    # Crowd-kit begins at random numbers: only where both end can be compared.
    table = table_of(case)

    fitted = fit_mace(table, cells_of(table), iterations=3000, tolerance=0.0)

    assert fitted.fit.probability.reshape(-1, table.labels) == pytest.approx(expected(case, "mace"), abs=1e-6)


@pytest.mark.parametrize(
    "glad", [one for one in CASES if one["glad_rounds"]], ids=lambda one: str(one["name"])
)
def test_glad_comes_to_what_crowd_kit_comes_near_to(glad: dict[str, Any]) -> None:
    # Crowd-kit's search is stopped early, or it would run for hours.
    table = table_of(glad)

    fitted = fit_glad(table, cells_of(table), iterations=2000, tolerance=0.0)

    assert fitted.ability == pytest.approx(expected(glad, "glad", "ability"), abs=2e-2)
    assert fitted.log_ease == pytest.approx(expected(glad, "glad", "log_ease"), abs=2e-2)
    assert fitted.fit.probability.reshape(-1, table.labels) == pytest.approx(expected(glad, "glad"), abs=5e-3)


def test_crowdlab_equals_cleanlab(case: dict[str, Any]) -> None:
    table = table_of(case)

    found, weights = crowdlab(
        table, np.array(case["model"]) / np.array(case["model"]).sum(axis=1, keepdims=True)
    )

    assert found.label.tolist() == case["expected"]["crowdlab"]["label"]
    assert found.probability == pytest.approx(expected(case, "crowdlab", "quality"), abs=1e-5)
    assert weights.model == pytest.approx(case["expected"]["crowdlab"]["model_weight"], abs=1e-9)
    assert weights.annotators == pytest.approx(expected(case, "crowdlab", "annotator_weight"), abs=1e-9)
