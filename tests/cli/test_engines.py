"""`--engine` counts part by part, and answers in the same words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def test_agreement_by_an_engine_is_the_same_to_the_byte(shell: Shell, labels: Path) -> None:
    whole = shell("agreement", str(labels), "--json")
    found = shell("agreement", str(labels), "--json", "--engine", "local", "--workers", "1")

    assert (found.code, found.err) == (0, "")
    assert json.loads(found.out)["results"] == json.loads(whole.out)["results"]


def test_a_folder_is_read_as_one_table(shell: Shell, labels: Path, tmp_path: Path) -> None:
    head, *lines = labels.read_text(encoding="utf-8").splitlines()
    folder = tmp_path / "shards"
    folder.mkdir()
    for number in range(3):
        part = "\n".join([head, *lines[number::3]]) + "\n"
        (folder / f"{number}.csv").write_text(part, encoding="utf-8")
    whole = shell("agreement", str(labels), "--json", "--metric", "gwet_ac1")
    found = shell(
        "agreement", str(folder), "--json", "--metric", "gwet_ac1", "--engine", "local", "--workers", "1"
    )

    assert found.out == whole.out


def test_consensus_by_an_engine_writes_the_same_labels(shell: Shell, labels: Path, tmp_path: Path) -> None:
    asked = ("consensus", str(labels), "--method", "dawid_skene", "--prior", "4", "--out")
    shell(*asked, "whole.csv")
    done = shell(*asked, "parts.csv", "--engine", "local", "--workers", "1", "--memory", "2G")

    assert (done.code, done.err) == (0, "")
    whole, parts = (
        [line.rsplit(",", 1)[0] for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]
        for name in ("whole.csv", "parts.csv")
    )
    assert whole == parts


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--workers", "2"), "go with --engine"),
        (("--engine", "spark"), "allowed are local, ray"),
        (("--engine", "local", "--memory", "lots"), "such as 4G"),
        (("--engine", "local", "--memory", "1M"), "at least"),
        (("--engine", "local", "--compare", "--by", "batch"), "--compare needs the whole table"),
        (("--engine", "local", "--metric", "cohen_kappa"), "leave --engine out"),
    ],
)
def test_what_does_not_go_together_is_said_in_one_sentence(
    shell: Shell, labels: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = shell("agreement", str(labels), *arguments)

    assert done.code == 2
    assert said in done.err
    assert done.out == ""
