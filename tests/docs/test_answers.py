"""The reference of the answers names every field there is and none that is not; so it does for the codes."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import earmark as em
import earmark.formats
from earmark.analysis.agreement_row import AgreementRow
from earmark.analysis.audit import result as audit
from earmark.analysis.audit.codes import CODES, CODES_OF_READING
from earmark.analysis.audit.gate import KEYS
from earmark.formats.convert import Conversion
from earmark.formats.tools import ingest
from earmark.formats.tools.ingest import RemarkTexts
from earmark.model import Estimate, Notice
from earmark.report import audit_json
from earmark.report.write import DISPUTED
from tests.analysis.tables import crowd, truths

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "answers.md").read_text(encoding="utf-8")
WORD = re.compile(r"`([^`]+)`")


def section(heading: str) -> str:
    """Return what stands under a heading, up to the next heading of any level."""
    found = re.search(rf"^#+ {re.escape(heading)}$\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, f"answers.md has no heading {heading!r}"
    return found.group(1)


def rows(heading: str, head: str) -> list[str]:
    """Return the first cells of the table under a heading whose first column is called so."""
    lines = section(heading).splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(f"| {head} "))
    found = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        found.append(line.split("|")[1])
    return found


def named(heading: str, head: str = "key") -> set[str]:
    return {word for cell in rows(heading, head) for word in WORD.findall(cell)}


def names(kind: Any) -> set[str]:
    return {field.name for field in fields(kind)}


CLASSES: list[tuple[str, str, Any]] = [
    ("estimate", "key", Estimate),
    ("notice", "key", Notice),
    ("agreement", "key of a result", AgreementRow),
    ("refused", "key", audit.Refusal),
    ("about", "key", audit.About),
    ("tasks", "key", audit.TaskAudit),
    ("labels", "key", audit.LabelAudit),
    ("annotators_found", "key", audit.AnnotatorAudit),
    ("pairs", "key", audit.PairAudit),
    ("slices", "key", audit.SliceAudit),
    ("windows", "key", audit.WindowAudit),
    ("practice", "key", audit.PracticeAudit),
    ("difficulty", "key", audit.DifficultyAudit),
    ("worth", "key", audit.WorthAudit),
    ("confusions", "key", audit.Confusion),
    ("disputed", "key", audit.DisputedItem),
    ("consensus of a task", "key", audit.ConsensusAudit),
    ("next_steps", "key", audit.NextStep),
    ("gate", "key", audit.GateOutcome),
    ("convert", "key", Conversion),
]


@pytest.mark.parametrize(("heading", "head", "kind"), CLASSES, ids=[heading for heading, _, _ in CLASSES])
def test_each_table_names_the_fields_there_are(heading: str, head: str, kind: Any) -> None:
    assert named(heading, head) == names(kind)


def test_the_whole_audit_has_the_keys_of_its_table() -> None:
    answer = audit_json(em.audit(crowd(), gold=truths()))

    assert named("audit.json") == set(answer)
    assert named("axes") == set(answer["axes"]["correctness"])
    (told,) = [line for line in section("axes").splitlines() if line.startswith("| `estimates`")]
    assert set(WORD.findall(told)) - {"estimates"} == set(
        answer["axes"]["correctness"]["estimates"][0]
    ) - names(Estimate)
    (told,) = [line for line in section("about").splitlines() if line.startswith("| `sources`")]
    assert set(WORD.findall(told)) - {"sources"} == set(answer["about"]["sources"][0])


def test_the_consensus_has_the_keys_of_its_table() -> None:
    answer = em.consensus(crowd(), gold=truths()).to_json()

    assert named("consensus") == set(answer)
    (told,) = [line for line in section("consensus").splitlines() if line.startswith("| `tasks`")]
    assert set(WORD.findall(told)) - {"tasks"} == set(answer["tasks"][0])


def test_the_files_have_the_columns_of_their_tables() -> None:
    (task,) = em.consensus(crowd()).tasks
    told = {
        WORD.findall(line)[0]: WORD.findall(line)[1].split(", ")
        for line in section("consensus").splitlines()
        if line.startswith("| `--") and len(WORD.findall(line)) > 1
    }

    assert told == {
        "--out": list(task.rows()[0]),
        "--annotators-out": list(task.annotators()[0]),
        "--confusion-out": list(task.confusion()[0]),
    }
    assert named("disputed.csv", "column") == set(DISPUTED)


def test_the_gate_shown_has_every_key_and_is_one() -> None:
    import tomllib

    (example,) = re.findall(r"```toml\n(.*?)```", section("gate.toml") + PAGE, re.DOTALL)[:1]

    given = {key for one in tomllib.loads(example)["require"] for key in one}
    assert given == KEYS - {"at_most"}


def test_every_metric_is_named() -> None:
    told = set(WORD.findall(section("agreement")))
    table = crowd(items=40)

    for by in ([], ["label"], ["annotator"], ["pair"]):
        assert {row.metric for row in em.agreement(table, by=by).results} <= told


def test_every_code_of_the_audit_has_its_line() -> None:
    assert {WORD.findall(cell)[0] for cell in rows("Codes of the audit", "code")} == CODES


def test_every_code_of_reading_has_its_line() -> None:
    assert {WORD.findall(cell)[0] for cell in rows("Codes of reading", "code")} == CODES_OF_READING


def test_the_codes_are_those_in_the_source() -> None:
    assert set(written_in("src/earmark/analysis/audit", r"(?:Notice|Refusal)\(\s*\"([a-z-]+)\"")) == CODES

    of_tools = set(ingest._ALWAYS)
    for module in pkgutil.walk_packages(earmark.formats.__path__, "earmark.formats."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, RemarkTexts):
                of_tools |= set(value.notices) | set(value.losses)
    of_tables = set(written_in("src/earmark/formats/tabular", r"Notice\(\s*\"([a-z-]+)\""))
    of_tables |= set(written_in("src/earmark/formats/json", r"Notice\(\s*\"([a-z-]+)\""))
    of_writing = {code for code in of_tables if code.endswith("-not-held")}
    assert of_tools | of_tables - of_writing == CODES_OF_READING


def written_in(folder: str, pattern: str) -> Iterator[str]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield from re.findall(pattern, path.read_text(encoding="utf-8"))
