"""`earmark audit` writes a report, says where it is, and tells scripts whether what was asked for holds."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def test_the_report_lies_beside_the_call_under_the_tables_name(
    shell: Shell, labels: Path, tmp_path: Path
) -> None:
    done = shell("audit", "labels.csv")

    assert done.code == 0
    assert "Report: labels-audit/audit.html" in done.out
    assert {path.name for path in (tmp_path / "labels-audit").iterdir()} == {
        "audit.html",
        "audit.json",
        "disputed.csv",
    }


@pytest.mark.parametrize(
    ("name", "folder"),
    [("labels.v1.csv", "labels.v1-audit"), ("labels.v2.csv.gz", "labels.v2-audit"), (".csv", ".csv-audit")],
)
def test_two_versions_of_a_table_do_not_share_a_report(
    name: str, folder: str, shell: Shell, labels: Path, tmp_path: Path
) -> None:
    labels.rename(tmp_path / name)

    assert f"Report: {folder}/audit.html" in shell("audit", name).out


def test_json_is_the_audit_json_that_the_folder_holds(shell: Shell, labels: Path, tmp_path: Path) -> None:
    printed = shell("audit", "labels.csv", "--json", "--out", "report")

    assert printed.code == 0
    assert json.loads(printed.out) == json.loads((tmp_path / "report" / "audit.json").read_text())
    assert "Report: report/audit.html" in printed.err


def test_json_alone_writes_nothing(shell: Shell, labels: Path, tmp_path: Path) -> None:
    assert shell("audit", "labels.csv", "--json").out.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["labels.csv"]


def test_disputed_items_can_be_read_back_as_a_table(shell: Shell, labels: Path, tmp_path: Path) -> None:
    shell("audit", "labels.csv", "--out", "report")

    with (tmp_path / "report" / "disputed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["task", "item_id", "answers", "consensus", "probability", "text", "before"]
    assert all(sum(json.loads(row["answers"]).values()) == 4 for row in rows)


def test_a_report_is_never_written_over_what_it_reports_on(
    shell: Shell, labels: Path, tmp_path: Path
) -> None:
    (tmp_path / "report").mkdir()
    content = labels.read_text()
    labels.rename(tmp_path / "report" / "disputed.csv")

    done = shell("audit", "report/disputed.csv", "--out", "report")

    assert done.code == 2
    assert "would be written over" in done.err
    assert (tmp_path / "report" / "disputed.csv").read_text() == content


GATE = '[[require]]\nmeasure = "krippendorff_alpha"\nat_least = {}\n'


@pytest.mark.parametrize(("bound", "code"), [(0.2, 0), (0.99, 1)])
def test_a_gate_decides_the_exit_code(
    bound: float, code: int, shell: Shell, labels: Path, tmp_path: Path
) -> None:
    (tmp_path / "gate.toml").write_text(GATE.format(bound))

    done = shell("audit", "labels.csv", "--gate", "gate.toml", "--json")

    (outcome,) = json.loads(done.out)["gate"]
    assert (done.code, outcome["holds"]) == (code, code == 0)


def test_a_gate_that_cannot_be_read_has_exit_code_2(shell: Shell, labels: Path, tmp_path: Path) -> None:
    (tmp_path / "gate.toml").write_text("[[require]]\nno_warning = 'copied-label'\n")

    done = shell("audit", "labels.csv", "--gate", "gate.toml")

    assert done.code == 2
    assert "did you mean 'copied-labels'" in done.err
    assert not (tmp_path / "labels-audit").exists()


@pytest.mark.parametrize(("bound", "code"), [("0.2", 0), ("0.99", 1), ("nan", 1)])
def test_fail_under_is_held_against_alpha(bound: str, code: int, shell: Shell, labels: Path) -> None:
    assert shell("audit", "labels.csv", "--fail-under", bound, "--json").code == code


def test_what_is_undefined_fails(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("item_id,annotator_id,label\n1,a,x\n2,a,y\n")

    done = shell("audit", "one.csv", "--fail-under", "0", "--json")

    assert done.code == 1
    assert json.loads(done.out)["gate"][0]["found"] == "undefined: one annotator only"


def test_the_report_is_written_also_where_the_gate_does_not_hold(
    shell: Shell, labels: Path, tmp_path: Path
) -> None:
    assert shell("audit", "labels.csv", "--fail-under", "0.99").code == 1
    assert (tmp_path / "labels-audit" / "audit.html").is_file()


def test_gold_and_items_reach_the_audit(shell: Shell, labels: Path, gold: Path, tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text(
        "item_id,text,domain\n" + "".join(f"i{n:03},turn {n},{'xy'[n % 2]}\n" for n in range(60))
    )

    done = shell("audit", "labels.csv", "--gold", "gold.csv", "--items", "items.csv", "--json")

    audit = json.loads(done.out)
    assert any(one["title"] == "majority right, on gold" for one in audit["axes"]["correctness"]["estimates"])
    assert [one["by"] for one in audit["tasks"][0]["slices"]] == [{"domain": "x"}, {"domain": "y"}]


def test_the_title_heads_the_page(shell: Shell, labels: Path, tmp_path: Path) -> None:
    shell("audit", "labels.csv", "--title", "Week <41>", "--out", "report")

    page = (tmp_path / "report" / "audit.html").read_text()
    assert "<title>Week &lt;41&gt;</title>" in page
