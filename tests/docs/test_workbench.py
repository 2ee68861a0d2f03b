"""The commands of the workbench's tutorial run against a demo's server, as its reader has one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.docs.shown import DOCS, follow

PAGE = DOCS / "workbench.md"
FIGURES = ("value", "low", "high")


@contextmanager
def demo(data: Path) -> Iterator[tuple[str, str]]:
    """Start a demo, and give its address and the link by which the guest comes in."""
    call = [sys.executable, "-u", "-m", "earmark.cli", "demo", "--no-browser", "--data", str(data)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(3)]
        try:
            yield said[0].split()[-1].rstrip("/"), said[1].split()[-1]
        finally:
            process.terminate()


def token(address: str, entrance: str) -> str:
    """Come in as the guest, and make a token as one does it in the workbench."""
    with httpx.Client(base_url=address) as browser:
        browser.get(entrance)
        csrf = browser.get("/api/session").json()["csrf"]
        wanted = {"name": "tutorial", "scopes": ["read", "label", "review", "manage"]}
        made = browser.post("/api/tokens", json=wanted, headers={"X-CSRF-Token": csrf})
    found: str = made.json()["token"]
    return found


@pytest.mark.full
def test_the_commands_of_the_workbench_run_and_the_audit_agrees_with_its_page(tmp_path: Path) -> None:
    with demo(tmp_path / "demo") as (address, entrance):
        known = token(address, entrance)
        environment = {"EARMARK_ADDRESS": address, "EARMARK_TOKEN": known}
        (tmp_path / "here").mkdir()
        follow(PAGE, tmp_path / "here", environment)
        project = json.loads((tmp_path / "demo" / "demo.json").read_text())["project"]
        headers = {"Authorization": f"Bearer {known}"}
        shown = httpx.get(f"{address}/api/projects/{project}/quality", headers=headers, timeout=60).json()

    audited = json.loads((tmp_path / "here" / "report" / "audit.json").read_text())
    alphas = {one["task"]: one["alpha"] for one in shown["tasks"]}
    assert set(alphas) == {"intent", "satisfaction"}
    for row in audited["agreement"]:
        if row["metric"] == "krippendorff_alpha" and not row["by"] and row["label"] is None:
            alpha = alphas.pop(row["task"])
            assert [row["estimate"][part] for part in FIGURES] == pytest.approx(
                [alpha[part] for part in FIGURES]
            )
    assert not alphas
