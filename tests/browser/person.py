"""Somebody at the workbench, in a browser of their own: what they press, and what they see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.server.world import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

__all__ = ["Person"]

PATIENCE = 60_000.0
"""Milliseconds: how long a page may take on a machine that does other things besides."""

EXPECTED = ("Failed to load resource", "net::ERR_")
"""What the browser itself writes down when a request is refused or finds no server: the tests do that on purpose."""


@dataclass
class Person:
    """A browser without anything in it, the page that is open in it, and the project one works on."""

    address: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    project: str = ""

    @classmethod
    def at(cls, browser: Browser, address: str, **context: Any) -> Person:
        """Open a browser of one's own at a server."""
        opened = browser.new_context(viewport={"width": 1280, "height": 720}, **context)
        opened.set_default_timeout(PATIENCE)
        person = cls(address, opened, opened.new_page())
        person._listen()
        return person

    def _listen(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(f"{message.type}: {message.text}")
                if message.type in ("error", "warning") and not message.text.startswith(EXPECTED)
                else None
            ),
        )

    def join(self, link: str) -> None:
        """Follow a link that works once, and choose a password: typing only."""
        self.page.goto(link)
        self.page.get_by_label("Password").wait_for()
        self.type(PASSWORD, PASSWORD)
        self.page.get_by_role("heading", name="Projects").wait_for()

    def sign_in(self, login: str) -> None:
        """Sign in on the page that is open, by typing only."""
        self.page.locator("[name=username]").wait_for()
        self.type(login, PASSWORD)
        self.page.locator("[name=username]").wait_for(state="detached")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, as the keyboard names them."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, *texts: str) -> None:
        """Type texts, with Tab from one field to the next and Enter at the end."""
        for number, text in enumerate(texts):
            if number:
                self.press("Tab")
            self.page.keyboard.type(text)
        self.press("Enter")

    def go(self, action: str) -> None:
        """Run an action by its name in the command palette."""
        self.press("Control+k")
        self.page.locator("dialog [role=combobox]").wait_for()
        self.type(action)

    def visit(self, page: str) -> None:
        """Follow a link of the bar."""
        self.page.get_by_role("navigation").get_by_role("link", name=page, exact=True).click()

    def open(self, path: str) -> None:
        """Open an address of the workbench."""
        self.page.goto(self.address + path)

    def new_tab(self) -> None:
        """Open another page in the same browser, and close the one that was open."""
        old = self.page
        self.page = self.context.new_page()
        self._listen()
        old.close()

    @property
    def item(self) -> str | None:
        """The assignment on the desk, or None."""
        found = self.page.locator("[data-item]")
        return found.get_attribute("data-item") if found.count() else None

    @property
    def asked(self) -> str:
        """The text of the turn that is asked about; empty for a whole conversation."""
        found = self.page.locator("[data-item] li[aria-current] .text, [data-case] li[aria-current] .text")
        return found.first.inner_text() if found.count() else ""

    @property
    def state(self) -> str:
        """What the bar says of one's answers: Saved, …"""
        return self.page.locator("header [role=status]").first.inner_text().strip()

    def until(self, condition: str, argument: Any = None) -> None:
        """Wait until an expression of the page holds."""
        from playwright.sync_api import TimeoutError as TooLate

        try:
            self.page.wait_for_function(condition, arg=argument)
        except TooLate as late:
            seen = self.page.locator("body").inner_text()[:400]
            raise AssertionError(f"waited for {condition}; saw {seen!r}; heard {self.complaints}") from late

    def until_state(self, *said: str) -> None:
        """Wait until the bar says one of these, or begins with one."""
        self.until(
            """said => { const bar = document.querySelector('header [role=status]');
            return bar && said.some(one => bar.textContent.trim().startsWith(one)) }""",
            list(said),
        )

    def until_other_item(self, than: str | None) -> str | None:
        """Wait until another item, or none, is on the desk; return it."""
        self.until(
            """than => { const item = document.querySelector('[data-item]');
            if (item) return item.dataset.item !== than;
            return /Nothing to annotate|Everything is answered/.test(document.body.innerText) }""",
            than,
        )
        return self.item

    def close(self) -> None:
        """Leave."""
        self.context.close()
