"""The way from files to a figure, as people walk it: each step is something somebody does at the workbench."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.person import Person
from tests.browser.served import LABELS

__all__ = [
    "Files",
    "annotate",
    "audited",
    "bring_in",
    "make_project",
    "printed",
    "review",
    "take_out",
    "usual_label",
]

Look = Callable[[Person, str], None]
"""Told who sees what: for pictures."""

DROP = """files => {
  const transfer = new DataTransfer();
  for (const { name, content } of files) {
    const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name));
  }
  for (const type of ['dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}"""


@dataclass(frozen=True)
class Files:
    """What is brought in: a table with a row that cannot be read, and calls with what tells their speakers."""

    table: Path
    calls: Sequence[Path]
    speaker: str | None


def make_project(owner: Person, name: str) -> str:
    """Make a project in which two people answer every item; return its id."""
    page = owner.page
    page.get_by_role("button", name="New project").click()
    page.get_by_role("dialog").wait_for()
    owner.type(name)
    page.wait_for_url("**/import")
    owner.visit("Settings")
    page.get_by_label("Answers for each item").fill("2")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").first.wait_for()
    return page.url.split("/projects/")[1].split("/")[0]


def bring_in(owner: Person, files: Files, look: Look) -> dict[str, str]:
    """Drop the table and choose the calls; return what was said of each before it was taken in."""
    page = owner.page
    owner.visit("Import")
    page.get_by_role("button", name="Choose files").wait_for()
    dropped = [
        {"name": files.table.name, "content": base64.b64encode(files.table.read_bytes()).decode("ascii")}
    ]
    page.evaluate(DROP, dropped)
    page.get_by_role("heading", name="What was recognised").wait_for()
    if files.speaker is not None:
        page.get_by_label("Whose turns").select_option(files.speaker)
    said = {"table": _recognised(owner)}
    look(owner, "import-recognised")
    _start(owner, look)

    page.get_by_role("button", name="Import more").click()
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Choose files").click()
    chosen.value.set_files(files.calls)
    page.get_by_label("Each conversation as a whole").check()
    said["calls"] = _recognised(owner)
    _start(owner, look)
    return said


def _recognised(owner: Person) -> str:
    section = owner.page.locator("section", has=owner.page.get_by_role("heading", name="What was recognised"))
    section.wait_for()
    return section.inner_text()


def _start(owner: Person, look: Look) -> None:
    owner.page.get_by_role("button", name="Import", exact=True).click()
    owner.page.get_by_text("The import is done").wait_for()
    look(owner, "import-done")


def annotate(person: Person, choose: Callable[[str], int], seconds: int, look: Look) -> dict[str, int]:
    """Answer everything, from the keyboard only; return how many items of each kind.

    `choose` gives the place of a turn's label; a call gets a segment of `seconds`, with what comes before it.
    """
    person.go("Annotate")
    person.page.locator("[data-item]").wait_for()
    done = {"turns": 0, "calls": 0}
    while (item := person.item) is not None:
        text = person.asked
        if text:
            person.press(str(choose(text) + 1))
        else:
            _mark(person, seconds)
            look(person, "segments")
        done["turns" if text else "calls"] += 1
        person.press("Enter")
        person.until_other_item(item)
    person.until_state("Saved")
    return done


def _mark(person: Person, seconds: int) -> None:
    """Hear a little of a call, and mark two segments: the second is the other speaker's."""
    page = person.page
    page.locator("[data-wave=ready]").wait_for()
    person.press("Space")
    page.get_by_role("button", name="Pause").wait_for()
    page.wait_for_timeout(400)
    person.press("k")
    page.get_by_role("button", name="Play").first.wait_for()
    person.press("[", *["ArrowRight"] * seconds, "]", ",")
    person.press("Escape", "ArrowRight", "[", "Shift+ArrowRight", "]", ".")
    page.locator("[data-segments] ol > li").nth(1).wait_for()


def review(reviewer: Person, clause: str) -> int:
    """Accept the first answer to every item that waits, citing a clause; return how many were decided."""
    page = reviewer.page
    reviewer.go("Review")
    decided = 0
    case = _case(reviewer, None)
    while case is not None:
        reviewer.press("a", "g")
        page.get_by_role("dialog").wait_for()
        reviewer.type(clause)
        page.get_by_role("dialog").wait_for(state="detached")
        reviewer.press("Enter")
        decided += 1
        case = _case(reviewer, case)
    reviewer.until_state("Saved")  # the last decisions can be taken back for some seconds
    return decided


def _case(reviewer: Person, before: str | None) -> str | None:
    reviewer.until(
        """before => { const open = document.querySelector('[data-case]');
        return open ? open.dataset.case !== before : /Nothing to review/.test(document.body.innerText) }""",
        before,
    )
    found = reviewer.page.locator("[data-case]")
    return found.get_attribute("data-case") if found.count() else None


def printed(owner: Person) -> dict[str, str]:
    """What the page Quality prints as agreement beyond chance, by task."""
    owner.visit("Quality")
    table = owner.page.get_by_role("table", name="Tasks")
    table.wait_for()
    found = {}
    for row in table.locator("tbody tr").all():
        cell = row.locator("td").first
        shown = cell.locator("[aria-hidden=true]:not(svg)")
        found[row.locator("th").inner_text()] = (shown if shown.count() else cell).first.inner_text()
    return found


def take_out(owner: Person, folder: Path) -> dict[str, Path]:
    """Export the answers and the scheme from the page; return where they are."""
    page = owner.page
    owner.press("e")
    page.get_by_role("dialog").wait_for()
    found = {}
    for name in ("annotations.csv", "items.csv", "scheme.json"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        found[name] = folder / name
        download.value.save_as(found[name])
    owner.press("Escape")
    return found


def audited(tables: dict[str, Path], folder: Path) -> dict[str, str]:
    """Let `earmark audit` read what was exported; return its agreement by task, as the page prints it."""
    call = [sys.executable, "-m", "earmark.cli", "audit", str(tables["annotations.csv"])]
    call += ["--items", str(tables["items.csv"]), "--scheme", str(tables["scheme.json"])]
    call += ["--out", str(folder)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert (folder / "audit.json").is_file(), done.stderr
    found: dict[str, Any] = json.loads((folder / "audit.json").read_text("utf-8"))
    rows = found["agreement"]
    return {row["task"]: _written(row["estimate"]) for row in rows if row["metric"] == "krippendorff_alpha"}


def _written(estimate: dict[str, Any]) -> str:
    if estimate["value"] is None:
        return str(estimate["undefined"])
    value, low, high = (_figure(estimate[name]) for name in ("value", "low", "high"))
    return f"{value} [{low}, {high}]"


def _figure(value: float) -> str:
    written = f"{value:.2f}"
    return written.removeprefix("-") if float(written) == 0 else written.replace("-", "−")


def usual_label(text: str) -> int:
    """A label that hangs on the text only, as an annotator with a rule of their own would give it."""
    return sum(map(ord, text)) % len(LABELS)
