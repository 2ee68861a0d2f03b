"""A browser, and real servers with either database for it to visit."""

from __future__ import annotations

import os
import secrets
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from earmark.server.database import connect
from tests.browser.served import BUILT, Served
from tests.chromium import opened_chromium
from tests.server.conftest import postgresql  # noqa: F401  # a fixture

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without anything to see."""
    if not (BUILT / "index.html").is_file():
        pytest.skip(
            "NOT RUN: the workbench is not built (./dev test builds it; or npm run build in workbench/)"
        )
    with opened_chromium() as opened:
        yield opened


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell the fixtures of a test whether it failed."""
    report = yield
    item.stash[FAILED] = report.failed
    return report


@pytest.fixture(autouse=True)
def _all_leave(request: pytest.FixtureRequest, browser: Browser, pictures: Path) -> Iterator[None]:
    """Close what a test opened; what a failed one was looking at is kept as pictures."""
    before = list(browser.contexts)
    yield
    for number, context in enumerate(one for one in browser.contexts if one not in before):
        if request.node.stash.get(FAILED, False):
            for page in context.pages:
                page.screenshot(path=pictures / "failed" / f"{request.node.name}-{number}.png")
        context.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures of pages are kept: EARMARK_PICTURES, or build/pictures of the checkout."""
    folder = Path(os.environ.get("EARMARK_PICTURES") or ROOT / "build" / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with SQLite, for all tests of a module."""
    server = Served(tmp_path_factory.mktemp("served"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    """A server with SQLite, for one test: it may be killed."""
    server = Served(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """A new server: with SQLite, then with PostgreSQL."""
    if request.param == "sqlite":
        url, root = None, None
    else:
        cluster: str = request.getfixturevalue("postgresql")
        name = f"browser_{secrets.token_hex(4)}"
        root = connect(cluster).execution_options(isolation_level="AUTOCOMMIT")
        with root.connect() as connection:
            connection.execute(text(f'create database "{name}" strategy file_copy'))
        url = make_url(cluster).set(database=name).render_as_string(hide_password=False)
    server = Served(tmp_path, url)
    server.start()
    yield server
    server.stop()
    if root is not None:
        with root.connect() as connection:
            connection.execute(text(f'drop database "{name}" with (force)'))
        root.dispose()
