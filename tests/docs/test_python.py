"""The names of `import earmark as em` do what the pages say, and say what they take and give."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import get_type_hints

import pytest

import earmark as em
from tests.analysis.tables import crowd, truths, write_csv

FUNCTIONS = ("agreement", "audit", "consensus", "convert", "read", "write", "write_audit")
DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_typed_and_told(name: str) -> None:
    function = getattr(em, name)
    hints = get_type_hints(function)

    assert function.__doc__
    assert "return" in hints
    assert set(inspect.signature(function).parameters) <= set(hints)


def test_each_function_gives_what_is_public_too(tmp_path: Path) -> None:
    table = write_csv(tmp_path / "labels.csv", crowd(items=40))

    tables = em.read(table)
    audit = em.audit(tables, gold=truths(items=40))

    assert isinstance(tables, em.Tables)
    assert isinstance(tables.annotations, em.Table)
    assert isinstance(em.agreement(tables), em.AgreementResult)
    assert isinstance(em.agreement(tables).results[0].estimate, em.Estimate)
    assert isinstance(em.consensus(tables), em.ConsensusResult)
    assert isinstance(audit, em.AuditResult)
    assert em.write_audit(audit, tmp_path / "report", title="Labels") == tmp_path / "report" / "audit.html"


def test_results_cannot_be_changed() -> None:
    result = em.agreement(crowd(items=20))

    with pytest.raises(AttributeError):
        result.results = ()  # type: ignore[misc]  # that is what must fail


def test_what_goes_wrong_on_purpose_is_one_error() -> None:
    with pytest.raises(em.EarmarkError, match=r"nowhere\.csv"):
        em.read("nowhere.csv")
    with pytest.raises(em.EarmarkError, match="--scale 'metric' is not known"):
        em.agreement(crowd(items=4), scale="metric")


def test_json_is_what_the_command_prints() -> None:
    answer = em.agreement(crowd(items=40), by=["label"]).to_json()

    assert json.loads(json.dumps(answer, allow_nan=False)) == answer


def test_every_name_the_pages_use_is_public() -> None:
    used = {
        name
        for page in [*DOCS.rglob("*.md"), DOCS.parent / "README.md"]
        for name in re.findall(r"\bem\.([A-Za-z_]+)", page.read_text(encoding="utf-8"))
    }

    assert used <= set(em.__all__)
    assert used >= {"agreement", "audit", "read"}
