"""The budgets of the workbench, measured in Chromium against a real server: each figure beside its budget.

`python -m benchmarks browser_budgets [--again] [--hours 4] [--offline 120]`. Times are taken by the page itself:
from the event to the first task after the frame that shows its effect. All of it runs on one machine, the
server, the browser and what steers it: look at the load.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.browser_setup import Projects, set_up
from benchmarks.record import Results, machine, versions
from tests.browser.person import Person
from tests.browser.served import Served
from tests.chromium import ARGUMENTS, chromium
from tests.server.world import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["BUDGETS", "main"]

BUDGETS = {
    "key to paint, labels": (50, "ms"),
    "key to paint, segments": (50, "ms"),
    "next item": (100, "ms"),
    "page change": (150, "ms"),
    "first load": (300, "kB"),
    "open 10 turns": (150, "ms"),
    "open 1000 turns": (150, "ms"),
    "open a short call": (150, "ms"),
    "open a long call": (150, "ms"),
    "frame, playing and scrolling a short call": (1_000 / 60, "ms"),
    "frame, playing and scrolling a long call": (1_000 / 60, "ms"),
    "frame, scrolling 1000 turns": (1_000 / 60, "ms"),
    "without a connection": (0, "answers lost"),
}
"""Each with its unit; times are 95th percentiles, for frames the median."""

PAINTED = """
window.painted = (start, into) => requestAnimationFrame(() => {
  const after = new MessageChannel();
  after.port1.onmessage = () => window[into].push(performance.now() - start);
  after.port2.postMessage(0);
});
window.keys = []; window.changes = []; window.frames = [];
addEventListener('keydown', event => { if (window.timing) painted(event.timeStamp, 'keys'); }, true);
window.until = (start, shown) => {
  const look = () => shown() ? painted(start, 'changes') : requestAnimationFrame(look);
  requestAnimationFrame(look);
};
window.film = () => {
  let last = performance.now();
  window.filming = true;
  const next = now => { frames.push(now - last); last = now; if (filming) requestAnimationFrame(next); };
  requestAnimationFrame(next);
};
"""
GO = """([path, shown]) => {
  const start = performance.now();
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
  until(start, () => document.querySelector(shown));
}"""


def main(arguments: Sequence[str]) -> int:
    """Measure what is not measured yet, and print it; 1 when a budget is exceeded."""
    from playwright.sync_api import sync_playwright

    options = _options(arguments)
    results = Results("browser_budgets", again=options.again)
    with tempfile.TemporaryDirectory(prefix="earmark-bench-") as folder, sync_playwright() as playwright:
        server = Served(Path(folder))
        server.start()
        try:
            projects, links = set_up(server, hours=options.hours, seed=20261124)
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            bench = _Bench(server, browser, projects, links, results, options.hours)
            bench.all(options.offline)
            browser.close()
        finally:
            server.stop()
    return 0 if bench.held else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks browser_budgets")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--hours", type=float, default=4.0, help="the length of the long call")
    parser.add_argument("--offline", type=float, default=120.0, help="seconds without a connection")
    return parser.parse_args(arguments)


class _Bench:
    """One run."""

    def __init__(
        self,
        server: Served,
        browser: Browser,
        projects: Projects,
        links: dict[str, str],
        results: Results,
        hours: float,
    ) -> None:
        self._server, self._browser, self._projects, self._results = server, browser, projects, results
        self._links, self._hours, self.held = links, hours, True

    def all(self, offline: float) -> None:
        """Measure everything, in an order in which one does not disturb the other."""
        self._first_load()
        ana = Person.at(self._browser, self._server.address)
        ana.context.add_init_script(PAINTED)
        ana.open("/sign-in")
        ana.sign_in("ana")
        at = self._projects
        self._page_changes(ana)
        self._openings(ana, "open 10 turns", at.small, "[data-item]")
        self._openings(ana, "open 1000 turns", at.large, "[data-item]")
        self._openings(ana, "open a short call", at.short, "[data-wave=ready]")
        self._openings(ana, "open a long call", at.long, "[data-wave=ready]")
        self._frames(ana, "frame, playing and scrolling a short call", at.short, "canvas")
        self._frames(ana, "frame, playing and scrolling a long call", at.long, "canvas")
        self._frames(ana, "frame, scrolling 1000 turns", at.large, "ol[data-scrolls]")
        self._segments(ana)
        self._labels(ana)
        self._next(ana)
        self._offline(ana, offline)
        ana.close()

    def _keep(self, what: str, values: Sequence[float], at: Callable[[Sequence[float]], float]) -> None:
        """Keep a figure and print it beside its budget."""
        budget, unit = BUDGETS[what]
        figure = round(at(values), 1)
        held = figure <= budget * 1.02
        self.held = self.held and held
        result = {
            "figure": figure,
            "unit": unit,
            "budget": round(budget, 1),
            "n": len(values),
            "median": round(float(np.median(values)), 1),
            "p95": round(float(np.percentile(values, 95)), 1),
            "most": round(max(values), 1),
        }
        self._results.keep({"what": what}, result, hours=self._hours, machine=machine(), versions=versions())
        more = f"median {result['median']}, 95 % {result['p95']}, n {len(values)}"
        print(f"{what:<44}{figure:>8} {unit:<4} (budget {budget:.4g}) {'' if held else 'OVER  '}{more}")

    def _first_load(self) -> None:
        """Everything a first visit loads for Sign in and Annotate, as it comes over the line."""
        person = Person.at(self._browser, self._server.address)
        scripts: dict[str, int] = {}
        line = person.context.new_cdp_session(person.page)
        line.send("Network.enable")
        asked: dict[str, str] = {}
        line.on("Network.responseReceived", lambda one: asked.update({one["requestId"]: one["type"]}))
        line.on(
            "Network.loadingFinished",
            lambda one: (
                scripts.update({one["requestId"]: one["encodedDataLength"]})
                if asked.get(one["requestId"]) == "Script"
                else None
            ),
        )
        person.join(self._links["ana"])
        person.open(f"/projects/{self._projects.items}/annotate")
        person.page.locator("[data-item]").wait_for()
        person.page.wait_for_timeout(1_000)
        person.close()
        self._keep("first load", [sum(scripts.values()) / 1_000], max)

    def _page_changes(self, person: Person) -> None:
        """Go between the pages of a project, once to have been there, then five times."""
        base = f"/projects/{self._projects.items}"
        ways = [(f"{base}/annotate", "[data-item]"), (f"{base}/guideline", "h1"), ("/projects", "li h2")]
        person.open("/projects")
        person.page.locator("li h2").first.wait_for()
        for place in range(6 * len(ways)):
            if place == len(ways):
                person.page.evaluate("changes.length = 0")
            path, shown = ways[place % len(ways)]
            self._go(person, path, f"{shown}:not([data-old])")
        self._keep("page change", person.page.evaluate("changes"), _p95)

    def _go(self, person: Person, path: str, shown: str) -> None:
        """Change the page as a link does, and wait until it has been timed."""
        person.page.evaluate(
            "document.querySelectorAll('h1, h2, [data-item]').forEach(one => one.dataset.old = '')"
        )
        before = person.page.evaluate("changes.length")
        person.page.evaluate(GO, [path, shown])
        person.until("before => changes.length > before", before)
        person.page.wait_for_timeout(400)

    def _openings(self, person: Person, what: str, project: str, shown: str) -> None:
        """Open the item of a project from the list of projects, the code of the page being there already."""
        person.open("/projects")
        person.page.locator("li h2").first.wait_for()
        self._go(person, f"/projects/{self._projects.items}/annotate", "[data-item]")
        for _ in range(8):  # the list, and the item: every second change is one that counts
            self._go(person, "/projects", "li h2")
            self._go(person, f"/projects/{project}/annotate", shown)
        self._keep(
            what, person.page.evaluate("changes.filter((_, place) => place > 0 && place % 2 === 0)"), _p95
        )

    def _frames(self, person: Person, what: str, project: str, over: str) -> None:
        """Film five seconds of it: a call plays meanwhile, and the wheel turns over the element."""
        person.open(f"/projects/{project}/annotate")
        person.page.locator(over).first.wait_for()
        if over == "canvas":
            person.page.locator("[data-wave=ready]").wait_for()
            person.press("Space")
            person.page.get_by_role("button", name="Pause").wait_for()
        box = person.page.locator(over).first.bounding_box()
        assert box is not None
        person.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        person.page.evaluate("film()")
        until, turn = time.monotonic() + 5, 0
        while time.monotonic() < until:
            turn += 1
            down = 120 if turn % 8 < 5 else -120
            person.page.mouse.wheel(down if over == "canvas" else 0, 0 if over == "canvas" else down)
            person.page.wait_for_timeout(40)
        frames = person.page.evaluate("() => { filming = false; return frames.slice(2) }")
        self._keep(what, frames, lambda values: float(np.median(values)))

    def _segments(self, person: Person) -> None:
        """Mark segments in the short call."""
        person.open(f"/projects/{self._projects.short}/annotate")
        person.page.locator("[data-wave=ready]").wait_for()
        self._pressed(person, ["[", "ArrowRight", "ArrowRight", "]", "Alt+ArrowLeft", ".", "Escape"] * 10)
        self._keep("key to paint, segments", person.page.evaluate("keys"), _p95)

    def _labels(self, person: Person) -> None:
        """Choose labels of a turn."""
        person.open(f"/projects/{self._projects.items}/annotate")
        person.page.locator("[data-item]").wait_for()
        self._pressed(person, [*"12345"] * 20)
        self._keep("key to paint, labels", person.page.evaluate("keys"), _p95)

    def _pressed(self, person: Person, keys: Sequence[str]) -> None:
        person.page.wait_for_timeout(500)
        person.page.evaluate("timing = true")
        for key in keys:
            person.press(key)
            person.page.wait_for_timeout(40)
        person.page.evaluate("timing = false")

    def _next(self, person: Person) -> None:
        """Submit and go on, at a speed at which the next one is there: an answer every 0.6 s."""
        person.page.evaluate("changes.length = 0")
        person.page.wait_for_timeout(1_000)
        for place in range(40):
            person.press(str(place % 5 + 1))
            person.page.wait_for_timeout(200)
            item = person.item
            person.page.evaluate(
                """item => addEventListener('keydown', event => until(event.timeStamp, () => {
                const now = document.querySelector('[data-item]');
                return now && now.dataset.item !== item }), { once: true, capture: true })""",
                item,
            )
            person.press("Enter")
            person.until_other_item(item)
            person.page.wait_for_timeout(400)
        self._keep("next item", person.page.evaluate("changes"), _p95)

    def _offline(self, person: Person, seconds: float) -> None:
        """Answer two items without a connection, wait, and count what did not arrive."""
        before = self._answers()
        person.context.set_offline(True)
        for label in "12":
            item = person.item
            person.press(label, "Enter")
            person.until("item => document.querySelector('[data-item]')?.dataset.item !== item", item)
        person.page.wait_for_timeout(seconds * 1_000)
        said = person.state
        person.context.set_offline(False)
        back = time.monotonic()
        person.until_state("Saved")
        self._keep("without a connection", [float(before + 2 - self._answers())], max)
        print(
            f"  {seconds:g} s; the bar said {said!r}; saved {time.monotonic() - back:.1f} s after it was back"
        )

    def _answers(self) -> int:
        from earmark.client import Client

        with Client(self._server.address) as client:
            client.sign_in("operator", PASSWORD)
            return client.projects.get(self._projects.items).counts.answers


def _p95(values: Sequence[float]) -> float:
    return float(np.percentile(values, 95))
