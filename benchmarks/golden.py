"""Golden numbers: what the oracles say about random tables, kept with the command that made them.

Where two oracles give the same quantity they must agree to 1e-9; where they do not, the file says so.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.environments import ROOT, ask
from benchmarks.record import machine, today
from benchmarks.tables import AGREEMENT, CONSENSUS, Design, rows_of

__all__ = ["GOLDEN", "main", "write_golden"]

GOLDEN = ROOT / "tests" / "golden"
TOLERANCE = 1e-9
MISSING = "with_missing "
OF_PAIRS = ("cohen_kappa", "weighted_kappa_linear", "weighted_kappa_quadratic")
DAWID_SKENE = (
    "Starts from each item's shares of the answers. One iteration: label probabilities are the mean of the "
    "current ones; an annotator's expected counts (answer, truth) are floored at 1e-10 for the answers that "
    "annotator gave, then divided by their sum over answers; the current ones become proportional to label "
    "probability (floored at 1e-10) times the chances of the item's answers. Probabilities are floored at "
    "1e-10 when they are reported. depends_on_floor: a lower floor changes them by more than 1e-9."
)


def main(_: list[str]) -> int:
    """Ask every oracle and write tests/golden/agreement.json and tests/golden/consensus.json.

    Returns 1 when two oracles differ anywhere; the files are written all the same, and say where.
    """
    GOLDEN.mkdir(parents=True, exist_ok=True)
    apart = agreement() + consensus()
    return int(apart > 0)


def agreement() -> int:
    questions = [_question(design) for design in AGREEMENT]
    first = ask("oracles", "agreement_golden.py", {"cases": questions})
    second = ask("irrcac", "irrcac_golden.py", {"cases": questions})
    cases = []
    sources: dict[str, set[str]] = {}
    for case in questions:
        said = first["answers"][case["name"]] | second["answers"][case["name"]]
        expected, disagree = _merge(said)
        for oracle, answers in said.items():
            for quantity in answers:
                sources.setdefault(_without_pair(quantity), set()).add(oracle)
        cases.append(_kept(case) | {"expected": expected} | ({"disagree": disagree} if disagree else {}))
        for line in disagree:
            print(f"golden: {case['name']}: {line}")
    said_by = {quantity: sorted(oracles) for quantity, oracles in sorted(sources.items())}
    write_golden(GOLDEN / "agreement.json", first["packages"] | second["packages"], cases, said_by=said_by)
    return _differing(cases)


def consensus() -> int:
    questions = [_question(design) | {"iterations": design.iterations} for design in CONSENSUS]
    said = ask("oracles", "consensus_golden.py", {"cases": questions})
    cases = []
    for case in questions:
        expected = dict(said["answers"][case["name"]])
        apart = expected.pop("apart")
        disagree = [] if apart <= TOLERANCE else [{"quantity": "dawid_skene", "apart": apart}]
        cases.append(_kept(case) | {"expected": expected} | ({"disagree": disagree} if disagree else {}))
        print(f"golden: {case['name']}: the two implementations are {apart:.1e} apart")
    write_golden(GOLDEN / "consensus.json", said["packages"], cases, definition=DAWID_SKENE)
    return _differing(cases)


def _question(design: Design) -> dict[str, Any]:
    rows = rows_of(design)
    numeric = design.kind != "words"
    order = sorted({row[2] for row in rows}, key=float if numeric else str)
    cells = len({row[0] for row in rows}) * len({row[1] for row in rows})
    return {
        "name": design.name,
        "seed": design.seed,
        "rows": rows,
        "order": order,
        "numeric": numeric,
        "complete": len(rows) == cells,
    }


def _kept(case: dict[str, Any]) -> dict[str, Any]:
    return {key: case[key] for key in ("name", "seed", "numeric", "complete", "order", "rows")}


def _merge(said: dict[str, dict[str, float]]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return one value a quantity, and where the oracles differ; Cohen's kappas and Gwet's way are nested."""
    values: dict[str, dict[str, float]] = {}
    for oracle, answers in said.items():
        for quantity, value in answers.items():
            values.setdefault(quantity, {})[oracle] = value
    expected: dict[str, Any] = {name: {} for name in OF_PAIRS}
    disagree = []
    for quantity, by_oracle in sorted(values.items()):
        if max(by_oracle.values()) - min(by_oracle.values()) > TOLERANCE:
            disagree.append({"quantity": quantity, "values": by_oracle})
        first = next(iter(by_oracle.values()))
        name, _, pair = quantity.partition(" ")
        if name in OF_PAIRS:
            expected[name][pair] = first
        elif quantity.startswith(MISSING):
            expected.setdefault("with_missing", {})[quantity.removeprefix(MISSING)] = first
        else:
            expected[quantity] = first
    return expected, disagree


def _without_pair(quantity: str) -> str:
    name = quantity.partition(" ")[0]
    return name if name in OF_PAIRS else quantity


def _differing(cases: list[dict[str, Any]]) -> int:
    return sum("disagree" in case for case in cases)


def write_golden(
    path: Path,
    packages: dict[str, str],
    cases: list[dict[str, Any]],
    command: str = "./dev bench golden",
    **more: Any,
) -> None:
    head = {
        "command": command,
        "date": today(),
        "machine": {key: machine()[key] for key in ("cores", "python")},
        "packages": packages,
        **more,
    }
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    text = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    path.write_text(f'{text},\n "cases": [\n{lines}\n]}}\n', encoding="utf-8")
    print(f"golden: wrote {path.relative_to(ROOT)}, {len(cases)} cases")
